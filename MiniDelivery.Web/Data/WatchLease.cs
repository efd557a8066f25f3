using MiniDelivery.Domain.Restaurants;

namespace MiniDelivery.Web.Data;

/// <summary>Which of several instances looks at a restaurant's till: one, so that the till is asked once.</summary>
public sealed class WatchLease
{
    /// <summary>Whose till; one row each.</summary>
    public RestaurantId RestaurantId { get; init; }

    /// <summary>The watcher that holds it: a number of its own for every start of a process.</summary>
    public Guid Holder { get; init; }

    /// <summary>Until when. From then on anybody may take it.</summary>
    public DateTimeOffset LeaseUntil { get; init; }
}
