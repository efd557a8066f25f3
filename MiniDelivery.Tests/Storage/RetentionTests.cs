using System.Collections;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Guests;
using MiniDelivery.Web.Operations;
using MiniDelivery.Web.Phones;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Tests.Storage;

/// <summary>Erasing guests' data: by age, and one guest's on request. The restaurant's day turns at 5:00 in Novosibirsk, 22:00 UTC.</summary>
public sealed class RetentionTests
{
    private const string Phone = "+7 913 777-00-42";

    private static readonly CancellationToken _none = CancellationToken.None;
    private static readonly Actor _admin = new("Админ", StaffRole.Admin);
    private static readonly string[] _personal = ["Громыхалова", "777-00-42", "7770042", "Шестопёрая", "pelageya", "ревёт", "без лука", "карта-лояльности", "callback.example", "передумала"];

    private readonly FakeTimeProvider _time = new(Some.Noon.AddMonths(3));

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task In_the_night_old_orders_lose_their_guests_and_nothing_of_them_is_left_in_any_table(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await database.StoreAsync(Old("WEB-1", 1), Old("WEB-2", 2, cancelled: true));
        Assert.NotEmpty(await TracesAsync(database));
        var (desk, job) = await StartAsync(database);

        Assert.Equal(2, await desk.PreviewAsync(Some.Restaurant, 2, _admin, _none));
        Assert.True((await desk.SaveAsync(Some.Restaurant, 0, 2, _admin, _none)).IsDone);
        await job.LookAsync(_none);
        Assert.NotEmpty(await TracesAsync(database)); // Until the night a slip of the finger can be put right.

        _time.SetUtcNow((await desk.ShowAsync(Some.Restaurant, _admin, _none))!.NextAt!.Value);
        await job.LookAsync(_none);

        Assert.Empty(await TracesAsync(database));
        Assert.Equal((2, _time.GetUtcNow()), (await desk.ShowAsync(Some.Restaurant, _admin, _none)) is { } view ? (view.RanOrders, view.RanAt) : default);
        await using var db = await database.Contexts.CreateDbContextAsync(_none);
        var order = await db.Orders.SingleAsync(found => found.Number == 1, _none);
        Assert.Equal((Money.From(730), 2), (order.Total, order.Lines.Count));
        Assert.Equal("2", (await db.AuditEntries.SingleAsync(entry => entry.What == AuditActs.GuestsForgotten, _none)).New);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Orders_in_work_and_younger_ones_keep_their_guests(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var inWork = Order.Receive(Draft("WEB-1"), Some.Restaurant, Some.Source, 1, Some.Menu, new Actor("сайт"), Some.Noon);
        var young = Order.Receive(Draft("WEB-2"), Some.Restaurant, Some.Source, 2, Some.Menu, new Actor("сайт"), _time.GetUtcNow());
        young.Cancel(CancelReason.TestOrder, null, Some.Anna, _time.GetUtcNow());
        await database.StoreAsync(inWork, young);
        var (desk, job) = await StartAsync(database);
        await desk.SaveAsync(Some.Restaurant, 0, 1, _admin, _none);

        Assert.Equal(0, await desk.PreviewAsync(Some.Restaurant, 1, _admin, _none));
        _time.Advance(TimeSpan.FromDays(1));
        await job.LookAsync(_none);

        await using var db = await database.Contexts.CreateDbContextAsync(_none);
        Assert.Equal(2, await db.Orders.CountAsync(order => order.ForgottenAt == null && order.Guest.Phone != "", _none));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Nothing_is_erased_before_an_administrator_has_said_so(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await database.StoreAsync(Old("WEB-1", 1));
        var (desk, job) = await StartAsync(database);
        _time.Advance(TimeSpan.FromDays(3000));

        await job.LookAsync(_none);

        Assert.NotEmpty(await TracesAsync(database));
        Assert.Null((await desk.ShowAsync(Some.Restaurant, _admin, _none))!.NextAt);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Of_two_instances_one_does_the_nights_work_and_what_a_killed_one_has_done_stays_done(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        for (var number = 1; number <= RetentionJob.BatchSize + 3; number++)
        {
            await database.StoreAsync(Old($"WEB-{number}", number));
        }

        var (desk, one) = await StartAsync(database);
        var (_, other) = await StartAsync(database);
        await desk.SaveAsync(Some.Restaurant, 0, 2, _admin, _none);
        _time.Advance(TimeSpan.FromDays(1));
        var info = await InfoAsync(database);

        var claim = await one.ClaimAsync(info, _none);
        Assert.NotNull(claim);
        Assert.Null(await other.ClaimAsync(info, _none));
        var next = await one.BatchAsync(info, claim.Value, _none);
        Assert.NotNull(next); // And here it is killed.
        Assert.Null(await one.BatchAsync(info, claim.Value, _none)); // A claim that is spent does nothing.
        await other.LookAsync(_none);
        Assert.Null((await desk.ShowAsync(Some.Restaurant, _admin, _none))!.RanAt);

        _time.Advance(TimeSpan.FromMinutes(6));
        await other.LookAsync(_none);

        Assert.Empty(await TracesAsync(database));
        Assert.Equal(RetentionJob.BatchSize + 3, (await desk.ShowAsync(Some.Restaurant, _admin, _none))!.RanOrders);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Of_two_administrators_the_second_is_told_and_a_term_that_cannot_be_is_refused(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var (desk, _) = await StartAsync(database);
        Assert.True((await desk.SaveAsync(Some.Restaurant, 0, 24, _admin, _none)).IsDone);

        Assert.Equal(Refusal.ChangedMeanwhile, (await desk.SaveAsync(Some.Restaurant, 0, 1, _admin, _none)).Reason);
        Assert.Equal(Refusal.SettingsUnusable, (await desk.SaveAsync(Some.Restaurant, 1, 0, _admin, _none)).Reason);
        Assert.Equal(24, (await desk.ShowAsync(Some.Restaurant, _admin, _none))!.Months);
        Assert.True((await desk.SaveAsync(Some.Restaurant, 1, null, _admin, _none)).IsDone);
        await using var db = await database.Contexts.CreateDbContextAsync(_none);
        Assert.Equal([(null, "24"), ("24", null)], (await db.AuditEntries.OrderBy(entry => entry.Id).ToListAsync(_none)).Select(entry => (entry.Old, entry.New)));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task One_guest_is_forgotten_on_request_however_the_phone_was_written_and_the_others_stay(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var other = Some.Order(Some.Draft("WEB-3"), number: 3);
        other.Cancel(CancelReason.TestOrder, null, Some.Anna, Some.Noon);
        var office = Received(Draft("WEB-5") with { Guest = new Guest("Офис", $"{Phone} доб. 5", null) }, 5);
        office.Cancel(CancelReason.TestOrder, null, Some.Anna, Some.Noon);
        var inWork = Received(Draft("WEB-4") with { Guest = new Guest("Пелагея", "89137770042", null) }, 4);
        await database.StoreAsync(Old("WEB-1", 1), Old("WEB-2", 2), other, inWork, office);
        await using (var before = await database.Contexts.CreateDbContextAsync(_none))
        {
            // One is from before phones had keys.
            await before.Orders.Where(order => order.Number == 2).ExecuteUpdateAsync(set => set.SetProperty(order => order.PhoneKey, (string?)null), _none);
        }

        var (desk, _) = await StartAsync(database);

        Assert.Equal(new GuestTrace(2, 1, Some.Noon), (await desk.FindGuestAsync(Some.Restaurant, "8 913 777 00 42", _admin, _none)).Trace);
        var answer = await desk.EraseGuestAsync(Some.Restaurant, "8 913 777 00 42", _admin, _none);

        Assert.Equal((2, 1), (answer.Trace!.Erasable, answer.Trace.InWork));
        await using var db = await database.Contexts.CreateDbContextAsync(_none);
        Assert.Equal([1, 2], (await db.Orders.Where(order => order.ForgottenAt != null).Select(order => order.Number).ToListAsync(_none)).Order());
        Assert.Equal("87776665544", (await db.Orders.SingleAsync(order => order.Number == 3, _none)).Guest.Phone);
        var entry = await db.AuditEntries.SingleAsync(_none);
        Assert.Equal((AuditActs.GuestErased, "••••42", "2"), (entry.What, entry.Subject, entry.New));
        Assert.Equal(Refusal.SettingsUnusable, (await desk.EraseGuestAsync(Some.Restaurant, "12", _admin, _none)).Outcome.Reason);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task What_is_known_of_a_guest_shrinks_with_each_forgotten_order_and_ends_with_the_last_one_notes_and_all(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var second = Received(Draft("WEB-2") with { Address = new Address("Ленина 5") }, 2);
        await database.StoreAsync(Old("WEB-1", 1));
        await database.StoreAsync(second);
        var (desk, _) = await StartAsync(database);
        var directory = new RestaurantDirectory(database.Contexts);
        await directory.ReadAsync(_none);
        var guests = new GuestDesk(database.Contexts, directory, database.Signal, _time);
        var known = (await guests.FindAsync(Some.Restaurant, Phone, _admin, _none))!.Guest;
        Assert.True((await guests.NoteAsync(Some.Restaurant, known.Id, "собака", _admin, _none)).IsDone);
        Assert.True((await guests.BlockAsync(Some.Restaurant, known.Id, "не платит", _admin, _none)).IsDone);

        await desk.EraseGuestAsync(Some.Restaurant, Phone, _admin, _none);
        var left = (await guests.FindAsync(Some.Restaurant, Phone, _admin, _none))!;
        Assert.Equal((1, Money.From(730), "собака"), (left.Guest.Orders, left.Guest.Sum, left.Guest.Notes));
        Assert.Equal([2], left.Orders.Select(row => row.Number));

        await using (var db = await database.Contexts.CreateDbContextAsync(_none))
        {
            (await db.Orders.SingleAsync(order => order.Number == 2, _none)).Cancel(CancelReason.TestOrder, null, Some.Anna, Some.Noon);
            await db.SaveChangesAsync(_none);
        }

        await desk.EraseGuestAsync(Some.Restaurant, Phone, _admin, _none);
        await using var now = await database.Contexts.CreateDbContextAsync(_none);
        Assert.Empty(await now.Guests.ToListAsync(_none));
    }

    private static Order Received(Domain.Intake.NewOrder draft, int number) => Order.Receive(
        draft, Some.Restaurant, Some.Source, number, Some.Menu, new Actor("сайт"), Some.Noon, PhoneText.Key(draft.Guest.Phone, "RU"));

    private static Domain.Intake.NewOrder Draft(string externalId) => Some.Draft(externalId) with
    {
        Guest = new Guest("Пелагея Громыхалова", Phone, "pelageya@example.org"),
        Address = new Address("Улица Шестопёрая, 7", Comment: "собака ревёт"),
        Comment = "ревёт домофон",
        Lines = [Some.Line("101", "Пирог", 2, 350) with { Comment = "без лука" }, Some.Line("102", "Хлеб", 1, 30)],
        CallbackUrl = "https://callback.example/pelageya",
        Metadata = new Dictionary<string, string> { ["карта-лояльности"] = "777-00-42" },
    };

    private static Order Old(string externalId, int number, bool cancelled = false)
    {
        var order = Received(Draft(externalId), number);
        if (cancelled)
        {
            order.Cancel(CancelReason.GuestCancelled, "Громыхалова передумала", Some.Anna, Some.Noon);
            return order;
        }

        order.Accept(Some.Anna, Some.Noon);
        order.TillHasCreated(Some.TillOrder(order), Some.Noon.AddMinutes(1));
        order.Fill(Some.Anna, Some.Menu, Some.Noon.AddMinutes(2));
        order.TillHasFilled(Some.TillOrder(order), Some.Noon.AddMinutes(2));
        order.MoveOn(OrderStatus.OnTheWay, Some.Anna, Some.Noon.AddMinutes(3));
        order.StepBack(Some.Boris, new BusinessDay(TimeZoneInfo.Utc, 5), Some.Noon.AddMinutes(4), "Громыхалова просила позже");
        order.MoveOn(OrderStatus.OnTheWay, Some.Anna, Some.Noon.AddMinutes(5));
        order.MoveOn(OrderStatus.Archived, Some.Anna, Some.Noon.AddMinutes(6));
        return order;
    }

    // Every text of every row of every table: whoever adds a place for guests' data and forgets to erase it, fails here.
    private static async Task<List<string>> TracesAsync(TestDatabase database)
    {
        await using var db = await database.Contexts.CreateDbContextAsync(_none);
        var texts = new List<string>();
        foreach (var table in db.Model.GetEntityTypes().Select(type => type.GetTableName()).OfType<string>().Distinct())
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // The name is of our own model.
            command.CommandText = $"SELECT * FROM \"{table}\"";
#pragma warning restore CA2100
            await db.Database.OpenConnectionAsync(_none);
            await using var rows = await command.ExecuteReaderAsync(_none);
            while (await rows.ReadAsync(_none))
            {
                var values = new object[rows.FieldCount];
                rows.GetValues(values);
                texts.AddRange(((IEnumerable)values).OfType<string>().Select(text => $"{table}: {text}"));
            }
        }

        return [.. texts.Where(text => _personal.Any(secret => text.Contains(secret, StringComparison.OrdinalIgnoreCase)))];
    }

    private static async Task<RestaurantInfo> InfoAsync(TestDatabase database)
    {
        var directory = new RestaurantDirectory(database.Contexts);
        await directory.ReadAsync(_none);
        return directory.Get(Some.Restaurant);
    }

    private async Task<(RetentionDesk Desk, RetentionJob Job)> StartAsync(TestDatabase database)
    {
        var directory = new RestaurantDirectory(database.Contexts);
        await directory.ReadAsync(_none);
        return (
            new RetentionDesk(database.Contexts, directory, InboxRig.NewVault(), database.Signal, _time),
            new RetentionJob(database.Contexts, directory, database.Signal, _time, NullLogger<RetentionJob>.Instance));
    }
}
