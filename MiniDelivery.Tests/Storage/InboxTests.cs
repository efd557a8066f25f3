using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Intake;
using MiniDelivery.Web.Operations;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Tests.Storage;

/// <summary>What is kept of bodies that could not become orders, with real databases.</summary>
public sealed class InboxTests
{
    private const string Text = """{"customer":{"name":"Пелагея Громыхалова","phone":"+7 913 777-00-42"}""";

    private static readonly CancellationToken _none = CancellationToken.None;

    private readonly FakeTimeProvider _time = new(Some.Noon);

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task The_database_holds_nothing_that_can_be_read_and_the_keys_open_all_of_it(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var rig = new InboxRig(database, _time);

        await rig.Writer.StoreAsync(InboxRig.Body(Text, new InboxFault("/metadata/Громыхалова", "too-long", "must be short")), _none);

        await using var db = await database.Contexts.CreateDbContextAsync(_none);
        var item = await db.InboxItems.AsNoTracking().SingleAsync(_none);
        foreach (var kept in new[] { item.Body, item.Glance })
        {
            Assert.DoesNotContain("Громыхалова", Encoding.UTF8.GetString(kept), StringComparison.Ordinal);
            Assert.DoesNotContain("777-00-42", Encoding.UTF8.GetString(kept), StringComparison.Ordinal);
        }

        Assert.Equal(Text, InboxVault.TextOf(rig.Vault.Open(item.Body)));
        Assert.Equal("+7 913 777-00-42", rig.Vault.OpenGlance(item.Glance).Phone);
        Assert.Equal("/metadata/Громыхалова", Assert.Single(rig.Vault.OpenGlance(item.Glance).Faults).Pointer);
        Assert.Null(InboxRig.NewVault().Open(item.Body));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task The_same_again_is_counted_and_not_kept_again_whoever_hears_it(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var (here, there) = (new InboxRig(database, _time), new InboxRig(database, _time));
        await here.Writer.StoreAsync(InboxRig.Body(Text), _none);
        _time.Advance(TimeSpan.FromMinutes(1));

        await Task.WhenAll(Enumerable.Range(0, 2).SelectMany(_ => new[] { here, there }).Select(rig => rig.Writer.StoreAsync(InboxRig.Body(Text), _none)));

        await using var db = await database.Contexts.CreateDbContextAsync(_none);
        var item = await db.InboxItems.SingleAsync(_none);
        Assert.Equal((5, Some.Noon, Some.Noon.AddMinutes(1)), (item.Times, item.FirstAt, item.LastAt));
        Assert.Equal(new InboxNow(1, Some.Noon.AddMinutes(1)), here.Watch.For(Some.Restaurant));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_broken_shop_cannot_fill_the_disk_and_has_a_new_day_tomorrow(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var rig = new InboxRig(database, _time);
        for (var i = 0; i < InboxItem.MostPerDay; i++)
        {
            Assert.True(await rig.Writer.StoreAsync(InboxRig.Body($"{{{i}"), _none));
        }

        Assert.False(await rig.Writer.StoreAsync(InboxRig.Body("{more"), _none));
        Assert.True(await rig.Writer.StoreAsync(InboxRig.Body("{0"), _none)); // Known already: it costs nothing.
        _time.Advance(InboxItem.Day);
        Assert.True(await rig.Writer.StoreAsync(InboxRig.Body("{more"), _none));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task After_its_time_it_is_gone_whatever_became_of_it(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var rig = new InboxRig(database, _time);
        await rig.Writer.StoreAsync(InboxRig.Body("{old"), _none);
        _time.Advance(TimeSpan.FromDays(2));
        await rig.Writer.StoreAsync(InboxRig.Body("{young"), _none);
        var cleaner = new KeptAnswerCleaner(database.Contexts, _time, NullLogger<KeptAnswerCleaner>.Instance);

        _time.Advance(InboxItem.KeptFor - TimeSpan.FromDays(1));
        await cleaner.CleanAsync(_none);

        await using var db = await database.Contexts.CreateDbContextAsync(_none);
        Assert.Equal("{young", InboxVault.TextOf(rig.Vault.Open((await db.InboxItems.SingleAsync(_none)).Body)));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_guest_who_asks_is_erased_from_it_however_the_phone_was_written(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var rig = new InboxRig(database, _time);
        await rig.Writer.StoreAsync(InboxRig.Body(Text), _none);
        await rig.Writer.StoreAsync(InboxRig.Body("tel=8(913)7770042"), _none);
        await rig.Writer.StoreAsync(InboxRig.Body("tel=8(913)7770043"), _none);

        await using var db = await database.Contexts.CreateDbContextAsync(_none);
        var directory = new RestaurantDirectory(database.Contexts);
        await directory.ReadAsync(_none);
        var found = await GuestEraser.InboxOfGuestAsync(db, rig.Vault, directory.Get(Some.Restaurant), "+79137770042", _none);

        Assert.Equal(2, found.Count);
        Assert.DoesNotContain(found, item => InboxVault.TextOf(rig.Vault.Open(item.Body)).Contains("7770043", StringComparison.Ordinal));
    }
}
