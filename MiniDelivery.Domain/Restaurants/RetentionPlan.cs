namespace MiniDelivery.Domain.Restaurants;

/// <summary>How long a restaurant keeps its guests' data, and how the last erasing went.</summary>
public sealed class RetentionPlan
{
    /// <summary>Least and most of <see cref="Months"/>.</summary>
    public const int LeastMonths = 1, MostMonths = 120;

    /// <summary>What a page proposes: as long as most claims can be raised, with some to spare.</summary>
    public const int UsualMonths = 24;

    // Some time after the day has turned: the till closes its day just then, and the night's other work has begun.
    private static readonly TimeSpan _afterTurn = TimeSpan.FromMinutes(30);

    /// <summary>Whose guests.</summary>
    public required RestaurantId RestaurantId { get; init; }

    /// <summary>Orders older than this lose their guest; null = they are kept. What is erased is gone, so nothing is before somebody says so.</summary>
    public int? Months { get; private set; }

    /// <summary>When the next erasing begins; while one is under way, when its claim lapses.</summary>
    public DateTimeOffset DueAt { get; private set; }

    /// <summary>How many orders the erasing that is under way has done so far.</summary>
    public int Running { get; private set; }

    /// <summary>When the last one ended; null = there was none yet.</summary>
    public DateTimeOffset? RanAt { get; private set; }

    /// <summary>How many orders it did.</summary>
    public int RanOrders { get; private set; }

    /// <summary>Grows with every change that a person makes.</summary>
    public int Version { get; private set; }

    /// <summary>Whether orders can be kept for so long.</summary>
    public static bool IsMonths(int? months) => months is null or (>= LeastMonths and <= MostMonths);

    /// <summary>Orders that came in before this are to be erased, by the restaurant's calendar.</summary>
    public static DateTimeOffset Cutoff(BusinessDay day, int months, DateTimeOffset now) => day.Start(day.Of(now).AddMonths(-months));

    /// <summary>When the next night's erasing begins.</summary>
    public static DateTimeOffset NextNight(BusinessDay day, DateTimeOffset now) =>
        day.Start(day.Of(now - _afterTurn).AddDays(1)) + _afterTurn;

    /// <summary>A person says how long. Never at once: until the night a slip of the finger can be put right.</summary>
    public void Keep(int? months, BusinessDay day, DateTimeOffset now)
    {
        (Months, DueAt) = (months, NextNight(day, now));
        Version++;
    }

    /// <summary>Some orders are done, and the claim on the rest goes on.</summary>
    public void Progress(int orders, DateTimeOffset claimedUntil) => (Running, DueAt) = (Running + orders, claimedUntil);

    /// <summary>All are done until the next night.</summary>
    public void Finish(int orders, BusinessDay day, DateTimeOffset now) =>
        (RanOrders, Running, RanAt, DueAt) = (Running + orders, 0, now, NextNight(day, now));
}
