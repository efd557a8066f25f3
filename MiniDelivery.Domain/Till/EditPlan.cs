using MiniDelivery.Domain.Orders;

namespace MiniDelivery.Domain.Till;

/// <summary>
/// What a person wants the till's order to become, and what it was when they read it. Kept with the promise, so that after a crash
/// it can be told whether it was written, and a change of the cashier's is never overwritten.
/// </summary>
public sealed record EditPlan
{
    /// <summary>Tells a repeat of this plan from another one; a new package gets it as its guid.</summary>
    public required Guid Id { get; init; }

    /// <summary>Version of the till's order that was read.</summary>
    public required long Version { get; init; }

    /// <summary>What the order came to then.</summary>
    public required Money Sum { get; init; }

    /// <summary>The packages that it had then.</summary>
    public required IReadOnlyList<TillPackage> Before { get; init; }

    /// <summary>What is to be written, in one request.</summary>
    public required IReadOnlyList<PackageWrite> Writes { get; init; }

    /// <summary>What is wished about dishes: each is to stand in the comment of the till's order.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>Whether there is nothing to tell the till.</summary>
    public bool IsEmpty => Writes is [] && Remarks is [];

    /// <summary>Whether no dish would be left in the order.</summary>
    public bool LeavesNothing => Writes.All(write => write.Lines is [])
        && Before.All(package => package.Dishes is [] || Writes.Any(write => write.Uni == package.Uni));

    /// <summary>What the comment of the till's order must become, whatever others made of it meanwhile; null = it says everything already.</summary>
    public string? CommentFor(TillOrder order)
    {
        List<string> missing = [.. Remarks.Where(remark => !Says(order, remark))];
        return missing is [] ? null : string.Join(", ", new[] { order.Comment }.Concat(missing).Where(part => !string.IsNullOrWhiteSpace(part)));
    }

    /// <summary>Whether the till's order says a remark already.</summary>
    public static bool Says(TillOrder order, string remark) => order.Comment?.Contains(remark, StringComparison.Ordinal) is true;

    /// <summary>Whether the till's order is still what the person saw.</summary>
    public bool StartsFrom(TillOrder order) => order.Version == Version || TillContent.Same(Before, Sum, order.Packages, order.Sum);

    /// <summary>
    /// Whether the till's order holds what was to be written. Ask only when it may have been sent: the cashier could have
    /// added the very same.
    /// </summary>
    public bool IsIn(TillOrder order) => Writes.All(write => write.Uni is { } uni ? IsRewritten(order, uni, write) : IsAdded(order, write));

    // What was there before may be all that was wanted (a modifier less): it must have become different.
    private bool IsRewritten(TillOrder order, int uni, PackageWrite write)
    {
        var found = order.Packages.FirstOrDefault(package => package.Uni == uni);
        var before = Before.First(package => package.Uni == uni);
        return write.Lines is []
            ? found is null or { Dishes: [] }
            : found is not null && TillContent.Holds(found, write.Lines) && !TillContent.SameDishes(found, before);
    }

    // The till may keep our guid of a package or replace it; then the dishes tell, in a package that was not there before.
    private bool IsAdded(TillOrder order, PackageWrite write) => order.Packages.Any(package =>
        (write.Guid is { } guid && package.Guid == guid)
        || (Before.All(old => old.Uni != package.Uni) && TillContent.Holds(package, write.Lines)));
}
