using MiniDelivery.Domain.Access;

namespace MiniDelivery.Domain.Orders;

/// <summary>A piece of paper that goes with an order.</summary>
public enum SlipKind
{
    /// <summary>What to cook; nothing of the guest.</summary>
    Kitchen,

    /// <summary>Whom to bring it to, and what to take for it.</summary>
    Courier,
}

/// <summary>That an order's slips were printed.</summary>
public sealed partial class Order
{
    /// <summary>A slip goes to the printer. A second one must be known for what it is, or the kitchen cooks twice.</summary>
    public Outcome Print(SlipKind slip, Actor by, DateTimeOffset now)
    {
        if (!by.May(Permission.WorkWithOrders, RestaurantId))
        {
            return Outcome.Refused(Refusal.NotPermitted);
        }

        Note(StepKind.Printed, by, now, slip.ToString());
        return Outcome.Done;
    }

    /// <summary>How often a slip was printed.</summary>
    public int Prints(SlipKind slip) => _history.Count(step => step.Kind is StepKind.Printed && step.Note == slip.ToString());
}
