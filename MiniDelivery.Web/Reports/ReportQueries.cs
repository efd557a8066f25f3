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

/// <summary>A report.</summary>
/// <param name="All">The figures of all.</param>
/// <param name="Days">The figures by day.</param>
/// <param name="Sources">The figures by source.</param>
/// <param name="Week">Kept orders by weekday and hour.</param>
/// <param name="SourceNames">Names of all sources of these restaurants.</param>
/// <param name="CourierNames">Names of all their couriers.</param>
public sealed record Report(
    Figures All,
    IReadOnlyDictionary<DateOnly, Figures> Days,
    IReadOnlyDictionary<SourceId, Figures> Sources,
    IReadOnlyDictionary<(DayOfWeek Day, int Hour), Tally> Week,
    IReadOnlyDictionary<SourceId, string> SourceNames,
    IReadOnlyDictionary<Guid, string> CourierNames);

/// <summary>A cancelled order as the list of cancellations shows it.</summary>
public sealed record CancelledOrder(
    OrderId Id, RestaurantId RestaurantId, int Number, DateTimeOffset ReceivedAt, DateTimeOffset At, CancelReason Reason, string By, string? Comment, Money Total);

/// <summary>One page of the orders behind a number.</summary>
/// <param name="Rows">The rows, newest first.</param>
/// <param name="Count">How many there are on all pages: the number.</param>
/// <param name="Page">Which page this is, from 1; the last one where a later one was asked for.</param>
public sealed record OrderPage<T>(IReadOnlyList<T> Rows, int Count, int Page);

/// <summary>
/// Reads reports. A year is read from the figures of its days; what was touched since they were counted, today above all, from the
/// facts of those days. Orders themselves are only read where a list shows them. Everything answers null to who may read nothing.
/// </summary>
public sealed class ReportQueries(IDbContextFactory<DeliveryDb> contexts)
{
    /// <summary>Rows of one page of a list.</summary>
    public const int PageSize = 50;

    // As many names as a question may well carry.
    private const int Batch = 500;

    /// <summary>The figures of a period.</summary>
    public async Task<Report?> ReadAsync(ReportFilter filter, Actor by, CancellationToken cancellationToken)
    {
        if (Allowed(filter, by) is not { } restaurants)
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var sums = new Sums();
        foreach (var (_, day, source, figures) in await FigureDaysAsync(db, restaurants, filter, cancellationToken))
        {
            sums.Add(day, source, figures);
        }

        var names = await db.Sources.AsNoTracking().Where(found => restaurants.Contains(found.RestaurantId))
            .ToDictionaryAsync(found => found.Id, found => found.Name, cancellationToken);
        // Who has left is asked about, too, while their orders are.
        var couriers = await db.Couriers.AsNoTracking().Where(found => restaurants.Contains(found.RestaurantId))
            .ToDictionaryAsync(found => found.Id.Value, found => found.Name, cancellationToken);
        return new Report(sums.All, sums.Days, sums.Sources, sums.Week, names, couriers);
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
        var sales = new DishSales();
        foreach (var (_, _, some) in await DishDaysAsync(db, restaurants, filter, cancellationToken))
        {
            sales.Add(some);
        }

        return sales;
    }

    /// <summary>A page of the orders behind a number, newest first.</summary>
    /// <param name="page">From 1.</param>
    public async Task<OrderPage<BoardRow>?> OrdersAsync(ReportFilter filter, OrderPick pick, int page, Actor by, CancellationToken cancellationToken)
    {
        if (Allowed(filter, by) is not { } restaurants)
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (ids, count, shown) = await PageAsync(db, restaurants, filter, pick, page, PageSize, cancellationToken);
        if (ids is [])
        {
            return new OrderPage<BoardRow>([], count, shown);
        }

        var rows = (await BoardReader.ReadAsync(db, db.Orders.AsNoTracking().Where(order => ids.Contains(order.Id)), cancellationToken)).ToDictionary(row => row.Id);
        return new OrderPage<BoardRow>([.. ids.Where(rows.ContainsKey).Select(id => rows[id])], count, shown);
    }

    /// <summary>A page of the cancelled orders, newest first.</summary>
    /// <param name="page">From 1; null = all of them, for a file.</param>
    public async Task<OrderPage<CancelledOrder>?> CancelledAsync(ReportFilter filter, int? page, Actor by, CancellationToken cancellationToken)
    {
        if (Allowed(filter, by) is not { } restaurants)
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var pick = new OrderPick.InState(OrderStatus.Deleted);
        var (ids, count, shown) = await PageAsync(db, restaurants, filter, pick, page ?? 1, page is null ? int.MaxValue : PageSize, cancellationToken);
        var found = new List<CancelledOrder>();
        foreach (var some in ids.Chunk(Batch).Select(part => part.ToList()))
        {
            var orders = await db.Orders.AsNoTracking().Where(order => some.Contains(order.Id) && order.Cancellation != null)
                .Select(order => new { order.Id, order.RestaurantId, order.Number, order.ReceivedAt, order.Cancellation, order.Total })
                .ToDictionaryAsync(order => order.Id, cancellationToken);
            found.AddRange(some.Where(orders.ContainsKey).Select(id => orders[id]).Select(order => new CancelledOrder(
                order.Id, order.RestaurantId, order.Number, order.ReceivedAt,
                order.Cancellation!.At, order.Cancellation.Reason, order.Cancellation.By, order.Cancellation.Comment, order.Total)));
        }

        return new OrderPage<CancelledOrder>(found, count, shown);
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

    // The days' own figures say how many orders of a day are meant, so only the days of the page are looked through, and none in vain:
    // the last page costs what the first one does, and one order in a year is found as fast as all.
    private static async Task<(List<OrderId> Ids, int Count, int Page)> PageAsync(
        DeliveryDb db, List<RestaurantId> restaurants, ReportFilter filter, OrderPick pick, int page, int size, CancellationToken cancellationToken)
    {
        filter = pick is OrderPick.Dish ? filter with { Courier = null } : filter;
        var days = (await CountsAsync(db, restaurants, filter, pick, cancellationToken)).Where(day => day.Count > 0).OrderByDescending(day => day.Day).ToList();
        var count = days.Sum(day => day.Count);
        page = Math.Clamp(page, 1, Math.Max(1, ((count - 1) / size) + 1));
        var (skip, chosen, got) = ((page - 1) * size, new List<(RestaurantId Restaurant, DateOnly Day)>(), 0);
        foreach (var day in days.GroupBy(day => day.Day))
        {
            var all = day.Sum(one => one.Count);
            if (chosen is [] && skip >= all)
            {
                skip -= all;
                continue;
            }

            chosen.AddRange(day.Select(one => (one.Restaurant, one.Day)));
            got += all;
            if (got - skip >= size)
            {
                break;
            }
        }

        var found = new List<(OrderId Id, DateOnly Day, DateTimeOffset At)>();
        foreach (var restaurant in chosen.GroupBy(day => day.Restaurant, day => day.Day))
        {
            foreach (var some in restaurant.Chunk(Batch).Select(part => part.ToList()))
            {
                var facts = pick.Of(Of(db, restaurant.Key, filter).Where(fact => some.Contains(fact.Day)));
                found.AddRange(await FindAsync(db, facts, pick, size is int.MaxValue ? size : skip + size, cancellationToken));
            }
        }

        return ([.. found.OrderByDescending(row => row.Day).ThenByDescending(row => row.At).Skip(skip).Take(size).Select(row => row.Id)], count, page);
    }

    internal static async Task<IEnumerable<(OrderId Id, DateOnly Day, DateTimeOffset At)>> FindAsync(
        DeliveryDb db, IQueryable<OrderFact> facts, OrderPick pick, int atMost, CancellationToken cancellationToken)
    {
        if (pick is OrderPick.Dish { IsDropped: true } dropped)
        {
            // What the till did not get is known by comparing; few orders differ.
            var some = await ReportBooks.ReadDishesAsync(db, await With(db, facts, dropped).ToListAsync(cancellationToken), cancellationToken);
            return some.Where(order => dropped.CountIn(order.Sales) > 0).Select(order => (order.Fact.OrderId, order.Fact.Day, order.Fact.ReceivedAt))
                .OrderByDescending(row => row.Day).ThenByDescending(row => row.ReceivedAt).ThenByDescending(row => row.OrderId.Value).Take(atMost);
        }

        facts = pick is OrderPick.Dish dish ? With(db, facts, dish) : facts;
        var rows = await facts.OrderByDescending(fact => fact.Day).ThenByDescending(fact => fact.ReceivedAt).ThenByDescending(fact => fact.OrderId)
            .Take(atMost)
            .Select(fact => new { fact.OrderId, fact.Day, fact.ReceivedAt })
            .ToListAsync(cancellationToken);
        return rows.Select(row => (row.OrderId, row.Day, row.ReceivedAt));
    }

    private static IQueryable<OrderFact> With(DeliveryDb db, IQueryable<OrderFact> facts, OrderPick.Dish dish)
    {
        var (ident, name) = (dish.Ident, dish.Name);
        return ident is not null
            ? facts.Where(fact => db.Orders.Any(order => order.Id == fact.OrderId && order.Lines.Any(line => line.MenuIdent == ident)))
            : facts.Where(fact => db.Orders.Any(order => order.Id == fact.OrderId && order.Lines.Any(line => line.MenuIdent == null && line.Name == name)));
    }

    // How many orders of each day are meant.
    private static async Task<List<(RestaurantId Restaurant, DateOnly Day, int Count)>> CountsAsync(
        DeliveryDb db, List<RestaurantId> restaurants, ReportFilter filter, OrderPick pick, CancellationToken cancellationToken)
    {
        var days = pick is OrderPick.Dish dish
            ? (await DishDaysAsync(db, restaurants, filter, cancellationToken)).Select(day => (day.Restaurant, day.Day, Count: dish.CountIn(day.Sales)))
            : (await FigureDaysAsync(db, restaurants, filter, cancellationToken)).Select(day => (day.Restaurant, day.Day, Count: pick.CountIn(day.Figures, day.Day.DayOfWeek)));
        return [.. days.GroupBy(day => (day.Restaurant, day.Day)).Select(day => (day.Key.Restaurant, day.Key.Day, day.Sum(one => one.Count)))];
    }

    // Figures of every day and source: the counted ones, and of touched days those of their facts.
    private static async Task<List<(RestaurantId Restaurant, DateOnly Day, SourceId Source, Figures Figures)>> FigureDaysAsync(
        DeliveryDb db, List<RestaurantId> restaurants, ReportFilter filter, CancellationToken cancellationToken)
    {
        var touched = await TouchedAsync(db, restaurants, filter, cancellationToken);
        var wanted = filter.Courier ?? DayFigures.Everybody;
        var rows = db.Set<DayFigures>().AsNoTracking()
            .Where(row => restaurants.Contains(row.RestaurantId) && row.Day >= filter.From && row.Day <= filter.To && row.CourierId == wanted);
        rows = filter.Source is { } source ? rows.Where(row => row.SourceId == source) : rows;
        var live = (await LiveAsync(db, touched, filter, cancellationToken)).GroupBy(fact => (fact.RestaurantId, fact.Day, fact.SourceId));
        return
        [
            .. (await rows.ToListAsync(cancellationToken)).Where(row => !touched.Contains((row.RestaurantId, row.Day)))
                .Select(row => (row.RestaurantId, row.Day, row.SourceId, row.Figures)),
            .. live.Select(group => (group.Key.RestaurantId, group.Key.Day, group.Key.SourceId, FiguresOf(group))),
        ];
    }

    private static async Task<List<(RestaurantId Restaurant, DateOnly Day, DishSales Sales)>> DishDaysAsync(
        DeliveryDb db, List<RestaurantId> restaurants, ReportFilter filter, CancellationToken cancellationToken)
    {
        var touched = await TouchedAsync(db, restaurants, filter, cancellationToken);
        var rows = db.Set<DayDishes>().AsNoTracking().Where(row => restaurants.Contains(row.RestaurantId) && row.Day >= filter.From && row.Day <= filter.To);
        rows = filter.Source is { } source ? rows.Where(row => row.SourceId == source) : rows;
        var counted = (await rows.ToListAsync(cancellationToken)).Where(row => !touched.Contains((row.RestaurantId, row.Day)));
        var live = await LiveAsync(db, touched, filter with { Courier = null }, cancellationToken);
        return
        [
            .. counted.Select(row => (row.RestaurantId, row.Day, row.Sales)),
            .. (await ReportBooks.ReadDishesAsync(db, live, cancellationToken)).Select(order => (order.Fact.RestaurantId, order.Fact.Day, order.Sales)),
        ];
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
