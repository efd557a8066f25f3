using MiniDelivery.Web.Simulator.State;

namespace MiniDelivery.Web.Simulator;

/// <summary>What happens at the till by the passing of time alone: locks end, sessions print, forms lock, shifts close.</summary>
internal static class TillClockwork
{
    /// <summary>Does all that is due.</summary>
    public static void Run(TillBook book)
    {
        foreach (var order in book.State.Orders.Where(order => !order.Finished))
        {
            if (order.Lock is { } held && held.Until <= book.Now)
            {
                order.Lock = null;
                book.TouchLists();
            }

            RunForm(book, order);
            foreach (var session in order.Sessions.Where(session => session.PrintAt <= book.Now))
            {
                book.Print(order, session);
            }
        }

        if (book.State.Messages.RemoveAll(message => message.ExpiresAt <= book.Now) > 0)
        {
            book.MarkChanged();
        }

        if (book.State.Shift.ClosedAt <= book.Now)
        {
            CloseShift(book);
        }
    }

    /// <summary>When <see cref="Run"/> has something to do again; null = nothing is planned.</summary>
    public static DateTimeOffset? NextDue(TillState state)
    {
        var open = state.Orders.Where(order => !order.Finished).ToList();
        return open.Select(order => order.Lock?.Until)
            .Concat(open.Select(order => order.Form?.LiftAt))
            // A form that waits for a client's lock wakes up with the end of that lock.
            .Concat(open.Where(order => order.Lock is null).Select(order => order.Form?.LockAt))
            .Concat(open.SelectMany(order => order.Sessions).Select(session => session.PrintAt))
            .Concat(state.Messages.Select(message => (DateTimeOffset?)message.ExpiresAt))
            .Append(state.Shift.ClosedAt)
            .Min();
    }

    /// <summary>
    /// Ends the common shift: finished orders leave the lists, empty ones vanish by switch, numbering of the tables
    /// begins again.
    /// </summary>
    public static void CloseShift(TillBook book)
    {
        var state = book.State;
        foreach (var order in state.Orders.Where(order => order.Finished))
        {
            order.Listed = false;
        }

        if (book.Switches.EmptyOrdersVanish)
        {
            state.Orders.RemoveAll(order => !order.Finished && order.Sessions.Count is 0 && book.HeldBy(order) is null);
        }

        // An old till's finished orders would otherwise be rewritten with each change for ever.
        var old = state.Orders.Where(order => !order.Listed).ToList();
        foreach (var order in old.SkipLast(Remembered))
        {
            state.Orders.Remove(order);
        }

        var visits = state.Orders.Select(order => order.Visit).ToHashSet();
        state.Visits.RemoveAll(visit => !visits.Contains(visit.Id));
        state.LastNumbers.Clear();
        state.Shift = new TillShift { Number = state.Shift.Number + 1, CreatedAt = book.Now };
        if (book.Switches.ListVersionRestarts)
        {
            state.ListVersion = 0;
        }

        book.TouchLists();
    }

    private const int Remembered = 500;

    private static void RunForm(TillBook book, TillOrder order)
    {
        if (order.Form is not { } form)
        {
            return;
        }

        if (form.LiftAt <= book.Now)
        {
            form.Locked = false;
            form.LiftAt = null;
            book.TouchLists();
        }

        // The station cannot lock over a client's lock; it tries again when that has ended.
        if (form.LockAt <= book.Now && order.Lock is null)
        {
            form.Locked = true;
            form.LockAt = null;
            book.TouchLists();
        }
    }
}
