using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Couriers;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Domain.Till;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Handoff;

namespace MiniDelivery.Tests.Storage;

public sealed class SchemaTests
{
    private static readonly CancellationToken _none = CancellationToken.None;

    // Compares the model with the snapshot in the repository; neither needs a server.
    [Fact]
    public void Nobody_forgot_a_migration_for_either_database()
    {
        using var sqlite = new SqliteDesignTime().CreateDbContext([]);
        using var sqlServer = new SqlServerDesignTime().CreateDbContext([]);

        Assert.False(sqlite.Database.HasPendingModelChanges(), "dotnet ef migrations add … -c SqliteDeliveryDb");
        Assert.False(sqlServer.Database.HasPendingModelChanges(), "dotnet ef migrations add … -c SqlServerDeliveryDb");
        Assert.Equal(sqlite.Database.GetMigrations().Select(NameOf), sqlServer.Database.GetMigrations().Select(NameOf));

        static string NameOf(string migration) => migration.Split('_', 2)[1];
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task An_order_comes_back_as_it_went_in(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var courier = Couriers.OnShift();
        var order = Full(courier);
        // A field that stays empty here would prove nothing.
        // Who was forgotten has nothing left to compare: see RetentionTests. What was delivered was not cancelled: see CourierDeskTests. What a person accepts, no rule accepts: see AutoAcceptTests.
        Assert.All(typeof(Order).GetProperties().Where(property => property.Name is not (nameof(Order.ForgottenAt) or nameof(Order.DeliveredAt) or nameof(Order.AcceptedByRuleAt))), property => Assert.NotNull(property.GetValue(order)));
        Assert.All(typeof(Handoff).GetProperties(), property => Assert.NotNull(property.GetValue(order.Handoff)));
        Assert.All(typeof(OrderLine).GetProperties(), property => Assert.NotNull(property.GetValue(order.Lines[0])));
        Assert.All(typeof(Address).GetProperties(), property => Assert.NotNull(property.GetValue(order.Address)));
        await database.StoreAsync(courier, order);

        await using var db = await database.Contexts.CreateDbContextAsync(_none);
        var read = await db.Orders.SingleAsync(_none);

        Assert.Equal(Text(order), Text(read));
        Assert.Equal(order.History, read.History);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task An_order_that_says_only_the_least_comes_back_with_nothing_added(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var order = Some.Order(new NewOrder
        {
            ExternalId = "WEB-1",
            Guest = new Guest("", "1", null),
            Type = FulfillmentType.Pickup,
            Lines = [Some.Line(null, "Пирог", 1, null)],
        });
        await database.StoreAsync(order);

        await using var db = await database.Contexts.CreateDbContextAsync(_none);
        var read = await db.Orders.SingleAsync(_none);

        Assert.Equal(Text(order), Text(read));
        Assert.Null(read.Address);
        Assert.Null(read.Handoff);
        Assert.Null(read.Cancellation);
        Assert.Null(read.Payment.ChangeFrom);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_moment_comes_back_as_the_same_moment_whatever_offset_it_was_written_with(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var promised = new DateTimeOffset(2027, 1, 13, 12, 30, 0, TimeSpan.FromHours(7));
        await database.StoreAsync(Some.Order(Some.Draft() with { PromisedAt = promised }));

        await using var db = await database.Contexts.CreateDbContextAsync(_none);

        Assert.Equal(promised, (await db.Orders.SingleAsync(_none)).PromisedAt);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Of_two_people_moving_one_order_the_second_is_told(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await database.StoreAsync(Some.Order());
        await using var anna = await database.Contexts.CreateDbContextAsync(_none);
        await using var boris = await database.Contexts.CreateDbContextAsync(_none);
        var annas = await anna.Orders.SingleAsync(_none);
        var borises = await boris.Orders.SingleAsync(_none);

        annas.Accept(Some.Anna, Some.Noon);
        await anna.SaveChangesAsync(_none);
        borises.Cancel(CancelReason.Other, null, Some.Boris, Some.Noon);

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => boris.SaveChangesAsync(_none));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_promise_that_was_claimed_past_the_tracker_refuses_whoever_saves_from_an_older_picture(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var promised = Some.Order();
        promised.Accept(Some.Anna, Some.Noon);
        await database.StoreAsync(promised);
        await using var person = await database.Contexts.CreateDbContextAsync(_none);
        await using var dispatcher = await database.Contexts.CreateDbContextAsync(_none);
        var order = await person.Orders.SingleAsync(_none);

        Assert.True(await HandoffDispatcher.ClaimAsync(dispatcher, await dispatcher.Handoffs.AsNoTracking().SingleAsync(_none), Some.Noon, _none));
        // Still due in this picture, so the cancellation would be said to be true at once.
        order.Cancel(CancelReason.GuestCancelled, null, Some.Anna, Some.Noon);

        Assert.Equal(OrderStatus.Deleted, order.Status);
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => person.SaveChangesAsync(_none));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Of_two_writers_that_took_the_same_number_the_second_is_refused(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var one = await database.Contexts.CreateDbContextAsync(_none);
        await using var two = await database.Contexts.CreateDbContextAsync(_none);
        var number = (await one.Restaurants.SingleAsync(_none)).TakeNumber();

        Assert.Equal(number, (await two.Restaurants.SingleAsync(_none)).TakeNumber());
        await one.SaveChangesAsync(_none);

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => two.SaveChangesAsync(_none));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task The_same_order_of_a_shop_is_stored_once(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await database.StoreAsync(Numbered(1, "A-1"));

        var error = await Assert.ThrowsAsync<DbUpdateException>(() => database.StoreAsync(Numbered(2, "A-1")));

        Assert.True(error.IsDuplicate);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_shops_own_numbers_are_told_apart_byte_by_byte_and_shop_by_shop(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var other = new OrderSource { RestaurantId = Some.Restaurant, Name = "другой сайт" };

        // SQL Server does not see blanks at an end; that none comes so far is told in OrderIntakeTests.
        await database.StoreAsync(other, Numbered(1, "A-1"), Numbered(2, "a-1"), Numbered(3, " A-1"), Numbered(4, "Ё-1"), Numbered(5, "Е-1"), Numbered(6, "A-1", other.Id));

        await using var db = await database.Contexts.CreateDbContextAsync(_none);
        Assert.Equal(1, (await db.Orders.SingleAsync(order => order.SourceId == Some.Source && order.ExternalId == "A-1", _none)).Number);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task No_two_orders_of_a_restaurant_have_one_number(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await database.StoreAsync(Numbered(1, "A-1"));

        var error = await Assert.ThrowsAsync<DbUpdateException>(() => database.StoreAsync(Numbered(1, "A-2")));

        Assert.True(error.IsDuplicate);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_dish_has_its_place_and_its_number_in_whatever_order_the_rows_come_back(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await database.StoreAsync(Some.Order(Some.Draft("WEB-1", Some.Line("101", "Пирог", 1, 350), Some.Line("999", "Уха", 1, 100))));
        await using var db = await database.Contexts.CreateDbContextAsync(_none);
        await db.Database.ExecuteSqlAsync($"INSERT INTO OrderLines (Line, Code, Name, Quantity, Price, Comment, MenuIdent, Modifiers, OrderId) SELECT Line, Code, Name, Quantity, Price, Comment, MenuIdent, Modifiers, OrderId FROM OrderLines WHERE Line = 1", _none);
        await db.Database.ExecuteSqlAsync($"DELETE FROM OrderLines WHERE Line = 1 AND Id = (SELECT MIN(Id) FROM OrderLines)", _none);
        Assert.Equal([2, 1], await db.Database.SqlQuery<int>($"SELECT Line AS Value FROM OrderLines ORDER BY Id").ToListAsync(_none));
        var order = await db.Orders.SingleAsync(_none);
        Assert.Equal([1, 2], order.Lines.Select(line => line.Line));

        order.ChooseDish(2, Some.Menu.Items[1], Some.Menu, Some.Anna, Some.Noon);

        Assert.Equal("Уха → Хлеб", order.History[^1].Note);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task An_order_takes_everything_of_it_along_when_it_is_erased(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var courier = Couriers.OnShift();
        await database.StoreAsync(courier, Full(courier));
        await using var db = await database.Contexts.CreateDbContextAsync(_none);

        await db.Orders.ExecuteDeleteAsync(_none);

        Assert.Equal(0, await db.Handoffs.CountAsync(_none));
        Assert.Equal(0, await db.Database.SqlQuery<int>($"SELECT COUNT(*) AS Value FROM OrderLines").SingleAsync(_none));
        Assert.Equal(0, await db.Database.SqlQuery<int>($"SELECT COUNT(*) AS Value FROM OrderSteps").SingleAsync(_none));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_source_that_has_orders_cannot_be_erased(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await database.StoreAsync(Some.Order());
        await using var db = await database.Contexts.CreateDbContextAsync(_none);

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => db.Sources.ExecuteDeleteAsync(_none));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_key_comes_back_with_its_hash_its_scopes_and_its_end(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var (key, text) = ApiKey.Issue(Some.Source, Scopes.All, Some.Noon, Some.Noon.AddDays(1));
        await database.StoreAsync(key);
        ApiKey.TrySplit(text, out var id, out var secret);

        await using var db = await database.Contexts.CreateDbContextAsync(_none);
        var read = await db.ApiKeys.SingleAsync(found => found.Id == id, _none);

        Assert.Equal(JsonSerializer.Serialize(key), JsonSerializer.Serialize(read));
        Assert.True(read.Accepts(secret, Some.Noon));
        Assert.False(read.Accepts(secret, Some.Noon.AddDays(1)));
    }

    private static string Text(Order order) => JsonSerializer.Serialize(order);

    private static Order Numbered(int number, string externalId, SourceId? source = null) =>
        Order.Receive(Some.Draft(externalId), Some.Restaurant, source ?? Some.Source, number, Some.Menu, new Actor("сайт"), Some.Noon);

    // Every field has something in it: the dishes were sent, no answer came, and the guest cancels.
    private static Order Full(Courier courier)
    {
        var order = Some.Order(Some.Draft(
            "WEB-10045",
            Some.Line("101", "Пирог «Ё»", 2, 350, new NewOrderModifier("305", "Сметана", Quantity.From(1.5m), Money.From(20.01m))) with { Comment = "без лука" },
            Some.Line("103", "Сёмга", 0.355m, 2500)) with
        {
            Guest = new Guest("Иванов Иван", "+7 777 666-55-44", "ivan@example.org"),
            Address = new Address("Ул. Пушкина, 1", "2", "3", "12", "12К", 55.030204, 82.92043, "звонить"),
            PromisedAt = Some.Noon.AddHours(1),
            Payment = new Payment(PaymentMethod.Card, Paid: true, Money.From(1000)),
            DeliveryFee = Money.From(100),
            Discount = Money.From(0.01m),
            Total = Money.From(1),
            CallbackUrl = "https://shop.example/hook?a=1",
            Metadata = new Dictionary<string, string> { ["б"] = "\"2\"", ["a"] = "" },
            IsTest = true,
        });
        order.Hear(Some.Anna, Some.Noon);
        order.Acknowledge(Some.Anna, Some.Noon.AddSeconds(1));
        order.Escalate(Domain.Alerts.EscalationRung.Louder, Some.Noon.AddSeconds(2));
        order.Accept(Some.Anna, Some.Noon);
        order.TillHasCreated(Some.TillOrder(order) with { Sum = Money.From(12.34m) }, Some.Noon.AddTicks(1));
        order.ChooseModifier(1, 0, 3005, "Сметана", Some.Anna, Some.Noon);
        order.Assign(courier, Some.Anna, Some.Noon);
        var before = new TillPackage(7, Guid.NewGuid(), IsPrinted: true, [new TillDish(1002, "Хлеб", Quantity.One, Money.From(30), [new TillModifier(3005, "Сметана", 1)]) { Uni = 8 }])
        {
            HasMore = true, Times = new PackageTimes("2030-01-01T12:00:00", null, null),
        };
        var lines = new[] { new FillLine(1003, Quantity.From(0.355m), IsCombo: false, [new FillModifier(3005, 2)], []) };
        order.Edit(
            new EditPlan { Id = Guid.NewGuid(), Version = 5, Sum = Money.From(30), Before = [before], Writes = [new PackageWrite(7, before.Guid, lines, before.Times)] },
            Some.Anna,
            Some.Noon);
        order.AboutToFill(Some.TillOrder(order), Some.Noon);
        order.TillIsSilent(new TillTrouble(TillTroubles.Timeout, "15 с"), inDoubt: true, Some.Noon.AddMinutes(1));
        order.AskToCancel(Some.Source, CancelReason.GuestCancelled, "передумал", new Actor("сайт"), Some.Noon.AddMinutes(1));
        order.Cancel(CancelReason.GuestCancelled, "передумал", Some.Anna, Some.Noon.AddMinutes(2));
        return order;
    }
}
