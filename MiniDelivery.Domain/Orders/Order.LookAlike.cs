using System.Globalization;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Intake;

namespace MiniDelivery.Domain.Orders;

/// <content>«Похоже на заказ № 12»: likely repeats, which a person looks at.</content>
public sealed partial class Order
{
    /// <summary>Orders that are likely the same one, the settled ones too.</summary>
    public IReadOnlyList<LookAlike> LookAlikes { get; private set; } = [];

    /// <summary>Whether a person has still to say what it is.</summary>
    public bool IsLikelyDuplicate => Status.IsLive && LookAlikes.Any(other => !other.IsSettled);

    /// <summary>Two orders are likely one: both know it from now on.</summary>
    public static void Link(Order one, Order other, DateTimeOffset now)
    {
        one.Resembles(other, now);
        other.Resembles(one, now);
    }

    /// <summary>«Не дубль»: a person has looked, and the guest wants both.</summary>
    public static Outcome DenyDuplicate(Order one, Order other, Actor by, DateTimeOffset now)
    {
        if (!by.May(Permission.WorkWithOrders, one.RestaurantId) || !by.May(Permission.WorkWithOrders, other.RestaurantId))
        {
            return Outcome.Refused(Refusal.NotPermitted);
        }

        if (!one.LookAlikes.Any(known => known.Id == other.Id) && !other.LookAlikes.Any(known => known.Id == one.Id))
        {
            return Outcome.Refused(Refusal.OrderUnknown);
        }

        // Said twice is said once.
        if (one.Settle(other.Id) | other.Settle(one.Id))
        {
            one.Note(StepKind.DuplicateDenied, by, now, NumberOf(other));
            other.Note(StepKind.DuplicateDenied, by, now, NumberOf(one));
        }

        return Outcome.Done;
    }

    /// <summary>The other one is cancelled, so this one is no repeat any more.</summary>
    public void LookAlikeIsCancelled(OrderId other) => Version += Settle(other) ? 1 : 0;

    private static string NumberOf(Order order) => $"№ {order.Number.ToString(CultureInfo.InvariantCulture)}";

    private void Resembles(Order other, DateTimeOffset now)
    {
        if (LookAlikes.Count < DuplicateCheck.MostCompared && !LookAlikes.Any(known => known.Id == other.Id))
        {
            LookAlikes = [.. LookAlikes, new LookAlike(other.Id, other.Number)];
            Note(StepKind.DuplicateFound, Actor.Program, now, NumberOf(other));
        }
    }

    private bool Settle(OrderId other)
    {
        if (!LookAlikes.Any(known => known.Id == other && !known.IsSettled))
        {
            return false;
        }

        LookAlikes = [.. LookAlikes.Select(known => known.Id == other ? known with { IsSettled = true } : known)];
        return true;
    }
}
