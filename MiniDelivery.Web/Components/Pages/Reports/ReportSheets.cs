using System.Globalization;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Reports;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Reports;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Reports;

/// <summary>What one part of a report is made of.</summary>
/// <param name="Report">The figures.</param>
/// <param name="Sheets">The tables.</param>
public sealed record ReportContent(Report Report, IReadOnlyList<ReportSheet> Sheets)
{
    /// <summary>One of them.</summary>
    public ReportSheet? Find(string key) => Sheets.FirstOrDefault(sheet => sheet.Key == key);
}

/// <summary>Turns figures into tables with heads, words and links; page and files are made of the same ones.</summary>
public sealed class ReportSheets(
    ReportQueries queries, RestaurantDirectory directory, IStringLocalizer<Reports> localizer, IStringLocalizer<Words> words)
{
    private const int TopDishes = 200;

    // Monday first, whatever the language.
    private static readonly DayOfWeek[] _week =
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday];

    /// <summary>The weekdays in their order.</summary>
    public static IReadOnlyList<DayOfWeek> Week => _week;

    /// <summary>Reads a part of a report; null for who may not.</summary>
    public async Task<ReportContent?> ReadAsync(ReportView view, RestaurantInfo here, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(view);
        var filter = view.Filter(here, directory, by);
        if (await queries.ReadAsync(filter, by, cancellationToken) is not { } report)
        {
            return null;
        }

        return new ReportContent(report, view.Part switch
        {
            ReportPart.Summary => [Summary(report.All), Funnel(report.All), Statuses(report.All), Sources(report), Reasons(report.All)],
            ReportPart.Time => [Days(view, report), Hours(report)],
            ReportPart.Dishes => Dishes((await queries.DishesAsync(filter, by, cancellationToken))!),
            ReportPart.People => [Operators(report.All), Couriers((await queries.CouriersAsync(filter, by, cancellationToken))!)],
            ReportPart.Guests => [Guests(report.All)],
            ReportPart.Cancelled => [Reasons(report.All), Cancelled((await queries.CancelledAsync(filter, 1, by, cancellationToken))!, here)],
            ReportPart.Till => [Till(report.All)],
        });
    }

    /// <summary>«пн», «mon».</summary>
    public static string Short(DayOfWeek day) => CultureInfo.CurrentCulture.DateTimeFormat.GetAbbreviatedDayName(day);

    private ReportSheet Summary(Figures all) => new("summary", localizer["Part.Summary"], [localizer["Figure"], localizer["Value"]],
    [
        [new(localizer["Orders"].Value), new(all.Kept.Count, "kept=true")],
        [new(localizer["Sum"].Value), new(all.Kept.Sum, "kept=true")],
        [new(localizer["Average"].Value), new(all.Kept.Average, "kept=true")],
        [new(localizer["Cancelled"].Value), new(all.Cancelled.Count, "status=deleted")],
        [new(localizer["CancelledSum"].Value), new(all.Cancelled.Sum, "status=deleted")],
        [new(localizer["LateShare"].Value), new(new Share(all.Late, all.Promised), "kept=true&late=true")],
        [new(localizer["AcceptMedian"].Value), new(Time(all.Accept.Median))],
        [new(localizer["AcceptP90"].Value), new(Time(all.Accept.P90))],
        [new(localizer["TillMedian"].Value), new(Time(all.Till.Median))],
        [new(localizer["TillP90"].Value), new(Time(all.Till.P90))],
        [new(localizer["DoorMedian"].Value), new(Time(all.Door.Median))],
        [new(localizer["DoorP90"].Value), new(Time(all.Door.P90))],
    ]);

    private ReportSheet Funnel(Figures all) => new("funnel", localizer["Funnel"], [localizer["Stage"], localizer["Orders"], localizer["ShareOfAll"]],
    [
        .. Enum.GetValues<OrderStage>().Select(stage => new SheetCell[]
        {
            new(localizer[$"Stage.{stage}"].Value),
            new(all.Stages.GetValueOrDefault(stage), $"stage={stage}"),
            new(new Share(all.Stages.GetValueOrDefault(stage), all.Received)),
        }),
    ]);

    private ReportSheet Statuses(Figures all) => new("statuses", localizer["ByStatus"], [localizer["State"], localizer["Orders"], localizer["Sum"]],
    [
        .. Enum.GetValues<OrderStatus>().Select(status => new SheetCell[]
        {
            new(words.Of(status)),
            new(all.Statuses.GetValueOrDefault(status).Count, $"status={status.CssName()}"),
            new(all.Statuses.GetValueOrDefault(status).Sum),
        }),
    ]);

    private ReportSheet Sources(Report report) => new(
        "sources",
        localizer["BySource"],
        [localizer["Source"], localizer["Orders"], localizer["Sum"], localizer["Average"], localizer["Cancelled"]],
        [
            .. report.Sources.OrderByDescending(source => source.Value.Kept.Sum).Select(source => new SheetCell[]
            {
                new(report.SourceNames.GetValueOrDefault(source.Key, "")),
                new(source.Value.Kept.Count, $"kept=true&source={source.Key}"),
                new(source.Value.Kept.Sum),
                new(source.Value.Kept.Average),
                new(source.Value.Cancelled.Count, $"status=deleted&source={source.Key}"),
            }),
        ]);

    private ReportSheet Reasons(Figures all) => new("reasons", localizer["Reasons"], [localizer["Reason"], localizer["Orders"], localizer["Sum"], localizer["ShareOfCancelled"]],
    [
        .. all.Reasons.OrderByDescending(reason => reason.Value.Count).ThenBy(reason => reason.Key).Select(reason => new SheetCell[]
        {
            new(words.Of(reason.Key)),
            new(reason.Value.Count, $"reason={reason.Key}"),
            new(reason.Value.Sum),
            new(new Share(reason.Value.Count, all.Cancelled.Count)),
        }),
    ]);

    private ReportSheet Days(ReportView view, Report report) => new(
        "days",
        localizer["ByDay"],
        [localizer["Day"], localizer["Orders"], localizer["Sum"], localizer["Average"], localizer["Cancelled"], localizer["LateShare"], localizer["AcceptMedian"]],
        [
            .. Enumerable.Range(0, view.To.DayNumber - view.From.DayNumber + 1).Select(view.From.AddDays)
                .Select(day => (Day: day, Figures: report.Days.GetValueOrDefault(day, new Figures())))
                .Select(day => new SheetCell[]
                {
                    new(day.Day),
                    new(day.Figures.Kept.Count, $"kept=true&day={ReportView.Text(day.Day)}"),
                    new(day.Figures.Kept.Sum),
                    new(day.Figures.Kept.Average),
                    new(day.Figures.Cancelled.Count, $"status=deleted&day={ReportView.Text(day.Day)}"),
                    new(new Share(day.Figures.Late, day.Figures.Promised)),
                    new(Time(day.Figures.Accept.Median)),
                }),
        ],
        [
            new(localizer["Total"].Value), new(report.All.Kept.Count, "kept=true"), new(report.All.Kept.Sum), new(report.All.Kept.Average),
            new(report.All.Cancelled.Count, "status=deleted"), new(new Share(report.All.Late, report.All.Promised)), new(Time(report.All.Accept.Median)),
        ]);

    // The map of hours: its table is itself.
    private ReportSheet Hours(Report report) => new("hours", localizer["ByHour"], [localizer["Hour"], .. _week.Select(Short), localizer["Total"]],
    [
        .. Enumerable.Range(0, 24).Where(hour => _week.Any(day => report.Week.ContainsKey((day, hour)))).Select(hour => Hour(report, hour)),
    ]);

    private static IReadOnlyList<SheetCell> Hour(Report report, int hour) =>
    [
        new(string.Create(CultureInfo.InvariantCulture, $"{hour:00}:00")),
        .. _week.Select(day => new SheetCell(report.Week.GetValueOrDefault((day, hour)).Count, $"kept=true&hour={hour}&weekday={day}")),
        new(_week.Sum(day => report.Week.GetValueOrDefault((day, hour)).Count), $"kept=true&hour={hour}"),
    ];

    private List<ReportSheet> Dishes(DishSales sales) =>
    [
        new("dishes", localizer["Dishes"], [localizer["Dish"], localizer["Quantity"], localizer["Sum"], localizer["Orders"]],
        [
            .. sales.Dishes.OrderByDescending(dish => dish.Value.Sum).ThenBy(dish => dish.Key, StringComparer.Ordinal).Take(TopDishes).Select(dish => new SheetCell[]
            {
                new(dish.Value.Name),
                new(dish.Value.Quantity),
                new(dish.Value.Sum),
                new(dish.Value.Orders, $"kept=true&dish={Uri.EscapeDataString(dish.Key)}"),
            }),
        ]),
        new("dropped", localizer["Dropped"], [localizer["Dish"], localizer["DroppedQuantity"], localizer["Orders"], localizer["ShareOfOrdered"]],
        [
            .. sales.Dishes.Where(dish => dish.Value.DroppedOrders > 0).OrderByDescending(dish => dish.Value.Dropped.Thousandths).Take(TopDishes).Select(dish => new SheetCell[]
            {
                new(dish.Value.Name),
                new(dish.Value.Dropped),
                new(dish.Value.DroppedOrders, $"kept=true&differs=true&dish={Uri.EscapeDataString(dish.Key)}"),
                new(new Share(dish.Value.Dropped.Thousandths, dish.Value.Quantity.Thousandths)),
            }),
        ]),
    ];

    private ReportSheet Operators(Figures all) => new("operators", localizer["Operators"], [localizer["Operator"], localizer["Accepted"], localizer["Sum"], localizer["AcceptAverage"]],
    [
        .. all.Operators.OrderByDescending(person => person.Value.Count).ThenBy(person => person.Key, StringComparer.CurrentCulture).Select(person => new SheetCell[]
        {
            new(person.Key),
            new(person.Value.Count, $"operator={Uri.EscapeDataString(person.Key)}"),
            new(person.Value.Sum),
            new(TimeSpan.FromSeconds(Math.Round((double)all.OperatorSeconds.GetValueOrDefault(person.Key) / person.Value.Count))),
        }),
    ]);

    private ReportSheet Couriers(IReadOnlyDictionary<Guid, (string Name, Figures Figures)> couriers) => new(
        "couriers",
        localizer["Couriers"],
        [localizer["Courier"], localizer["Orders"], localizer["Sum"], localizer["LateShare"], localizer["DoorMedian"]],
        [
            .. couriers.OrderByDescending(courier => courier.Value.Figures.Kept.Count).Select(courier => new SheetCell[]
            {
                new(courier.Value.Name),
                new(courier.Value.Figures.Kept.Count, $"kept=true&courier={courier.Key}"),
                new(courier.Value.Figures.Kept.Sum),
                new(new Share(courier.Value.Figures.Late, courier.Value.Figures.Promised)),
                new(Time(courier.Value.Figures.Door.Median)),
            }),
        ]);

    private ReportSheet Guests(Figures all) => new("guests", localizer["Part.Guests"], [localizer["Guest"], localizer["Orders"], localizer["Sum"], localizer["Average"], localizer["ShareOfAll"]],
    [
        Guests(localizer["NewGuests"], all.NewGuests, all, isNew: true),
        Guests(localizer["ReturningGuests"], all.Returning, all, isNew: false),
    ]);

    private static SheetCell[] Guests(string name, Tally tally, Figures all, bool isNew) =>
    [
        new(name), new(tally.Count, $"kept=true&newGuest={isNew}"), new(tally.Sum), new(tally.Average),
        new(new Share(tally.Count, all.NewGuests.Count + all.Returning.Count)),
    ];

    private ReportSheet Cancelled(IReadOnlyList<CancelledOrder> orders, RestaurantInfo here) => new(
        "cancelled",
        localizer["CancelledList"],
        [localizer["Number"], localizer["ReceivedAt"], localizer["CancelledAt"], localizer["Reason"], localizer["By"], localizer["Comment"], localizer["Sum"]],
        [
            .. orders.Select(order => new SheetCell[]
            {
                new(order.Number, Href: $"orders/{order.Id}"),
                new(Format.DateTime(order.ReceivedAt, here.Zone)),
                new(Format.DateTime(order.At, here.Zone)),
                new(words.Of(order.Reason)),
                new(order.By),
                new(order.Comment),
                new(order.Total),
            }),
        ]);

    private ReportSheet Till(Figures all) => new("till", localizer["OrderedAgainst"], [localizer["Figure"], localizer["Orders"], localizer["Sum"]],
    [
        [new(localizer["OrderedSum"].Value), new(all.Ordered.Count), new(all.Ordered.Sum)],
        [new(localizer["RungUpSum"].Value), new(all.RungUp.Count), new(all.RungUp.Sum)],
        [new(localizer["DifferenceSum"].Value), new(null), new(all.RungUp.Sum - all.Ordered.Sum)],
        [new(localizer["Same"].Value), new(all.Ordered.Count - all.Differ, "kept=true&differs=false"), new(null)],
        [new(localizer["Differing"].Value), new(all.Differ, "kept=true&differs=true"), new(null)],
    ]);

    private static TimeSpan? Time(int? seconds) => seconds is { } some ? TimeSpan.FromSeconds(some) : null;
}
