using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Connections;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Tests.Storage;

/// <summary>What managers do about sources and keys, with real databases.</summary>
public sealed class ConnectionDeskTests
{
    private static readonly CancellationToken _none = CancellationToken.None;
    private readonly FakeTimeProvider _time = new(Some.Noon);

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_key_is_shown_once_and_only_its_hash_is_kept(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var desk = Desk(database);

        var issued = await desk.IssueAsync(Some.Restaurant, Some.Source, "касса сайта", [Scopes.OrdersWrite], new DateOnly(2027, 1, 31), Some.Boris, _none);

        Assert.True(ApiKey.TrySplit(issued.ShownOnce, out var id, out var secret));
        var key = Assert.Single((await ListAsync(desk)).Keys);
        Assert.Equal((id, "касса сайта", true), (key.Id, key.Label, key.IsInForce));
        // The whole last day, by the restaurant's calendar.
        Assert.Equal(new DateTimeOffset(2027, 2, 1, 0, 0, 0, TimeSpan.FromHours(7)), key.ExpiresAt);
        await using var db = await database.Contexts.CreateDbContextAsync(_none);
        var stored = await db.ApiKeys.SingleAsync(_none);
        Assert.True(stored.Accepts(secret, Some.Noon));
        var audit = await db.AuditEntries.SingleAsync(_none);
        Assert.Equal(AuditActs.KeyIssued, audit.What);
        Assert.DoesNotContain(secret, $"{audit.Subject} {audit.Old} {audit.New} {stored.ScopeList} {stored.Label}", StringComparison.Ordinal);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Two_keys_are_in_force_at_most_and_a_revoked_one_makes_room(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var desk = Desk(database);
        await IssueAsync(desk);
        await IssueAsync(desk);

        Assert.Equal(ConnectionRefusal.TooManyKeys, (await IssueAsync(desk)).Refusal);
        var old = (await ListAsync(desk)).Keys[^1];
        Assert.True((await desk.RevokeAsync(Some.Restaurant, old.Id, Some.Boris, _none)).IsDone);
        Assert.True((await IssueAsync(desk)).IsDone);

        Assert.Equal(Some.Noon, (await ListAsync(desk)).Keys.Single(key => key.Id == old.Id).RevokedAt);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Of_two_writers_the_second_is_told_and_a_name_is_given_once(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var desk = Desk(database);
        var form = new SourceForm { Name = "приложение", Colour = SourceColour.Violet, DefaultPayment = PaymentMethod.Online, OrdersPerHour = 60, MaxTotal = 15000.5m };

        Assert.True((await desk.SaveAsync(Some.Restaurant, Some.Source, 0, form, Some.Boris, _none)).IsDone);
        Assert.Equal(ConnectionRefusal.ChangedMeanwhile, (await desk.SaveAsync(Some.Restaurant, Some.Source, 0, form, Some.Boris, _none)).Refusal);
        Assert.Equal(ConnectionRefusal.NameTaken, (await desk.AddAsync(Some.Restaurant, form, Some.Boris, _none)).Refusal);
        Assert.Equal([SourceField.Name], (await desk.AddAsync(Some.Restaurant, new SourceForm(), Some.Boris, _none)).Faults);

        var kept = await ListAsync(desk);
        Assert.Equal(
            ("приложение", SourceColour.Violet, PaymentMethod.Online, 60, 15000.5m),
            (kept.Form.Name, kept.Form.Colour, kept.Form.DefaultPayment!.Value, kept.Form.OrdersPerHour!.Value, kept.Form.MaxTotal!.Value));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Staffs_own_source_has_no_keys_and_another_restaurants_is_nobodys_business(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var desk = Desk(database);
        var phone = new OrderSource { RestaurantId = Some.Restaurant, Name = "телефон", IsStaff = true };
        var elsewhere = new Restaurant { Code = "second", Name = "Второй", TimeZone = "Europe/Moscow", Currency = "RUB" };
        var theirs = new OrderSource { RestaurantId = elsewhere.Id, Name = "их сайт" };
        await database.StoreAsync(phone, elsewhere, theirs);
        var (key, _) = ApiKey.Issue(theirs.Id, Scopes.All, Some.Noon);
        await database.StoreAsync(key);

        Assert.Equal(ConnectionRefusal.OfStaff, (await desk.SwitchAsync(Some.Restaurant, phone.Id, false, Some.Boris, _none)).Refusal);
        Assert.Equal(ConnectionRefusal.OfStaff, (await desk.IssueAsync(Some.Restaurant, phone.Id, null, Scopes.All, null, Some.Boris, _none)).Refusal);
        Assert.Equal(ConnectionRefusal.Unknown, (await desk.SwitchAsync(Some.Restaurant, theirs.Id, false, Some.Boris, _none)).Refusal);
        Assert.Equal(ConnectionRefusal.Unknown, (await desk.RevokeAsync(Some.Restaurant, key.Id, Some.Boris, _none)).Refusal);
        Assert.DoesNotContain((await desk.ListAsync(Some.Restaurant, Some.Boris, _none))!, source => source.Id == theirs.Id);
    }

    private ConnectionDesk Desk(TestDatabase database) => new(database.Contexts, database.Board, _time);

    private static Task<ConnectionAnswer> IssueAsync(ConnectionDesk desk) =>
        desk.IssueAsync(Some.Restaurant, Some.Source, null, Scopes.All, null, Some.Boris, _none);

    private static async Task<SourceView> ListAsync(ConnectionDesk desk) =>
        (await desk.ListAsync(Some.Restaurant, Some.Boris, _none))!.Single(source => source.Id == Some.Source);
}
