using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Orders;

/// <summary>«Заказано и на кассе»: what the till has otherwise than the guest ordered it. Nothing when they agree.</summary>
public sealed partial class OrderCardDifference(IStringLocalizer<OrderCard> localizer) : ComponentBase
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

    private static string Shown(Quantity quantity) => quantity.Thousandths is 0 ? "—" : Format.Quantity(quantity);
}
