namespace MiniDelivery.Domain.Orders;

/// <summary>Our own identity of an order, a UUIDv7; the shop's number is <see cref="Order.ExternalId"/>.</summary>
public readonly record struct OrderId(Guid Value)
{
    /// <summary>A new id that sorts by the moment it was made.</summary>
    public static OrderId New() => new(Guid.CreateVersion7());

    /// <summary>Lets a route bind it: <c>/orders/{id}</c>.</summary>
    public static bool TryParse(string? text, out OrderId id)
    {
        var ok = Guid.TryParse(text, out var value);
        id = new OrderId(value);
        return ok;
    }

    /// <summary>The form that every URL and every answer uses: lower case, with hyphens (RFC 9562, section 4).</summary>
    public override string ToString() => Value.ToString("D");
}
