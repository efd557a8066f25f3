using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Couriers;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Reports;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Domain.Till;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Reports;

namespace MiniDelivery.Tests.Storage;

/// <summary>What reports say, held against the orders themselves.</summary>
public sealed class ReportTests
{
    private static readonly DateOnly _from = new(2027, 3, 26);
    private static readonly DateOnly _to = new(2027, 3, 30);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // The clocks of Berlin go forward in the night to 2027-03-28, across the hour at which the day turns.
    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_history_of_thousands_of_orders_is_counted_as_somebody_would_who_looks_at_each(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var (restaurant, shop) = (RestaurantId.New(), SourceId.New());
        var berlin = new Restaurant { Id = restaurant, Code = "b", Name = "Berlin", TimeZone = "Europe/Berlin", Currency = "RUB", DayTurnsAtHour = 2 };
        await database.StoreAsync(
            berlin,
            new OrderSource { Id = shop, RestaurantId = restaurant, Name = "сайт" },
            new OrderSource { RestaurantId = restaurant, Name = "телефон", IsStaff = true });
        var clock = new FakeTimeProvider(berlin.Day.Start(_from));
        var books = new ReportBooks(database.Contexts, clock, NullLogger<ReportBooks>.Instance);
        Courier[] couriers = [new() { RestaurantId = restaurant, Name = "Иван", Phone = "" }, new() { RestaurantId = restaurant, Name = "Пётр", Phone = "" }];
        Array.ForEach(couriers, courier => courier.StartShift(clock.GetUtcNow()));
        await database.StoreAsync(couriers);
        var history = new History(database.Contexts, berlin, couriers, clock, new Random(20270326));
        var reports = new ReportQueries(database.Contexts);

        while (clock.GetUtcNow() < berlin.Day.Start(_to.AddDays(1)))
        {
            await history.GoOnAsync(Stop);
            if (history.Rounds % 25 is 0)
            {
                // Days that are over are counted, and go on changing afterwards.
                await books.CountAsync(Stop);
            }
        }

        Assert.InRange(history.Orders, 2000, 4000);
        await CompareAsync();
        clock.Advance(TimeSpan.FromDays(2));
        Assert.NotEqual(0, await books.CountAsync(Stop));
        await CompareAsync();
        Assert.Equal(0, await books.CountAsync(Stop));
        Assert.Equal(history.Orders, await books.RebuildAsync(Stop));
        await CompareAsync();

        async Task CompareAsync()
        {
            await using var db = await database.Contexts.CreateDbContextAsync(Stop);
            var orders = (await db.Orders.AsNoTracking().Where(order => order.RestaurantId == restaurant).ToListAsync(Stop)).Where(order => !order.IsTest).ToList();
            foreach (var (from, to) in new[] { (_from, _to), (new DateOnly(2027, 3, 28), new DateOnly(2027, 3, 28)), (_from, _from.AddDays(1)) })
            {
                foreach (var (source, courier) in new (SourceId?, CourierId?)[] { (null, null), (shop, null), (null, couriers[0].Id), (shop, couriers[1].Id) })
                {
                    var filter = new ReportFilter([restaurant], from, to, source, courier?.Value);
                    var mine = orders.Where(order => berlin.Day.Start(from) <= order.ReceivedAt && order.ReceivedAt < berlin.Day.Start(to.AddDays(1)) && (source is null || order.SourceId == source) && (courier is null || order.CourierId == courier)).ToList();
                    Naive.Same(mine, orders, berlin, (await reports.ReadAsync(filter, Some.Boris, Stop))!, courier is null ? await reports.DishesAsync(filter, Some.Boris, Stop) : null);
                    Naive.SameCouriers(mine, (await reports.CouriersAsync(filter, Some.Boris, Stop))!);
                    if (from == _from && to == _to && (source is null) == (courier is null))
                    {
                        await PicksAsync(reports, filter, mine, berlin.Day);
                    }
                }
            }
        }
    }

    // What a number says, its list shows.
    private static async Task PicksAsync(ReportQueries reports, ReportFilter filter, List<Order> mine, BusinessDay day)
    {
        (string Pick, Func<Order, bool> Means)[] picks =
        [
            ("all", _ => true),
            ("kept", IsKept),
            ("late", order => IsKept(order) && Naive.Done(order) > order.PromisedAt),
            ("state.Archived", order => order.Status is OrderStatus.Archived),
            ("stage.AtTill", order => Naive.Reached(order) >= OrderStage.AtTill),
            ("reason.Duplicate", order => order is { Status: OrderStatus.Deleted, Cancellation.Reason: CancelReason.Duplicate }),
            ("operator.Анна", order => order.History.FirstOrDefault(step => step.Kind is StepKind.AcceptRequested)?.By is "Анна"),
            ("hour.12.Saturday", order => IsKept(order) && day.Of(order.ReceivedAt).DayOfWeek is DayOfWeek.Saturday && TimeZoneInfo.ConvertTime(order.ReceivedAt, day.Zone).Hour is 12),
            ("compared.differing", order => IsKept(order) && order.CompareWithTill() is { Ordered: not null, IsAny: true }),
            ("compared.same", order => IsKept(order) && order.CompareWithTill() is { Ordered: not null, IsAny: false }),
            ("time.Accept", order => Naive.ToAccept(order) is not null),
            ("time.Accept.300", order => Naive.ToAccept(order) >= TimeSpan.FromSeconds(301)),
            ("time.Till.1800", order => Naive.AtTill(order) - Naive.Accepted(order) >= TimeSpan.FromSeconds(1801)),
            ("time.Door", order => IsKept(order) && Naive.Done(order) is not null),
            ("dish.#1002", order => IsKept(order) && order.Lines.Any(line => line.MenuIdent is 1002)),
            ("dish.=Чудо", order => IsKept(order) && order.Lines.Any(line => line.Name is "Чудо")),
            ("dropped.#1002", order => IsKept(order) && order.CompareWithTill()?.Dishes.Any(dish => dish is { Name: "Хлеб", Kind: DifferenceKind.Missing }) is true),
        ];
        foreach (var (address, means) in picks)
        {
            var pick = OrderPick.Read(address);
            if (pick is OrderPick.Dish && filter.Courier is not null)
            {
                // Dishes are counted without couriers.
                continue;
            }

            Assert.Equal(address, pick.Address);
            var expected = mine.Where(means).OrderByDescending(order => order.ReceivedAt).ToList();
            var numbers = expected.Select(order => order.Number).ToHashSet();
            var pages = Math.Max(1, (expected.Count + ReportQueries.PageSize - 1) / ReportQueries.PageSize);
            foreach (var page in new[] { 1, (pages + 1) / 2, pages }.Distinct())
            {
                var listed = (await reports.OrdersAsync(filter, pick, page, Some.Boris, Stop))!;
                Assert.Equal((address, expected.Count, page), (address, listed.Count, listed.Page));
                // Several come in at the same moment, and may stand in any order.
                var here = expected.Skip((page - 1) * ReportQueries.PageSize).Take(ReportQueries.PageSize);
                Assert.Equal(here.Select(order => order.ReceivedAt), listed.Rows.Select(row => row.ReceivedAt));
                Assert.All(listed.Rows, row => Assert.True(numbers.Remove(row.Number)));
            }
        }

        var all = (await reports.CancelledAsync(filter, null, Some.Boris, Stop))!.Rows;
        Assert.Equal(mine.Where(order => order.Status is OrderStatus.Deleted).Select(order => order.Number).Order(), all.Select(order => order.Number).Order());
        Assert.Equal(all.OrderByDescending(order => order.ReceivedAt).Select(order => order.ReceivedAt), all.Select(order => order.ReceivedAt));

        static bool IsKept(Order order) => order.Status is not OrderStatus.Deleted;
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_try_is_in_no_report(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await database.StoreAsync(Some.Order(Some.Draft() with { IsTest = true }), Some.Order(Some.Draft("WEB-2"), number: 44));

        var report = await TodayAsync(database);

        Assert.Equal(1, report.All.Received);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_guest_who_is_erased_is_told_from_nobody_any_more_and_counts_as_before(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var order = Some.Order();
        order.Cancel(CancelReason.Other, null, Some.Anna, Some.Noon);
        await database.StoreAsync(order, Some.Order(Some.Draft("WEB-2") with { Guest = new Guest("Мария", "84951234567", null) }, number: 44));
        await using var db = await database.Contexts.CreateDbContextAsync(Stop);
        var key = OrderFact.KeyOf(Some.Restaurant, order.PhoneKey!);
        Assert.Equal(key, (await db.Set<OrderFact>().SingleAsync(fact => fact.OrderId == order.Id, Stop)).GuestKey);

        Assert.True((await db.Orders.SingleAsync(found => found.Id == order.Id, Stop)).Forget(Some.Noon.AddYears(2)));
        await db.SaveChangesAsync(Stop);

        Assert.DoesNotContain(key, await db.Set<OrderFact>().Select(fact => fact.GuestKey).ToListAsync(Stop));
        Assert.Equal(2, (await TodayAsync(database)).All.Received);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_change_and_its_fact_are_stored_together_or_not_at_all(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var order = Some.Order();
        await database.StoreAsync(order);
        await using var one = await database.Contexts.CreateDbContextAsync(Stop);
        await using var other = await database.Contexts.CreateDbContextAsync(Stop);
        var (first, second) = (await one.Orders.SingleAsync(Stop), await other.Orders.SingleAsync(Stop));
        first.Accept(Some.Anna, Some.Noon.AddMinutes(1));
        second.Cancel(CancelReason.Duplicate, null, Some.Boris, Some.Noon.AddMinutes(1));
        await one.SaveChangesAsync(Stop);

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => other.SaveChangesAsync(Stop));

        var report = await TodayAsync(database);
        Assert.Equal((1, 0), (report.All.Stages[OrderStage.Accepted], report.All.Cancelled.Count));
    }

    // As after a race lost for a source's place in the row of changes, which is run again within one saving.
    [Theory]
    [ClassData(typeof(Databases))]
    public async Task What_is_saved_again_has_one_fact_and_sees_what_came_in_meanwhile(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var db = await database.Contexts.CreateDbContextAsync(Stop);
        var order = Some.Order(number: 44);
        db.Add(order);
        await FactInterceptor.WriteAsync(db, [order], Stop);
        Assert.True(db.ChangeTracker.Entries<OrderFact>().Single().Entity.IsNewGuest);
        await database.StoreAsync(Some.Order(Some.Draft("WEB-2")));

        await db.SaveChangesAsync(Stop);

        var report = await TodayAsync(database);
        Assert.Equal((2, 1, 1), (report.All.Received, report.All.NewGuests.Count, report.All.Returning.Count));
        Assert.Equal(2, await db.Set<DayTouch>().CountAsync(Stop));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Orders_from_before_there_were_facts_get_theirs_at_the_start(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await database.StoreAsync(Some.Accepted());
        await using (var db = await database.Contexts.CreateDbContextAsync(Stop))
        {
            await db.Set<OrderFact>().ExecuteDeleteAsync(Stop);
            await db.Set<DayTouch>().ExecuteDeleteAsync(Stop);
        }

        Assert.Equal(0, (await TodayAsync(database)).All.Received);
        var books = new ReportBooks(database.Contexts, TimeProvider.System, NullLogger<ReportBooks>.Instance);
        await books.PrepareAsync(Stop);
        await books.PrepareAsync(Stop);

        Assert.Equal(1, (await TodayAsync(database)).All.Stages[OrderStage.AtTill]);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Two_instances_that_count_the_same_day_leave_it_counted_once(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await database.StoreAsync(Some.Order());
        var clock = new FakeTimeProvider(Some.Noon.AddDays(3));
        var books = Enumerable.Range(0, 4).Select(_ => new ReportBooks(database.Contexts, clock, NullLogger<ReportBooks>.Instance));

        await Task.WhenAll(books.Select(book => book.CountAsync(Stop)));

        Assert.Equal(1, (await TodayAsync(database)).All.Received);
        await using var db = await database.Contexts.CreateDbContextAsync(Stop);
        Assert.Equal((1, 0), (await db.Set<DayFigures>().CountAsync(Stop), await db.Set<DayTouch>().CountAsync(Stop)));
    }

    private static async Task<Report> TodayAsync(TestDatabase database)
    {
        var day = new DateOnly(2027, 1, 13);
        return (await new ReportQueries(database.Contexts).ReadAsync(new ReportFilter([Some.Restaurant], day, day), Some.Boris, Stop))!;
    }

    /// <summary>Orders that come in and live on, by what people and the till would do, chosen by dice that always fall the same.</summary>
    private sealed class History(IDbContextFactory<DeliveryDb> contexts, Restaurant restaurant, Courier[] couriers, FakeTimeProvider clock, Random dice)
    {
        private readonly List<OrderId> _live = [];
        private readonly List<SourceId> _sources = [];
        private int _number;

        public int Rounds { get; private set; }

        public int Orders => _number;

        // A few minutes: a group comes in as the intake stores it, and some of what is there is moved on.
        public async Task GoOnAsync(CancellationToken stop)
        {
            Rounds++;
            await using var db = await contexts.CreateDbContextAsync(stop);
            if (_sources is [])
            {
                _sources.AddRange(await db.Sources.Where(source => source.RestaurantId == restaurant.Id).OrderBy(source => source.IsStaff).Select(source => source.Id).ToListAsync(stop));
            }

            var keeper = await db.Restaurants.SingleAsync(found => found.Id == restaurant.Id, stop);
            for (var more = dice.Next(2, 9); more > 0; more--)
            {
                var order = Order.Receive(Draft(), restaurant.Id, _sources[dice.Next(_sources.Count)], keeper.TakeNumber(), Some.Menu, new Actor("сайт"), clock.GetUtcNow());
                _number++;
                db.Add(order);
                _live.Add(order.Id);
            }

            await db.SaveChangesAsync(stop);
            var chosen = _live.Where(_ => dice.Next(4) is 0).TakeLast(40).ToList();
            var orders = (await db.Orders.Where(order => chosen.Contains(order.Id)).ToListAsync(stop)).OrderBy(order => order.Number);
            foreach (var order in orders)
            {
                clock.Advance(TimeSpan.FromSeconds(dice.Next(1, 12)));
                MoveOn(order, clock.GetUtcNow());
                if (!order.Status.IsLive && dice.Next(3) is 0)
                {
                    _live.Remove(order.Id);
                }
            }

            await db.SaveChangesAsync(stop);
            clock.Advance(TimeSpan.FromSeconds(dice.Next(60, 1200)));
        }

        private Domain.Intake.NewOrder Draft()
        {
            var lines = new List<Domain.Intake.NewOrderLine> { Some.Line("101", "Пирог", dice.Next(1, 4), 350.01m) };
            if (dice.Next(2) is 0)
            {
                lines.Add(Some.Line("102", "Хлеб", 1, 30.50m));
            }

            if (dice.Next(5) is 0)
            {
                lines.Add(Some.Line(null, "Чудо", 1, 99.99m));
            }

            return Some.Draft($"R-{_number}", [.. lines]) with
            {
                Guest = new Guest("", dice.Next(20) is 0 ? "12" : $"8903{dice.Next(400):0000000}", null),
                PromisedAt = dice.Next(2) is 0 ? clock.GetUtcNow().AddMinutes(dice.Next(10, 200)) : null,
                IsTest = dice.Next(30) is 0,
            };
        }

        private void MoveOn(Order order, DateTimeOffset now)
        {
            var by = dice.Next(3) is 0 ? Some.Boris : Some.Anna;
            switch (order)
            {
                case { } when dice.Next(15) is 0:
                    order.Cancel((CancelReason)dice.Next(5), null, by, now);
                    break;
                case { Status: OrderStatus.Waiting, FirstHeardAt: null } when dice.Next(2) is 0:
                    order.Hear(by, now);
                    break;
                case { Status: OrderStatus.Waiting, Handoff: null or { IsOpen: false } }:
                    order.Accept(by, now);
                    break;
                case { Status: OrderStatus.Waiting, Handoff: { IsOpen: true, Act: HandoffAct.Create } }:
                    order.TillHasCreated(Some.TillOrder(order), now);
                    break;
                case { Status: OrderStatus.Created, Handoff: { IsOpen: true, Act: HandoffAct.Fill } }:
                    order.TillHasFilled(Some.TillOrder(order, packages: Rung(order)) with { Version = 3, Sum = new Money(dice.Next(10_000, 200_000)) }, now);
                    break;
                case { Status: OrderStatus.Created }:
                    order.Fill(by, Some.Menu, now);
                    break;
                case { Status: OrderStatus.Accepted, Type: FulfillmentType.Delivery } when dice.Next(3) is not 0:
                    order.SendOut(couriers[dice.Next(couriers.Length)], by, now);
                    break;
                case { Status: OrderStatus.OnTheWay, CourierId: { } carrier } when dice.Next(2) is 0:
                    order.Deliver(couriers.Single(courier => courier.Id == carrier), now);
                    break;
                case { Status: OrderStatus.Accepted or OrderStatus.OnTheWay }:
                    order.MoveOn(order.Status.Next(order.Type)[0], by, now);
                    break;
                case { Status: OrderStatus.Archived or OrderStatus.Deleted } when dice.Next(4) is 0:
                    order.StepBack(Some.Boris, restaurant.Day, now);
                    break;
            }
        }

        // Sometimes the cashier leaves the bread out.
        private TillPackage Rung(Order order) => new(
            1,
            null,
            IsPrinted: false,
            [
                .. order.Lines.Where(line => line.MenuIdent is not 1002 || dice.Next(3) is not 0)
                    .Select(line => new TillDish(line.MenuIdent ?? 0, line.Name, line.Quantity, line.Amount, [])),
            ]);
    }

    /// <summary>Counts by looking at every order, as slowly and plainly as can be.</summary>
    private static class Naive
    {
        public static void Same(List<Order> mine, List<Order> all, Restaurant restaurant, Report report, DishSales? dishes)
        {
            var kept = mine.Where(order => order.Status is not OrderStatus.Deleted).ToList();
            var figures = report.All;
            Assert.Equal(mine.Count, figures.Received);
            Assert.Equal((kept.Count, kept.Sum(order => order.Total.Minor)), (figures.Kept.Count, figures.Kept.Sum.Minor));
            foreach (var status in Enum.GetValues<OrderStatus>())
            {
                var some = mine.Where(order => order.Status == status).ToList();
                Assert.Equal((some.Count, some.Sum(order => order.Total.Minor)), (figures.Statuses.GetValueOrDefault(status).Count, figures.Statuses.GetValueOrDefault(status).Sum.Minor));
            }

            foreach (var reason in Enum.GetValues<CancelReason>())
            {
                Assert.Equal(mine.Count(order => order.Status is OrderStatus.Deleted && order.Cancellation!.Reason == reason), figures.Reasons.GetValueOrDefault(reason).Count);
            }

            foreach (var stage in Enum.GetValues<OrderStage>())
            {
                Assert.Equal(mine.Count(order => Reached(order) >= stage), figures.Stages.GetValueOrDefault(stage));
            }

            Times(mine.Select(ToAccept), figures.Accept);
            Times(mine.Select(order => AtTill(order) - Accepted(order)), figures.Till);
            Times(kept.Select(order => Done(order) - order.ReceivedAt), figures.Door);
            var promised = kept.Where(order => Done(order) is not null && order.PromisedAt is not null).ToList();
            Assert.Equal((promised.Count, promised.Count(order => Done(order) > order.PromisedAt)), (figures.Promised, figures.Late));

            foreach (var day in mine.GroupBy(order => restaurant.Day.Of(order.ReceivedAt)))
            {
                Assert.Equal(day.Count(), report.Days[day.Key].Received);
                Assert.Equal(day.Where(order => order.Status is not OrderStatus.Deleted).Sum(order => order.Total.Minor), report.Days[day.Key].Kept.Sum.Minor);
            }

            Assert.Equal(mine.Select(order => restaurant.Day.Of(order.ReceivedAt)).Distinct().Order(), report.Days.Keys.Order());
            var hours = kept.GroupBy(order => (restaurant.Day.Of(order.ReceivedAt).DayOfWeek, TimeZoneInfo.ConvertTime(order.ReceivedAt, restaurant.Zone).Hour))
                .ToDictionary(group => group.Key, group => new Tally(group.Count(), new Money(group.Sum(order => order.Total.Minor))));
            Assert.Equal(hours.OrderBy(pair => pair.Key), report.Week.OrderBy(pair => pair.Key));
            foreach (var source in mine.GroupBy(order => order.SourceId))
            {
                Assert.Equal(source.Count(), report.Sources[source.Key].Received);
            }

            var operators = mine.Where(order => Accepted(order) is not null).GroupBy(order => order.History.First(step => step.Kind is StepKind.AcceptRequested).By)
                .ToDictionary(group => group.Key, group => new Tally(group.Count(), new Money(group.Sum(order => order.Total.Minor))));
            Assert.Equal(operators.OrderBy(pair => pair.Key), figures.Operators.OrderBy(pair => pair.Key));

            var firsts = all.Where(order => order.Guest.PhoneDigits.Length >= 5).GroupBy(order => order.Guest.PhoneDigits).Select(guest => guest.MinBy(order => order.Number)!.Id).ToHashSet();
            var known = kept.Where(order => order.Guest.PhoneDigits.Length >= 5).ToList();
            Assert.Equal((known.Count(order => firsts.Contains(order.Id)), known.Count(order => !firsts.Contains(order.Id))), (figures.NewGuests.Count, figures.Returning.Count));

            var compared = kept.Select(order => order.CompareWithTill()).Where(difference => difference?.Ordered is not null).ToList();
            Assert.Equal(
                (compared.Count, compared.Sum(difference => difference!.Ordered!.Value.Minor), compared.Sum(difference => difference!.AtTill.Minor), compared.Count(difference => difference!.IsAny)),
                (figures.Ordered.Count, figures.Ordered.Sum.Minor, figures.RungUp.Sum.Minor, figures.Differ));

            if (dishes is null)
            {
                return;
            }

            var bread = kept.Where(order => order.Lines.Any(line => line.MenuIdent is 1002)).ToList();
            var dropped = bread.Count(order => order.CompareWithTill()?.Dishes.Any(dish => dish is { Name: "Хлеб", Kind: DifferenceKind.Missing }) is true);
            var sale = dishes.Dishes.GetValueOrDefault("#1002");
            Assert.Equal((bread.Count, dropped), (sale?.Orders ?? 0, sale?.DroppedOrders ?? 0));
            Assert.Equal(kept.SelectMany(order => order.Lines).Sum(line => line.Amount.Minor), dishes.Dishes.Values.Sum(dish => dish.Sum.Minor));
        }

        public static void SameCouriers(List<Order> mine, IReadOnlyDictionary<Guid, (string Name, Figures Figures)> couriers)
        {
            var carried = mine.Where(order => order.CourierId is not null).GroupBy(order => order.CourierId!.Value.Value).ToList();
            Assert.Equal(carried.Select(courier => courier.Key).Order(), couriers.Keys.Order());
            foreach (var courier in carried)
            {
                var kept = courier.Where(order => order.Status is not OrderStatus.Deleted).ToList();
                var (name, figures) = couriers[courier.Key];
                Assert.Equal((courier.First().CourierName, kept.Count, kept.Sum(order => order.Total.Minor)), (name, figures.Kept.Count, figures.Kept.Sum.Minor));
                Times(kept.Select(order => Done(order) - order.ReceivedAt), figures.Door);
            }
        }

        private static void Times(IEnumerable<TimeSpan?> times, TimeSteps steps)
        {
            var seconds = times.Where(time => time is not null).Select(time => (int)time!.Value.TotalSeconds).Order().ToList();
            Assert.Equal(seconds.Count, steps.Counts.Values.Sum());
            Assert.Equal(Rank(0.5), steps.Median);
            Assert.Equal(Rank(0.9), steps.P90);

            int? Rank(double share) => seconds is [] ? null : TimeSteps.StepOf(seconds[(int)Math.Ceiling(Math.Round(seconds.Count * share, 6)) - 1]);
        }

        public static OrderStage Reached(Order order) =>
            order.Status is OrderStatus.Archived ? OrderStage.Delivered
            : AtTill(order) is not null ? OrderStage.AtTill
            : Accepted(order) is not null ? OrderStage.Accepted
            : order.FirstHeardAt is not null ? OrderStage.Heard
            : OrderStage.Received;

        public static TimeSpan? ToAccept(Order order) => Accepted(order) - order.ReceivedAt;

        public static DateTimeOffset? Accepted(Order order) => order.History.FirstOrDefault(step => step.Kind is StepKind.AcceptRequested)?.At;

        public static DateTimeOffset? AtTill(Order order) => order.History.FirstOrDefault(step => step.Kind is StepKind.TillFilled)?.At;

        public static DateTimeOffset? Done(Order order) =>
            order.Status is OrderStatus.Archived ? order.History.Last(step => step.Kind is StepKind.Archived or StepKind.Delivered).At : null;
    }
}
