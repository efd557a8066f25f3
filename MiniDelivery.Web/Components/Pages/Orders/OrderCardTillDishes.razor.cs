using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Till;

namespace MiniDelivery.Web.Components.Pages.Orders;

/// <summary>«Что на кассе»: the dishes as the till has them, and which of them the kitchen has.</summary>
public sealed partial class OrderCardTillDishes(IStringLocalizer<OrderCard> localizer) : ComponentBase
{
    /// <summary>The order at the till.</summary>
    [Parameter]
    [EditorRequired]
    public required Domain.Till.Handoff Handoff { get; set; }

    private IStringLocalizer<OrderCard> L => localizer;

    private List<(TillDish Dish, bool IsPrinted)> Dishes => Handoff is { ExistsAtTill: true, Seen: { } seen }
        ? [.. from package in seen.Packages
              from dish in package.Dishes
              where dish.Quantity.Thousandths is not 0
              select (dish, package.IsPrinted || dish.IsPrinted)]
        : [];
}
