using MiniDelivery.Domain.Restaurants;

namespace MiniDelivery.Web.Data;

/// <summary>The last menu that a restaurant's till gave: it outlives an outage of the till and a restart of ours.</summary>
public sealed class MenuSnapshot
{
    /// <summary>Whose menu; one each.</summary>
    public RestaurantId RestaurantId { get; init; }

    /// <summary>When the till said so.</summary>
    public DateTimeOffset ReadAt { get; set; }

    /// <summary>The items of <see cref="Domain.Menu.RestaurantMenu"/> as JSON.</summary>
    public string Items { get; set; } = "[]";
}
