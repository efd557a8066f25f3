using MiniDelivery.Domain.Restaurants;

namespace MiniDelivery.Domain.Alerts;

/// <summary>Identity of a terminal, a UUIDv7.</summary>
public readonly record struct TerminalId(Guid Value)
{
    /// <summary>A new id.</summary>
    public static TerminalId New() => new(Guid.CreateVersion7());

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("D");
}

/// <summary>Whether a terminal can make itself heard, as its own browser says.</summary>
public enum TerminalSound
{
    /// <summary>It has not said yet.</summary>
    Unknown,

    /// <summary>The browser lets it sound.</summary>
    On,

    /// <summary>The browser keeps it silent until somebody touches the page.</summary>
    Blocked,
}

/// <summary>The columns of the list that a terminal can do without. Number, dishes and the next act are always there.</summary>
[Flags]
public enum ListColumns
{
    /// <summary>None of them.</summary>
    None = 0,

    /// <summary>«ФИО».</summary>
    Name = 1,

    /// <summary>«Контакты».</summary>
    Contacts = 2,

    /// <summary>«Принят на время».</summary>
    Promised = 4,

    /// <summary>«Сумма».</summary>
    Sum = 8,
}

/// <summary>How the list of orders looks and behaves on one terminal, whoever works on it.</summary>
/// <param name="IsCompact">Lower rows, more of them.</param>
/// <param name="Hidden">The columns that are left out.</param>
/// <param name="HasShortcuts">Whether single keys act; whoever dictates to their computer switches them off.</param>
/// <param name="PrintsOnA4">Slips are printed on office paper rather than on the 80 mm roll.</param>
public sealed record ListLook(bool IsCompact, ListColumns Hidden, bool HasShortcuts, bool PrintsOnA4)
{
    /// <summary>As it is until somebody chooses.</summary>
    public static ListLook Default { get; } = new(IsCompact: false, ListColumns.None, HasShortcuts: true, PrintsOnA4: false);
}

/// <summary>«Терминал»: a browser on which staff work. Immutable; what its heartbeats say replaces what was known.</summary>
public sealed record Terminal
{
    /// <summary>How long a terminal counts after its last heartbeat: they come every 10 s, and reach other instances 25 s later.</summary>
    public static TimeSpan HeardFor { get; } = TimeSpan.FromSeconds(45);

    /// <summary>Longest name.</summary>
    public const int LongestName = 60;

    /// <summary>Most minutes that a terminal may wait for somebody to touch it.</summary>
    public const int LongestIdle = 240;

    /// <summary>What a terminal waits when it becomes a shared one.</summary>
    public const int SharedIdle = 10;

    /// <summary>Identity.</summary>
    public TerminalId Id { get; init; } = TerminalId.New();

    /// <summary>Whose orders it rings for.</summary>
    public required RestaurantId RestaurantId { get; init; }

    /// <summary>«Зал 1»: as lists and the history of orders show it.</summary>
    public required string Name { get; init; }

    /// <summary>When it was first seen.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Its last heartbeat; null = it has not sent one, or said that it was closed.</summary>
    public DateTimeOffset? LastSeenAt { get; init; }

    /// <summary>Since when it has been sending them without a pause.</summary>
    public DateTimeOffset? SeenSince { get; init; }

    /// <summary>Who worked on it then.</summary>
    public string? SeenBy { get; init; }

    /// <summary>Whether it can make itself heard.</summary>
    public TerminalSound Sound { get; init; }

    /// <summary>Whether its page is in view and not behind another.</summary>
    public bool IsVisible { get; init; }

    /// <summary>How loud it is, in per cent; 0 = somebody has silenced it.</summary>
    public int Volume { get; init; } = 100;

    /// <summary>When a person last confirmed that they hear it.</summary>
    public DateTimeOffset? TestedAt { get; init; }

    /// <summary>Who.</summary>
    public string? TestedBy { get; init; }

    /// <summary>«Общий»: an administrator says that several people work on it; only here does a PIN open anything.</summary>
    public bool IsShared { get; init; }

    /// <summary>After how many minutes without a touch or a key the person is sent out, 0–<see cref="LongestIdle"/>; 0 = never.</summary>
    public int IdleMinutes { get; init; }

    /// <summary>Its list has lower rows.</summary>
    public bool IsCompact { get; init; }

    /// <summary>The columns that its list leaves out.</summary>
    public ListColumns HiddenColumns { get; init; }

    /// <summary>Single keys do nothing on it.</summary>
    public bool HasNoShortcuts { get; init; }

    /// <summary>It prints slips on office paper.</summary>
    public bool PrintsOnA4 { get; init; }

    /// <summary>How its list looks.</summary>
    public ListLook Look
    {
        get => new(IsCompact, HiddenColumns, !HasNoShortcuts, PrintsOnA4);
        init => (IsCompact, HiddenColumns, HasNoShortcuts, PrintsOnA4) = (value.IsCompact, value.Hidden, !value.HasShortcuts, value.PrintsOnA4);
    }

    /// <summary>An administrator has looked at this browser: it rings even while nobody is signed in.</summary>
    public bool IsEnrolled => IsShared || IdleMinutes > 0;

    /// <summary>Whether its page is open, heard or not.</summary>
    public bool IsOpen(DateTimeOffset now) => LastSeenAt is { } seen && now - seen <= HeardFor;

    /// <summary>Whether somebody near it would hear an order that comes now.</summary>
    public bool CanHear(DateTimeOffset now) => IsOpen(now) && Sound is TerminalSound.On && Volume > 0;

    /// <summary>Whether a terminal can have these rules: a shared one always locks itself, for nobody knows who stands before it.</summary>
    public static bool CanLock(bool isShared, int idleMinutes) => idleMinutes <= LongestIdle && idleMinutes >= (isShared ? 1 : 0);
}
