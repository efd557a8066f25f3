using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Print;

/// <summary>One order on paper. The kitchen's says nothing of the guest: paper lies about.</summary>
public sealed partial class Slip(IStringLocalizer<PrintPage> localizer, IStringLocalizer<Words> words, TimeProvider time) : ComponentBase
{
    /// <summary>The order.</summary>
    [Parameter]
    [EditorRequired]
    public required Order Order { get; set; }

    /// <summary>For whom.</summary>
    [Parameter]
    [EditorRequired]
    public required SlipKind Kind { get; set; }

    /// <summary>Whose order it is.</summary>
    [Parameter]
    [EditorRequired]
    public required RestaurantInfo Restaurant { get; set; }

    /// <summary>Who prints it.</summary>
    [Parameter]
    [EditorRequired]
    public required string By { get; set; }

    private IStringLocalizer<PrintPage> L => localizer;

    private DateTimeOffset Now => time.GetUtcNow();

    private OrderClock Clock => OrderClock.Of(Order.ReceivedAt, Order.PromisedAt, Order.Type, Restaurant.Pace);

    // What the courier does at the door, in one line.
    private string Pay => Order.Payment switch
    {
        { Paid: true } => L["Pay.Paid"],
        { Method: PaymentMethod.Cash, ChangeFrom: { } note } when note > Order.Total =>
            L["Pay.Change", Sum(Order.Total), Sum(note), Sum(note - Order.Total)],
        { Method: var method } => L[$"Pay.{method}", Sum(Order.Total)],
    };

    // The map that people here have; the place itself where the shop sent it, for an address may be written in many ways.
    private string? Map => Order.Address switch
    {
        null => null,
        { Latitude: { } latitude, Longitude: { } longitude } => string.Create(
            CultureInfo.InvariantCulture, $"https://yandex.ru/maps/?pt={longitude:0.######},{latitude:0.######}&z=17&l=map"),
        { Text: var text } => $"https://yandex.ru/maps/?text={Uri.EscapeDataString(Few(text))}",
    };

    private string Sum(Money money) => Format.Money(money, Restaurant.Currency);

    // A code that holds more is too fine for a thermal printer.
    private static string Few(string text) => text.Length > 160 ? text[..160] : text;

    private string Parts(Address address) => string.Join(", ", new (string Key, string? Value)[]
    {
        ("Entrance", address.Entrance), ("Floor", address.Floor), ("Apartment", address.Apartment), ("Intercom", address.Intercom),
    }.Where(part => !string.IsNullOrWhiteSpace(part.Value)).Select(part => L[$"Address.{part.Key}", part.Value!].Value));
}
