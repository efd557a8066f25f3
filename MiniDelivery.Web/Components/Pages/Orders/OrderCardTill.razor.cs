using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Orders;

/// <summary>Where the order stands at the till: what happened, what to do, and the till's own words for whoever is called to help.</summary>
public sealed partial class OrderCardTill(OrderScript script, IStringLocalizer<OrderCard> localizer, IStringLocalizer<Words> words) : ComponentBase
{
    private bool _isCopied;

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

    private async Task CopyAsync(TillTrouble trouble)
    {
        await script.CopyAsync($"#{Order.Number} {trouble.Code}: {trouble.Text}");
        _isCopied = true;
    }
}
