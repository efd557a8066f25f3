using MiniDelivery.Domain.Restaurants;

namespace MiniDelivery.Domain.Orders;

/// <summary>By when an order must be ready, and by when the guest must have it.</summary>
/// <param name="CookBy">It must leave the kitchen; for pickup the same as <paramref name="DueAt"/>.</param>
/// <param name="DueAt">The guest must have it: as promised, or as soon as the restaurant usually can.</param>
public readonly record struct OrderClock(DateTimeOffset CookBy, DateTimeOffset DueAt)
{
    /// <summary>From when on it is late: a whole minute after the time, for no guest counts seconds.</summary>
    public DateTimeOffset LateFrom => DueAt.AddMinutes(1);

    /// <summary>The clock of an order.</summary>
    /// <param name="promisedAt">Null = as soon as possible.</param>
    public static OrderClock Of(DateTimeOffset receivedAt, DateTimeOffset? promisedAt, FulfillmentType type, ServicePace pace)
    {
        var travel = TimeSpan.FromMinutes(type is FulfillmentType.Delivery ? pace.TravelMinutes : 0);
        var due = promisedAt ?? (receivedAt + TimeSpan.FromMinutes(pace.CookingMinutes) + travel);
        return new OrderClock(due - travel, due);
    }

    /// <summary>Whether the guest waits longer than they should.</summary>
    public bool IsLate(DateTimeOffset now) => now >= LateFrom;
}
