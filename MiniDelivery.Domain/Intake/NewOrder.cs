using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using MiniDelivery.Domain.Orders;

namespace MiniDelivery.Domain.Intake;

/// <summary>One dish of an order that is handed in.</summary>
public sealed record NewOrderLine(
    string? Code, string? Name, Quantity Quantity, Money? Price, string? Comment, IReadOnlyList<NewOrderModifier> Modifiers);

/// <summary>What is added to a dish, per portion.</summary>
public sealed record NewOrderModifier(string? Code, string? Name, Quantity Quantity, Money? Price);

/// <summary>What any source hands in: already read and valid, not yet an order.</summary>
public sealed record NewOrder
{
    /// <summary>The source's own number of the order; unique within the source.</summary>
    public required string ExternalId { get; init; }

    /// <summary>Who orders.</summary>
    public required Guest Guest { get; init; }

    /// <summary>Delivery or pickup.</summary>
    public FulfillmentType Type { get; init; }

    /// <summary>Where to; null for pickup.</summary>
    public Address? Address { get; init; }

    /// <summary>When it is wanted, with the offset that the source wrote; null = as soon as possible.</summary>
    public DateTimeOffset? PromisedAt { get; init; }

    /// <summary>For how many people; null = not said.</summary>
    public int? Guests { get; init; }

    /// <summary>What the guest wrote.</summary>
    public string? Comment { get; init; }

    /// <summary>The dishes.</summary>
    public required IReadOnlyList<NewOrderLine> Lines { get; init; }

    /// <summary>How it is paid.</summary>
    public Payment Payment { get; init; } = new(PaymentMethod.Cash, Paid: false);

    /// <summary>Whether the source said how it is paid; if not, the source's usual way may be another.</summary>
    // What an order says is in Payment already; and orders that were stored before keep their fingerprints.
    [JsonIgnore]
    public bool IsPaymentSaid { get; init; } = true;

    /// <summary>How it is paid where the source does not say; null = in cash. The restaurant's word and not the source's, so no part of the fingerprint.</summary>
    [JsonIgnore]
    public PaymentMethod? UsualPayment { get; init; }

    /// <summary>For bringing it.</summary>
    public Money DeliveryFee { get; init; }

    /// <summary>Taken off.</summary>
    public Money Discount { get; init; }

    /// <summary>What the source says the guest pays; null = not said.</summary>
    public Money? Total { get; init; }

    /// <summary>Where the source wants to be told of changes; kept exactly as given.</summary>
    public string? CallbackUrl { get; init; }

    /// <summary>The source's own strings, echoed back.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// «Пробный»: a try of the staff's own, left out of reports and not sent to a real till. A shop cannot say so: whatever it sends is work.
    /// </summary>
    // Left out of the fingerprint while false, so that orders stored before there were tries keep theirs.
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsTest { get; init; }

    /// <summary>A try of which nothing goes to the till: a real one must not print in the kitchen what nobody ordered.</summary>
    [JsonIgnore]
    public bool IsWithoutTill { get; init; }

    /// <summary>
    /// SHA-256 over what the order says, in hex: equal for two bodies that mean the same, whatever their spacing,
    /// order of fields, unknown fields or the offset that a moment is written with.
    /// </summary>
    public string Fingerprint() => Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this with
    {
        PromisedAt = PromisedAt?.ToUniversalTime(),
        Metadata = new SortedDictionary<string, string>(Metadata.ToDictionary(), StringComparer.Ordinal),
    })));

    /// <summary>The sum of the dishes, the delivery and the discount; null when a price is missing.</summary>
    public Money? ComputedTotal()
    {
        if (Lines.Any(line => line.Price is null || line.Modifiers.Any(modifier => modifier.Price is null)))
        {
            return null;
        }

        var dishes = Lines.Aggregate(Money.Zero, (sum, line) => line.Modifiers.Aggregate(
            sum + (line.Price!.Value * line.Quantity),
            (inner, modifier) => inner + (modifier.Price!.Value * (modifier.Quantity * line.Quantity))));
        return dishes + DeliveryFee - Discount;
    }

    /// <summary>What is worth a look and stops nothing.</summary>
    /// <param name="zone">The restaurant's time zone; null = not known.</param>
    public IEnumerable<OrderWarning> Warnings(TimeZoneInfo? zone)
    {
        if (Total is { } said && ComputedTotal() is { } sum && said != sum)
        {
            yield return new OrderWarning("total-mismatch", FormattableString.Invariant($"The parts add up to {sum.Amount:0.00}."), "/total");
        }

        // A shop's server that runs in another zone than the restaurant is the commonest way to be hours late: both sides are told
        // what was understood, and the guest's clock is the restaurant's.
        if (zone is not null && PromisedAt is { } promised && zone.GetUtcOffset(promised) != promised.Offset)
        {
            var here = TimeZoneInfo.ConvertTime(promised, zone);
            yield return new OrderWarning(
                "promised-offset",
                FormattableString.Invariant($"Sent as {promised:yyyy-MM-dd HH:mm zzz}, understood as {here:yyyy-MM-dd HH:mm zzz} by the restaurant's clock."),
                "/fulfillment/promisedAt");
        }
    }
}
