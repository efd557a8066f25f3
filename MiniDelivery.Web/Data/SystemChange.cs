using MiniDelivery.Domain.Health;
using MiniDelivery.Domain.Restaurants;

namespace MiniDelivery.Web.Data;

/// <summary>A part of the system became better or worse.</summary>
public sealed class SystemChange
{
    /// <summary>Which one.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The machine that saw it.</summary>
    public string Machine { get; init; } = "";

    /// <summary>Of what.</summary>
    public SystemPart Part { get; init; }

    /// <summary>Which of several.</summary>
    public string Subject { get; init; } = "";

    /// <summary>Whose; null = the installation's.</summary>
    public RestaurantId? RestaurantId { get; init; }

    /// <summary>How bad it is since.</summary>
    public FindingLevel Level { get; init; }

    /// <summary>What it is since.</summary>
    public string Code { get; init; } = "";

    /// <summary>What the words are about.</summary>
    public string? Detail { get; init; }

    /// <summary>What was found.</summary>
    public Finding Finding => new(Part, Level, Code, Subject, RestaurantId, Detail);
}
