namespace MiniDelivery.Domain.Orders;

/// <summary>
/// An amount in the restaurant's currency, held as whole hundredths (kopecks): the till counts so (RK7 protocol digest,
/// section 4), and SQLite can neither sum nor sort a decimal.
/// </summary>
/// <param name="Minor">Hundredths of the currency's unit.</param>
public readonly record struct Money(long Minor) : IComparable<Money>
{
    /// <summary>Nothing.</summary>
    public static Money Zero => default;

    /// <summary>The amount in whole units: 12.50 for 1250.</summary>
    public decimal Amount => Minor / 100m;

    /// <summary>Whether the amount can be held exactly: at most two decimals.</summary>
    public static bool IsExact(decimal amount) => amount * 100m == Math.Truncate(amount * 100m);

    /// <summary>Reads an amount in whole units.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The amount has more than two decimals.</exception>
    public static Money From(decimal amount) => IsExact(amount)
        ? new Money((long)(amount * 100m))
        : throw new ArgumentOutOfRangeException(nameof(amount), amount, "An amount has at most two decimals.");

    /// <summary>The sum of two amounts.</summary>
    public static Money operator +(Money left, Money right) => new(checked(left.Minor + right.Minor));

    /// <summary>The difference of two amounts.</summary>
    public static Money operator -(Money left, Money right) => new(checked(left.Minor - right.Minor));

    /// <summary>The price of a quantity, a half kopeck rounded away from zero, as the till does.</summary>
    public static Money operator *(Money price, Quantity quantity) =>
        new((long)Math.Round(price.Minor * (decimal)quantity.Thousandths / 1000m, MidpointRounding.AwayFromZero));

    /// <summary>Whether the left amount is the smaller one.</summary>
    public static bool operator <(Money left, Money right) => left.Minor < right.Minor;

    /// <summary>Whether the left amount is the larger one.</summary>
    public static bool operator >(Money left, Money right) => left.Minor > right.Minor;

    /// <summary>Whether the left amount is not the larger one.</summary>
    public static bool operator <=(Money left, Money right) => left.Minor <= right.Minor;

    /// <summary>Whether the left amount is not the smaller one.</summary>
    public static bool operator >=(Money left, Money right) => left.Minor >= right.Minor;

    /// <inheritdoc/>
    public int CompareTo(Money other) => Minor.CompareTo(other.Minor);
}
