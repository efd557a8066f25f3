namespace MiniDelivery.Domain.Restaurants;

/// <summary>The hours of one weekday, by the restaurant's clock.</summary>
/// <param name="Day">The day on which it opens.</param>
/// <param name="Opens">From.</param>
/// <param name="Closes">To; not later than <paramref name="Opens"/> means on the next day, the same means around the clock.</param>
public sealed record DayHours(DayOfWeek Day, TimeOnly Opens, TimeOnly Closes);

/// <summary>A field of a restaurant's settings.</summary>
public enum RestaurantField
{
    /// <summary>Its name.</summary>
    Name,

    /// <summary>Its code.</summary>
    Code,

    /// <summary>Its time zone.</summary>
    TimeZone,

    /// <summary>Its currency.</summary>
    Currency,

    /// <summary>The country whose phones are written without their country code.</summary>
    Country,

    /// <summary>The hour at which its business day turns.</summary>
    DayTurnsAtHour,

    /// <summary>Its opening hours.</summary>
    Hours,

    /// <summary>How long its orders take.</summary>
    Pace,

    /// <summary>Within how many minutes like orders are likely the same.</summary>
    DuplicateMinutes,
}

/// <summary>Why a change of a restaurant was refused.</summary>
public enum RestaurantRefusal
{
    /// <summary>The person's role does not allow it.</summary>
    NotPermitted,

    /// <summary>There is no such restaurant.</summary>
    Unknown,

    /// <summary>Some fields cannot be used as they are.</summary>
    Unusable,

    /// <summary>Another restaurant has this code.</summary>
    CodeTaken,

    /// <summary>Somebody else has changed it since the page was opened.</summary>
    ChangedMeanwhile,

    /// <summary>No restaurant would be left.</summary>
    LastOne,

    /// <summary>Some of its orders are still in work.</summary>
    HasOrders,
}

/// <summary>What the settings of a restaurant may be.</summary>
public static class RestaurantRules
{
    /// <summary>The longest name.</summary>
    public const int LongestName = 200;

    /// <summary>The longest code, and the longest name of a time zone.</summary>
    public const int LongestCode = 60;

    /// <summary>The country where nothing else tells.</summary>
    public const string DefaultCountry = "RU";

    // Currencies of one country each; of others, and of those with many, the time zone may tell.
    private static readonly Dictionary<string, string> _byCurrency = new()
    {
        ["RUB"] = "RU", ["KZT"] = "KZ", ["BYN"] = "BY", ["UAH"] = "UA", ["UZS"] = "UZ", ["KGS"] = "KG", ["TJS"] = "TJ", ["TMT"] = "TM", ["AMD"] = "AM",
        ["AZN"] = "AZ", ["GEL"] = "GE", ["MDL"] = "MD", ["MNT"] = "MN", ["PLN"] = "PL", ["CZK"] = "CZ", ["RSD"] = "RS", ["TRY"] = "TR", ["AED"] = "AE",
        ["ILS"] = "IL", ["CNY"] = "CN", ["VND"] = "VN", ["THB"] = "TH", ["GBP"] = "GB",
    };

    private static readonly Dictionary<string, string> _byZone = new()
    {
        ["Europe/Berlin"] = "DE", ["Europe/Vienna"] = "AT", ["Europe/Paris"] = "FR", ["Europe/Madrid"] = "ES", ["Europe/Rome"] = "IT", ["Europe/Riga"] = "LV",
        ["Europe/Vilnius"] = "LT", ["Europe/Tallinn"] = "EE", ["Europe/Helsinki"] = "FI", ["Asia/Nicosia"] = "CY", ["Europe/Athens"] = "GR",
        ["Europe/Amsterdam"] = "NL", ["Europe/Lisbon"] = "PT", ["America/New_York"] = "US", ["America/Chicago"] = "US", ["America/Los_Angeles"] = "US",
    };

    /// <summary>The country that a currency and a time zone suggest.</summary>
    public static string CountryOf(string currency, string timeZone) =>
        _byCurrency.GetValueOrDefault(currency) ?? _byZone.GetValueOrDefault(timeZone) ?? DefaultCountry;

    /// <summary>Whether it can be a name.</summary>
    public static bool IsName(string? name) => name?.Trim() is { Length: > 0 and <= LongestName };

    /// <summary>Whether it can be a code: licences and addresses carry it.</summary>
    public static bool IsCode(string? code) =>
        code?.Trim() is { Length: > 0 and <= LongestCode } trimmed && trimmed.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');

    /// <summary>Whether this machine knows the time zone.</summary>
    public static bool IsTimeZone(string? zone) => zone is { Length: > 0 and <= LongestCode } && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _);

    /// <summary>Whether it has the form of an ISO 4217 code.</summary>
    public static bool IsCurrency(string? currency) => currency?.Trim() is { Length: 3 } code && code.All(char.IsAsciiLetterUpper);

    /// <summary>Whether a business day can turn at this hour.</summary>
    public static bool IsHour(int hour) => hour is >= 0 and <= 23;

    /// <summary>Whether no day is named twice.</summary>
    public static bool AreHours(IReadOnlyList<DayHours> hours) => hours.DistinctBy(day => day.Day).Count() == hours.Count;
}
