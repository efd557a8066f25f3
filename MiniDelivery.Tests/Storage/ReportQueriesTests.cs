using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Orders;

namespace MiniDelivery.Tests.Storage;

public sealed class ReportQueriesTests
{
    private static readonly BusinessDay _hours = new(TimeZoneInfo.FindSystemTimeZoneById("Asia/Novosibirsk"), 5);
    private static readonly DateOnly _day = new(2027, 1, 13);
    private int _number;

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_day_is_counted_by_state_source_and_reason(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var phone = new OrderSource { RestaurantId = Some.Restaurant, Name = "телефон", IsStaff = true };
        var cancelled = Order(1000m, Some.Noon);
        cancelled.Cancel(CancelReason.GuestUnreachable, null, Some.Anna, Some.Noon);
        await database.StoreAsync(
            phone, Order(730m, Some.Noon), Order(100.50m, Some.Noon), Order(2000m, Some.Noon, phone.Id), cancelled);

        var report = (await new ReportQueries(database.Contexts).DayAsync(Some.Restaurant, _hours, _day, Some.Boris, CancellationToken.None))!;

        Assert.Equal(new Tally(3, Money.From(2830.50m)), report.ByStatus[OrderStatus.Waiting]);
        Assert.Equal(new Tally(1, Money.From(1000m)), report.Cancelled);
        Assert.Equal((new Tally(3, Money.From(2830.50m)), Money.From(943.50m), 4), (report.Kept, report.Kept.Average, report.Received));
        Assert.Equal(
            [KeyValuePair.Create("телефон", new Tally(1, Money.From(2000m))), KeyValuePair.Create("сайт", new Tally(2, Money.From(830.50m)))],
            report.BySource);
        Assert.Equal([KeyValuePair.Create(CancelReason.GuestUnreachable, 1)], report.ByReason);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task The_day_is_the_business_day_and_not_the_calendars(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var (begins, ends) = (_hours.Start(_day), _hours.Start(_day.AddDays(1)));
        await database.StoreAsync(
            Order(1m, begins.AddTicks(-1000)), Order(10m, begins), Order(100m, ends.AddSeconds(-1)), Order(1000m, ends));

        var report = (await new ReportQueries(database.Contexts).DayAsync(Some.Restaurant, _hours, _day, Some.Boris, CancellationToken.None))!;

        Assert.Equal(new Tally(2, Money.From(110m)), report.Kept);
    }

    [Fact]
    public async Task A_day_without_orders_is_all_zeros()
    {
        await using var database = await TestDatabase.CreateAsync();

        var report = (await new ReportQueries(database.Contexts).DayAsync(Some.Restaurant, _hours, _day, Some.Boris, CancellationToken.None))!;

        Assert.Equal((default, Money.Zero), (report.Kept, report.Kept.Average));
    }

    private Order Order(decimal total, DateTimeOffset at, SourceId? source = null)
    {
        var number = ++_number;
        var draft = Some.Draft($"WEB-{number}") with { Total = Money.From(total) };
        return Domain.Orders.Order.Receive(draft, Some.Restaurant, source ?? Some.Source, number, Some.Menu, new Actor("сайт"), at);
    }
}
