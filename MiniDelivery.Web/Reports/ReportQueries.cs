using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Reports;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Live;

namespace MiniDelivery.Web.Reports;

/// <summary>What a report is about.</summary>
/// <param name="Restaurants">Of which restaurants; those of which the person may read no reports are left out.</param>
/// <param name="From">The first business day.</param>
/// <param name="To">The last one.</param>
/// <param name="Source">From one source; null = from any.</param>
/// <param name="Courier">Of one courier; null = of any, and of none.</param>
public sealed record ReportFilter(IReadOnlyList<RestaurantId> Restaurants, DateOnly From, DateOnly To, SourceId? Source = null, Guid? Courier = null)
{
    /// <summary>The longest period, in days: a year and its leap day.</summary>
    public const int LongestDays = 366;
}

/// <summary>Which of a report's orders are meant by one of its numbers. What is null is any.</summary>
public sealed record OrderPick
{
    /// <summary>In this state.</summary>
    public OrderStatus? Status { get; init; }

    /// <summary>Not cancelled.</summary>
    public bool IsKept { get; init; }

    /// <summary>Come at least so far.</summary>
    public OrderStage? Stage { get; init; }

    /// <summary>Come in at this hour.</summary>
    public int? Hour { get; init; }

    /// <summary>On business days of this name.</summary>
    public DayOfWeek? Weekday { get; init; }

    /// <summary>Cancelled for this reason.</summary>
    public CancelReason? Reason { get; init; }

    /// <summary>Accepted by this person.</summary>
    public string? Operator { get; init; }

    /// <summary>Late, or in time.</summary>
    public bool? IsLate { get; init; }

    /// <summary>Of new guests, or of known ones.</summary>
    public bool? IsNewGuest { get; init; }

    /// <summary>Whether the till has something else, of those that can be compared.</summary>
    public bool? Differs { get; init; }

    /// <summary>With this dish: its key in <see cref="DishSales"/>.</summary>
    public string? Dish { get; init; }
}

/// <summary>A report.</summary>
/// <param name="All">The figures of all.</param>
/// <param name="Days">The figures by day.</param>
/// <param name="Sources">The figures by source.</param>
/// <param name="Week">Kept orders by weekday and hour.</param>
/// <param name="SourceNames">Names of all sources of these restaurants.</param>
public sealed record Report(
    Figures All,
    IReadOnlyDictionary<DateOnly, Figures> Days,
    IReadOnlyDictionary<SourceId, Figures> Sources,
    IReadOnlyDictionary<(DayOfWeek Day, int Hour), Tally> Week,
    IReadOnlyDictionary<SourceId, string> SourceNames);

/// <summary>A cancelled order as the list of cancellations shows it.</summary>
public sealed record CancelledOrder(OrderId Id, int Number, DateTimeOffset ReceivedAt, DateTimeOffset At, CancelReason Reason, string By, string? Comment, Money Total);

/// <summary>One page of the orders behind a number.</summary>
/// <param name="Rows">The rows, newest first.</param>
/// <param name="HasMore">There are older ones.</param>
public sealed record PickedOrders(IReadOnlyList<BoardRow> Rows, bool HasMore);

/// <summary>
/// Reads reports. A year is read from the figures of its days; what was touched since they were counted, today above all, from the
/// facts of those days. Orders themselves are only read where a list shows them. Everything answers null to who may read nothing.
/// </summary>
public sealed class ReportQueries(IDbContextFactory<DeliveryDb> contexts)
{
    /// <summary>Rows of one page of a list.</summary>
    public const int PageSize = 50;

    /// <summary>The last page of a list: who looks for more narrows the period.</summary>
    public const int LastPage = 200;

    /// <summary>The figures of a period.</summary>
    public async Task<Report?> ReadAsync(ReportFilter filter, Actor by, CancellationToken cancellationToken)
    {
        if (Allowed(filter, by) is not { } restaurants)
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var touched = await TouchedAsync(db, restaurants, filter, cancellationToken);
        var rows = db.Set<DayFigures>().AsNoTracking().Where(row => restaurants.Contains(row.RestaurantId) && row.Day >= filter.From && row.Day <= filter.To);
        rows = filter.Source is { } source ? rows.Where(row => row.SourceId == source) : rows;
        var wanted = filter.Courier ?? DayFigures.Everybody;
        var sums = new Sums();
        foreach (var row in await rows.Where(row => row.CourierId == wanted).ToListAsync(cancellationToken))
        {
            if (!touched.Contains((row.RestaurantId, row.Day)))
            {
                sums.Add(row.Day, row.SourceId, row.Figures);
            }
        }

        foreach (var group in (await LiveAsync(db, touched, filter, cancellationToken)).GroupBy(fact => (fact.Day, fact.SourceId)))
        {
            sums.Add(group.Key.Day, group.Key.SourceId, FiguresOf(group));
        }

        var names = await db.Sources.AsNoTracking().Where(found => restaurants.Contains(found.RestaurantId))
            .ToDictionaryAsync(found => found.Id, found => found.Name, cancellationToken);
        return new Report(sums.All, sums.Days, sums.Sources, sums.Week, names);
    }

    /// <summary>The figures of a period by courier, with the name that each had last.</summary>
    public async Task<IReadOnlyDictionary<Guid, (string Name, Figures Figures)>?> CouriersAsync(ReportFilter filter, Actor by, CancellationToken cancellationToken)
    {
        if (Allowed(filter, by) is not { } restaurants)
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var touched = await TouchedAsync(db, restaurants, filter, cancellationToken);
        var rows = db.Set<DayFigures>().AsNoTracking()
            .Where(row => restaurants.Contains(row.RestaurantId) && row.Day >= filter.From && row.Day <= filter.To && row.CourierId != DayFigures.Everybody);
        rows = filter.Source is { } source ? rows.Where(row => row.SourceId == source) : rows;
        rows = filter.Courier is { } courier ? rows.Where(row => row.CourierId == courier) : rows;
        var couriers = new Dictionary<Guid, (string Name, Figures Figures)>();
        foreach (var row in (await rows.ToListAsync(cancellationToken)).OrderBy(row => row.Day))
        {
            if (!touched.Contains((row.RestaurantId, row.Day)))
            {
                Add(row.CourierId, row.Courier, row.Figures);
            }
        }

        foreach (var group in (await LiveAsync(db, touched, filter, cancellationToken)).Where(fact => fact.CourierId is not null).GroupBy(fact => fact.CourierId!.Value))
        {
            Add(group.Key, group.Last().Courier, FiguresOf(group));
        }

        return couriers;

        void Add(Guid id, string name, Figures figures)
        {
            ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(couriers, id, out _);
            sum = (name, sum.Figures ?? new Figures());
            sum.Figures.Add(figures);
        }
    }

    /// <summary>The dishes of a period. They are counted by source, not by courier.</summary>
    public async Task<DishSales?> DishesAsync(ReportFilter filter, Actor by, CancellationToken cancellationToken)
    {
        if (Allowed(filter, by) is not { } restaurants)
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var touched = await TouchedAsync(db, restaurants, filter, cancellationToken);
        var rows = db.Set<DayDishes>().AsNoTracking().Where(row => restaurants.Contains(row.RestaurantId) && row.Day >= filter.From && row.Day <= filter.To);
        rows = filter.Source is { } source ? rows.Where(row => row.SourceId == source) : rows;
        var sales = new DishSales();
        foreach (var row in await rows.ToListAsync(cancellationToken))
        {
            if (!touched.Contains((row.RestaurantId, row.Day)))
            {
                sales.Add(row.Sales);
            }
        }

        var live = await LiveAsync(db, touched, filter with { Courier = null }, cancellationToken);
        foreach (var (_, some) in await ReportBooks.ReadDishesAsync(db, live, cancellationToken))
        {
            sales.Add(some);
        }

        return sales;
    }

    /// <summary>A page of the orders behind a number, newest first.</summary>
    /// <param name="page">From 1.</param>
    public async Task<PickedOrders?> OrdersAsync(ReportFilter filter, OrderPick pick, int page, Actor by, CancellationToken cancellationToken)
    {
        if (Allowed(filter, by) is not { } restaurants)
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (ids, hasMore) = await PageAsync(db, restaurants, filter, pick, page, cancellationToken);
        var rows = await BoardReader.ReadAsync(db, db.Orders.AsNoTracking().Where(order => ids.Contains(order.Id)), cancellationToken);
        return new PickedOrders([.. rows.OrderByDescending(row => row.ReceivedAt).ThenByDescending(row => row.Number)], hasMore);
    }

    /// <summary>A page of the cancelled orders, newest first.</summary>
    /// <param name="page">From 1.</param>
    public async Task<IReadOnlyList<CancelledOrder>?> CancelledAsync(ReportFilter filter, int page, Actor by, CancellationToken cancellationToken)
    {
        if (Allowed(filter, by) is not { } restaurants)
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (ids, _) = await PageAsync(db, restaurants, filter, new OrderPick { Status = OrderStatus.Deleted }, page, cancellationToken);
        var orders = await db.Orders.AsNoTracking().Where(order => ids.Contains(order.Id) && order.Cancellation != null)
            .Select(order => new { order.Id, order.Number, order.ReceivedAt, order.Cancellation, order.Total })
            .ToListAsync(cancellationToken);
        return
        [
            .. orders.OrderByDescending(order => order.ReceivedAt).ThenByDescending(order => order.Number).Select(order => new CancelledOrder(
                order.Id, order.Number, order.ReceivedAt, order.Cancellation!.At, order.Cancellation.Reason, order.Cancellation.By, order.Cancellation.Comment, order.Total)),
        ];
    }

    private static List<RestaurantId>? Allowed(ReportFilter filter, Actor by)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(by);
        List<RestaurantId> allowed = [.. filter.Restaurants.Where(restaurant => by.May(Permission.ReadReports, restaurant)).Distinct()];
        return allowed is [] ? null : allowed;
    }

    // First of all: a day that is touched later was still right when its figures were read, and one that is counted in between is
    // read from its facts, which say the same.
    private static async Task<HashSet<(RestaurantId Restaurant, DateOnly Day)>> TouchedAsync(
        DeliveryDb db, List<RestaurantId> restaurants, ReportFilter filter, CancellationToken cancellationToken)
    {
        var touched = await db.Set<DayTouch>().AsNoTracking()
            .Where(touch => restaurants.Contains(touch.RestaurantId) && touch.Day >= filter.From && touch.Day <= filter.To)
            .Select(touch => new { touch.RestaurantId, touch.Day })
            .Distinct()
            .ToListAsync(cancellationToken);
        return [.. touched.Select(touch => (touch.RestaurantId, touch.Day))];
    }

    private static async Task<List<OrderFact>> LiveAsync(
        DeliveryDb db, HashSet<(RestaurantId Restaurant, DateOnly Day)> touched, ReportFilter filter, CancellationToken cancellationToken)
    {
        var found = new List<OrderFact>();
        foreach (var restaurant in touched.GroupBy(day => day.Restaurant, day => day.Day))
        {
            List<DateOnly> days = [.. restaurant];
            var facts = Of(db, restaurant.Key, filter).Where(fact => days.Contains(fact.Day));
            found.AddRange(await facts.OrderBy(fact => fact.Day).ThenBy(fact => fact.ReceivedAt).ToListAsync(cancellationToken));
        }

        return found;
    }

    private static Figures FiguresOf(IEnumerable<OrderFact> facts)
    {
        var figures = new Figures();
        foreach (var fact in facts)
        {
            figures.Add(fact);
        }

        return figures;
    }

    private static IQueryable<OrderFact> Of(DeliveryDb db, RestaurantId restaurant, ReportFilter filter)
    {
        var facts = db.Set<OrderFact>().AsNoTracking().Where(fact => fact.RestaurantId == restaurant);
        facts = filter.Source is { } source ? facts.Where(fact => fact.SourceId == source) : facts;
        return filter.Courier is { } courier ? facts.Where(fact => fact.CourierId == courier) : facts;
    }

    // Restaurant by restaurant, along the index and no further than the page needs: a year of several restaurants need not be sorted.
    private static async Task<(List<OrderId> Ids, bool HasMore)> PageAsync(
        DeliveryDb db, List<RestaurantId> restaurants, ReportFilter filter, OrderPick pick, int page, CancellationToken cancellationToken)
    {
        var (skip, found) = ((Math.Clamp(page, 1, LastPage) - 1) * PageSize, new List<(OrderId Id, DateTimeOffset At)>());
        foreach (var restaurant in restaurants)
        {
            var facts = Picked(db, Of(db, restaurant, filter).Where(fact => fact.Day >= filter.From && fact.Day <= filter.To), filter, pick);
            var rows = await facts.OrderByDescending(fact => fact.Day).ThenByDescending(fact => fact.ReceivedAt)
                .Take(skip + PageSize + 1)
                .Select(fact => new { fact.OrderId, fact.ReceivedAt })
                .ToListAsync(cancellationToken);
            found.AddRange(rows.Select(row => (row.OrderId, row.ReceivedAt)));
        }

        var rest = found.OrderByDescending(row => row.At).Skip(skip).Take(PageSize + 1).Select(row => row.Id).ToList();
        return ([.. rest.Take(PageSize)], rest.Count > PageSize);
    }

    private static IQueryable<OrderFact> Picked(DeliveryDb db, IQueryable<OrderFact> facts, ReportFilter filter, OrderPick pick)
    {
        facts = pick.Status is { } status ? facts.Where(fact => fact.Status == status) : facts;
        facts = pick.IsKept ? facts.Where(fact => fact.Status != OrderStatus.Deleted) : facts;
        facts = pick.Hour is { } hour ? facts.Where(fact => fact.Hour == hour) : facts;
        facts = pick.Reason is { } reason ? facts.Where(fact => fact.Status == OrderStatus.Deleted && fact.Reason == reason) : facts;
        facts = pick.Operator is { } person ? facts.Where(fact => fact.AcceptedBy == person) : facts;
        facts = pick.IsLate is { } isLate ? facts.Where(fact => fact.IsLate == isLate) : facts;
        facts = pick.IsNewGuest is { } isNew ? facts.Where(fact => fact.GuestKey != null && fact.IsNewGuest == isNew) : facts;
        facts = pick.Differs is { } differs ? facts.Where(fact => fact.Ordered != null && fact.Differs == differs) : facts;
        if (pick.Stage is { } stage)
        {
            List<OrderStage> further = [.. Enum.GetValues<OrderStage>().Where(other => other >= stage)];
            facts = facts.Where(fact => further.Contains(fact.Stage));
        }

        if (pick.Weekday is { } weekday)
        {
            List<DateOnly> days = [.. Enumerable.Range(0, filter.To.DayNumber - filter.From.DayNumber + 1).Select(filter.From.AddDays).Where(day => day.DayOfWeek == weekday)];
            facts = facts.Where(fact => days.Contains(fact.Day));
        }

        if (pick.Dish is { } dish)
        {
            int? ident = dish is ['#', .. var number] && int.TryParse(number, CultureInfo.InvariantCulture, out var known) ? known : null;
            var name = dish is [_, .. var rest] ? rest : "";
            facts = ident is not null
                ? facts.Where(fact => db.Orders.Any(order => order.Id == fact.OrderId && order.Lines.Any(line => line.MenuIdent == ident)))
                : facts.Where(fact => db.Orders.Any(order => order.Id == fact.OrderId && order.Lines.Any(line => line.MenuIdent == null && line.Name == name)));
        }

        return facts;
    }

    private sealed class Sums
    {
        public Figures All { get; } = new();

        public Dictionary<DateOnly, Figures> Days { get; } = [];

        public Dictionary<SourceId, Figures> Sources { get; } = [];

        public Dictionary<(DayOfWeek Day, int Hour), Tally> Week { get; } = [];

        public void Add(DateOnly day, SourceId source, Figures figures)
        {
            All.Add(figures);
            Of(Days, day).Add(figures);
            Of(Sources, source).Add(figures);
            foreach (var (hour, tally) in figures.Hours)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(Week, (day.DayOfWeek, hour), out _) += tally;
            }
        }

        private static Figures Of<TKey>(Dictionary<TKey, Figures> sums, TKey key)
            where TKey : notnull => CollectionsMarshal.GetValueRefOrAddDefault(sums, key, out _) ??= new Figures();
    }
}
