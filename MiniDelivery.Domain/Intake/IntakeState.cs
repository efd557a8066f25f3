using MiniDelivery.Domain.Restaurants;

namespace MiniDelivery.Domain.Intake;

/// <summary>Whether a restaurant takes orders from outside.</summary>
public enum IntakeMode
{
    /// <summary>As they come.</summary>
    Open,

    /// <summary>As they come, but guests wait longer.</summary>
    Busy,

    /// <summary>For the time being none.</summary>
    Paused,
}

/// <summary>Why a person paused intake. Shops are told it, so it is chosen and never typed.</summary>
public enum PauseReason
{
    /// <summary>The kitchen cannot keep up.</summary>
    KitchenBusy,

    /// <summary>Nobody can bring them.</summary>
    NoCouriers,

    /// <summary>The till does not work.</summary>
    TillTrouble,

    /// <summary>Works in the house.</summary>
    Technical,

    /// <summary>Something else.</summary>
    Other,
}

/// <summary>What keeps orders out.</summary>
public enum IntakeBar
{
    /// <summary>A person paused intake.</summary>
    Pause,

    /// <summary>The restaurant is closed by its hours.</summary>
    OutOfHours,

    /// <summary>As many orders as a slot may have have come in.</summary>
    SlotFull,
}

/// <summary>How intake is at one moment, whatever made it so.</summary>
/// <param name="Mode">Whether orders are taken.</param>
/// <param name="Until">Until when; null = until somebody changes it.</param>
/// <param name="AddedMinutes">Minutes that guests wait longer.</param>
/// <param name="Bar">What keeps orders out; null = nothing.</param>
/// <param name="Reason">Why a person paused it; null = none did.</param>
public sealed record IntakeNow(IntakeMode Mode, DateTimeOffset? Until = null, int AddedMinutes = 0, IntakeBar? Bar = null, PauseReason? Reason = null)
{
    /// <summary>Orders are taken as they come.</summary>
    public static IntakeNow Open { get; } = new(IntakeMode.Open);

    /// <summary>In how many seconds it is worth another try; a minute where nobody knows.</summary>
    public int RetryAfter(DateTimeOffset now) => Until is { } until ? Math.Max(1, (int)Math.Ceiling((until - now).TotalSeconds)) : 60;
}

/// <summary>What people said about a restaurant's intake. It ends by itself: what is over counts as open without anybody's doing. Immutable.</summary>
public sealed record IntakeState
{
    /// <summary>Least and most minutes that being busy may add.</summary>
    public const int LeastAdded = 5, MostAdded = 180;

    /// <summary>Least and most minutes of a slot.</summary>
    public const int LeastSlot = 5, MostSlot = 240;

    /// <summary>The most orders that a slot may be said to have.</summary>
    public const int MostPerSlot = 1000;

    /// <summary>The longest time that can be said at once: a forgotten pause must not last for ever.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromHours(24);

    /// <summary>Whose intake.</summary>
    public required RestaurantId RestaurantId { get; init; }

    /// <summary>What was said last.</summary>
    public IntakeMode Mode { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Until when it holds; null for <see cref="IntakeMode.Open"/>.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Minutes that being busy adds.</summary>
    public int AddedMinutes { get; init; }

    /// <summary>Why it is paused.</summary>
    public PauseReason? Reason { get; init; }

    /// <summary>Who said so.</summary>
    public string? By { get; init; }

    /// <summary>How many orders a slot may have; null = as many as come.</summary>
    public int? SlotLimit { get; init; }

    /// <summary>How long a slot is, in minutes.</summary>
    public int SlotMinutes { get; init; } = 15;

    /// <summary>Grows with every change; the database refuses a write that started from an older one.</summary>
    public int Version { get; init; }

    /// <summary>Whether a moment can be the end of a pause, or of being busy.</summary>
    public static bool CanLastUntil(DateTimeOffset until, DateTimeOffset now) => until > now && until - now <= Longest;

    /// <summary>Whether being busy can add so many minutes.</summary>
    public static bool CanAdd(int minutes) => minutes is >= LeastAdded and <= MostAdded;

    /// <summary>Whether a slot can be so.</summary>
    public static bool CanLimit(int? limit, int minutes) => limit is null or (>= 1 and <= MostPerSlot) && minutes is >= LeastSlot and <= MostSlot;

    /// <summary>Whether what was said is over, and somebody should write that down.</summary>
    public bool HasRunOut(DateTimeOffset now) => Mode is not IntakeMode.Open && Until <= now;

    /// <summary>How intake is at a moment: a person's pause first, then the hours, then the slot, then being busy.</summary>
    /// <param name="inSlot">How many orders have come in since <see cref="SlotStart"/>.</param>
    public IntakeNow At(DateTimeOffset now, OpeningHours hours, int inSlot)
    {
        var mode = HasRunOut(now) ? IntakeMode.Open : Mode;
        return (mode, hours.IsOpenAt(now), inSlot >= SlotLimit) switch
        {
            (IntakeMode.Paused, _, _) => new IntakeNow(IntakeMode.Paused, Until, Bar: IntakeBar.Pause, Reason: Reason),
            (_, false, _) => new IntakeNow(IntakeMode.Paused, hours.OpensAfter(now), Bar: IntakeBar.OutOfHours),
            (_, _, true) => new IntakeNow(IntakeMode.Paused, SlotStart(now).AddMinutes(SlotMinutes), Bar: IntakeBar.SlotFull),
            (IntakeMode.Busy, _, _) => new IntakeNow(IntakeMode.Busy, Until, AddedMinutes),
            (IntakeMode.Open, _, _) => IntakeNow.Open,
        };
    }

    /// <summary>When the slot of a moment began: slots lie side by side, whenever the limit was set.</summary>
    public DateTimeOffset SlotStart(DateTimeOffset moment)
    {
        var length = TimeSpan.FromMinutes(SlotMinutes).Ticks;
        return new DateTimeOffset(moment.UtcTicks - (moment.UtcTicks % length), TimeSpan.Zero);
    }

    /// <summary>The same, with something else said about it.</summary>
    public IntakeState Say(IntakeMode mode, DateTimeOffset? until, int addedMinutes, PauseReason? reason, string by, DateTimeOffset now) =>
        this with { Mode = mode, Since = now, Until = until, AddedMinutes = addedMinutes, Reason = reason, By = by };
}

/// <summary>That a restaurant's intake changed. Written with the change itself and never altered: what shops are told is made of these.</summary>
public sealed record IntakeChange
{
    /// <summary>Identity, a UUIDv7: in the order of writing.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Whose intake.</summary>
    public required RestaurantId RestaurantId { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How it was.</summary>
    public required IntakeMode Before { get; init; }

    /// <summary>How it is now.</summary>
    public required IntakeMode Mode { get; init; }

    /// <summary>Until when.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Minutes that guests wait longer.</summary>
    public int AddedMinutes { get; init; }

    /// <summary>Why it is paused.</summary>
    public PauseReason? Reason { get; init; }

    /// <summary>Who did it; the program when the time was over.</summary>
    public required string By { get; init; }

    /// <summary>Shops hear <c>intake.paused</c>.</summary>
    public bool IsPause => Mode is IntakeMode.Paused;

    /// <summary>Shops hear <c>intake.resumed</c>.</summary>
    public bool IsResume => Before is IntakeMode.Paused && Mode is not IntakeMode.Paused;

    /// <summary>What came of saying something.</summary>
    public static IntakeChange Of(IntakeState before, IntakeState now) => new()
    {
        RestaurantId = now.RestaurantId,
        At = now.Since!.Value,
        Before = before.Mode,
        Mode = now.Mode,
        Until = now.Until,
        AddedMinutes = now.AddedMinutes,
        Reason = now.Reason,
        By = now.By!,
    };
}
