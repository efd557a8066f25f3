using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Menu;

namespace MiniDelivery.Web.Handoff;

/// <summary>
/// What is said to a till to keep one promise (RK7 protocol digest, section 10). Talks to the till and decides what was learned;
/// stores nothing itself.
/// </summary>
public sealed partial class HandoffSteps(
    ITills tills, MenuCache menus, OrderLocks locks, EditorHolds holds, TimeProvider time, ILogger<HandoffSteps> logger)
{
    private const int VisitTries = 5;

    // A change right after another one can meet a lock that is just being released (RK7 protocol digest, section 5).
    private static readonly TimeSpan _lockPause = TimeSpan.FromSeconds(5);

    /// <summary>Takes the step that is due.</summary>
    /// <param name="save">Stores something learned on the way, before the next request; false = the claim is lost, stop.</param>
    /// <returns>What was learned in the end.</returns>
    public Task<Lesson> TakeAsync(Claimed claimed, Func<Lesson, Task<bool>> save, CancellationToken cancellationToken)
    {
        var till = tills.For(claimed.Order.RestaurantId);
        var isDoubtful = claimed.Move is HandoffMove.LookUp;
        return (claimed.Handoff.Act, isDoubtful) switch
        {
            (HandoffAct.Create, false) => CreateAsync(till, claimed, cancellationToken),
            (HandoffAct.Create, true) => LookForCreatedAsync(till, claimed, cancellationToken),
            (HandoffAct.Fill, false) => FillAsync(till, claimed, save, cancellationToken),
            (HandoffAct.Fill, true) => LookForFilledAsync(till, claimed, cancellationToken),
            (HandoffAct.Edit, false) => EditAsync(till, claimed, save, cancellationToken),
            (HandoffAct.Edit, true) => LookForEditedAsync(till, claimed, cancellationToken),
            (HandoffAct.Void, _) => VoidAsync(till, claimed, cancellationToken),
        };
    }

    private async Task<Lesson> CreateAsync(ITill till, Claimed claimed, CancellationToken cancellationToken)
    {
        var order = claimed.Order;
        var answer = await till.CreateOrderAsync(
            new NewTillOrder(
                claimed.Handoff.OrderGuid, claimed.Handoff.Marker, order.Id.ToString(), TillComment.For(order), Math.Max(1, order.Guests ?? 1)),
            cancellationToken);
        return answer is TillAnswer<TillOrder>.Done { Value: var created }
            ? claimed.Handoff.Attempts > 1 ? await TwinsAsync(till, claimed, created, cancellationToken) : (o, now) => o.TillHasCreated(created, now)
            : Trouble(answer, claimed);
    }

    // After a doubt the till may have two: the request that seemed lost may have arrived all the same (section 10.2, 5d).
    private async Task<Lesson> TwinsAsync(ITill till, Claimed claimed, TillOrder created, CancellationToken cancellationToken)
    {
        var list = await till.ListOrdersAsync(null, cancellationToken);
        if (list is not TillAnswer<TillOrderList>.Done { Value: var orders })
        {
            return InDoubt(list.TroubleOrNull!, claimed);
        }

        var ours = orders.Orders.Where(order => order is { IsDeleted: false, IsFinished: false } && IsOurs(order, claimed)).ToList();
        var kept = ours.Find(order => order.Guid == claimed.Handoff.OrderGuid) ?? ours.MinBy(order => order.Visit) ?? created;
        var twins = new List<(TillOrder Order, bool WasRemoved)>();
        foreach (var twin in ours.Where(order => order.Guid != kept.Guid))
        {
            var isHarmless = twin is { IsLocked: false, Pieces.Thousandths: 0 };
            var wasRemoved = isHarmless && await till.VoidOrderAsync(twin.Key, cancellationToken) is TillAnswer<TillNothing>.Done;
            if (wasRemoved)
            {
                await till.CloseVisitAsync(twin.Visit, cancellationToken);
            }

            twins.Add((twin, wasRemoved));
        }

        return (o, now) =>
        {
            o.TillHasCreated(kept, now);
            foreach (var (twin, wasRemoved) in twins)
            {
                o.TillHasTwin(twin, wasRemoved, now);
            }
        };
    }

    private async Task<Lesson> LookForCreatedAsync(ITill till, Claimed claimed, CancellationToken cancellationToken)
    {
        var answer = await LookAsync(till, claimed, cancellationToken);
        return answer switch
        {
            TillAnswer<TillOrder?>.Done { Value: { } found } => await TwinsAsync(till, claimed, found, cancellationToken),
            // The request may still be on its way or in the till's queue.
            TillAnswer<TillOrder?>.Done when Grace(till, claimed) is { } wait => StillInDoubt(claimed, wait),
            TillAnswer<TillOrder?>.Done => (o, now) => o.TillHasNotCreated(now),
            _ => InDoubt(answer.TroubleOrNull!, claimed),
        };
    }

    private async Task<Lesson> FillAsync(ITill till, Claimed claimed, Func<Lesson, Task<bool>> save, CancellationToken cancellationToken)
    {
        if (menus.For(claimed.Order.RestaurantId) is not { } menu)
        {
            return Later(new TillTrouble(TillTroubles.MenuUnknown, "The till's menu has not been read yet."), claimed);
        }

        var plan = FillPlan.For(claimed.Order, menu);
        if (plan.Problems is not [])
        {
            var names = string.Join("; ", plan.Problems.Select(problem => $"{problem.Name} ({problem.Obstacle})"));
            return Refused(new TillTrouble(TillTroubles.DishesNotInMenu, names));
        }

        return await LockedAsync(till, claimed, () => FillLockedAsync(till, claimed, plan, save, cancellationToken), cancellationToken);
    }

    // Under our lock nobody at the till can change the order between a look and a save.
    private async Task<Lesson> LockedAsync(ITill till, Claimed claimed, Func<Task<Lesson>> act, CancellationToken cancellationToken)
    {
        locks.BeginStep(claimed.Order.Id);
        try
        {
            var locked = await till.LockOrderAsync(claimed.Handoff.Key, claimed.Handoff.LockGuid, OrderLocks.TimeFor(till), cancellationToken);
            if (locked is TillAnswer<bool>.Done { Value: true })
            {
                return await act();
            }

            return locked is TillAnswer<bool>.Refused refused
                ? await ExplainAsync(till, claimed, refused.Trouble, cancellationToken)
                : Later(locked.TroubleOrNull ?? new TillTrouble(TillTroubles.NotLocked, "LockOrder: Ok, locked=0"), claimed);
        }
        finally
        {
            // A person who is still editing keeps the lock, here or at another instance.
            if (locks.EndStep(claimed.Order.Id) && !await holds.IsHeldAsync(claimed.Order.Id))
            {
                await ReleaseAsync(till, claimed, cancellationToken);
            }
        }
    }

    private async Task ReleaseAsync(ITill till, Claimed claimed, CancellationToken cancellationToken)
    {
        var released = await till.LockOrderAsync(claimed.Handoff.Key, claimed.Handoff.LockGuid, TimeSpan.Zero, cancellationToken);
        if (released.TroubleOrNull is { } trouble)
        {
            Logs.LockNotReleased(logger, trouble.Code);
        }
    }

    private async Task<Lesson> FillLockedAsync(
        ITill till, Claimed claimed, FillPlan plan, Func<Lesson, Task<bool>> save, CancellationToken cancellationToken)
    {
        var read = await till.FindOrderAsync(claimed.Handoff.Key, cancellationToken);
        if (read is not TillAnswer<TillOrder?>.Done { Value: { } before })
        {
            return read is TillAnswer<TillOrder?>.Done ? Lost() : Later(read.TroubleOrNull!, claimed);
        }

        if (Closed(before) is { } closed)
        {
            return Refused(closed);
        }

        if (HasOurs(before, claimed, plan))
        {
            return (o, now) => o.TillHasFilled(before, now);
        }

        if (!before.IsEmpty)
        {
            // Adding the guest's dishes to those that a cashier rang up by hand could double them: a person decides.
            return plan.IsRungUpIn(before)
                ? (o, now) => o.TillHasFilled(before, now)
                : Refused(new TillTrouble(TillTroubles.OrderNotEmpty, "The order at the till already holds dishes."));
        }

        // Written down before it is sent: after a crash this tells whether the dishes arrived.
        if (!await save((o, now) => o.AboutToFill(before, now)))
        {
            return (_, _) => { };
        }

        var saved = await till.SaveOrderAsync(
            before.Key, claimed.Handoff.LockGuid, claimed.Handoff.PackageGuid, plan, cancellationToken);
        if (saved is not TillAnswer<TillOrder>.Done { Value: var filled })
        {
            return Trouble(saved, claimed);
        }

        // Prices and sums are the till's: they are read again, and the answer to the save is good enough when that fails.
        var after = await till.FindOrderAsync(before.Key, cancellationToken);
        var final = after is TillAnswer<TillOrder?>.Done { Value: { } reread } ? reread : filled;
        return (o, now) => o.TillHasFilled(final, now);
    }

    private async Task<Lesson> LookForFilledAsync(ITill till, Claimed claimed, CancellationToken cancellationToken)
    {
        var handoff = claimed.Handoff;
        if (handoff.SentAt is null || handoff.PackagesBefore is not { } before)
        {
            // Claimed, but the process ended before anything was sent.
            return (o, now) => o.TillHasNotFilled(now);
        }

        var read = await till.FindOrderAsync(handoff.Key, cancellationToken);
        if (read is not TillAnswer<TillOrder?>.Done { Value: { } found })
        {
            return read is TillAnswer<TillOrder?>.Done ? Lost() : InDoubt(read.TroubleOrNull!, claimed);
        }

        if (menus.For(claimed.Order.RestaurantId) is not { } menu)
        {
            return InDoubt(new TillTrouble(TillTroubles.MenuUnknown, "The till's menu has not been read yet."), claimed);
        }

        if (HasOurs(found, claimed, FillPlan.For(claimed.Order, menu)))
        {
            return (o, now) => o.TillHasFilled(found, now);
        }

        if (found.Packages.Count > before)
        {
            return Refused(new TillTrouble(TillTroubles.ContentDiffers, "The order at the till holds other dishes than were sent."));
        }

        return Grace(till, claimed) is { } wait ? StillInDoubt(claimed, wait) : (o, now) => o.TillHasNotFilled(now);
    }

    private async Task<Lesson> VoidAsync(ITill till, Claimed claimed, CancellationToken cancellationToken)
    {
        // Safe to repeat because it looks first: what is gone is not cancelled again.
        var looked = await LookAsync(till, claimed, cancellationToken);
        if (looked is not TillAnswer<TillOrder?>.Done { Value: var found })
        {
            return Later(looked.TroubleOrNull!, claimed);
        }

        if (found is null or { IsVoided: true })
        {
            return await CloseVisitAsync(till, claimed, found?.Visit ?? claimed.Handoff.Visit, cancellationToken);
        }

        if (Closed(found) is { } closed)
        {
            return Refused(closed);
        }

        if (found.IsLocked)
        {
            // Perhaps by us: a person who is editing it, or was when the process died. A lock of the till's own stays.
            locks.End(claimed.Order.Id);
            await ReleaseAsync(till, claimed, cancellationToken);
        }

        var answer = await till.VoidOrderAsync(found.Key, cancellationToken);
        if (answer is not TillAnswer<TillNothing>.Done)
        {
            return Trouble(answer, claimed);
        }

        var after = await till.FindOrderAsync(found.Key, cancellationToken);
        if (after is not TillAnswer<TillOrder?>.Done { Value: null or { IsVoided: true } })
        {
            return InDoubt(after.TroubleOrNull ?? new TillTrouble(TillTroubles.ContentDiffers, "The order is still there after VoidOrder."), claimed);
        }

        return await CloseVisitAsync(till, claimed, found.Visit, cancellationToken);
    }

    // An empty visit stays behind otherwise. One of which a station still holds an order (2129) is tried again a few times; after that it
    // closes with the shift, and so does one that cannot be closed for any other reason.
    private async Task<Lesson> CloseVisitAsync(ITill till, Claimed claimed, long? visit, CancellationToken cancellationToken)
    {
        var closed = visit is { } number ? await till.CloseVisitAsync(number, cancellationToken) : null;
        return closed?.TroubleOrNull is { Code: TillTroubles.VisitIsLocked } held && claimed.Handoff.Attempts < VisitTries
            ? Later(held, claimed)
            : (o, now) => o.TillHasNothing(now);
    }

    // By guid, then by our property or marker in the list: whichever way the till treats a guid of ours (section 10.2, 5).
    private static async Task<TillAnswer<TillOrder?>> LookAsync(ITill till, Claimed claimed, CancellationToken cancellationToken)
    {
        var handoff = claimed.Handoff;
        var byKey = await till.FindOrderAsync(handoff.Key, cancellationToken);
        if (byKey is not TillAnswer<TillOrder?>.Done { Value: null })
        {
            return byKey;
        }

        var list = await till.ListOrdersAsync(null, cancellationToken);
        return list switch
        {
            TillAnswer<TillOrderList>.Done { Value: var orders } => new TillAnswer<TillOrder?>.Done(
                orders.Orders.FirstOrDefault(order => !order.IsVoided && IsOurs(order, claimed))),
            TillAnswer<TillOrderList>.Later later => new TillAnswer<TillOrder?>.Later(later.Trouble),
            TillAnswer<TillOrderList>.NotSent notSent => new TillAnswer<TillOrder?>.NotSent(notSent.Trouble),
            _ => new TillAnswer<TillOrder?>.NoIdea(list.TroubleOrNull!),
        };
    }

    // A till may keep no properties; then the marker counts, but only on our own table: a comment anywhere is free text (section 10.2, 5b).
    private static bool IsOurs(TillOrder order, Claimed claimed) =>
        order.ExternalId == claimed.Order.Id.ToString()
        || (order.ExternalId is null && order.IsOnOurTable && order.Comment?.Split(' ', 2)[0] == claimed.Handoff.Marker);

    // The till may keep our package guid or replace it; then a package counts that was not there before. The dishes must all be in it:
    // a till may have kept some of a request and refused the others.
    private static bool HasOurs(TillOrder order, Claimed claimed, FillPlan plan) => order.Packages
        .Where((package, index) => package.Guid == claimed.Handoff.PackageGuid || index >= claimed.Handoff.PackagesBefore)
        .Any(plan.IsIn);

    internal static TillTrouble? Closed(TillOrder order) => order switch
    {
        { IsPaid: true } => new TillTrouble(TillTroubles.OrderPaid, "paid=1"),
        { IsDeleted: true } or { IsFinished: true } => new TillTrouble(TillTroubles.OrderClosed, "finished=1"),
        _ => null,
    };

    private static async Task<Lesson> ExplainAsync(ITill till, Claimed claimed, TillTrouble trouble, CancellationToken cancellationToken)
    {
        var read = await till.FindOrderAsync(claimed.Handoff.Key, cancellationToken);
        return read switch
        {
            TillAnswer<TillOrder?>.Done { Value: { } found } => Refused(Closed(found) ?? trouble),
            TillAnswer<TillOrder?>.Done => Lost(),
            _ => Refused(trouble),
        };
    }

    // Twice the time-out after the send, a request that never arrived cannot arrive any more (section 10.2, 5c).
    private DateTimeOffset? Grace(ITill till, Claimed claimed)
    {
        var until = claimed.Handoff.SentAt + (2 * till.Timeout);
        return until > time.GetUtcNow() ? until : null;
    }

    private Lesson Trouble<T>(TillAnswer<T> answer, Claimed claimed) => answer switch
    {
        TillAnswer<T>.Refused refused => Refused(refused.Trouble),
        TillAnswer<T>.Later { Trouble: { Code: TillTroubles.ShiftIsClosing } closing } => Later(closing, claimed),
        TillAnswer<T>.Later later => Postpone(later.Trouble, inDoubt: false, time.GetUtcNow() + _lockPause),
        TillAnswer<T>.NotSent notSent => Later(notSent.Trouble, claimed),
        TillAnswer<T>.NoIdea noIdea => InDoubt(noIdea.Trouble, claimed),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static Lesson Refused(TillTrouble trouble) => (o, now) => o.TillHasRefused(trouble, now);

    private static Lesson Lost() => Refused(new TillTrouble(TillTroubles.OrderLost, "GetOrder finds no such order."));

    private Lesson Later(TillTrouble trouble, Claimed claimed) => Postpone(trouble, inDoubt: false, Soon(trouble, claimed));

    private Lesson InDoubt(TillTrouble trouble, Claimed claimed) => Postpone(trouble, inDoubt: true, Soon(trouble, claimed));

    private static Lesson StillInDoubt(Claimed claimed, DateTimeOffset until) =>
        Postpone(claimed.Handoff.Trouble ?? new TillTrouble(TillTroubles.Timeout, "No answer was heard."), inDoubt: true, until);

    private DateTimeOffset Soon(TillTrouble trouble, Claimed claimed) =>
        time.GetUtcNow() + Domain.Till.Handoff.Backoff(claimed.Handoff.Attempts, trouble);

    private static Lesson Postpone(TillTrouble trouble, bool inDoubt, DateTimeOffset dueAt) =>
        (o, _) => o.TillIsSilent(trouble, inDoubt, dueAt);
}
