using MiniDelivery.Domain.Orders;

namespace MiniDelivery.Domain.Till;

/// <summary>
/// What a till was last seen to have of an order (RK7 protocol digest, section 10.4): what the list said of it, and its dishes as
/// GetOrder gave them. Replaced as a whole.
/// </summary>
public sealed record TillSight
{
    /// <summary>Longest <see cref="OpenBy"/>, characters; what the till says beyond it is cut.</summary>
    public const int LongestName = 200;

    /// <summary>The till's version of the order; grows with each change there.</summary>
    public long Version { get; init; }

    /// <summary>The till's checksum over the order's content.</summary>
    public int Crc32 { get; init; }

    /// <summary>When the bill was printed, by the till's own clock and without a zone; null = it was not.</summary>
    public DateTime? BilledAt { get; init; }

    /// <summary>Paid in full.</summary>
    public bool IsPaid { get; init; }

    /// <summary>Closed at the till.</summary>
    public bool IsFinished { get; init; }

    /// <summary>Somebody else than us has it open.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Who: station and person as the till names them; null = it does not say, or nobody.</summary>
    public string? OpenBy { get; init; }

    /// <summary>The till answers, and knows no such order.</summary>
    public bool IsLost { get; init; }

    /// <summary>When the dishes were first seen changed by somebody else since we last wrote them; null = they are as we left them.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>Its packages of dishes.</summary>
    public IReadOnlyList<TillPackage> Packages { get; init; } = [];

    /// <summary>The dishes that are really in it, those refused after printing left out.</summary>
    public IEnumerable<TillDish> Dishes => TillOrder.DishesIn(Packages);

    /// <summary>Whether the list says of the order what is known, so that its dishes need not be read again.</summary>
    public bool HasDishesOf(TillOrder listed) =>
        !IsLost && Version == listed.Version && Crc32 == listed.Crc32 && IsPaid == listed.IsPaid && IsFinished == listed.IsFinished
        && !listed.IsDeleted;

    /// <summary>Whether the list says nothing of the order that is not known.</summary>
    public bool Matches(TillOrder listed) =>
        HasDishesOf(listed) && BilledAt == listed.BilledAt && (IsOpen, OpenBy) == Holder(listed);

    /// <summary>
    /// What an act of ours found when it was done. Null when it cannot tell the dishes, because it saw the order in a list: then the
    /// watch reads them.
    /// </summary>
    internal static TillSight? AfterUs(TillOrder found) =>
        // The lock is ours and about to be released.
        found is { Packages: [], Pieces.Thousandths: not 0 } ? null : Of(found) with { IsOpen = false, OpenBy = null };

    /// <summary>What is seen now, with what was known before.</summary>
    internal static TillSight After(TillSight? before, TillOrder seen, DateTimeOffset now)
    {
        var sight = Of(seen);
        return sight with
        {
            ChangedAt = before?.ChangedAt ?? (before is not null && !before.HasSameDishes(sight) ? now : null),
        };
    }

    /// <summary>Equality by content: the packages of two readings are never the same object.</summary>
    internal bool IsSame(TillSight other) =>
        this == other with { Packages = Packages } && Packages.Count == other.Packages.Count
        && Packages.Zip(other.Packages).All(pair => IsSame(pair.First, pair.Second));

    private static TillSight Of(TillOrder seen)
    {
        var (isOpen, openBy) = Holder(seen);
        return new TillSight
        {
            Version = seen.Version,
            Crc32 = seen.Crc32,
            BilledAt = seen.BilledAt,
            IsPaid = seen.IsPaid,
            IsFinished = seen.IsFinished,
            IsOpen = isOpen,
            OpenBy = openBy,
            Packages = seen.Packages,
        };
    }

    private static (bool IsOpen, string? By) Holder(TillOrder seen) =>
        seen is { IsLocked: true, IsLockedByUs: false }
            ? (true, seen.LockedBy is { Length: > LongestName } name ? name[..LongestName] : seen.LockedBy)
            : (false, null);

    // What is printed, in which package and under which numbers changes all the time without meaning that the guest gets something else.
    private bool HasSameDishes(TillSight other)
    {
        return Content(this).SequenceEqual(Content(other));

        static IEnumerable<(int, long, string)> Content(TillSight sight) => sight.Dishes
            .GroupBy(dish => (dish.Ident, Parts: string.Join(',', dish.Modifiers.Select(m => $"{m.Ident}x{m.Count}").Order(StringComparer.Ordinal))))
            .Select(same => (same.Key.Ident, same.Sum(dish => dish.Quantity.Thousandths), same.Key.Parts))
            .Order();
    }

    private static bool IsSame(TillPackage one, TillPackage other) =>
        one == other with { Dishes = one.Dishes } && one.Dishes.Count == other.Dishes.Count
        && one.Dishes.Zip(other.Dishes).All(pair =>
            pair.First == pair.Second with { Modifiers = pair.First.Modifiers } && pair.First.Modifiers.SequenceEqual(pair.Second.Modifiers));
}
