using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Intake;
using MiniDelivery.Web.Orders;
using MiniDelivery.Web.Phones;

namespace MiniDelivery.Tests.Storage;

/// <summary>The key that all spellings of a phone share, in the database.</summary>
public sealed class PhoneKeyTests
{
    private static readonly CancellationToken _none = CancellationToken.None;

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_search_finds_a_phone_by_any_of_its_spellings(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await database.StoreAsync(Keyed(1, "8 777 666-55-44"), Keyed(2, "+49 151 12345678"), Keyed(3, "8 495 123-45-67 доб. 4432"));
        var spellings = new Dictionary<string, int>
        {
            ["87776665544"] = 1, ["+7 (777) 666 55 44"] = 1, ["7776665544"] = 1, ["+7 777 666"] = 1, ["666-55"] = 1,
            ["+4915112345678"] = 2, ["0049 151 12345678"] = 2, ["8 10 49 151 12345678"] = 2, ["151 123"] = 2,
            ["+7 495 123-45-67 доб. 4432"] = 3, ["84951234567"] = 3, ["4432"] = 3,
        };
        var found = new Dictionary<string, int>();
        foreach (var spelling in spellings.Keys)
        {
            var page = await new OrderQueries(database.Contexts).ListAsync(Some.Restaurant, new OrderFilter(null, spelling), 1, _none);
            found[spelling] = page.Rows is [var only] ? only.Number : -page.Total;
        }

        Assert.Equal(spellings, found);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Orders_from_before_get_their_keys_and_nothing_else_changes(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await database.StoreAsync([.. Enumerable.Range(1, 450).Select(number => Keyed(number, $"8 777 666-55-{number % 100:00}"))]);
        await ForgetAsync(database);
        using var fill = Fill(database);

        var rounds = 0;
        while (await fill.FillAsync(_none))
        {
            rounds++;
        }

        await using var db = await database.Contexts.CreateDbContextAsync(_none);
        var orders = await db.Orders.AsNoTracking().ToListAsync(_none);
        Assert.Equal(3, rounds);
        Assert.All(orders, order => Assert.Equal((PhoneText.Key(order.Guest.Phone, "RU"), 1), (order.PhoneKey, order.Version)));
        Assert.All(orders, order => Assert.Contains("7776665", order.SearchText, StringComparison.Ordinal));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Who_changes_an_order_that_gets_its_key_meanwhile_looks_again(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await database.StoreAsync(Keyed(1, "8 777 666-55-44"));
        await ForgetAsync(database);
        await using var person = await database.Contexts.CreateDbContextAsync(_none);
        var order = await person.Orders.SingleAsync(_none);
        using var fill = Fill(database);
        await fill.FillAsync(_none);

        order.Cancel(CancelReason.Other, null, Some.Anna, Some.Noon);

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => person.SaveChangesAsync(_none));
    }

    private static PhoneKeyFill Fill(TestDatabase database) => new(database.Contexts, TimeProvider.System, NullLogger<PhoneKeyFill>.Instance);

    private static async Task ForgetAsync(TestDatabase database)
    {
        await using var db = await database.Contexts.CreateDbContextAsync(_none);
        await db.Orders.ExecuteUpdateAsync(set => set.SetProperty(order => order.PhoneKey, (string?)null), _none);
    }

    private static Order Keyed(int number, string phone) => Order.Receive(
        Some.Draft($"WEB-{number}") with { Guest = new Guest("", phone, null), Address = null, Type = FulfillmentType.Pickup },
        Some.Restaurant, Some.Source, number, Some.Menu, new Actor("сайт"), Some.Noon, PhoneText.Key(phone, "RU"));
}
