using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Orders;

/// <summary>Where the order stands at the till: what happened, what to do, and the till's own words for whoever is called to help.</summary>
public sealed partial class OrderCardTill(IStringLocalizer<OrderCard> localizer, IStringLocalizer<Words> words) : ComponentBase
{
    /// <summary>The order.</summary>
    [Parameter]
    [EditorRequired]
    public required Order Order { get; set; }

    /// <summary>Whose order it is.</summary>
    [Parameter]
    [EditorRequired]
    public required RestaurantInfo Restaurant { get; set; }

    private IStringLocalizer<OrderCard> L => localizer;

    private string Look(Domain.Till.Handoff handoff) => handoff switch
    {
        { State: HandoffState.Refused } => "trouble",
        { Trouble: not null } => "late",
        _ => Order.Status.CssName(),
    };

    // Once a courier has it, "in the kitchen" is yesterday's news.
    private string Says(Domain.Till.Handoff handoff) => handoff.TillState is TillState.Filled && Order.Status is not (OrderStatus.Created or OrderStatus.Accepted)
        ? ""
        : words.Of(handoff.TillState);

    // Delivery and discount of the shop are not the till's: it is right when it has the dishes' sum.
    private bool IsOther(Money sum) =>
        sum != Order.Total && sum != Order.Lines.Aggregate(Money.Zero, (dishes, line) => dishes + line.Amount);
}
