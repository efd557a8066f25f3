using System.Text.RegularExpressions;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Menu;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Menu;
using MiniDelivery.Web.Orders;

namespace MiniDelivery.Web.Handoff;

/// <summary>What came of opening an order for editing: one of four.</summary>
public abstract record EditorAnswer
{
    private EditorAnswer()
    {
    }

    /// <summary>The order is theirs.</summary>
    /// <param name="Session">Keeps it so; to be disposed.</param>
    /// <param name="Till">What the till has.</param>
    /// <param name="Menu">What can be added; null = the menu was never read.</param>
    /// <param name="NotWritten">Why what was saved last was not written; null = it was.</param>
    public sealed record Opened(EditorSession Session, TillOrder Till, RestaurantMenu? Menu, TillTrouble? NotWritten) : EditorAnswer;

    /// <summary>Somebody has it open; wait.</summary>
    /// <param name="By">Station and person as the till names them, or a person of ours; null = the till does not say.</param>
    /// <param name="IsOurs">Whether it is a person of ours, so that it may be taken over.</param>
    /// <param name="Since">Since when; known of our people only.</param>
    public sealed record Held(string? By, bool IsOurs, DateTimeOffset? Since) : EditorAnswer;

    /// <summary>The rules say no.</summary>
    public sealed record Refused(Outcome Outcome) : EditorAnswer;

    /// <summary>The till is the matter.</summary>
    public sealed record Trouble(TillTrouble What) : EditorAnswer;
}

/// <summary>
/// «Редактирование заказа»: opens the till's order for one person, under the till's lock. What they change is only promised here;
/// the dispatcher writes it.
/// </summary>
public sealed partial class OrderEditor(
    OrderQueries queries, OrderDesk desk, ITills tills, MenuCache menus, OrderLocks locks, EditorHolds holds, TimeProvider time, ILogger<OrderEditor> logger)
{
    private const string IsLocked = "rk7-2219";

    /// <summary>Opens an order.</summary>
    /// <param name="takeOver">Even if another window of ours has it: that one must stop.</param>
    public async Task<EditorAnswer> OpenAsync(OrderId id, Actor by, bool takeOver, CancellationToken cancellationToken)
    {
        if (await queries.FindAsync(id, cancellationToken) is not { Order: { } order })
        {
            return new EditorAnswer.Refused(Outcome.Refused(Refusal.OrderUnknown));
        }

        var refusal = order.MayEdit(by);
        if (!refusal.IsDone)
        {
            return new EditorAnswer.Refused(refusal);
        }

        var session = new EditorSession(order, by, tills.For(order.RestaurantId), locks, holds, desk, time, logger);
        if (await BeginAsync(session, takeOver) is { } other)
        {
            return new EditorAnswer.Held(other.Who, IsOurs: true, other.Since);
        }

        EditorAnswer? answer = null;
        try
        {
            answer = await holds.TakeAsync(session.Hold, takeOver, cancellationToken) is { } elsewhere
                ? new EditorAnswer.Held(elsewhere.By, IsOurs: true, elsewhere.Since)
                : await OpenAsync(session, order, cancellationToken);
            return answer;
        }
        finally
        {
            if (answer is not EditorAnswer.Opened)
            {
                await session.DisposeAsync();
            }
        }
    }

    /// <summary>What can be added to an order now; null = the menu was never read.</summary>
    public RestaurantMenu? MenuOf(Order order) => menus.For(order.RestaurantId);

    /// <summary>Windows of this instance whose order was taken over at another one end.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        foreach (var session in locks.Editors())
        {
            await session.LookAsync(cancellationToken);
        }
    }

    private async Task<EditorSession?> BeginAsync(EditorSession session, bool takeOver)
    {
        while (!locks.TryBegin(session))
        {
            if (locks.Editor(session.Id) is not { } other)
            {
                continue;
            }

            if (!takeOver)
            {
                return other;
            }

            other.Lose(EditorEnd.TakenOver, null);
            await other.StopAsync();
        }

        return null;
    }

    private async Task<EditorAnswer> OpenAsync(EditorSession session, Order order, CancellationToken cancellationToken)
    {
        var till = tills.For(order.RestaurantId);
        var locked = await session.LockAsync(cancellationToken);
        if (locked is not TillAnswer<bool>.Done { Value: true })
        {
            var why = locked.TroubleOrNull ?? new TillTrouble(TillTroubles.NotLocked, "LockOrder: Ok, locked=0");
            EditorLogs.NotOpened(logger, order.Id, why.Code);
            return why.Code is IsLocked
                ? new EditorAnswer.Held(await WhoAsync(till, order, why, cancellationToken), IsOurs: false, null)
                : new EditorAnswer.Trouble(why);
        }

        var read = await session.ReadAsync(cancellationToken);
        if (read is not TillAnswer<TillOrder?>.Done { Value: { } found })
        {
            return new EditorAnswer.Trouble(read.TroubleOrNull ?? new TillTrouble(TillTroubles.OrderLost, "GetOrder finds no such order."));
        }

        if (HandoffSteps.Closed(found) is { } closed)
        {
            return new EditorAnswer.Trouble(closed);
        }

        // Whoever opens the order sees what the till has: a refused change is no promise any more.
        var notWritten = order.Handoff is { Act: HandoffAct.Edit, Trouble: { } trouble } ? trouble : null;
        await desk.GiveUpEditAsync(order.Id, session.By, cancellationToken);
        EditorLogs.Opened(logger, order.Id);
        session.Keep();
        return new EditorAnswer.Opened(session, found, MenuOf(order), notWritten);
    }

    // The list names the holder in fields of its own; the text of the refusal is the second best.
    private static async Task<string?> WhoAsync(ITill till, Order order, TillTrouble why, CancellationToken cancellationToken)
    {
        var list = await till.ListOrdersAsync(null, cancellationToken);
        var listed = list is TillAnswer<TillOrderList>.Done { Value: var orders }
            ? orders.Orders.FirstOrDefault(found => found.Guid == order.Handoff!.OrderGuid)?.LockedBy
            : null;
        return listed ?? (Holder().Match(why.Text) is { Success: true } match
            ? string.Join(", ", new[] { match.Groups[1].Value, match.Groups[2].Value }.Where(name => name is not ""))
            : null);
    }

    [GeneratedRegex(@"\(станция\s+(.*?),\s*оператор\s+(.*)\)")]
    private static partial Regex Holder();
}
