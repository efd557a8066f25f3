using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Couriers;

namespace MiniDelivery.Domain.Orders;

// Who brings the order, and the cash that they bring back.
public sealed partial class Order
{
    /// <summary>Who brings it; null = nobody was named.</summary>
    public CourierId? CourierId { get; private set; }

    /// <summary>Their name as it was then; empty = nobody was named.</summary>
    public string CourierName { get; private set; } = "";

    /// <summary>«Доставлен»: when the courier said so; null = they did not.</summary>
    public DateTimeOffset? DeliveredAt { get; private set; }

    /// <summary>The guest has paid the courier, who has not handed it in yet.</summary>
    public bool IsCashOwed { get; private set; }

    /// <summary>What the courier is to take from the guest.</summary>
    public Money CashDue => CashDueOf(Type, Payment, Total);

    /// <summary>What a courier is to take from the guest of such an order.</summary>
    public static Money CashDueOf(FulfillmentType type, Payment payment, Money total)
    {
        ArgumentNullException.ThrowIfNull(payment);
        return type is FulfillmentType.Delivery && payment is { Method: PaymentMethod.Cash, Paid: false } ? total : Money.Zero;
    }

    /// <summary>«В пути» with a courier, or without a name where nobody is chosen.</summary>
    public Outcome SendOut(Courier? courier, Actor by, DateTimeOffset now)
    {
        var outcome = MayGive(courier, by);
        if (outcome.IsDone)
        {
            outcome = MoveOn(OrderStatus.OnTheWay, by, now, courier?.Name);
        }

        if (outcome.IsDone)
        {
            Give(courier);
        }

        return outcome;
    }

    /// <summary>Another courier, or none, for an order that is about to leave or has left.</summary>
    public Outcome Assign(Courier? courier, Actor by, DateTimeOffset now)
    {
        var outcome = MayGive(courier, by);
        if (!outcome.IsDone)
        {
            return outcome;
        }

        if (Type is not FulfillmentType.Delivery || Status is not (OrderStatus.Created or OrderStatus.Accepted or OrderStatus.OnTheWay))
        {
            return Outcome.Refused(Refusal.StatusDoesNotAllow, _history[^1]);
        }

        if (courier?.Id != CourierId)
        {
            Give(courier);
            Note(StepKind.CourierAssigned, by, now, courier?.Name);
        }

        return Outcome.Done;
    }

    /// <summary>«Доставлен», said by the courier who carries it: the order is done.</summary>
    public Outcome Deliver(Courier courier, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(courier);
        if (CourierId != courier.Id || Status is not OrderStatus.OnTheWay || Cancellation is not null)
        {
            return Outcome.Refused(Refusal.StatusDoesNotAllow, _history[^1]);
        }

        DeliveredAt = now;
        Enter(OrderStatus.Archived, StepKind.Delivered, new Actor(courier.Name), now);
        OweCash();
        return Outcome.Done;
    }

    /// <summary>The courier has handed in the cash for it.</summary>
    public void HandInCash(Actor by, DateTimeOffset now)
    {
        if (IsCashOwed)
        {
            IsCashOwed = false;
            Note(StepKind.CashHandedIn, by, now, CourierName);
        }
    }

    private Outcome MayGive(Courier? courier, Actor by) =>
        !by.May(Permission.WorkWithOrders, RestaurantId) ? Outcome.Refused(Refusal.NotPermitted)
        : courier is not null && (courier.OnShiftSince is null || courier.RestaurantId != RestaurantId) ? Outcome.Refused(Refusal.CourierNotOnShift)
        : Outcome.Done;

    private void Give(Courier? courier)
    {
        (CourierId, CourierName) = (courier?.Id, courier?.Name ?? "");
        courier?.Take();
    }

    // Whoever brought it has the money, however it was archived; and hands it in once, however often it was stepped back.
    private void OweCash() =>
        IsCashOwed = !IsTest && CourierId is not null && CashDue > Money.Zero && !_history.Exists(step => step.Kind is StepKind.CashHandedIn);
}
