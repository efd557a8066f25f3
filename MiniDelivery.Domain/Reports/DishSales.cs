using System.Globalization;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;

namespace MiniDelivery.Domain.Reports;

/// <summary>What became of one dish.</summary>
/// <param name="Name">As the shop called it.</param>
/// <param name="Quantity">How much of it was ordered, the cancelled left out.</param>
/// <param name="Sum">What that comes to with its modifiers.</param>
/// <param name="Orders">In how many orders.</param>
/// <param name="Dropped">How much of it the till did not get in the end.</param>
/// <param name="DroppedOrders">In how many orders.</param>
public sealed record DishSale(string Name, Quantity Quantity, Money Sum, int Orders, Quantity Dropped, int DroppedOrders)
{
    /// <summary>Both together, under the later name.</summary>
    public static DishSale operator +(DishSale left, DishSale right) => new(
        right.Name,
        new Quantity(left.Quantity.Thousandths + right.Quantity.Thousandths),
        left.Sum + right.Sum,
        left.Orders + right.Orders,
        new Quantity(left.Dropped.Thousandths + right.Dropped.Thousandths),
        left.DroppedOrders + right.DroppedOrders);
}

/// <summary>Dishes of some orders, counted; adding days gives the period.</summary>
public sealed class DishSales
{
    /// <summary>By the place in the till's menu; <c>#1001</c>; a dish without one by its name: <c>=Пирог</c>.</summary>
    public Dictionary<string, DishSale> Dishes { get; init; } = [];

    /// <summary>One more order, unless it was cancelled.</summary>
    public void Add(OrderStatus status, IReadOnlyList<OrderLine> lines, Difference? compared)
    {
        if (status is OrderStatus.Deleted)
        {
            return;
        }

        foreach (var same in lines.GroupBy(line => KeyOf(line.MenuIdent, line.Name)))
        {
            var name = same.First().Name;
            // Missing and less: what is more at the till was not dropped.
            var dropped = compared?.Dishes
                .Where(dish => dish.Name == name && dish.Ordered.Thousandths > dish.AtTill.Thousandths)
                .Sum(dish => dish.Ordered.Thousandths - dish.AtTill.Thousandths) ?? 0;
            Add(same.Key, new DishSale(
                name,
                new Quantity(same.Sum(line => line.Quantity.Thousandths)),
                same.Aggregate(Money.Zero, (sum, line) => sum + line.Amount),
                1,
                new Quantity(dropped),
                dropped > 0 ? 1 : 0));
        }
    }

    /// <summary>The dishes of other orders.</summary>
    public void Add(DishSales other)
    {
        foreach (var (key, sale) in other.Dishes)
        {
            Add(key, sale);
        }
    }

    private static string KeyOf(int? ident, string name) =>
        ident is { } known ? string.Create(CultureInfo.InvariantCulture, $"#{known}") : $"={name}";

    private void Add(string key, DishSale sale) => Dishes[key] = Dishes.TryGetValue(key, out var before) ? before + sale : sale;
}
