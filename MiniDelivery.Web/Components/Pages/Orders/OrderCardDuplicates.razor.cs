using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Orders;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Orders;

/// <summary>«Похоже на заказ № 12»: what the order is likely the same as. A person says what it is; nothing is merged.</summary>
public sealed partial class OrderCardDuplicates(IStringLocalizer<OrderCard> localizer, IStringLocalizer<Words> words) : ComponentBase
{
    private bool _isAsked;

    /// <summary>The order, with those that it is likely the same as.</summary>
    [Parameter]
    [EditorRequired]
    public required OrderDetails Details { get; set; }

    /// <summary>Whose order it is.</summary>
    [Parameter]
    [EditorRequired]
    public required RestaurantInfo Restaurant { get; set; }

    /// <summary>Something is being done already.</summary>
    [Parameter]
    public bool IsBusy { get; set; }

    /// <summary>«Не дубль», of the other one.</summary>
    [Parameter]
    public EventCallback<OrderId> OnDeny { get; set; }

    /// <summary>This one is to be cancelled as a duplicate.</summary>
    [Parameter]
    public EventCallback OnCancel { get; set; }

    private IStringLocalizer<OrderCard> L => localizer;
}
