using System.Text.Encodings.Web;
using System.Text.Json;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Menu;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Webhooks;
using MiniDelivery.Web.Api;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Webhooks;

/// <summary>An event as it is sent.</summary>
/// <param name="Type">What is told.</param>
/// <param name="Timestamp">When it happened.</param>
/// <param name="Data">The order as the API reads it, or what the type has.</param>
public sealed record WebhookBody<T>(string Type, DateTimeOffset Timestamp, T Data);

/// <summary>Dishes that ran out, and such as can be sold again.</summary>
/// <param name="Restaurant">Code of the restaurant.</param>
/// <param name="Stopped">Cannot be sold any more.</param>
/// <param name="Available">Can be sold again.</param>
public sealed record StopListBody(string Restaurant, IReadOnlyList<StoppedDishBody> Stopped, IReadOnlyList<StoppedDishBody> Available);

/// <summary>A dish of the till's menu.</summary>
/// <param name="Code">To be sent in orders.</param>
public sealed record StoppedDishBody(string Code, string Name);

/// <summary>How intake is.</summary>
/// <param name="Restaurant">Code of the restaurant.</param>
/// <param name="Intake">open, busy or paused.</param>
/// <param name="Until">Until when; null = until somebody changes it.</param>
/// <param name="AddedMinutes">Minutes that guests wait longer.</param>
/// <param name="Reason">Why it is paused.</param>
public sealed record IntakeEventBody(string Restaurant, string Intake, DateTimeOffset? Until, int AddedMinutes, string? Reason);

/// <summary>That somebody tries whether anybody is there.</summary>
/// <param name="Restaurant">Code of the restaurant.</param>
public sealed record PingBody(string Restaurant, string Source);

internal static class WebhookBodies
{
    // Letters as they are, as the API's answers have them: it is JSON and never stands in a page as it is.
    private static readonly JsonSerializerOptions _json = new(JsonSerializerOptions.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string OfOrder(string type, Order order, string source, RestaurantInfo restaurant, RestaurantMenu? menu, DateTimeOffset now) =>
        Write(type, now, OrderBody.Of(order, source, restaurant, menu), restaurant);

    public static string OfIntake(string type, IntakeChange change, RestaurantInfo restaurant) => Write(
        type,
        change.At,
        new IntakeEventBody(
            restaurant.Code,
            OrderBody.Camel(change.Mode),
            change.Until is { } until ? TimeZoneInfo.ConvertTime(until, restaurant.Zone) : null,
            change.AddedMinutes,
            change.Reason is { } reason ? OrderBody.Camel(reason) : null),
        restaurant);

    public static string OfPing(string source, RestaurantInfo restaurant, DateTimeOffset now) =>
        Write(WebhookEvents.Ping, now, new PingBody(restaurant.Code, source), restaurant);

    /// <summary>Null = the same dishes can be sold as before.</summary>
    public static string? OfStopList(IReadOnlyList<MenuItem> before, IReadOnlyList<MenuItem> after, RestaurantInfo restaurant, DateTimeOffset now)
    {
        var was = Stopped(before);
        var isNow = Stopped(after);
        var body = new StopListBody(
            restaurant.Code,
            [.. after.Where(item => item.IsStopped && !was.Contains(item.Ident)).Select(Dish)],
            [.. after.Where(item => was.Contains(item.Ident) && !isNow.Contains(item.Ident)).Select(Dish)]);
        return body is { Stopped: [], Available: [] } ? null : Write(WebhookEvents.StopListChanged, now, body, restaurant);

        static HashSet<int> Stopped(IReadOnlyList<MenuItem> items) => [.. items.Where(item => item.IsStopped).Select(item => item.Ident)];

        static StoppedDishBody Dish(MenuItem item) => new(MenuItemBody.Of(item).Code, item.Name);
    }

    private static string Write<T>(string type, DateTimeOffset at, T data, RestaurantInfo restaurant) =>
        JsonSerializer.Serialize(new WebhookBody<T>(type, TimeZoneInfo.ConvertTime(at, restaurant.Zone), data), _json);
}
