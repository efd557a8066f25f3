using System.Globalization;
using System.Resources;
using MiniDelivery.Domain.Alerts;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Escalation;

/// <summary>What an alarm may tell of an order: nothing of the guest, for it goes through other people's machines.</summary>
/// <param name="Order">Which order.</param>
/// <param name="Number">«№».</param>
/// <param name="Total">What the guest pays.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Source">Name of the source.</param>
/// <param name="Restaurant">Name of the restaurant.</param>
/// <param name="ReceivedAt">When it came in.</param>
/// <param name="Age">How long it has waited.</param>
internal sealed record AlarmMessage(
    OrderId Order, int Number, Money Total, string Currency, string Source, string Restaurant, DateTimeOffset ReceivedAt, TimeSpan Age)
{
    /// <summary>Language of messages that no reader has chosen one for.</summary>
    public static CultureInfo UsualLanguage { get; } = CultureInfo.GetCultureInfo("ru");

    private static readonly ResourceManager _words = new(typeof(AlarmMessage));

    /// <summary>It is only to see whether messages arrive.</summary>
    public bool IsTrial => Order == default;

    /// <summary>Names the message at the other end: a repetition has the same.</summary>
    public string Id(EscalationRung rung) => IsTrial ? $"trial-{ReceivedAt.UtcTicks:x}" : $"{Order.Value:N}-{rung}".ToLowerInvariant();

    /// <summary>A message to see whether messages arrive.</summary>
    public static AlarmMessage Trial(RestaurantInfo restaurant, DateTimeOffset now) =>
        new(default, 0, Money.Zero, restaurant.Currency, "", restaurant.Name, now, TimeSpan.Zero);

    /// <summary>«Новый заказ № 43».</summary>
    public string Title(CultureInfo language) => IsTrial ? Say("Trial.Title", language) : Say("Title", language, Number);

    /// <summary>«870 ₽ · ждёт 2 мин · сайт».</summary>
    public string Body(CultureInfo language) => IsTrial ? Say("Trial.Text", language) : Say(
        "Body",
        language,
        Total.Amount.ToString(Total.Minor % 100 is 0 ? "N0" : "N2", language),
        CurrencySigns.Of(Currency),
        Math.Max(0, (int)Age.TotalMinutes),
        Source);

    /// <summary>«Открыть», for the button of a notification.</summary>
    public static string OpenWord(CultureInfo language) => Say("Open", language);

    /// <summary>Everything, for a chat or a letter.</summary>
    public string Text(CultureInfo language) =>
        IsTrial ? $"{Restaurant}: {Body(language)}" : Say("Text", language, Restaurant, Title(language), Body(language));

    private static string Say(string key, CultureInfo language, params object[] parts) => string.Format(language, _words.GetString(key, language)!, parts);
}
