using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Orders;

namespace MiniDelivery.Tests.Storage;

public sealed class OrderQueriesTests
{
    private static readonly CancellationToken _none = CancellationToken.None;

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_search_finds_every_word_whatever_its_letters_and_takes_signs_as_they_are(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await database.StoreAsync(
            Order(1, "ИВАНОВ Иван", "8 777 666-55-44", "Ул. Пушкина, угол ЁЛКИНА"),
            Order(2, "Пётр", "2", "ул. пушкина"),
            Order(3, "Сидоров", "3", "скидка 100%"));

        Assert.Equal("1", await FoundAsync("иванов"));
        Assert.Equal("1", await FoundAsync("ИВАНОВ ёлкина"));
        Assert.Equal("1", await FoundAsync("елкина"));
        Assert.Equal("2", await FoundAsync("ПЕТР"));
        Assert.Equal("", await FoundAsync("иваноф"));
        Assert.Equal("1 2", await FoundAsync("Пушкина"));
        Assert.Equal("2", await FoundAsync("пушкина пётр"));
        Assert.Equal("", await FoundAsync("пушкина сидоров"));
        Assert.Equal("1", await FoundAsync("666-55"));
        Assert.Equal("1", await FoundAsync("8 (777) 666-55-44"));
        Assert.Equal("1", await FoundAsync("+7 777 666"));
        Assert.Equal("1", await FoundAsync("77776665544"));
        Assert.Equal("3", await FoundAsync("100%"));
        Assert.Equal("", await FoundAsync("_"));
        Assert.Equal("1 2 3", await FoundAsync("  "));
        Assert.Equal("1 2 3", await FoundAsync(null));

        async Task<string> FoundAsync(string? search)
        {
            var page = await Queries(database).ListAsync(Some.Restaurant, new OrderFilter(null, search), 1, _none);
            Assert.Equal(page.Rows.Count, page.Total);
            return string.Join(' ', page.Rows.Select(row => row.Number).Order());
        }
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Pages_follow_each_other_newest_first_and_leave_nothing_out(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        const int count = (2 * OrderQueries.PageSize) + 7;
        // Three of each moment: what is equal must not be on two pages or on none.
        await database.StoreAsync([.. Enumerable.Range(1, count).Select(number => Order(number, at: Some.Noon.AddMinutes(number / 3)))]);
        var queries = Queries(database);

        var pages = new List<OrderPage>();
        for (var page = 1; page <= 4; page++)
        {
            pages.Add(await queries.ListAsync(Some.Restaurant, new OrderFilter(null, null), page, _none));
        }

        var rows = pages.SelectMany(page => page.Rows).ToList();
        Assert.Equal([OrderQueries.PageSize, OrderQueries.PageSize, 7, 0], pages.Select(page => page.Rows.Count));
        Assert.All(pages, page => Assert.Equal(count, page.Total));
        Assert.Equal(count, rows.Select(row => row.Number).Distinct().Count());
        Assert.Equal(rows.Select(row => row.StatusChangedAt).OrderDescending(), rows.Select(row => row.StatusChangedAt));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_list_holds_one_state_of_one_restaurant_since_a_moment(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var elsewhere = new Restaurant { Code = "other", Name = "Другой", TimeZone = "UTC", Currency = "RUB" };
        var theirs = new OrderSource { RestaurantId = elsewhere.Id, Name = "их сайт" };
        var foreign = Domain.Orders.Order.Receive(Some.Draft("WEB-1"), elsewhere.Id, theirs.Id, 1, null, new Actor("сайт"), Some.Noon);
        foreign.Cancel(CancelReason.Other, null, Some.Anna, Some.Noon);
        await database.StoreAsync(elsewhere, theirs, foreign, Order(1), Deleted(2, Some.Noon.AddTicks(-10)), Deleted(3, Some.Noon));

        var page = await Queries(database).ListAsync(Some.Restaurant, new OrderFilter(OrderStatus.Deleted, null, Some.Noon), 1, _none);

        Assert.Equal([3], page.Rows.Select(row => row.Number));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_row_shows_source_dishes_and_till(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await database.StoreAsync(Some.Created());

        var row = Assert.Single((await Queries(database).ListAsync(Some.Restaurant, new OrderFilter(null, null), 1, _none)).Rows);

        Assert.Equal(("сайт", "Dlv.2", Domain.Till.TillState.Created, Money.From(730)), (row.Source, row.TillOrderName, row.Till, row.Total));
        Assert.Equal([("Пирог", 2m, true), ("Хлеб", 1m, true)], row.Dishes.Select(dish => (dish.Name, dish.Quantity.Value, dish.IsMapped)));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task One_order_is_found_whole_and_an_unknown_one_is_nothing(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var order = Some.Created();
        await database.StoreAsync(order);
        var queries = Queries(database);

        var found = await queries.FindAsync(order.Id, _none);

        Assert.Equal(("сайт", order.Version, 2), (found!.Source, found.Order.Version, found.Order.Lines.Count));
        Assert.Equal(order.History, found.Order.History);
        Assert.Null(await queries.FindAsync(OrderId.New(), _none));
    }

    private static OrderQueries Queries(TestDatabase database) => new(database.Contexts);

    private static Order Deleted(int number, DateTimeOffset at)
    {
        var order = Order(number);
        order.Cancel(CancelReason.Other, null, Some.Anna, at);
        return order;
    }

    private static Order Order(int number, string name = "", string phone = "1", string address = "", DateTimeOffset? at = null) =>
        Domain.Orders.Order.Receive(
            Some.Draft($"WEB-{number}") with { Guest = new Guest(name, phone, null), Address = new Address(address) },
            Some.Restaurant,
            Some.Source,
            number,
            Some.Menu,
            new Actor("сайт"),
            at ?? Some.Noon);
}
