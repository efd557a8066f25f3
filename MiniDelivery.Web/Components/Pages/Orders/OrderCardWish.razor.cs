using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Orders;

/// <summary>«Гость просит отменить»: what the shop said, and the two answers.</summary>
public sealed partial class OrderCardWish(IStringLocalizer<OrderCard> localizer, IStringLocalizer<Words> words) : ComponentBase
{
    /// <summary>The order.</summary>
    [Parameter]
    [EditorRequired]
    public required Order Order { get; set; }

    /// <summary>Whose order it is.</summary>
    [Parameter]
    [EditorRequired]
    public required RestaurantInfo Restaurant { get; set; }

    /// <summary>Something is being done already.</summary>
    [Parameter]
    public bool IsBusy { get; set; }

    /// <summary>«Отменить заказ».</summary>
    [Parameter]
    public EventCallback OnCancel { get; set; }

    /// <summary>«Оставить».</summary>
    [Parameter]
    public EventCallback OnKeep { get; set; }

    private IStringLocalizer<OrderCard> L => localizer;
}
