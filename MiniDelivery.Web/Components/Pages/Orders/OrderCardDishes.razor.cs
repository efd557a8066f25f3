using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Menu;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Orders;

/// <summary>«Содержимое заказа»: the dishes as the guest ordered them, and what they come to.</summary>
public sealed partial class OrderCardDishes(MenuCache menus, IStringLocalizer<OrderCard> localizer) : ComponentBase
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

    // Worth knowing only as long as the guest can still be asked for another dish.
    private bool IsStopped(OrderLine line) => Order.Status is OrderStatus.Waiting or OrderStatus.Created
        && line.MenuIdent is { } ident && menus.For(Restaurant.Id)?.Find(ident) is { IsStopped: true };

    private string Warn(OrderWarning warning)
    {
        var said = L[$"Warning.{warning.Code}", Order.PromisedAt is { } promised ? Format.DateTime(promised, Restaurant.Zone) : ""];
        return said.ResourceNotFound ? warning.Message : said;
    }
}
