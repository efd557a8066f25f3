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
/// <param name="List">Which page of a list of orders is among them; null = there is no list.</param>
public sealed record ReportContent(Report Report, IReadOnlyList<ReportSheet> Sheets, ListPages? List = null)
{
    /// <summary>One of them.</summary>
    public ReportSheet? Find(string key) => Sheets.FirstOrDefault(sheet => sheet.Key == key);
}

/// <summary>Pages of a list of orders.</summary>
/// <param name="Page">The one that is shown, from 1.</param>
/// <param name="Count">How many orders there are on all of them.</param>
public sealed record ListPages(int Page, int Count);

/// <summary>Turns figures into tables with heads, words and links; page and files are made of the same ones.</summary>
public sealed class ReportSheets(
    ReportQueries queries, RestaurantDirectory directory, IStringLocalizer<Reports> localizer, IStringLocalizer<Words> words)
{
    private const int TopDishes = 200;

    private static readonly OrdersBehind _kept = new OrderPick.Kept();
    private static readonly OrdersBehind _cancelled = new OrderPick.InState(OrderStatus.Deleted);
    private static readonly OrdersBehind _late = new OrderPick.Late();
    private static readonly OrdersBehind _compared = new OrderPick.Compared(null);

    // Monday first, whatever the language.
    private static readonly DayOfWeek[] _week =
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday];

    /// <summary>The weekdays in their order.</summary>
    public static IReadOnlyList<DayOfWeek> Week => _week;

    /// <summary>Reads a part of a report; null for who may not.</summary>
    /// <param name="isWhole">For a file: a list with all of its pages.</param>
    public async Task<ReportContent?> ReadAsync(ReportView view, RestaurantInfo here, Actor by, bool isWhole, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(view);
        var filter = view.Filter(here, directory, by);
        if (await queries.ReadAsync(filter, by, cancellationToken) is not { } report)
        {
            return null;
        }

        var cancelled = view.Part is ReportPart.Cancelled ? await queries.CancelledAsync(filter, isWhole ? null : view.Page, by, cancellationToken) : null;
        IReadOnlyList<ReportSheet> found = view.Part switch
        {
            ReportPart.Summary => [Summary(report.All), Funnel(report.All), Statuses(report.All), Sources(report), Reasons(report.All)],
            ReportPart.Time => [Days(view, report), Hours(report)],
            ReportPart.Dishes => Dishes((await queries.DishesAsync(filter, by, cancellationToken))!),
            ReportPart.People => [Operators(report.All), Couriers((await queries.CouriersAsync(filter, by, cancellationToken))!)],
            ReportPart.Guests => [Guests(report.All)],
            ReportPart.Cancelled => [Reasons(report.All), Cancelled(cancelled!.Rows, here)],
            ReportPart.Till => [Till(report.All)],
        };
        return new ReportContent(report, found, cancelled is null ? null : new ListPages(cancelled.Page, cancelled.Count));
    }

    /// <summary>«пн», «mon».</summary>
    public static string Short(DayOfWeek day) => CultureInfo.CurrentCulture.DateTimeFormat.GetAbbreviatedDayName(day);

    private ReportSheet Summary(Figures all) => new("summary", localizer["Part.Summary"], [localizer["Figure"], localizer["Value"]],
    [
        [new(localizer["Orders"].Value), new(all.Kept.Count, _kept)],
        [new(localizer["Sum"].Value), new(all.Kept.Sum, _kept)],
        [new(localizer["Average"].Value), new(all.Kept.Average, _kept)],
        [new(localizer["Cancelled"].Value), new(all.Cancelled.Count, _cancelled)],
        [new(localizer["CancelledSum"].Value), new(all.Cancelled.Sum, _cancelled)],
        [new(localizer["LateShare"].Value), new(new Share(all.Late, all.Promised), _late)],
        [new(localizer["AcceptMedian"].Value), Median(OrderTime.Accept, all.Accept)],
        [new(localizer["AcceptP90"].Value), P90(OrderTime.Accept, all.Accept)],
        [new(localizer["TillMedian"].Value), Median(OrderTime.Till, all.Till)],
        [new(localizer["TillP90"].Value), P90(OrderTime.Till, all.Till)],
        [new(localizer["DoorMedian"].Value), Median(OrderTime.Door, all.Door)],
        [new(localizer["DoorP90"].Value), P90(OrderTime.Door, all.Door)],
    ]);

    private ReportSheet Funnel(Figures all) => new("funnel", localizer["Funnel"], [localizer["Stage"], localizer["Orders"], localizer["ShareOfAll"]],
    [
        .. Enum.GetValues<OrderStage>().Select(stage => (Stage: stage, Count: all.Stages.GetValueOrDefault(stage))).Select(stage => new SheetCell[]
        {
            new(localizer[$"Stage.{stage.Stage}"].Value),
            new(stage.Count, new OrderPick.Reached(stage.Stage)),
            new(new Share(stage.Count, all.Received), new OrderPick.Reached(stage.Stage)),
        }),
    ]);

    private ReportSheet Statuses(Figures all) => new("statuses", localizer["ByStatus"], [localizer["State"], localizer["Orders"], localizer["Sum"]],
    [
        .. Enum.GetValues<OrderStatus>().Select(status => (Status: status, Tally: all.Statuses.GetValueOrDefault(status))).Select(status => new SheetCell[]
        {
            new(words.Of(status.Status)),
            new(status.Tally.Count, new OrderPick.InState(status.Status)),
            new(status.Tally.Sum, new OrderPick.InState(status.Status)),
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
                new(source.Value.Kept.Count, _kept with { Source = source.Key }),
                new(source.Value.Kept.Sum, _kept with { Source = source.Key }),
                new(source.Value.Kept.Average, _kept with { Source = source.Key }),
                new(source.Value.Cancelled.Count, _cancelled with { Source = source.Key }),
            }),
        ]);

    private ReportSheet Reasons(Figures all) => new("reasons", localizer["Reasons"], [localizer["Reason"], localizer["Orders"], localizer["Sum"], localizer["ShareOfCancelled"]],
    [
        .. all.Reasons.OrderByDescending(reason => reason.Value.Count).ThenBy(reason => reason.Key).Select(reason => new SheetCell[]
        {
            new(words.Of(reason.Key)),
            new(reason.Value.Count, new OrderPick.CancelledFor(reason.Key)),
            new(reason.Value.Sum, new OrderPick.CancelledFor(reason.Key)),
            new(new Share(reason.Value.Count, all.Cancelled.Count), new OrderPick.CancelledFor(reason.Key)),
        }),
    ]);

    private ReportSheet Days(ReportView view, Report report) => new(
        "days",
        localizer["ByDay"],
        [localizer["Day"], localizer["Orders"], localizer["Sum"], localizer["Average"], localizer["Cancelled"], localizer["LateShare"], localizer["AcceptMedian"]],
        [
            .. Enumerable.Range(0, view.To.DayNumber - view.From.DayNumber + 1).Select(view.From.AddDays)
                .Select(day => new[] { new SheetCell(day) }.Concat(DayCells(report.Days.GetValueOrDefault(day, new Figures()), day)).ToArray()),
        ],
        [new(localizer["Total"].Value), .. DayCells(report.All, null)]);

    private static IEnumerable<SheetCell> DayCells(Figures figures, DateOnly? day) =>
    [
        new(figures.Kept.Count, _kept with { Day = day }),
        new(figures.Kept.Sum, _kept with { Day = day }),
        new(figures.Kept.Average, _kept with { Day = day }),
        new(figures.Cancelled.Count, _cancelled with { Day = day }),
        new(new Share(figures.Late, figures.Promised), _late with { Day = day }),
        Median(OrderTime.Accept, figures.Accept, day),
    ];

    // The map of hours: its table is itself.
    private ReportSheet Hours(Report report) => new("hours", localizer["ByHour"], [localizer["Hour"], .. _week.Select(Short), localizer["Total"]],
    [
        .. Enumerable.Range(0, 24).Where(hour => _week.Any(day => report.Week.ContainsKey((day, hour)))).Select(hour => Hour(report, hour)),
    ]);

    private static IReadOnlyList<SheetCell> Hour(Report report, int hour) =>
    [
        new(string.Create(CultureInfo.InvariantCulture, $"{hour:00}:00")),
        .. _week.Select(day => new SheetCell(report.Week.GetValueOrDefault((day, hour)).Count, new OrderPick.AtHour(hour, day))),
        new(_week.Sum(day => report.Week.GetValueOrDefault((day, hour)).Count), new OrderPick.AtHour(hour, null)),
    ];

    private List<ReportSheet> Dishes(DishSales sales) =>
    [
        new("dishes", localizer["Dishes"], [localizer["Dish"], localizer["Quantity"], localizer["Sum"], localizer["Orders"]],
        [
            .. sales.Dishes.OrderByDescending(dish => dish.Value.Sum).ThenBy(dish => dish.Key, StringComparer.Ordinal).Take(TopDishes)
                .Select(dish => (Sale: dish.Value, Behind: new OrdersBehind(new OrderPick.Dish(dish.Key, IsDropped: false), Name: dish.Value.Name))).Select(dish => new SheetCell[]
                {
                    new(dish.Sale.Name),
                    new(dish.Sale.Quantity, dish.Behind),
                    new(dish.Sale.Sum, dish.Behind),
                    new(dish.Sale.Orders, dish.Behind),
                }),
        ]),
        new("dropped", localizer["Dropped"], [localizer["Dish"], localizer["DroppedQuantity"], localizer["Orders"], localizer["ShareOfOrdered"]],
        [
            .. sales.Dishes.Where(dish => dish.Value.DroppedOrders > 0).OrderByDescending(dish => dish.Value.Dropped.Thousandths).Take(TopDishes)
                .Select(dish => (Sale: dish.Value, Behind: new OrdersBehind(new OrderPick.Dish(dish.Key, IsDropped: true), Name: dish.Value.Name))).Select(dish => new SheetCell[]
                {
                    new(dish.Sale.Name),
                    new(dish.Sale.Dropped, dish.Behind),
                    new(dish.Sale.DroppedOrders, dish.Behind),
                    new(new Share(dish.Sale.Dropped.Thousandths, dish.Sale.Quantity.Thousandths), dish.Behind),
                }),
        ]),
    ];

    private ReportSheet Operators(Figures all) => new("operators", localizer["Operators"], [localizer["Operator"], localizer["Accepted"], localizer["Sum"], localizer["AcceptAverage"]],
    [
        .. all.Operators.OrderByDescending(person => person.Value.Count).ThenBy(person => person.Key, StringComparer.CurrentCulture).Select(person => new SheetCell[]
        {
            new(person.Key),
            new(person.Value.Count, new OrderPick.By(person.Key)),
            new(person.Value.Sum, new OrderPick.By(person.Key)),
            new(TimeSpan.FromSeconds(Math.Round((double)all.OperatorSeconds.GetValueOrDefault(person.Key) / person.Value.Count)), new OrderPick.By(person.Key)),
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
                new(courier.Value.Figures.Kept.Count, _kept with { Courier = courier.Key }),
                new(courier.Value.Figures.Kept.Sum, _kept with { Courier = courier.Key }),
                new(new Share(courier.Value.Figures.Late, courier.Value.Figures.Promised), _late with { Courier = courier.Key }),
                Median(OrderTime.Door, courier.Value.Figures.Door, courier: courier.Key),
            }),
        ]);

    private ReportSheet Guests(Figures all) => new("guests", localizer["Part.Guests"], [localizer["Guest"], localizer["Orders"], localizer["Sum"], localizer["Average"], localizer["ShareOfAll"]],
    [
        Guests(localizer["NewGuests"], all.NewGuests, all, isNew: true),
        Guests(localizer["ReturningGuests"], all.Returning, all, isNew: false),
    ]);

    private static SheetCell[] Guests(string name, Tally tally, Figures all, bool isNew)
    {
        OrdersBehind behind = new OrderPick.Guests(isNew);
        return [new(name), new(tally.Count, behind), new(tally.Sum, behind), new(tally.Average, behind), new(new Share(tally.Count, all.NewGuests.Count + all.Returning.Count), behind)];
    }

    private ReportSheet Cancelled(IReadOnlyList<CancelledOrder> orders, RestaurantInfo here) => new(
        "cancelled",
        localizer["CancelledList"],
        [localizer["Number"], localizer["ReceivedAt"], localizer["CancelledAt"], localizer["Reason"], localizer["By"], localizer["Comment"], localizer["Sum"]],
        [
            .. orders.Select(order => (Order: order, (directory.Find(order.RestaurantId) ?? here).Zone)).Select(row => new SheetCell[]
            {
                new(row.Order.Number, Href: $"orders/{row.Order.Id}"),
                new(Format.DateTime(row.Order.ReceivedAt, row.Zone)),
                new(Format.DateTime(row.Order.At, row.Zone)),
                new(words.Of(row.Order.Reason)),
                new(row.Order.By),
                new(row.Order.Comment),
                new(row.Order.Total, Href: $"orders/{row.Order.Id}"),
            }),
        ]);

    private ReportSheet Till(Figures all) => new("till", localizer["OrderedAgainst"], [localizer["Figure"], localizer["Orders"], localizer["Sum"]],
    [
        [new(localizer["OrderedSum"].Value), new(all.Ordered.Count, _compared), new(all.Ordered.Sum, _compared)],
        [new(localizer["RungUpSum"].Value), new(all.RungUp.Count, _compared), new(all.RungUp.Sum, _compared)],
        [new(localizer["DifferenceSum"].Value), new(null), new(all.RungUp.Sum - all.Ordered.Sum, new OrderPick.Compared(Differs: true))],
        [new(localizer["Same"].Value), new(all.Ordered.Count - all.Differ, new OrderPick.Compared(Differs: false)), new(null)],
        [new(localizer["Differing"].Value), new(all.Differ, new OrderPick.Compared(Differs: true)), new(null)],
    ]);

    // Behind a middle are all that it is the middle of; behind «9 of 10» the tenth that took longer.
    private static SheetCell Median(OrderTime time, TimeSteps steps, DateOnly? day = null, Guid? courier = null) =>
        new(Time(steps.Median), new OrdersBehind(new OrderPick.Timed(time, null), day, Courier: courier));

    private static SheetCell P90(OrderTime time, TimeSteps steps) =>
        new(Time(steps.P90), steps.P90 is { } step && steps.Over(step) > 0 ? new OrdersBehind(new OrderPick.Timed(time, step)) : null);

    private static TimeSpan? Time(int? seconds) => seconds is { } some ? TimeSpan.FromSeconds(some) : null;
}
