using MiniDelivery.Domain.Restaurants;

namespace MiniDelivery.Domain.Alerts;

/// <summary>What a waiting order sounds like. All are short and calm, and go on until a person says that they hear.</summary>
public enum AlertSound
{
    /// <summary>Two soft bells.</summary>
    Chime,

    /// <summary>Three wooden notes.</summary>
    Marimba,

    /// <summary>A chord, note by note.</summary>
    Harp,
}

/// <summary>How the orders of one source sound.</summary>
/// <param name="Source">The source.</param>
/// <param name="Sound">What sounds.</param>
/// <param name="Volume">How loud, in per cent of the terminal's own volume; never 0: no order goes unheard.</param>
/// <param name="TellsAccepted">Whether an order that a rule accepted sounds once, so that somebody looks up.</param>
public sealed record SourceAlert(Guid Source, AlertSound Sound, int Volume, bool TellsAccepted = true);

/// <summary>How a restaurant's terminals ring. Immutable.</summary>
public sealed record AlertSettings
{
    /// <summary>Least and most of <see cref="RepeatSeconds"/>.</summary>
    public const int LeastRepeat = 15, MostRepeat = 600;

    /// <summary>Least of <see cref="SourceAlert.Volume"/>.</summary>
    public const int LeastVolume = 10;

    /// <summary>How long a start-of-shift test waits for people to confirm.</summary>
    public static TimeSpan TestLasts { get; } = TimeSpan.FromMinutes(2);

    private const int UsualVolume = 80;

    /// <summary>Whose terminals.</summary>
    public required RestaurantId RestaurantId { get; init; }

    /// <summary>After how many seconds an order that was heard but not accepted rings again.</summary>
    public int RepeatSeconds { get; init; } = 60;

    /// <summary>Whether the screens of tablets stay on.</summary>
    public bool KeepsScreenOn { get; init; } = true;

    /// <summary>Sources that do not sound as usual.</summary>
    public IReadOnlyList<SourceAlert> Sources { get; init; } = [];

    /// <summary>When the last start-of-shift test began; null = never.</summary>
    public DateTimeOffset? TestStartedAt { get; init; }

    /// <summary>Who began it.</summary>
    public string? TestStartedBy { get; init; }

    /// <summary>Grows with every change; the database refuses a write that started from an older one.</summary>
    public int Version { get; init; }

    /// <summary>How the orders of a source sound.</summary>
    public SourceAlert For(SourceId source) =>
        Sources.FirstOrDefault(known => known.Source == source.Value) ?? new SourceAlert(source.Value, AlertSound.Chime, UsualVolume);

    /// <summary>Whether every value is within its limits.</summary>
    public bool IsUsable() =>
        RepeatSeconds is >= LeastRepeat and <= MostRepeat
        && Sources.All(source => source.Volume is >= LeastVolume and <= 100 && Enum.IsDefined(source.Sound));

    /// <summary>Whether a terminal that confirmed at a moment has confirmed the last test.</summary>
    public bool IsConfirmed(DateTimeOffset? testedAt) => TestStartedAt is { } started && testedAt >= started;

    /// <summary>Whether the last test still waits for people.</summary>
    public bool IsTesting(DateTimeOffset now) => TestStartedAt is { } started && now - started < TestLasts;
}
