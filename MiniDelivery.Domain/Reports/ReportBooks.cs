using MiniDelivery.Domain.Restaurants;

namespace MiniDelivery.Domain.Reports;

/// <summary>The figures of one business day, one source and one courier.</summary>
public sealed class DayFigures
{
    /// <summary>
    /// Stands for all couriers and none: a report that asks for no courier reads these rows alone, and with a dozen couriers a year
    /// would otherwise be a dozen times as many.
    /// </summary>
    public static readonly Guid Everybody = Guid.AllBitsSet;

    /// <summary>Whose.</summary>
    public required RestaurantId RestaurantId { get; init; }

    /// <summary>The business day.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>From where the orders came.</summary>
    public required SourceId SourceId { get; init; }

    /// <summary>Who carried them, or <see cref="Everybody"/>.</summary>
    public required Guid CourierId { get; init; }

    /// <summary>As the courier was called last; empty = nobody.</summary>
    public string Courier { get; set; } = "";

    /// <summary>What was counted.</summary>
    public Figures Figures { get; set; } = new();
}

/// <summary>The dishes of one business day and one source.</summary>
public sealed class DayDishes
{
    /// <summary>Whose.</summary>
    public required RestaurantId RestaurantId { get; init; }

    /// <summary>The business day.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>From where the orders came.</summary>
    public required SourceId SourceId { get; init; }

    /// <summary>What was counted.</summary>
    public DishSales Sales { get; set; } = new();
}

/// <summary>
/// That something of a day has changed since its figures were counted: stored with the change. While a day has such a mark its
/// figures are counted from the facts themselves, so that a report is never behind.
/// </summary>
public sealed class DayTouch
{
    /// <summary>Given by the database. Only ever added and removed, never changed: two writers of one day do not wait for each other.</summary>
    public long Id { get; init; }

    /// <summary>Whose day.</summary>
    public required RestaurantId RestaurantId { get; init; }

    /// <summary>Which.</summary>
    public required DateOnly Day { get; init; }
}

/// <summary>By which rules the facts were written; there is one row.</summary>
public sealed class FactBook
{
    /// <summary>The rules of this program. Raise it when <see cref="OrderFact"/> says something new: the next start counts anew.</summary>
    public const int Rules = 1;

    /// <summary>The one row.</summary>
    public int Id { get; init; } = 1;

    /// <summary>The rules by which every order has its fact.</summary>
    public int WrittenBy { get; set; }
}
