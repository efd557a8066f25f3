using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Orders;

/// <summary>Who, where, when, and how it is paid.</summary>
public sealed partial class OrderCardGuest(IStringLocalizer<OrderCard> localizer, IStringLocalizer<Words> words, TimeProvider time) : ComponentBase
{
    /// <summary>The order.</summary>
    [Parameter]
    [EditorRequired]
    public required Order Order { get; set; }

    /// <summary>Whose order it is.</summary>
    [Parameter]
    [EditorRequired]
    public required RestaurantInfo Restaurant { get; set; }

    /// <summary>A person wants to say who brings it.</summary>
    [Parameter]
    public EventCallback OnAssign { get; set; }

    private IStringLocalizer<OrderCard> L => localizer;

    private bool MayAssign => Order is { Type: FulfillmentType.Delivery, Status: OrderStatus.Created or OrderStatus.Accepted or OrderStatus.OnTheWay };

    private string? Change => Order.Payment is { Paid: false, Method: PaymentMethod.Cash, ChangeFrom: { } note } && note > Order.Total
        ? L["Change", Format.Money(note, Restaurant.Currency), Format.Money(note - Order.Total, Restaurant.Currency)].Value
        : null;
}
