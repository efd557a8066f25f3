using System.Runtime.CompilerServices;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Domain.Till;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Rules;

/// <summary>Orders and promises in a known state.</summary>
internal static class Known
{
    public static readonly BusinessDay Day = new(TimeZoneInfo.FindSystemTimeZoneById("Asia/Novosibirsk"), 5);

    public static readonly DateTimeOffset Later = Some.Noon.AddMinutes(10);

    public static readonly TillTrouble Trouble = new("rk7-2133", "Shift is open for too long");

    /// <summary>An order that came the usual way to this state.</summary>
    public static Order In(OrderStatus status, FulfillmentType type = FulfillmentType.Delivery)
    {
        var draft = Some.Draft() with { Type = type };
        return status switch
        {
            OrderStatus.Waiting => Some.Order(draft),
            OrderStatus.Created => Some.Created(draft),
            OrderStatus.Accepted => Some.Accepted(draft),
            OrderStatus.OnTheWay => Moved(Some.Accepted(draft), OrderStatus.OnTheWay),
            OrderStatus.Archived when type is FulfillmentType.Pickup => Moved(Some.Accepted(draft), OrderStatus.Archived),
            OrderStatus.Archived => Moved(Moved(Some.Accepted(draft), OrderStatus.OnTheWay), OrderStatus.Archived),
            OrderStatus.Deleted => Cancelled(Some.Order(draft)),
        };
    }

    /// <summary>An order whose promise to the till stands like this.</summary>
    public static Order With(HandoffAct act, HandoffState state)
    {
        var order = act switch
        {
            HandoffAct.Create => Some.Order(),
            HandoffAct.Fill => Some.Created(),
            HandoffAct.Void or HandoffAct.Edit => Some.Accepted(),
        };
        _ = act switch
        {
            HandoffAct.Create => order.Accept(Some.Anna, Some.Noon),
            HandoffAct.Fill => order.Fill(Some.Anna, Some.Menu, Some.Noon),
            HandoffAct.Void => order.Cancel(CancelReason.GuestCancelled, null, Some.Anna, Some.Noon),
            HandoffAct.Edit => order.Edit(Plan, Some.Anna, Some.Noon),
        };
        switch (state, act)
        {
            case (HandoffState.Due, _):
                break;
            case (HandoffState.Sending, _):
                Claim(order);
                break;
            case (HandoffState.InDoubt, _):
                order.TillIsSilent(new TillTrouble(TillTroubles.Timeout, "no answer"), inDoubt: true, Later);
                break;
            case (HandoffState.Refused, _):
                order.TillHasRefused(Trouble, Some.Noon);
                break;
            case (HandoffState.Done, HandoffAct.Create):
                order.TillHasCreated(Some.TillOrder(order), Some.Noon);
                break;
            case (HandoffState.Done, HandoffAct.Edit):
                order.TillHasEdited(Some.TillOrder(order), Some.Noon);
                break;
            case (HandoffState.Done, HandoffAct.Fill):
                order.TillHasFilled(Some.TillOrder(order), Some.Noon);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(state), (act, state), "Nothing leads there.");
        }

        return order;
    }

    /// <summary>A bread more.</summary>
    public static EditPlan Plan => new()
    {
        Id = Guid.NewGuid(), Version = 0, Sum = Money.Zero, Before = [],
        Writes = [new PackageWrite(null, Guid.NewGuid(), [new FillLine(1002, Quantity.One, false, [], [])])],
    };

    /// <summary>What the dispatcher does in the database, past the domain.</summary>
    public static void Claim(Order order) => SetState(order.Handoff!, HandoffState.Sending);

    /// <summary>A promise as the database may give it back, whether or not a rule leads there.</summary>
    public static Handoff Handoff(HandoffAct act, HandoffState state)
    {
        var order = Some.Order();
        order.Accept(Some.Anna, Some.Noon);
        SetAct(order.Handoff!, act);
        SetState(order.Handoff!, state);
        return order.Handoff!;
    }

    /// <summary>Everything of an order that a refusal must leave alone.</summary>
    public static object Picture(Order order) => (
        order.Version,
        order.Status,
        order.StatusChangedAt,
        order.History.Count,
        order.Cancellation,
        (order.Handoff?.Act, order.Handoff?.State, order.Handoff?.DueAt, order.Handoff?.Attempts, order.Handoff?.OrderGuid, order.Handoff?.Trouble),
        string.Join(';', order.Lines.Select(line => $"{line.MenuIdent} {string.Join(',', line.Modifiers.Select(m => m.MenuIdent))}")));

    /// <summary>The order says no, for this reason, names the last step where somebody may have been quicker, and stays as it was.</summary>
    public static void Refuses(Order order, Refusal reason, Func<Order, Outcome> act, bool namesLastStep = false)
    {
        var before = Picture(order);

        var outcome = act(order);

        Assert.Equal(reason, outcome.Reason);
        Assert.Equal(namesLastStep ? order.History[^1] : null, outcome.Because);
        Assert.Equal(before, Picture(order));
    }

    private static Order Moved(Order order, OrderStatus next)
    {
        Assert.True(order.MoveOn(next, Some.Anna, Some.Noon.AddMinutes(5)).IsDone);
        return order;
    }

    private static Order Cancelled(Order order)
    {
        Assert.True(order.Cancel(CancelReason.GuestCancelled, null, Some.Anna, Some.Noon.AddMinutes(5)).IsDone);
        return order;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_State")]
    private static extern void SetState(Handoff handoff, HandoffState state);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_Act")]
    private static extern void SetAct(Handoff handoff, HandoffAct act);
}
