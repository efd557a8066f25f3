using System.Globalization;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Phones;

namespace MiniDelivery.Web.Components.Shared;

/// <summary>How a moment is spoken of before, at and after it; <c>{0}</c> is how long, where that is said.</summary>
public sealed record UntilForms(string Now, string Ahead, string Late)
{
    /// <summary>«через 45 мин», «сейчас», «опаздывает на 5 мин».</summary>
    public static UntilForms Of(IStringLocalizer<Words> words) => new(words["Until.Now"], words["Until.In"], words["Until.Late"]);
}

/// <summary>
/// Numbers, times and phones as people read them: in the language of the page, in the restaurant's zone and currency. Never
/// "C": under another language it prints another currency.
/// </summary>
public static class Format
{
    private const char Space = '\u00A0';

    /// <summary><c>1 840 ₽</c>; two decimals only where there are kopecks.</summary>
    /// <param name="currency">ISO 4217 code.</param>
    /// <param name="always">Two decimals always: for columns in which some sums have kopecks.</param>
    public static string Money(Money money, string currency, bool always = false) => $"{Amount(money, always)}{Space}{Sign(currency)}";

    /// <summary><c>1 840</c>: a sum in a column whose head or foot names the currency.</summary>
    public static string Amount(Money money, bool always = false)
    {
        var text = money.Amount.ToString(always || money.Minor % 100 != 0 ? "N2" : "N0", CultureInfo.CurrentCulture);
        // Some cultures group with a narrow or a breaking space; a sum must not be torn in two.
        return text.Replace('\u202F', Space).Replace(' ', Space);
    }

    /// <summary>The sign of a currency; its code when it has none.</summary>
    public static string Sign(string currency) => CurrencySigns.Of(currency);

    /// <summary><c>2</c>, <c>0,350</c>: whole portions plain, weights with all three decimals, as scales show them.</summary>
    public static string Quantity(Quantity quantity) =>
        quantity.Value.ToString(quantity.IsWhole ? "0" : "0.000", CultureInfo.CurrentCulture);

    /// <summary><c>21:30</c>.</summary>
    public static string Time(DateTimeOffset moment, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(moment, zone).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>21:30:05, by the restaurant's clock.</summary>
    public static string TimeWithSeconds(DateTimeOffset moment, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(moment, zone).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary><c>13-01-2027</c>.</summary>
    public static string Date(DateTimeOffset moment, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(moment, zone).ToString("dd-MM-yyyy", CultureInfo.InvariantCulture);

    /// <summary><c>13-01-2027</c>.</summary>
    public static string Date(DateOnly day) => day.ToString("dd-MM-yyyy", CultureInfo.InvariantCulture);

    /// <summary><c>13-01-2027 | 21:30</c>, as the original writes it.</summary>
    public static string DateTime(DateTimeOffset moment, TimeZoneInfo zone) => $"{Date(moment, zone)} | {Time(moment, zone)}";

    /// <summary><c>21:30</c> on the same day of the calendar, otherwise <c>14-01 21:30</c>.</summary>
    public static string TimeOrDay(DateTimeOffset moment, DateTimeOffset now, TimeZoneInfo zone)
    {
        var (local, today) = (TimeZoneInfo.ConvertTime(moment, zone), TimeZoneInfo.ConvertTime(now, zone));
        return local.ToString(local.Date == today.Date ? "HH:mm" : "dd-MM HH:mm", CultureInfo.InvariantCulture);
    }

    /// <summary><c>17.11.2027</c>: the last day of a licence, written as the original does.</summary>
    public static string LicenseDay(DateTimeOffset moment, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(moment, zone).ToString("dd.MM.yyyy", CultureInfo.InvariantCulture);

    /// <summary>«пн, 13 января»: the date beside the clock.</summary>
    public static string ClockDate(DateTimeOffset now, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(now, zone).ToString("ddd, d MMMM", CultureInfo.CurrentCulture);

    /// <summary><c>3:10</c>; from an hour on <c>1:03:10</c>. live-time.js goes on counting in the same form.</summary>
    public static string Age(TimeSpan age)
    {
        var whole = age < TimeSpan.Zero ? TimeSpan.Zero : age;
        return whole.TotalHours < 1
            ? string.Create(CultureInfo.InvariantCulture, $"{whole.Minutes}:{whole.Seconds:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{(int)whole.TotalHours}:{whole.Minutes:00}:{whole.Seconds:00}");
    }

    /// <summary>«через 45 мин», «через 2 ч 5 мин», «сейчас», «опаздывает на 5 мин». live-time.js goes on counting in the same form.</summary>
    public static string Until(DateTimeOffset moment, DateTimeOffset now, IStringLocalizer<Words> words) =>
        Until(moment, now, UntilForms.Of(words), words);

    /// <summary>The same in other words.</summary>
    public static string Until(DateTimeOffset moment, DateTimeOffset now, UntilForms forms, IStringLocalizer<Words> words)
    {
        // Up to the whole minute: a minute before the time it is "in 1 min", and late only when a minute has passed.
        var minutes = (int)Math.Ceiling((moment - now).TotalMinutes);
        return minutes switch
        {
            0 => forms.Now,
            > 0 => string.Format(CultureInfo.CurrentCulture, forms.Ahead, Span(minutes, words)),
            < 0 => string.Format(CultureInfo.CurrentCulture, forms.Late, Span(-minutes, words)),
        };
    }

    /// <summary>«45 мин», «2 ч», «2 ч 5 мин».</summary>
    public static string Span(int minutes, IStringLocalizer<Words> words) => (minutes / 60, minutes % 60) switch
    {
        (0, var m) => words["Span.Minutes", m],
        (var h, 0) => words["Span.Hours", h],
        var (h, m) => words["Span.HoursMinutes", h, m],
    };

    /// <summary>«1 терминал», «2 терминала», «5 терминалов».</summary>
    /// <param name="forms">The word with one, with two and with five, separated by bars; a language with two forms repeats the second.</param>
    public static string Plural(int number, string forms)
    {
        var words = forms.Split('|');
        var word = (number % 10, number % 100) switch
        {
            _ when !IsRussian => words[number is 1 ? 0 : 1],
            (_, >= 11 and <= 14) => words[2],
            (1, _) => words[0],
            (>= 2 and <= 4, _) => words[1],
            _ => words[2],
        };
        return $"{number}{Space}{word}";
    }

    /// <summary><c>8 777 666-55-44</c>, <c>8 495 123-45-67 доб. 4432</c>; what is no complete number stays as the guest wrote it.</summary>
    /// <param name="country">Whose numbers are written without a country code.</param>
    public static string Phone(string phone, string country)
    {
        var (number, extension) = PhoneText.Show(phone, country);
        return $"{number}{(extension is null ? "" : $" {(IsRussian ? "доб." : "ext.")} {extension}")}".Replace(' ', Space);
    }

    /// <summary><c>tel:+77776665544</c>: the form that every telephone understands; null when there is no number in it.</summary>
    public static string? PhoneHref(string phone, string country) => PhoneText.Dial(phone, country) is { Length: > 0 } number ? $"tel:{number}" : null;

    private static bool IsRussian => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName is "ru";
}
