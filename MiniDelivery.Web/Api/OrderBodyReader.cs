using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Web.Api;

/// <summary>Reads the body of <c>POST /api/v1/orders</c> into a <see cref="NewOrder"/>, and notes everything that is wrong with it.</summary>
internal static class OrderBodyReader
{
    private const int MaxItems = 200;
    private const int MaxModifiers = 50;
    private const int MaxMetadata = 50;
    private const decimal MaxQuantity = 9_999;
    private const decimal MaxMoney = 100_000_000;

    // More than any guest eats, and so little that no sum of ours overflows.
    private const decimal MaxSum = 10_000_000_000;

    /// <summary>Reads a body.</summary>
    public static NewOrder Read(JsonFields body)
    {
        var order = ReadAll(body);
        if (order.Lines.Sum(SumOf) > MaxSum)
        {
            body.Add("items", "out-of-range", FormattableString.Invariant($"the dishes must come to at most {MaxSum}"));
        }

        return order;

        static decimal SumOf(NewOrderLine line) => line.Quantity.Value
            * ((line.Price?.Amount ?? 0) + line.Modifiers.Sum(modifier => modifier.Quantity.Value * (modifier.Price?.Amount ?? 0)));
    }

    private static NewOrder ReadAll(JsonFields body)
    {
        var customer = body.Object("customer", isRequired: true);
        var fulfillment = body.Object("fulfillment");
        var type = fulfillment?.Choice("type", FulfillmentType.Delivery) ?? FulfillmentType.Delivery;
        var payment = body.Object("payment");
        return new NewOrder
        {
            ExternalId = body.Text("externalId", Limits.ExternalId, isRequired: true) ?? "",
            Guest = new Guest(
                customer?.Text("name", Limits.Name) ?? "", Phone(customer) ?? "", customer?.Text("email", Limits.Email)),
            Type = type,
            Address = Address(body, fulfillment, type),
            PromisedAt = fulfillment?.Moment("promisedAt"),
            Guests = (int?)body.Number("guests", 1, 1000, decimals: 0),
            Comment = body.Text("comment", Limits.Comment, isMultiline: true),
            Lines = [.. body.List("items", 1, MaxItems).Select(Line)],
            Payment = new Payment(
                payment?.Choice("method", PaymentMethod.Cash) ?? PaymentMethod.Cash,
                payment?.Flag("paid") ?? false,
                Amount(payment, "changeFrom")),
            IsPaymentSaid = payment?.Has("method") is true,
            DeliveryFee = Amount(body, "deliveryFee") ?? Money.Zero,
            Discount = Amount(body, "discount") ?? Money.Zero,
            Total = Amount(body, "total"),
            CallbackUrl = CallbackUrl(body),
            Metadata = Metadata(body),
        };
    }

    private static string? Phone(JsonFields? customer)
    {
        var phone = customer?.Text("phone", Limits.Phone, isRequired: true);
        if (phone is not null && phone.Count(char.IsAsciiDigit) is < 5 or > 25)
        {
            customer!.Add("phone", "not-a-phone", "must be a phone number: 5 to 25 digits");
        }

        return phone;
    }

    private static Address? Address(JsonFields body, JsonFields? fulfillment, FulfillmentType type)
    {
        if (type is FulfillmentType.Pickup)
        {
            return null;
        }

        if (fulfillment is null)
        {
            body.Add("fulfillment", "required", "is required for a delivery: fulfillment.address.text says where to");
            return null;
        }

        var address = fulfillment.Object("address", isRequired: true);
        return address is null
            ? null
            : new Address(
                address.Text("text", Limits.Address, isRequired: true) ?? "",
                address.Text("entrance", Limits.AddressPart),
                address.Text("floor", Limits.AddressPart),
                address.Text("apartment", Limits.AddressPart),
                address.Text("intercom", Limits.AddressPart),
                (double?)address.Number("latitude", -90, 90, decimals: 20),
                (double?)address.Number("longitude", -180, 180, decimals: 20),
                address.Text("comment", Limits.Comment, isMultiline: true));
    }

    private static NewOrderLine Line(JsonFields item)
    {
        var (code, name) = Named(item);
        return new NewOrderLine(
            code,
            name,
            Quantity.From(item.Number("quantity", 0, MaxQuantity, decimals: 3, isRequired: true, isMinExclusive: true) ?? 1),
            Amount(item, "price"),
            item.Text("comment", Limits.Comment, isMultiline: true),
            [.. item.List("modifiers", 0, MaxModifiers).Select(Modifier)]);
    }

    private static NewOrderModifier Modifier(JsonFields modifier)
    {
        var (code, name) = Named(modifier);
        return new NewOrderModifier(
            code,
            name,
            Quantity.From(modifier.Number("quantity", 0, MaxQuantity, decimals: 3, isMinExclusive: true) ?? 1),
            Amount(modifier, "price"));
    }

    private static (string? Code, string? Name) Named(JsonFields item)
    {
        if (!item.Has("code") && !item.Has("name"))
        {
            item.Add("name", "required", "name or code is required");
        }

        var (code, name) = (item.Text("code", Limits.Code), item.Text("name", Limits.Name));
        if (code is null && name is null && (item.Has("code") || item.Has("name")))
        {
            item.Add("name", "required", "name or code must say something");
        }

        return (code, name);
    }

    private static Money? Amount(JsonFields? fields, string name) =>
        fields?.Number(name, 0, MaxMoney, decimals: 2) is { } amount ? Money.From(amount) : null;

    private static string? CallbackUrl(JsonFields body)
    {
        var url = body.Text("callbackUrl", Limits.Url);
        if (url is not null && !(Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
        {
            body.Add("callbackUrl", "not-a-url", "must be an absolute http or https address");
        }

        return url;
    }

    private static Dictionary<string, string> Metadata(JsonFields body)
    {
        var found = new Dictionary<string, string>();
        if (body.Object("metadata") is not { } metadata)
        {
            return found;
        }

        foreach (var (index, name) in metadata.Names.Index())
        {
            if (index >= MaxMetadata)
            {
                body.Add("metadata", "wrong-count", $"must have at most {MaxMetadata} entries");
                break;
            }

            if (name.Length > Limits.Name || name.Any(char.IsControl))
            {
                body.Add("metadata", "wrong-name", $"names must have at most {Limits.Name} characters and no control characters");
            }
            else if (metadata.Text(name, Limits.Comment, isMultiline: true) is { } value)
            {
                found[name] = value;
            }
        }

        return found;
    }
}
