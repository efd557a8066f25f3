using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Orders;

/// <summary>
/// One order in the list. It is drawn again only when its own order has changed, or the till has stopped one of its dishes; ages
/// tick in the browser, and what is late turns amber there.
/// </summary>
public sealed partial class OrderRow(IStringLocalizer<OrderRow> localizer, IStringLocalizer<Words> words, TimeProvider time) : ComponentBase
{
    // An order that came in longer ago has been seen, or is being scrolled past: nothing slides in then.
    private static readonly TimeSpan _newFor = TimeSpan.FromSeconds(5);

    private BoardRow? _drawn;
    private BoardRow? _before;
    private (BoardRow? Row, RestaurantInfo? Restaurant) _told;
    private (string Href, bool Pressed, bool? Ticked, string? Caller) _drawnWith;
    private UntilForms? _leaving;
    private UntilForms? _received;
    private NextOffer _offer;
    private RowRemark _remark;
    private string _dishes = "";
    private int _more;
    private bool _pressed;
    private bool _isNew;

    /// <summary>The order.</summary>
    [Parameter]
    [EditorRequired]
    public required BoardRow Row { get; set; }

    /// <summary>Address of its card.</summary>
    [Parameter]
    [EditorRequired]
    public required string Href { get; set; }

    /// <summary>Whose order it is.</summary>
    [Parameter]
    [EditorRequired]
    public required RestaurantInfo Restaurant { get; set; }

    /// <summary>The button was pressed.</summary>
    [Parameter]
    public EventCallback<(BoardRow Row, NextAct Act)> OnAct { get; set; }

    /// <summary>Who else has its card open; null = nobody.</summary>
    [Parameter]
    public string? Caller { get; set; }

    /// <summary>Whether it is ticked for what is done with several at once; null = nothing is ticked now.</summary>
    [Parameter]
    public bool? IsTicked { get; set; }

    /// <summary>Its tick was set or taken away.</summary>
    [Parameter]
    public EventCallback<OrderId> OnTick { get; set; }

    internal int Draws { get; private set; }

    private IStringLocalizer<OrderRow> L => localizer;

    private DateTimeOffset Now => time.GetUtcNow();

    // The courier's time is the kitchen's: said while the bag is still here, and only of today.
    private bool HasToLeave => Row is { Type: FulfillmentType.Delivery, Status: OrderStatus.Waiting or OrderStatus.Created or OrderStatus.Accepted }
        && Row.Clock.CookBy < Row.Clock.DueAt && Restaurant.Day.IsSame(Row.Clock.DueAt, Now);

    private string Received => L["ReceivedAt", Format.TimeOrDay(Row.ReceivedAt, Now, Restaurant.Zone)];

    // What waits and what is under way has an age that matters; more seconds would only flicker.
    private DateTimeOffset? Since => Row.Status switch
    {
        OrderStatus.Waiting => Row.ReceivedAt,
        OrderStatus.OnTheWay => Row.StatusChangedAt,
        OrderStatus.Created or OrderStatus.Accepted or OrderStatus.Archived or OrderStatus.Deleted => null,
    };

    private string Where => string.Join(" · ", new[]
    {
        Row.Address is { } address
            ? address.Apartment is { Length: > 0 } flat ? L["AddressFlat", address.Text, flat].Value : address.Text
            : words.Of(Row.Type),
        Row.Comment,
    }.Where(part => !string.IsNullOrWhiteSpace(part)));

    // The link lies over the whole row, so what is cut short anywhere in it is said here.
    private string Whole => string.Join('\n', new[]
    {
        Row.Guest.Name, Row.Trouble?.Text ?? "", Where, string.Join(", ", Row.Dishes.Select(Said)),
    }.Where(part => part is not ""));

    private string Paid => Row.Payment switch
    {
        { Paid: true } => words["Payment.Paid"],
        { Method: PaymentMethod.Cash, ChangeFrom: { } note } when note > Row.Total => words["Payment.ChangeFrom", Format.Money(note, Restaurant.Currency)],
        { Method: var method } => L[$"Pay.{method}"],
    };

    // The keys that press the row's button (keys.js).
    private string? Key => _offer.Act switch
    {
        NextAct.Accept => "a",
        NextAct.Edit => "e",
        NextAct.Fill or NextAct.SendOut or NextAct.Archive or NextAct.Retry or NextAct.None => null,
    };

    // The one that «P» prints.
    private string Slip => ListView.Code(Row.Type is FulfillmentType.Delivery ? SlipKind.Courier : SlipKind.Kitchen);

    private string TestId => _offer.Act switch
    {
        NextAct.Accept => "accept",
        NextAct.Retry => "retry",
        NextAct.Edit or NextAct.Fill or NextAct.SendOut or NextAct.Archive or NextAct.None => "next-action",
    };

    /// <inheritdoc/>
    protected override void OnInitialized() => _isNew = Row.Status is OrderStatus.Waiting && Now - Row.ReceivedAt < _newFor;

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        _before = _drawn;
        if (ReferenceEquals(_told.Row, Row) && ReferenceEquals(_told.Restaurant, Restaurant))
        {
            return; // Another row has changed; what this one says is known.
        }

        _told = (Row, Restaurant);
        _offer = NextOffer.For(Row.Status, Row.Type, Row.Till, Row.IsCancelWanted, Row.TillAct, Row.IsWithoutTill);
        _leaving = new UntilForms(L["Leave.Now"], L["CookBy", Format.Time(Row.Clock.CookBy, Restaurant.Zone)], L["Leave.Now"]);
        _received = new UntilForms(Received, Received, words["Until.Late"]);

        // Two lines: the one thing worth knowing, then the dishes; or what is wrong, then what to do.
        _remark = RowRemark.Of(Row, localizer, words);
        var room = _remark.Chip is null ? 4 : 2;
        _dishes = string.Join(", ", Row.Dishes.Take(room).Select(Said));
        _more = Math.Max(0, Row.Dishes.Length - room);
    }

    // The board hands out the same object for an order that did not change.
    /// <inheritdoc/>
    protected override bool ShouldRender() => !ReferenceEquals(_drawn, Row) || _drawnWith != (Href, _pressed, IsTicked, Caller);

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        (_drawn, _drawnWith) = (Row, (Href, _pressed, IsTicked, Caller));
        Draws++;
    }

    private string Said(BoardDish dish) => L["Dish", dish.Name, Format.Quantity(dish.Quantity)];

    // A cell flashes once when its value changes while the row is in view; its @key makes a new element of it.
    private string? Flash<T>(Func<BoardRow, T> cell) =>
        _before is { } before && !EqualityComparer<T>.Default.Equals(cell(before), cell(Row)) ? "o-flash" : null;

    private async Task PressAsync()
    {
        _pressed = true;
        try
        {
            await OnAct.InvokeAsync((Row, _offer.Act));
        }
        finally
        {
            _pressed = false;
        }
    }
}
