using MiniDelivery.Domain.Restaurants;

namespace MiniDelivery.Web.Data;

/// <summary>An order that somebody is writing down and has not saved yet: one a person, terminal and restaurant.</summary>
public sealed class OrderSketch
{
    /// <summary>Whose order it would be.</summary>
    public required RestaurantId RestaurantId { get; init; }

    /// <summary>At which terminal.</summary>
    public required Guid TerminalId { get; init; }

    /// <summary>Who writes, as others know them.</summary>
    public required string Who { get; init; }

    /// <summary>What is written so far, encrypted.</summary>
    public required string Content { get; set; }

    /// <summary>When it was last added to.</summary>
    public DateTimeOffset KeptAt { get; set; }
}
