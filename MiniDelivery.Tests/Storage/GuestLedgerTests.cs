using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Guests;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Guests;
using MiniDelivery.Web.Intake;
using MiniDelivery.Web.Phones;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Tests.Storage;

/// <summary>Guests are told together from orders, in the orders' own transactions.</summary>
public sealed class GuestLedgerTests
{
    private const string Phone = "8 777 666-55-44";

    private static readonly CancellationToken _none = CancellationToken.None;

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Orders_of_one_phone_are_one_guest_however_it_is_written(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await database.StoreAsync(By(1, Phone, "Иван", "ул. Пушкина, 1"), By(2, "+7 (777) 6665544", "", "Ул Пушкина 1"), By(3, "77776665544", "Иван Иванов", "Ленина 5"), By(4, "8 495 123-45-67"));

        var guest = await GuestAsync(database);

        Assert.Equal((3, 0, Money.From(2190), "Иван Иванов", "77776665544"), (guest.Orders, guest.Cancelled, guest.Sum, guest.Name, guest.Phone));
        Assert.Equal([("Ул Пушкина 1", 2), ("Ленина 5", 1)], guest.Addresses.Select(known => (known.Address.Text, known.Uses)));
        Assert.Equal((At(1), At(3)), (guest.FirstAt, guest.LastAt));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_cancelled_order_counts_no_more_and_a_restored_one_does_again(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await database.StoreAsync(By(1, Phone), By(2, Phone));

        await ChangeAsync(database, order => order.Cancel(CancelReason.Other, null, Some.Anna, At(5)));
        var cancelled = await GuestAsync(database);
        await ChangeAsync(database, order => order.StepBack(Some.Boris, new Domain.Restaurants.BusinessDay(TimeZoneInfo.Utc, 5), At(6)));
        var restored = await GuestAsync(database);

        Assert.Equal((1, 1, Money.From(730)), (cancelled.Orders, cancelled.Cancelled, cancelled.Sum));
        Assert.Equal((2, 0, Money.From(1460)), (restored.Orders, restored.Cancelled, restored.Sum));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_try_of_the_staffs_own_is_no_order_of_a_guest(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var attempt = Order.Receive(
            Some.Draft("TRY") with { Guest = new Guest("", Phone, null), IsTest = true },
            Some.Restaurant, Some.Source, 2, Some.Menu, Some.Anna, At(2), PhoneText.Key(Phone, "RU"));
        await database.StoreAsync(By(1, Phone), attempt);
        var desk = await DeskAsync(database);

        var known = (await desk.FindAsync(Some.Restaurant, Phone, Some.Anna, _none))!;

        Assert.Equal((1, Money.From(730)), (known.Guest.Orders, known.Guest.Sum));
        Assert.Equal([1], known.Orders.Select(row => row.Number));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Of_two_who_count_the_same_guest_the_second_is_told_and_counts_again(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await database.StoreAsync(By(1, Phone));
        await using var slow = await database.Contexts.CreateDbContextAsync(_none);
        var order = await slow.Orders.SingleAsync(_none);
        var guest = await slow.Guests.SingleAsync(_none);
        await database.StoreAsync(By(2, Phone));

        order.Cancel(CancelReason.Other, null, Some.Anna, At(5));

        Assert.Equal(1, guest.Orders);
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => slow.SaveChangesAsync(_none));
        await ChangeAsync(database, again => again.Cancel(CancelReason.Other, null, Some.Anna, At(5)));
        Assert.Equal((1, 1), await GuestAsync(database) is var now ? (now.Orders, now.Cancelled) : default);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Orders_from_before_are_counted_when_they_get_their_keys(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await database.StoreAsync([.. Enumerable.Range(1, 30).Select(number => By(number, $"8 777 666-55-{number % 10:00}"))]);
        await using (var db = await database.Contexts.CreateDbContextAsync(_none))
        {
            await db.Guests.ExecuteDeleteAsync(_none);
            await db.Orders.ExecuteUpdateAsync(set => set.SetProperty(order => order.PhoneKey, (string?)null), _none);
        }

        using var fill = new PhoneKeyFill(database.Contexts, TimeProvider.System, NullLogger<PhoneKeyFill>.Instance);
        while (await fill.FillAsync(_none))
        {
        }

        await using var read = await database.Contexts.CreateDbContextAsync(_none);
        Assert.Equal(Enumerable.Repeat(3, 10), (await read.Guests.ToListAsync(_none)).Select(guest => guest.Orders));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_guest_is_found_by_name_and_phone_and_shown_with_their_orders(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await database.StoreAsync(By(1, Phone, "Иван"), By(2, Phone, "Иван"), By(3, "8 495 123-45-67", "Мария"));
        var desk = await DeskAsync(database);

        Assert.Equal(["Мария", "Иван"], await NamesAsync(null));
        Assert.Equal(["Иван"], await NamesAsync("+7 777 666 55 44"));
        Assert.Equal(["Мария"], await NamesAsync("мария"));
        Assert.Equal([2, 1], (await desk.FindAsync(Some.Restaurant, "87776665544", Some.Anna, _none))!.Orders.Select(row => row.Number));
        Assert.Null(await desk.FindAsync(Some.Restaurant, "8 999 000-00-00", Some.Anna, _none));
        Assert.Null(await desk.FindAsync(Some.Restaurant, "", Some.Anna, _none));

        async Task<IEnumerable<string>> NamesAsync(string? search) =>
            (await desk.ListAsync(Some.Restaurant, search, onlyBlocked: false, 1, Some.Anna, _none))!.Guests.Select(guest => guest.Name);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_manager_puts_a_guest_on_the_list_with_a_reason_and_the_journal_does_not_say_whom(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await database.StoreAsync(By(1, Phone));
        var desk = await DeskAsync(database);
        var id = (await GuestAsync(database)).Id;

        Assert.Equal(Refusal.NotPermitted, (await desk.BlockAsync(Some.Restaurant, id, "не платит", Some.Anna, _none)).Reason);
        Assert.Equal(Refusal.ReasonNeeded, (await desk.BlockAsync(Some.Restaurant, id, " ", Some.Boris, _none)).Reason);
        Assert.Equal(Refusal.GuestUnknown, (await desk.BlockAsync(Some.Restaurant, Guid.NewGuid(), "не платит", Some.Boris, _none)).Reason);
        Assert.Null((await GuestAsync(database)).Block);
        Assert.True((await desk.BlockAsync(Some.Restaurant, id, " не платит ", Some.Boris, _none)).IsDone);
        Assert.True((await desk.NoteAsync(Some.Restaurant, id, "Домофон не работает", Some.Anna, _none)).IsDone);

        var guest = await GuestAsync(database);
        Assert.Equal(("не платит", "Борис", "Домофон не работает"), (guest.Block?.Reason, guest.Block?.By, guest.Notes));
        Assert.Equal([guest.Id], (await desk.ListAsync(Some.Restaurant, null, onlyBlocked: true, 1, Some.Anna, _none))!.Guests.Select(one => one.Id));
        await using (var db = await database.Contexts.CreateDbContextAsync(_none))
        {
            Assert.Equal(("guest-blocked", "••••44"), await db.AuditEntries.SingleAsync(_none) is var entry ? (entry.What, entry.Subject) : default);
        }

        Assert.True((await desk.UnblockAsync(Some.Restaurant, id, Some.Boris, _none)).IsDone);
        Assert.Null((await GuestAsync(database)).Block);
    }

    private static DateTimeOffset At(int minute) => Some.Noon.AddMinutes(minute);

    private static Order By(int number, string phone, string name = "", string address = "") => Order.Receive(
        Some.Draft($"WEB-{number}") with { Guest = new Guest(name, phone, null), Address = new Address(address) },
        Some.Restaurant, Some.Source, number, Some.Menu, new Actor("сайт"), At(number), PhoneText.Key(phone, "RU"));

    private static async Task ChangeAsync(TestDatabase database, Func<Order, Outcome> change)
    {
        await using var db = await database.Contexts.CreateDbContextAsync(_none);
        Assert.True(change(await db.Orders.OrderBy(order => order.Number).FirstAsync(_none)).IsDone);
        await db.SaveChangesAsync(_none);
    }

    private static async Task<KnownGuest> GuestAsync(TestDatabase database)
    {
        await using var db = await database.Contexts.CreateDbContextAsync(_none);
        return await db.Guests.AsNoTracking().SingleAsync(guest => guest.PhoneKey == "+77776665544", _none);
    }

    private static async Task<GuestDesk> DeskAsync(TestDatabase database)
    {
        var restaurants = new RestaurantDirectory(database.Contexts);
        await restaurants.ReadAsync(_none);
        return new GuestDesk(database.Contexts, restaurants, database.Signal, TimeProvider.System);
    }
}
