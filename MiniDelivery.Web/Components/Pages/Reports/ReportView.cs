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
/// <param name="Page">The page of its list of orders, from 1.</param>
public sealed record ReportView(DateOnly From, DateOnly To, ReportPart Part, bool IsEverywhere, SourceId? Source, Guid? Courier, int Page = 1)
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
            Guid.TryParse(query("courier"), out var courier) ? courier : null,
            int.TryParse(query("page"), NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? Math.Max(1, page) : 1);
    }

    /// <summary>Which orders an address means, as <see cref="Orders"/> has written it.</summary>
    public static OrdersBehind ReadOrders(Func<string, string?> query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return new OrdersBehind(
            OrderPick.Read(query("pick")),
            Day(query("onDay")),
            Guid.TryParse(query("ofSource"), out var source) ? new SourceId(source) : null,
            Guid.TryParse(query("ofCourier"), out var courier) ? courier : null,
            query("called"));
    }

    /// <summary>This report, narrowed to what one of its numbers is about.</summary>
    public ReportView Narrowed(OrdersBehind behind)
    {
        ArgumentNullException.ThrowIfNull(behind);
        return this with { From = behind.Day ?? From, To = behind.Day ?? To, Source = behind.Source ?? Source, Courier = behind.Courier ?? Courier };
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

    /// <summary>The address of the orders behind one of its numbers: the report's own, from which a way leads back, and what is narrower.</summary>
    public string Orders(OrdersBehind behind, int page = 1)
    {
        ArgumentNullException.ThrowIfNull(behind);
        return QueryHelpers.AddQueryString(QueryHelpers.AddQueryString("reports/orders", (this with { Page = page }).Parameters()), new Dictionary<string, string?>
        {
            ["pick"] = behind.Pick.Address,
            ["onDay"] = behind.Day is { } day ? Text(day) : null,
            ["ofSource"] = behind.Source?.ToString(),
            ["ofCourier"] = behind.Courier?.ToString("D"),
            ["called"] = behind.Name,
        });
    }

    /// <summary>Where a cell leads; null = nowhere, as nothing is behind a zero.</summary>
    public string? LinkOf(SheetCell cell) => cell switch
    {
        { Href: { } href } => href,
        { Behind: { } behind, Value: not (null or 0 or Share { Part: 0 } or Money { Minor: 0 } or Quantity { Thousandths: 0 }) } => Orders(behind),
        _ => null,
    };

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
        ["page"] = Page > 1 ? Page.ToString(CultureInfo.InvariantCulture) : null,
    };

    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year > 2000 ? day : null;

    private static T? Enum<T>(string? text)
        where T : struct, System.Enum => System.Enum.TryParse<T>(text, ignoreCase: true, out var value) && System.Enum.IsDefined(value) ? value : null;
}
