using MiniDelivery.Domain.Orders;

namespace MiniDelivery.Domain.Till;

/// <summary>How a dish at the till differs from what the guest ordered.</summary>
public enum DifferenceKind
{
    /// <summary>Ordered, and not at the till.</summary>
    Missing,

    /// <summary>At the till, and not ordered.</summary>
    Added,

    /// <summary>At the till in another quantity.</summary>
    Quantity,
}

/// <summary>One dish that differs.</summary>
/// <param name="Kind">How.</param>
/// <param name="Name">The shop's name of it; the till's when the shop knows nothing of it.</param>
/// <param name="Ordered">How much was ordered, over all lines.</param>
/// <param name="AtTill">How much the till has, over all packages.</param>
public sealed record DishDifference(DifferenceKind Kind, string Name, Quantity Ordered, Quantity AtTill);

/// <summary>«Ordered against rung up»: what the guest ordered beside what the till has.</summary>
/// <param name="Dishes">The dishes that differ; those that are the same are left out.</param>
/// <param name="Ordered">What the ordered dishes come to at the shop's prices, without delivery and discount; null = the shop sent no prices.</param>
/// <param name="AtTill">What the till's order comes to.</param>
public sealed record Difference(IReadOnlyList<DishDifference> Dishes, Money? Ordered, Money AtTill)
{
    /// <summary>By how much the till's sum is larger; negative = smaller, zero also when the shop sent no prices.</summary>
    public Money More => Ordered is { } ordered ? AtTill - ordered : Money.Zero;

    /// <summary>Whether anything differs.</summary>
    public bool IsAny => Dishes is not [] || More != Money.Zero;

    /// <summary>Compares what is comparable: from «Принят» on, and before that only what a cashier rang up by hand; otherwise null.</summary>
    public static Difference? Between(OrderStatus status, Handoff? handoff, IReadOnlyList<OrderLine> lines, Money total) =>
        handoff is { ExistsAtTill: true, Seen: { IsLost: false } seen, Sum: { } sum }
        && (status is OrderStatus.Accepted or OrderStatus.OnTheWay or OrderStatus.Archived || seen.Dishes.Any())
            ? Between(lines, seen.Dishes, sum, total)
            : null;

    /// <summary>
    /// Compares. A dish is recognised by its place in the menu; one that has none by its name. Delivery and discount are the shop's
    /// and were never sent to the till, so sums of dishes are compared.
    /// </summary>
    /// <param name="lines">What was ordered.</param>
    /// <param name="rungUp">What is in the till's order.</param>
    /// <param name="atTill">What the till's order comes to.</param>
    /// <param name="total">What the guest was told in all: right, too, where the till has learned of delivery and discount by itself.</param>
    public static Difference Between(IReadOnlyList<OrderLine> lines, IEnumerable<TillDish> rungUp, Money atTill, Money total)
    {
        // In a list and not in a dictionary: the table shows them in the order in which the guest named them.
        var ordered = Tally(lines.OrderBy(line => line.Line).Select(line => (line.MenuIdent, line.Name, line.Quantity)));
        var left = Tally(rungUp.Select(dish => ((int?)dish.Ident, dish.Name, dish.Quantity)));
        var differences = new List<DishDifference>();
        foreach (var (ident, name, quantity) in ordered)
        {
            var at = left.FindIndex(dish => ident is null
                ? string.Equals(dish.Name, name, StringComparison.OrdinalIgnoreCase)
                : dish.Ident == ident);
            var found = at < 0 ? default : left[at].Quantity;
            if (at >= 0)
            {
                left.RemoveAt(at);
            }

            if (found != quantity)
            {
                differences.Add(new DishDifference(
                    found.Thousandths is 0 ? DifferenceKind.Missing : DifferenceKind.Quantity, name, quantity, found));
            }
        }

        differences.AddRange(left.Where(dish => dish.Quantity.Thousandths is not 0)
            .Select(dish => new DishDifference(DifferenceKind.Added, dish.Name, default, dish.Quantity)));
        return new Difference(differences, atTill == total ? total : SumOf(lines), atTill);
    }

    private static Money? SumOf(IReadOnlyList<OrderLine> lines) =>
        lines.Any(line => line.Price is null) ? null : lines.Aggregate(Money.Zero, (sum, line) => sum + line.Amount);

    private static List<(int? Ident, string Name, Quantity Quantity)> Tally(IEnumerable<(int? Ident, string Name, Quantity Quantity)> dishes) =>
    [
        .. dishes.GroupBy(dish => dish.Ident is { } ident ? $"#{ident}" : dish.Name.ToUpperInvariant())
            .Select(same => (same.First().Ident, same.First().Name, new Quantity(same.Sum(dish => dish.Quantity.Thousandths)))),
    ];
}
