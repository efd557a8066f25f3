using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Restaurants;

namespace MiniDelivery.Domain.Orders;

/// <summary>«Гость просит отменить»: what a shop asks for, and what staff answer.</summary>
public sealed partial class Order
{
    /// <summary>That the guest wants it cancelled, as their shop said; null = nobody asked, or staff said no.</summary>
    public Cancellation? CancelWish { get; private set; }

    /// <summary>Whether staff still owe an answer to <see cref="CancelWish"/>.</summary>
    public bool IsCancelAsked => CancelWish is not null && Cancellation is null && Status.IsLive;

    /// <summary>
    /// The shop cancels. At once while nobody has accepted the order; once somebody has, the kitchen may be at it, so a person decides.
    /// Asking twice is asking once, and an order that is cancelled already is what the guest wants.
    /// </summary>
    /// <param name="source">Whose orders the shop may touch.</param>
    public Outcome AskToCancel(SourceId source, CancelReason reason, string? comment, Actor by, DateTimeOffset now)
    {
        if (source != SourceId)
        {
            return Outcome.Refused(Refusal.OrderUnknown);
        }

        if (Status is OrderStatus.Deleted || Cancellation is not null || CancelWish is not null)
        {
            return Outcome.Done;
        }

        if (Status is not (OrderStatus.Waiting or OrderStatus.Created or OrderStatus.Accepted))
        {
            return Outcome.Refused(Refusal.StatusDoesNotAllow, _history[^1]);
        }

        var wish = new Cancellation(reason, comment, by.Name, now);

        // Somebody has pressed «Принять» while it still waits: the till may be creating it in this moment.
        if (Status is OrderStatus.Waiting && Handoff is null or { State: Till.HandoffState.Dropped })
        {
            Cancellation = wish;
            Enter(OrderStatus.Deleted, StepKind.Deleted, by, now, reason.ToString());
            return Outcome.Done;
        }

        CancelWish = wish;
        Note(StepKind.CancelAsked, by, now, reason.ToString());
        return Outcome.Done;
    }

    /// <summary>«Оставить»: the guest asked too late, or has changed their mind once more.</summary>
    public Outcome DeclineCancel(Actor by, DateTimeOffset now)
    {
        if (!by.May(Permission.WorkWithOrders, RestaurantId))
        {
            return Outcome.Refused(Refusal.NotPermitted);
        }

        if (!IsCancelAsked)
        {
            return Outcome.Refused(Refusal.StatusDoesNotAllow, _history[^1]);
        }

        CancelWish = null;
        Note(StepKind.CancelDeclined, by, now);
        return Outcome.Done;
    }
}
