using MiniDelivery.Domain.Orders;

namespace MiniDelivery.Domain.Intake;

/// <summary>Another order that this one may be a repeat of, or that may be a repeat of this one. Both know of each other.</summary>
/// <param name="Id">The other order.</param>
/// <param name="Number">Its «№».</param>
/// <param name="IsSettled">Nobody need look any more: a person said that they are two orders, or one of them is cancelled.</param>
public sealed record LookAlike(OrderId Id, int Number, bool IsSettled = false);

/// <summary>
/// Whether two orders are likely one that came twice: the guest pressed twice, or ordered at two shops because the first did not
/// answer. Only likely: a person decides, nothing is ever merged.
/// </summary>
public static class DuplicateCheck
{
    /// <summary>Within how many minutes, where nobody has said otherwise.</summary>
    public const int UsualMinutes = 30;

    /// <summary>The most minutes that can be said; 0 = nobody looks.</summary>
    public const int MostMinutes = 240;

    /// <summary>From which <see cref="Similarity"/> on carts are near the same.</summary>
    public const decimal Near = 0.75m;

    /// <summary>The most that one order is compared with and told of: whoever orders more often is no duplicate but a test of the shop's.</summary>
    public const int MostCompared = 5;

    /// <summary>
    /// Of the same guest, within the time, and either near the same cart, or the same sum at two sources (whose names for dishes may
    /// have nothing in common). A cancelled order is nobody's repeat any more, and whoever tries a connection sends the same again on purpose.
    /// </summary>
    public static bool IsLikely(Order one, Order other, int minutes)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        return one.Id != other.Id
            && one.RestaurantId == other.RestaurantId
            && !string.IsNullOrEmpty(one.PhoneKey) && one.PhoneKey == other.PhoneKey
            && (one.ReceivedAt - other.ReceivedAt).Duration() <= TimeSpan.FromMinutes(minutes)
            && one.Status is not OrderStatus.Deleted && other.Status is not OrderStatus.Deleted
            && !one.IsTest && !other.IsTest
            && (Similarity(one.Lines, other.Lines) >= Near || (one.SourceId != other.SourceId && one.Total == other.Total && one.Total != Money.Zero));
    }

    /// <summary>
    /// How alike two carts are, from 0 to 1. Each dish of either counts the same: one that is in both counts the lesser quantity divided
    /// by the greater, one that is in only one of them nothing; the similarity is their mean. What is added to dishes is not looked at.
    /// </summary>
    public static decimal Similarity(IReadOnlyList<OrderLine> one, IReadOnlyList<OrderLine> other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        var mine = Dishes(one);
        var left = Dishes(other);
        var (shared, dishes) = (0m, mine.Count + left.Count);
        foreach (var dish in mine)
        {
            if (left.FindIndex(found => found.Is(dish)) is >= 0 and var place)
            {
                shared += Math.Min(dish.Quantity, left[place].Quantity) / Math.Max(dish.Quantity, left[place].Quantity);
                dishes--;
                left.RemoveAt(place);
            }
        }

        return dishes is 0 ? 0 : shared / dishes;
    }

    // The same dish in two lines (one with onions, one without) is one dish.
    private static List<Dish> Dishes(IReadOnlyList<OrderLine> lines)
    {
        var dishes = new List<Dish>(lines.Count);
        foreach (var line in lines)
        {
            var dish = new Dish(line.MenuIdent, line.Code, Plain(line.Name), line.Quantity.Value);
            var place = dishes.FindIndex(found => found.Is(dish));
            if (place < 0)
            {
                dishes.Add(dish);
            }
            else
            {
                dishes[place] = dishes[place] with { Quantity = dishes[place].Quantity + dish.Quantity };
            }
        }

        return dishes;
    }

    private static string Plain(string name) => string.Join(' ', name.ToUpperInvariant().Replace('Ё', 'Е').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private sealed record Dish(int? Ident, string? Code, string Name, decimal Quantity)
    {
        // By the till's menu where both are in it: then codes and names of two sources mean nothing.
        public bool Is(Dish other) => Ident is not null && other.Ident is not null
            ? Ident == other.Ident
            : (Code is not null && Code == other.Code) || (Name is not "" && Name == other.Name);
    }
}
