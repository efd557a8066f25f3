using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Reports;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Reports;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Reports;

/// <summary>The parts of «Отчеты».</summary>
public enum ReportPart
{
    /// <summary>«Сводка».</summary>
    Summary,

    /// <summary>«Дни и часы».</summary>
    Time,

    /// <summary>«Блюда».</summary>
    Dishes,

    /// <summary>«Люди»: operators and couriers.</summary>
    People,

    /// <summary>«Гости».</summary>
    Guests,

    /// <summary>«Отмены».</summary>
    Cancelled,

    /// <summary>«Касса»: ordered against rung up.</summary>
    Till,
}

/// <summary>What a report shows: all of it is in the address, so that reload, «back» and a link sent to a colleague show the same.</summary>
/// <param name="From">The first business day.</param>
/// <param name="To">The last one.</param>
/// <param name="Part">The part.</param>
/// <param name="IsEverywhere">All of the person's restaurants together.</param>
/// <param name="Source">From one source; null = any.</param>
/// <param name="Courier">Of one courier; null = any.</param>
public sealed record ReportView(DateOnly From, DateOnly To, ReportPart Part, bool IsEverywhere, SourceId? Source, Guid? Courier)
{
    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>A day as addresses write it.</summary>
    public static string Text(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);

    /// <summary>Reads an address; what makes no sense in it counts as not said. Nothing said is today.</summary>
    public static ReportView Read(Func<string, string?> query, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(query);
        var to = Day(query("to")) ?? Day(query("from")) ?? today;
        to = to > today ? today : to;
        var from = Day(query("from")) ?? to;
        from = from > to ? to : from;
        return new ReportView(
            to.DayNumber - from.DayNumber < ReportFilter.LongestDays ? from : to.AddDays(1 - ReportFilter.LongestDays),
            to,
            Enum<ReportPart>(query("part")) ?? ReportPart.Summary,
            query("restaurant") is "all",
            Guid.TryParse(query("source"), out var source) ? new SourceId(source) : null,
            Guid.TryParse(query("courier"), out var courier) ? courier : null);
    }

    /// <summary>Which orders an address means.</summary>
    public static OrderPick ReadPick(Func<string, string?> query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return new OrderPick
        {
            Status = Enum<OrderStatus>(query("status")),
            IsKept = query("kept") is "true",
            Stage = Enum<OrderStage>(query("stage")),
            Hour = int.TryParse(query("hour"), NumberStyles.None, CultureInfo.InvariantCulture, out var hour) ? hour : null,
            Weekday = Enum<DayOfWeek>(query("weekday")),
            Reason = Enum<CancelReason>(query("reason")),
            Operator = query("operator"),
            IsLate = Flag(query("late")),
            IsNewGuest = Flag(query("newGuest")),
            Differs = Flag(query("differs")),
            Dish = query("dish"),
        };
    }

    /// <summary>The question to ask, of the restaurants that can be counted together: where another currency is used, sums do not add up.</summary>
    public ReportFilter Filter(RestaurantInfo here, RestaurantDirectory directory, Actor by)
    {
        ArgumentNullException.ThrowIfNull(here);
        return new ReportFilter(IsEverywhere ? [.. Together(here, directory, by).Select(restaurant => restaurant.Id)] : [here.Id], From, To, Source, Courier);
    }

    /// <summary>The restaurants of which a person may see one report together with this one's.</summary>
    public static IEnumerable<RestaurantInfo> Together(RestaurantInfo here, RestaurantDirectory directory, Actor by)
    {
        ArgumentNullException.ThrowIfNull(directory);
        return directory.All.Where(other => other.Currency == here.Currency && by.May(Permission.ReadReports, other.Id));
    }

    /// <summary>The address of the report.</summary>
    public string Address() => QueryHelpers.AddQueryString("reports", Parameters());

    /// <summary>The address of the orders behind one of its numbers.</summary>
    /// <param name="pick">Which, as in an address: <c>status=deleted</c>.</param>
    public string Orders(string pick) => $"{QueryHelpers.AddQueryString("reports/orders", Parameters())}{(pick is "" ? "" : "&")}{pick}";

    /// <summary>The address of a sheet as a file.</summary>
    public string Export(string sheet, string format) => QueryHelpers.AddQueryString($"reports/export/{sheet}/{format}", Parameters());

    private Dictionary<string, string?> Parameters() => new()
    {
        ["from"] = Text(From),
        ["to"] = Text(To),
        ["part"] = Part is ReportPart.Summary ? null : $"{Part}",
        ["restaurant"] = IsEverywhere ? "all" : null,
        ["source"] = Source?.ToString(),
        ["courier"] = Courier?.ToString("D"),
    };

    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year > 2000 ? day : null;

    private static T? Enum<T>(string? text)
        where T : struct, System.Enum => System.Enum.TryParse<T>(text, ignoreCase: true, out var value) && System.Enum.IsDefined(value) ? value : null;

    private static bool? Flag(string? text) => bool.TryParse(text, out var flag) ? flag : null;
}
