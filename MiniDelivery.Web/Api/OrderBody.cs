using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;

namespace MiniDelivery.Web.Api;

/// <summary>An order as every read returns it (contract, section 2).</summary>
public sealed record OrderBody(
    Guid Id,
    int Number,
    string Restaurant,
    string Source,
    string ExternalId,
    string Status,
    DateTimeOffset StatusChangedAt,
    int Version,
    DateTimeOffset ReceivedAt,
    DateTimeOffset? PromisedAt,
    CustomerBody Customer,
    FulfillmentBody Fulfillment,
    int? Guests,
    string? Comment,
    IReadOnlyList<ItemBody> Items,
    PaymentBody Payment,
    decimal DeliveryFee,
    decimal Discount,
    decimal Total,
    string Currency,
    TillBody Till,
    CancellationBody? Cancellation,
    IReadOnlyList<WarningBody> Warnings,
    IReadOnlyDictionary<string, string> Metadata)
{
    internal static OrderBody Of(Order order, string source, Restaurants.RestaurantInfo restaurant, Domain.Menu.RestaurantMenu? menu) => new(
        order.Id.Value,
        order.Number,
        restaurant.Code,
        source,
        order.ExternalId,
        Camel(order.Status),
        InZone(order.StatusChangedAt, restaurant.Zone),
        order.Version,
        InZone(order.ReceivedAt, restaurant.Zone),
        order.PromisedAt is { } promised ? InZone(promised, restaurant.Zone) : null,
        new CustomerBody(order.Guest.Name, order.Guest.Phone, order.Guest.Email),
        new FulfillmentBody(
            Camel(order.Type),
            order.PromisedAt is { } wanted ? InZone(wanted, restaurant.Zone) : null,
            order.Address is { } a
                ? new AddressBody(a.Text, a.Entrance, a.Floor, a.Apartment, a.Intercom, a.Latitude, a.Longitude, a.Comment)
                : null),
        order.Guests,
        order.Comment,
        [.. order.Lines.OrderBy(line => line.Line).Select(line => ItemBody.Of(line, menu))],
        new PaymentBody(Camel(order.Payment.Method), order.Payment.Paid, order.Payment.ChangeFrom?.Amount),
        order.DeliveryFee.Amount,
        order.Discount.Amount,
        order.Total.Amount,
        restaurant.Currency,
        TillBody.Of(order.Handoff),
        (order.Cancellation ?? order.CancelWish) is { } c
            ? new CancellationBody(JsonNamingPolicy.SnakeCaseLower.ConvertName(c.Reason.ToString()), c.Comment, c.By, InZone(c.At, restaurant.Zone))
            : null,
        [.. order.Warnings.Select(warning => new WarningBody(warning.Code, warning.Message, warning.Pointer))],
        order.Metadata);

    internal static string Camel<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static DateTimeOffset InZone(DateTimeOffset moment, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(moment, zone);
}

/// <summary>Who ordered.</summary>
public sealed record CustomerBody(string Name, string Phone, string? Email);

/// <summary>How the guest gets it.</summary>
public sealed record FulfillmentBody(string Type, DateTimeOffset? PromisedAt, AddressBody? Address);

/// <summary>Where to.</summary>
public sealed record AddressBody(
    string Text, string? Entrance, string? Floor, string? Apartment, string? Intercom, double? Latitude, double? Longitude, string? Comment);

/// <summary>One dish.</summary>
/// <param name="Line">Number inside the order, from 1.</param>
/// <param name="Amount">Price with modifiers, times the quantity.</param>
/// <param name="Mapped">Whether it was found in the till's menu.</param>
/// <param name="Stopped">Whether the till cannot sell it at the moment.</param>
public sealed record ItemBody(
    int Line,
    string? Code,
    string Name,
    decimal Quantity,
    decimal? Price,
    decimal Amount,
    string? Comment,
    bool Mapped,
    bool Stopped,
    IReadOnlyList<ModifierBody> Modifiers)
{
    internal static ItemBody Of(OrderLine line, Domain.Menu.RestaurantMenu? menu) => new(
        line.Line,
        line.Code,
        line.Name,
        line.Quantity.Value,
        line.Price?.Amount,
        line.Amount.Amount,
        line.Comment,
        line.IsMapped,
        line.MenuIdent is { } ident && menu?.Find(ident) is { IsStopped: true },
        [.. line.Modifiers.Select(m => new ModifierBody(m.Code, m.Name, m.Quantity.Value, m.Price?.Amount))]);
}

/// <summary>What is added to a dish, per portion.</summary>
public sealed record ModifierBody(string? Code, string Name, decimal Quantity, decimal? Price);

/// <summary>How it is paid.</summary>
public sealed record PaymentBody(string Method, bool Paid, decimal? ChangeFrom);

/// <summary>Where the order stands at the till.</summary>
public sealed record TillBody(string State, string? Table, string? OrderName, Guid? OrderGuid, decimal? Sum, TillErrorBody? Error)
{
    internal static TillBody Of(Domain.Till.Handoff? handoff) => handoff is null
        ? new TillBody(OrderBody.Camel(TillState.None), null, null, null, null, null)
        : new TillBody(
            OrderBody.Camel(handoff.TillState),
            handoff.Table,
            handoff.OrderName,
            handoff.OrderName is null ? null : handoff.OrderGuid,
            handoff.Sum?.Amount,
            handoff.Trouble is { } trouble ? new TillErrorBody(trouble.Code, trouble.Text, TillAdvice.For(trouble)) : null);
}

/// <summary>What is wrong with the till about this order.</summary>
public sealed record TillErrorBody(string Code, string Message, string Advice);

/// <summary>That it is cancelled, or, while the status is another, that the guest asked for it or the till has still to let go of it.</summary>
public sealed record CancellationBody(string Reason, string? Comment, string By, DateTimeOffset At);

/// <summary>What is worth a look.</summary>
public sealed record WarningBody(string Code, string Message, string Pointer);

/// <summary>
/// The body of <c>POST /api/v1/orders</c>, as the API document shows it: what has a default here may be absent. <see cref="OrderBodyReader"/>
/// reads it.
/// </summary>
public sealed record NewOrderBody(
    [property: Required, MaxLength(200), Description("Your own number of the order; unique within your key's source.")] string ExternalId,
    [property: Required] NewCustomerBody Customer,
    [property: Required, MinLength(1), MaxLength(200)] IReadOnlyList<NewItemBody> Items,
    NewFulfillmentBody? Fulfillment = null,
    [property: Range(1, 1000), Description("For how many people.")] int? Guests = null,
    [property: MaxLength(1000)] string? Comment = null,
    NewPaymentBody? Payment = null,
    [property: Range(0, 100_000_000)] decimal? DeliveryFee = null,
    [property: Range(0, 100_000_000)] decimal? Discount = null,
    [property: Range(0, 100_000_000), Description("What the guest pays. One that does not add up is kept with a warning.")] decimal? Total = null,
    [property: MaxLength(2000)] string? CallbackUrl = null,
    [property: Description("Your own strings, echoed back.")] IReadOnlyDictionary<string, string>? Metadata = null);

/// <summary>Who orders.</summary>
public sealed record NewCustomerBody(
    [property: Required, MaxLength(60)] string Phone, [property: MaxLength(200)] string? Name = null, [property: MaxLength(254)] string? Email = null);

/// <summary>How the guest gets it.</summary>
public sealed record NewFulfillmentBody(
    [property: AllowedValues("delivery", "pickup")] string? Type = "delivery",
    [property: Description("RFC 3339 with an offset; absent = as soon as possible.")] DateTimeOffset? PromisedAt = null,
    [property: Description("Required for a delivery.")] NewAddressBody? Address = null);

/// <summary>Where to.</summary>
public sealed record NewAddressBody(
    [property: Required, MaxLength(500)] string Text,
    [property: MaxLength(60)] string? Entrance = null,
    [property: MaxLength(60)] string? Floor = null,
    [property: MaxLength(60)] string? Apartment = null,
    [property: MaxLength(60)] string? Intercom = null,
    double? Latitude = null,
    double? Longitude = null,
    [property: MaxLength(1000)] string? Comment = null);

/// <summary>One dish: name or code is required.</summary>
public sealed record NewItemBody(
    [property: Required, Description("Greater than 0, at most 9999, at most three decimals.")] decimal Quantity,
    [property: MaxLength(60)] string? Code = null,
    [property: MaxLength(200)] string? Name = null,
    [property: Range(0, 100_000_000)] decimal? Price = null,
    [property: MaxLength(1000)] string? Comment = null,
    [property: MaxLength(50)] IReadOnlyList<NewModifierBody>? Modifiers = null);

/// <summary>What is added to a dish, per portion: name or code is required.</summary>
public sealed record NewModifierBody(
    [property: MaxLength(60)] string? Code = null,
    [property: MaxLength(200)] string? Name = null,
    [property: Description("Greater than 0; 1 when absent.")] decimal? Quantity = null,
    [property: Range(0, 100_000_000)] decimal? Price = null);

/// <summary>How it is paid.</summary>
public sealed record NewPaymentBody(
    [property: AllowedValues("cash", "card", "online"), Description("Absent: as guests of this source usually pay; in cash unless the restaurant says otherwise.")] string? Method = null,
    bool? Paid = null,
    [property: Range(0, 100_000_000)] decimal? ChangeFrom = null);
