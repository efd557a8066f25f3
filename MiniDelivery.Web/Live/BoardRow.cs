using System.Collections.Immutable;
using MiniDelivery.Domain.Alerts;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Domain.Till;

namespace MiniDelivery.Web.Live;

/// <summary>A dish as the list shows it.</summary>
/// <param name="Name">The shop's name of it.</param>
/// <param name="Quantity">How much.</param>
/// <param name="IsMapped">Whether it has its place in the till's menu.</param>
/// <param name="MenuIdent">What it is there; null = not known.</param>
public sealed record BoardDish(string Name, Quantity Quantity, bool IsMapped, int? MenuIdent = null);

/// <summary>What a list shows of what the till was last seen to have.</summary>
/// <param name="IsLost">The till no longer knows the order.</param>
/// <param name="IsOpen">Somebody has it open there.</param>
/// <param name="OpenBy">Who; null = the till does not say.</param>
/// <param name="IsBilled">Its bill is printed.</param>
/// <param name="IsPaid">It is paid there.</param>
/// <param name="IsFinished">It is closed there.</param>
/// <param name="HasDishes">Anything is in it.</param>
/// <param name="DishesDiffer">Since the kitchen has it, it holds other dishes than were ordered.</param>
/// <param name="SumDiffers">The dishes are those ordered, but they come to another sum.</param>
public sealed record TillGlance(
    bool IsLost, bool IsOpen, string? OpenBy, bool IsBilled, bool IsPaid, bool IsFinished, bool HasDishes, bool DishesDiffer, bool SumDiffers)
{
    /// <summary>Of an order's handoff and dishes; null = the till has nothing, or was not looked at yet.</summary>
    public static TillGlance? Of(OrderStatus status, Domain.Till.Handoff? handoff, IReadOnlyList<OrderLine> lines, Money total)
    {
        if (handoff is not { ExistsAtTill: true, Seen: { } seen })
        {
            return null;
        }

        var difference = status is OrderStatus.Created ? null : Difference.Between(status, handoff, lines, total);
        return new TillGlance(
            seen.IsLost, seen.IsOpen, seen.OpenBy, seen.BilledAt is not null, seen.IsPaid, seen.IsFinished, seen.Dishes.Any(),
            difference is { Dishes: not [] }, difference is { Dishes: [], IsAny: true });
    }
}

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

    /// <summary>By when it must be ready, and at the guest's.</summary>
    public required OrderClock Clock { get; init; }

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

    /// <summary>Colour of the badge.</summary>
    public SourceColour Colour { get; init; }

    /// <summary>The source itself.</summary>
    public required SourceId SourceId { get; init; }

    /// <summary>Staff wrote the order down themselves.</summary>
    public required bool IsOfStaff { get; init; }

    /// <summary>«Пробный»: only a try.</summary>
    public required bool IsTest { get; init; }

    /// <summary>Nothing of it goes to the till.</summary>
    public bool IsWithoutTill { get; init; }

    /// <summary>When a rule accepted it; null = none did.</summary>
    public DateTimeOffset? AcceptedByRuleAt { get; init; }

    /// <summary>When a terminal first sounded for it; null = none has.</summary>
    public required DateTimeOffset? FirstHeardAt { get; init; }

    /// <summary>When a person last said that they hear it; null = nobody has.</summary>
    public required DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>Since when the terminals ring louder for it; null = they do not.</summary>
    public required DateTimeOffset? LouderSince { get; init; }

    /// <summary>Who brings it; empty = nobody was named.</summary>
    public required string CourierName { get; init; }

    /// <summary>The dishes.</summary>
    public required ImmutableArray<BoardDish> Dishes { get; init; }

    /// <summary>Where the order stands at the till.</summary>
    public required TillState Till { get; init; }

    /// <summary>What is promised to the till; null = nothing was.</summary>
    public required HandoffAct? TillAct { get; init; }

    /// <summary>The name that the till gave; null = none yet.</summary>
    public required string? TillOrderName { get; init; }

    /// <summary>What the till was last seen to have; null = nothing, or not looked at yet.</summary>
    public required TillGlance? Seen { get; init; }

    /// <summary>It was cancelled at the till and not here.</summary>
    public required bool IsVoidedAtTill { get; init; }

    /// <summary>What is wrong with the till about this order; null = nothing.</summary>
    public required TillTrouble? Trouble { get; init; }

    /// <summary>A cancellation is wanted, and the till has still to let go of the order.</summary>
    public required bool IsCancelWanted { get; init; }

    /// <summary>Names of its dishes that the till cannot sell now; the board knows, while there is still something to ask the guest.</summary>
    public ImmutableArray<string> Stopped { get; init; } = [];

    /// <summary>The guest wants it cancelled, and staff have still to say yes or no.</summary>
    public bool IsCancelAsked { get; init; }

    /// <summary>«№» of orders that it is likely the same as, while nobody has said what it is.</summary>
    public ImmutableArray<int> LookAlikes { get; init; } = [];

    /// <summary>Lower-case text that the search looks into.</summary>
    public required string SearchText { get; init; }

    /// <summary>What decides whether it rings.</summary>
    public AlertOrder ForAlert => new(Id, SourceId, IsOfStaff, Status, Till, IsCancelWanted, ReceivedAt, AcknowledgedAt);

    /// <summary>Why a person must look, the most pressing reason; null = there is none. Everybody who pins or names a problem asks here.</summary>
    public OrderProblem? Problem => this switch
    {
        { Status.IsLive: false } => null,
        { IsCancelAsked: true } => OrderProblem.CancelAsked,
        { Till: TillState.Refused } => OrderProblem.TillRefused,
        { Seen.IsLost: true } => OrderProblem.LostAtTill,
        { LookAlikes: [_, ..] } => OrderProblem.LikelyDuplicate,
        _ when Dishes.Any(dish => !dish.IsMapped) => OrderProblem.DishUnmapped,
        { Stopped: [_, ..] } => OrderProblem.DishStopped,
        _ => null,
    };
}

/// <summary>One restaurant's orders in work at one moment, and how many of today's are done.</summary>
/// <param name="Rows">In the order of the list: trouble, then what is late, then waiting by age, then by the time it is due.</param>
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
