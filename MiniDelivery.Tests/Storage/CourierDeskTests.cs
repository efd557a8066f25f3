using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Couriers;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Couriers;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Orders;

namespace MiniDelivery.Tests.Storage;

/// <summary>What people do about couriers, with a real database.</summary>
public sealed class CourierDeskTests
{
    private static readonly CancellationToken _none = CancellationToken.None;

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task The_list_says_who_carries_what_and_whose_cash_is_out(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var (ivan, idle) = (Couriers.OnShift(), new Courier { RestaurantId = Some.Restaurant, Name = "Анатолий", Phone = "" });
        await database.StoreAsync(ivan, idle);
        await database.StoreAsync(Sent(1, ivan), Sent(2, ivan), Delivered(3, ivan), Delivered(4, ivan, isPaid: true), Ready(5));

        var couriers = (await Desk(database).ListAsync(Some.Restaurant, Some.Anna, _none))!;

        Assert.Equal(["Иван", "Анатолий"], couriers.Select(courier => courier.Name));
        Assert.Equal([1, 2], couriers[0].Carries);
        Assert.Equal((Money.From(1460), Money.From(730), 2, false), (couriers[0].ToTake, couriers[0].Owed, couriers[0].Delivered, couriers[0].HasLink));
        Assert.Equal((0, Money.Zero, Money.Zero, 0), (couriers[1].Carries.Count, couriers[1].ToTake, couriers[1].Owed, couriers[1].Delivered));
        Assert.Empty((await Desk(database).ListAsync(RestaurantId.New(), Some.Anna, _none))!);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Several_orders_leave_together_and_each_says_why_it_does_not(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var courier = Couriers.OnShift();
        var (one, two, early, unknown) = (Ready(1), Ready(2), Order(3), OrderId.New());
        await database.StoreAsync(courier);
        await database.StoreAsync(one, two, early);

        var outcomes = await Orders(database).SendOutAsync([one.Id, early.Id, two.Id, unknown, one.Id], courier.Id, Some.Anna, _none);

        Assert.Equal(
            [null, Refusal.StatusDoesNotAllow, null, Refusal.OrderUnknown],
            new[] { one.Id, early.Id, two.Id, unknown }.Select(id => outcomes[id].IsDone ? (Refusal?)null : outcomes[id].Reason));
        Assert.Equal([1, 2], (await Desk(database).ListAsync(Some.Restaurant, Some.Anna, _none))!.Single().Carries);
        Assert.Equal(Refusal.CourierNotOnShift, (await Orders(database).AssignAsync(one.Id, CourierId.New(), Some.Anna, _none)).Reason);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Cash_is_taken_once_and_only_if_it_is_the_sum_that_was_counted(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var courier = Couriers.OnShift();
        var order = Delivered(1, courier);
        await database.StoreAsync(courier);
        await database.StoreAsync(order, Delivered(2, courier));
        var desk = Desk(database);

        Assert.Equal(CourierRefusal.ChangedMeanwhile, (await desk.TakeCashAsync(courier.Id, Money.From(730), Some.Boris, _none)).Refusal);
        Assert.Equal(CourierRefusal.NotPermitted, (await desk.TakeCashAsync(courier.Id, Money.From(1460), Some.Anna, _none)).Refusal);
        Assert.Equal(CourierRefusal.NotDone, (await desk.SetActiveAsync(courier.Id, false, Some.Boris, _none)).Refusal);

        Assert.True((await desk.TakeCashAsync(courier.Id, Money.From(1460), Some.Boris, _none)).IsDone);

        Assert.Equal(CourierRefusal.ChangedMeanwhile, (await desk.TakeCashAsync(courier.Id, Money.From(1460), Some.Boris, _none)).Refusal);
        await using var db = await database.Contexts.CreateDbContextAsync(_none);
        var taken = await db.Orders.SingleAsync(found => found.Id == order.Id, _none);
        Assert.Equal(order.DeliveredAt, taken.DeliveredAt);
        Assert.Equal((false, StepKind.CashHandedIn, "Борис"), (taken.IsCashOwed, taken.History[^1].Kind, taken.History[^1].By));
        Assert.Equal((AuditActs.CourierCashTaken, "Иван", "1460.00"), await db.AuditEntries.Select(entry => ValueTuple.Create(entry.What, entry.Subject, entry.New)).SingleAsync(_none));
        Assert.True((await desk.SetActiveAsync(courier.Id, false, Some.Boris, _none)).IsDone);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_shift_ends_when_nothing_is_on_the_way_and_takes_the_link_with_it(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var courier = Couriers.OnShift();
        var order = Sent(1, courier);
        await database.StoreAsync(courier);
        await database.StoreAsync(order);
        var (desk, door) = (Desk(database), Door(database));
        var link = (await desk.IssueLinkAsync(courier.Id, Some.Anna, _none)).Link!;
        var cookie = await door.ExchangeAsync(link, _none);
        Assert.Equal([1], (await door.LookAsync(cookie, _none))!.Orders.Select(carried => carried.Number));

        Assert.Equal(CourierRefusal.NotDone, (await desk.SetShiftAsync(courier.Id, false, Some.Anna, _none)).Refusal);
        Assert.True(await door.DeliverAsync(cookie, order.Id, _none));
        Assert.True(await door.DeliverAsync(cookie, order.Id, _none)); // Pressed twice.
        Assert.True((await desk.SetShiftAsync(courier.Id, false, Some.Anna, _none)).IsDone);

        Assert.Null(await door.LookAsync(cookie, _none));
        Assert.Null(await door.ExchangeAsync(link, _none));
        Assert.False(await door.DeliverAsync(cookie, order.Id, _none));
        Assert.Equal(CourierRefusal.NotOnShift, (await desk.IssueLinkAsync(courier.Id, Some.Anna, _none)).Refusal);
    }

    // By hand what a race would do now and then: the courier's row was read before the order was given, and is written after it.
    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Of_a_shift_that_ends_and_an_order_that_leaves_at_the_same_moment_one_loses(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var (courier, order) = (Couriers.OnShift(), Ready(1));
        await database.StoreAsync(courier, order);
        await using var db = await database.Contexts.CreateDbContextAsync(_none);
        var read = await db.Couriers.SingleAsync(_none);

        Assert.True((await Orders(database).SendOutAsync(order.Id, courier.Id, Some.Anna, _none)).IsDone);

        read.EndShift();
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => db.SaveChangesAsync(_none));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Every_change_is_audited_and_rings_the_bell(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var rings = 0;
        using var bell = database.Signal.Subscribe(() => Task.FromResult(Interlocked.Increment(ref rings)), TimeSpan.Zero);
        var desk = Desk(database);
        await desk.AddAsync(Some.Restaurant, " Иван ", "1", Some.Boris, _none);
        await TestApp.Eventually(() => Task.FromResult(Volatile.Read(ref rings) > 0), "the bell rings for a new courier");
        var id = (await desk.ListAsync(Some.Restaurant, Some.Anna, _none))!.Single().Id;
        var before = Volatile.Read(ref rings);

        await desk.SetShiftAsync(id, true, Some.Anna, _none);
        await TestApp.Eventually(() => Task.FromResult(Volatile.Read(ref rings) > before), "the bell rings for a shift");
        await desk.IssueLinkAsync(id, Some.Anna, _none);
        await desk.RenameAsync(id, "Иоанн", "2", Some.Boris, _none);
        await desk.SetShiftAsync(id, false, Some.Anna, _none);
        await desk.SetActiveAsync(id, false, Some.Boris, _none);
        await desk.SetActiveAsync(id, true, Some.Boris, _none);
        Assert.Equal(CourierRefusal.Unusable, (await desk.RenameAsync(id, " ", "2", Some.Boris, _none)).Refusal);
        Assert.Equal(CourierRefusal.Unusable, (await desk.AddAsync(Some.Restaurant, "", "2", Some.Boris, _none)).Refusal);

        await using var db = await database.Contexts.CreateDbContextAsync(_none);
        Assert.Equal(
            [
                "courier-added Иван  → ", "courier-shift-started Иван  → ", $"courier-link-issued Иван  → {AuditEntry.Masked}",
                "courier-changed Иван Иван, 1 → Иоанн, 2", "courier-shift-ended Иоанн  → ", "courier-deactivated Иоанн  → ", "courier-activated Иоанн  → ",
            ],
            (await db.AuditEntries.ToListAsync(_none)).OrderBy(entry => entry.Id).Select(entry => $"{entry.What} {entry.Subject} {entry.Old} → {entry.New}"));
    }

    private static CourierDesk Desk(TestDatabase database) => new(database.Contexts, database.Signal, TimeProvider.System);

    private static CourierDoor Door(TestDatabase database) => new(database.Contexts, new EphemeralDataProtectionProvider(), TimeProvider.System);

    // No menu is needed to leave with an order.
    private static OrderDesk Orders(TestDatabase database) => new(database.Contexts, menus: null!, TimeProvider.System);

    private static Order Order(int number, bool isPaid = false) =>
        Some.Order(Some.Draft($"WEB-{number}") with { Payment = new Payment(PaymentMethod.Cash, isPaid) }, number: number);

    private static Order Ready(int number, bool isPaid = false)
    {
        var order = Order(number, isPaid);
        order.Accept(Some.Anna, Some.Noon);
        order.TillHasCreated(Some.TillOrder(order), Some.Noon);
        order.Fill(Some.Anna, Some.Menu, Some.Noon);
        order.TillHasFilled(Some.TillOrder(order), Some.Noon);
        return order;
    }

    private static Order Sent(int number, Courier courier, bool isPaid = false)
    {
        var order = Ready(number, isPaid);
        Assert.True(order.SendOut(courier, Some.Anna, Some.Noon).IsDone);
        return order;
    }

    private static Order Delivered(int number, Courier courier, bool isPaid = false)
    {
        var order = Sent(number, courier, isPaid);
        Assert.True(order.Deliver(courier, Some.Noon.AddMinutes(30)).IsDone);
        return order;
    }
}
