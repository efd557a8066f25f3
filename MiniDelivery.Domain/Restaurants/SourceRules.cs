using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Orders;

namespace MiniDelivery.Domain.Restaurants;

/// <summary>Colour of a source's badge. Each has enough contrast in both themes; the name stands beside it always.</summary>
public enum SourceColour
{
    /// <summary>None in particular.</summary>
    Grey,

    /// <summary>Blue-green.</summary>
    Teal,

    /// <summary>Blue.</summary>
    Blue,

    /// <summary>Green.</summary>
    Green,

    /// <summary>Violet.</summary>
    Violet,

    /// <summary>Orange.</summary>
    Orange,

    /// <summary>Red.</summary>
    Red,

    /// <summary>Pink.</summary>
    Pink,
}

/// <summary>A field of a source, or of a key.</summary>
public enum SourceField
{
    /// <summary>Its name.</summary>
    Name,

    /// <summary>Its colour.</summary>
    Colour,

    /// <summary>How its guests usually pay.</summary>
    DefaultPayment,

    /// <summary>How many orders an hour.</summary>
    OrdersPerHour,

    /// <summary>How large an order.</summary>
    MaxTotal,

    /// <summary>How large an order may be that is accepted by itself.</summary>
    AutoAcceptUpTo,

    /// <summary>What people call a key.</summary>
    Label,

    /// <summary>What a key may do.</summary>
    Scopes,

    /// <summary>The last day of a key.</summary>
    Expires,
}

/// <summary>What sources and keys may be.</summary>
public static class SourceRules
{
    /// <summary>Longest name of a source.</summary>
    public const int LongestName = 60;

    /// <summary>Longest name of a key.</summary>
    public const int LongestLabel = 60;

    /// <summary>The most orders an hour that a source can be limited to.</summary>
    public const int MostPerHour = 100_000;

    /// <summary>The largest sum that a source can be limited to.</summary>
    public const decimal LargestTotal = 100_000_000;

    /// <summary>Keys of a source that may be in force at once: one that works, and one that takes over.</summary>
    public const int MostKeys = 2;

    /// <summary>What is wrong with a source's settings.</summary>
    public static IReadOnlyList<SourceField> Faults(
        string? name, SourceColour colour, PaymentMethod? defaultPayment, int? ordersPerHour, decimal? maxTotal, decimal? autoAcceptUpTo = null)
    {
        (SourceField Field, bool IsRight)[] looks =
        [
            (SourceField.Name, name?.Trim() is { Length: > 0 and <= LongestName } text && !text.Any(char.IsControl)),
            (SourceField.Colour, Enum.IsDefined(colour)),
            (SourceField.DefaultPayment, defaultPayment is not { } method || Enum.IsDefined(method)),
            (SourceField.OrdersPerHour, ordersPerHour is null or (>= 1 and <= MostPerHour)),
            (SourceField.MaxTotal, IsSum(maxTotal)),
            (SourceField.AutoAcceptUpTo, IsSum(autoAcceptUpTo)),
        ];
        return [.. looks.Where(look => !look.IsRight).Select(look => look.Field)];
    }

    private static bool IsSum(decimal? sum) => sum is null || (sum is > 0 and <= LargestTotal && decimal.Round(sum.Value, 2) == sum);

    /// <summary>What is wrong with a key that is to be issued.</summary>
    public static IReadOnlyList<SourceField> KeyFaults(string? label, IReadOnlyList<string> scopes, DateTimeOffset? expires, DateTimeOffset now)
    {
        (SourceField Field, bool IsRight)[] looks =
        [
            (SourceField.Label, label is null || label.Trim() is { Length: <= LongestLabel } text && !text.Any(char.IsControl)),
            (SourceField.Scopes, scopes is [_, ..] && scopes.All(Scopes.All.Contains)),
            (SourceField.Expires, expires is null || expires > now),
        ];
        return [.. looks.Where(look => !look.IsRight).Select(look => look.Field)];
    }
}
