using MiniDelivery.Domain.Restaurants;

namespace MiniDelivery.Web.Data;

/// <summary>How the last check of a restaurant's remembered choices against the till's menu went: the same for every instance, and after a restart.</summary>
public sealed class MenuCheck
{
    /// <summary>Whose; one each.</summary>
    public RestaurantId RestaurantId { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset CheckedAt { get; init; }

    /// <summary>How many choices are remembered.</summary>
    public int Mappings { get; init; }

    /// <summary>How many of them name something that the till's menu no longer has.</summary>
    public int Broken { get; init; }
}
