using System.Collections.Immutable;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Domain.Till;

namespace MiniDelivery.Web.Live;

/// <summary>A dish as the list shows it.</summary>
/// <param name="Name">The shop's name of it.</param>
/// <param name="Quantity">How much.</param>
/// <param name="IsMapped">Whether it has its place in the till's menu.</param>
public sealed record BoardDish(string Name, Quantity Quantity, bool IsMapped);

/// <summary>
/// What a list shows of an order. Immutable and shared by every open window; the same object as long as the order does not
/// change, so a row can tell by identity whether it must be drawn again.
/// </summary>
public sealed record BoardRow
{
    /// <summary>Identity.</summary>
    public required OrderId Id { get; init; }

    /// <summary>Whose order.</summary>
    public required RestaurantId RestaurantId { get; init; }

    /// <summary>«№».</summary>
    public required int Number { get; init; }

    /// <summary>State.</summary>
    public required OrderStatus Status { get; init; }

    /// <summary>Grows with every change.</summary>
    public required int Version { get; init; }

    /// <summary>When it came in.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Since when it is in its state.</summary>
    public required DateTimeOffset StatusChangedAt { get; init; }

    /// <summary>When it is wanted; null = as soon as possible.</summary>
    public required DateTimeOffset? PromisedAt { get; init; }

    /// <summary>Who ordered.</summary>
    public required Guest Guest { get; init; }

    /// <summary>Delivery or pickup.</summary>
    public required FulfillmentType Type { get; init; }

    /// <summary>Where to; null for pickup.</summary>
    public required Address? Address { get; init; }

    /// <summary>What the guest wrote.</summary>
    public required string? Comment { get; init; }

    /// <summary>What the guest pays.</summary>
    public required Money Total { get; init; }

    /// <summary>How.</summary>
    public required Payment Payment { get; init; }

    /// <summary>Name of the source, for the badge.</summary>
    public required string Source { get; init; }

    /// <summary>The dishes.</summary>
    public required ImmutableArray<BoardDish> Dishes { get; init; }

    /// <summary>Where the order stands at the till.</summary>
    public required TillState Till { get; init; }

    /// <summary>What is promised to the till; null = nothing was.</summary>
    public required HandoffAct? TillAct { get; init; }

    /// <summary>The name that the till gave; null = none yet.</summary>
    public required string? TillOrderName { get; init; }

    /// <summary>What is wrong with the till about this order; null = nothing.</summary>
    public required TillTrouble? Trouble { get; init; }

    /// <summary>A cancellation is wanted, and the till has still to let go of the order.</summary>
    public required bool IsCancelWanted { get; init; }

    /// <summary>Lower-case text that the search looks into.</summary>
    public required string SearchText { get; init; }

    /// <summary>A person must look: the till said no, or a dish has no place in the menu.</summary>
    public bool NeedsHelp => Status.IsLive && (Till is TillState.Refused || Dishes.Any(dish => !dish.IsMapped));
}

/// <summary>One restaurant's orders in work at one moment, and how many of today's are done.</summary>
/// <param name="Rows">In the order of the list: trouble, then waiting by age, then by promised time.</param>
/// <param name="ArchivedToday">Archived in the current business day.</param>
/// <param name="DeletedToday">Deleted in the current business day.</param>
public sealed record BoardView(ImmutableArray<BoardRow> Rows, int ArchivedToday, int DeletedToday)
{
    /// <summary>Nothing yet.</summary>
    public static BoardView Empty { get; } = new([], 0, 0);

    /// <summary>How many orders are in a state: all of them while in work, today's when done.</summary>
    public int Count(OrderStatus status) => status switch
    {
        OrderStatus.Waiting or OrderStatus.Created or OrderStatus.Accepted or OrderStatus.OnTheWay => Rows.Count(row => row.Status == status),
        OrderStatus.Archived => ArchivedToday,
        OrderStatus.Deleted => DeletedToday,
    };
}
