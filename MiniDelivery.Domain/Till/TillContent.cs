using System.Globalization;
using MiniDelivery.Domain.Orders;

namespace MiniDelivery.Domain.Till;

/// <summary>What became different in the till's order.</summary>
public enum ContentChangeKind
{
    /// <summary>There is more of a dish, or it is new.</summary>
    More,

    /// <summary>There is less of a dish, or it is gone.</summary>
    Less,

    /// <summary>A dish went to the kitchen.</summary>
    Printed,

    /// <summary>The dishes are the same, but discounts, prices or payments are not.</summary>
    Sum,
}

/// <summary>One difference between two looks at the till's order.</summary>
/// <param name="Kind">What kind of.</param>
/// <param name="Name">Of which dish, with its modifiers; empty for <see cref="ContentChangeKind.Sum"/>.</param>
/// <param name="By">How much more or less.</param>
public sealed record ContentChange(ContentChangeKind Kind, string Name, Quantity By);

/// <summary>Compares what a till's order holds. Versions alone do not tell: they grow with a comment, too.</summary>
public static class TillContent
{
    /// <summary>Whether two looks at an order saw the same dishes in the same packages for the same sum.</summary>
    public static bool Same(IReadOnlyList<TillPackage> one, Money oneSum, IReadOnlyList<TillPackage> other, Money otherSum) =>
        oneSum == otherSum && Filled(one).Select(Print).SequenceEqual(Filled(other).Select(Print));

    /// <summary>Whether two packages hold the same dishes, whether printed or not.</summary>
    public static bool SameDishes(TillPackage one, TillPackage other) =>
        one.Dishes.Select(Print).Order(StringComparer.Ordinal).SequenceEqual(other.Dishes.Select(Print).Order(StringComparer.Ordinal));

    /// <summary>Whether a package holds exactly what was written: the same dishes in the same quantities with at least these modifiers.</summary>
    /// <remarks>At least: a till adds modifiers of its own where the menu has defaults.</remarks>
    public static bool Holds(TillPackage package, IReadOnlyList<FillLine> written)
    {
        var left = package.Dishes.ToList();
        // The most particular first, so that a plain line does not take the dish that another one needs.
        foreach (var line in written.OrderByDescending(line => line.Modifiers.Count + line.Components.Count))
        {
            var found = left.FindIndex(dish => dish.Ident == line.Ident && dish.Quantity == line.Quantity
                && line.Modifiers.Concat(line.Components).All(wanted => dish.Modifiers.Where(m => m.Ident == wanted.Ident).Sum(m => m.Count) >= wanted.Count));
            if (found < 0)
            {
                return false;
            }

            left.RemoveAt(found);
        }

        return left is [];
    }

    /// <summary>What happened between two looks.</summary>
    public static IReadOnlyList<ContentChange> Changes(TillOrder before, TillOrder now)
    {
        var (was, has) = (Totals(before.Packages), Totals(now.Packages));
        var changes = new List<ContentChange>();
        foreach (var name in was.Keys.Union(has.Keys))
        {
            var by = has.GetValueOrDefault(name) - was.GetValueOrDefault(name);
            if (by is not 0)
            {
                changes.Add(new ContentChange(by > 0 ? ContentChangeKind.More : ContentChangeKind.Less, name, new Quantity(Math.Abs(by))));
            }
        }

        var printed = now.Packages.Where(package => package.IsPrinted && before.Packages.Any(old => old.Uni == package.Uni && !old.IsPrinted));
        changes.AddRange(printed.SelectMany(package => package.Dishes).Select(dish => new ContentChange(ContentChangeKind.Printed, Name(dish), dish.Quantity)));
        if (changes is [] && !Same(before.Packages, before.Sum, now.Packages, now.Sum))
        {
            changes.Add(new ContentChange(ContentChangeKind.Sum, "", default));
        }

        return changes;
    }

    private static Dictionary<string, long> Totals(IReadOnlyList<TillPackage> packages) => packages
        .SelectMany(package => package.Dishes)
        .GroupBy(Name)
        .ToDictionary(group => group.Key, group => group.Sum(dish => dish.Quantity.Thousandths));

    private static string Name(TillDish dish) => dish.Modifiers is []
        ? dish.Name
        : $"{dish.Name} ({string.Join(", ", dish.Modifiers.Select(m => m.Count is 1 ? m.Name : string.Create(CultureInfo.InvariantCulture, $"{m.Name} ×{m.Count}")))})";

    // A package that lost its last dish may stay behind, empty.
    private static IEnumerable<TillPackage> Filled(IReadOnlyList<TillPackage> packages) =>
        packages.Where(package => package.Dishes is not [] || package.HasMore);

    private static string Print(TillPackage package) => string.Create(
        CultureInfo.InvariantCulture,
        $"{package.Uni}{(package.IsPrinted ? "p" : "")}{(package.HasMore ? "+" : "")}:{string.Join(';', package.Dishes.Select(Print).Order(StringComparer.Ordinal))}");

    private static string Print(TillDish dish) => string.Create(
        CultureInfo.InvariantCulture,
        $"{dish.Ident}x{dish.Quantity.Thousandths}={dish.Amount.Minor}[{string.Join(',', dish.Modifiers.OrderBy(m => m.Ident).Select(m => $"{m.Ident}*{m.Count}"))}]");
}
