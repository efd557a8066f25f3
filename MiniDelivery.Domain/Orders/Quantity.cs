namespace MiniDelivery.Domain.Orders;

/// <summary>How much of a dish, in thousandths of a portion or of a unit of weight (RK7 protocol digest, section 4).</summary>
/// <param name="Thousandths">1000 is one portion, 350 is 0.35 kg.</param>
public readonly record struct Quantity(long Thousandths)
{
    /// <summary>One portion.</summary>
    public static Quantity One => new(1000);

    /// <summary>The quantity as people write it: 0.35 for 350.</summary>
    public decimal Value => Thousandths / 1000m;

    /// <summary>Whether it is a whole number of portions.</summary>
    public bool IsWhole => Thousandths % 1000 == 0;

    /// <summary>Whether the quantity can be held exactly: at most three decimals.</summary>
    public static bool IsExact(decimal value) => value * 1000m == Math.Truncate(value * 1000m);

    /// <summary>Reads a quantity.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The quantity has more than three decimals.</exception>
    public static Quantity From(decimal value) => IsExact(value)
        ? new Quantity((long)(value * 1000m))
        : throw new ArgumentOutOfRangeException(nameof(value), value, "A quantity has at most three decimals.");

    /// <summary>The quantity of a modifier in all portions of its dish.</summary>
    public static Quantity operator *(Quantity left, Quantity right) =>
        new((long)Math.Round(left.Thousandths * (decimal)right.Thousandths / 1000m, MidpointRounding.AwayFromZero));
}
