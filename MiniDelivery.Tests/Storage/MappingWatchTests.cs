using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using MiniDelivery.Domain.Menu;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Menu;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Tests.Storage;

/// <summary>The nightly check of remembered dishes, and what is kept of it. The restaurant's day turns at 5:00 in Novosibirsk, 22:00 UTC.</summary>
public sealed class MappingWatchTests
{
    private static readonly CancellationToken _none = CancellationToken.None;
    private readonly FakeTimeProvider _time = new(Some.Noon);

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task It_is_done_once_after_the_business_day_has_turned_and_a_bit(DatabaseProvider provider)
    {
        await using var database = await StartAsync(provider);
        var watch = await WatchAsync(database);
        await watch.LookAsync(_none);
        Assert.Equal(new MappingState(Some.Noon, 1, 0), watch.For(Some.Restaurant));

        _time.Advance(TimeSpan.FromHours(10));
        await watch.LookAsync(_none);
        Assert.Equal(Some.Noon, watch.For(Some.Restaurant)!.CheckedAt);

        _time.Advance(TimeSpan.FromMinutes(20));
        var night = _time.GetUtcNow();
        await watch.LookAsync(_none);
        Assert.Equal(night, watch.For(Some.Restaurant)!.CheckedAt);

        _time.Advance(TimeSpan.FromMinutes(20));
        await watch.LookAsync(_none);
        Assert.Equal(night, watch.For(Some.Restaurant)!.CheckedAt);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task What_came_of_it_is_there_for_another_instance_and_after_a_restart(DatabaseProvider provider)
    {
        await using var database = await StartAsync(provider);
        await database.StoreAsync(Mapping("9", 9999));
        await (await WatchAsync(database)).CheckAsync(Some.Restaurant, _none);
        _time.Advance(TimeSpan.FromHours(1));

        var other = await WatchAsync(database);
        await other.LookAsync(_none);

        Assert.Equal(new MappingState(Some.Noon, 2, 1), other.For(Some.Restaurant));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task What_was_put_right_on_a_card_is_no_longer_called_broken(DatabaseProvider provider)
    {
        await using var database = await StartAsync(provider);
        await database.StoreAsync(Mapping("9", 9999));
        var watch = await WatchAsync(database);
        await watch.CheckAsync(Some.Restaurant, _none);
        await using (var db = await database.Contexts.CreateDbContextAsync(_none))
        {
            await db.DishMappings.Where(mapping => mapping.MenuIdent == 9999).ExecuteDeleteAsync(_none);
        }

        await watch.LookAsync(_none);

        Assert.Equal((1, 0), (watch.For(Some.Restaurant)!.Mappings, watch.For(Some.Restaurant)!.Broken));
    }

    private static async Task<TestDatabase> StartAsync(DatabaseProvider provider)
    {
        var database = await TestDatabase.CreateAsync(provider);
        await database.StoreAsync(
            Mapping("1", 1001),
            new MenuSnapshot { RestaurantId = Some.Restaurant, ReadAt = Some.Noon, Items = System.Text.Json.JsonSerializer.Serialize(Some.Menu.Items) });
        return database;
    }

    // A process of its own: nothing of another one is in its memory. The till is never asked.
    private async Task<MappingWatch> WatchAsync(TestDatabase database)
    {
        var directory = new RestaurantDirectory(database.Contexts);
        var menus = new MenuCache(database.Contexts, new RestaurantDirectory(database.Contexts), tills: null!, database.Board, database.Signal, _time, NullLogger<MenuCache>.Instance);
        await menus.StartAsync(_none);
        await menus.StopAsync(_none);
        await directory.ReadAsync(_none);
        return new MappingWatch(database.Contexts, directory, menus, database.Signal, _time, NullLogger<MappingWatch>.Instance);
    }

    private static DishMapping Mapping(string code, int ident) => new()
    {
        SourceId = Some.Source, Key = DishMapping.KeyOf(code, null), MenuIdent = ident, Name = code, ChosenBy = "Анна", ChosenAt = Some.Noon,
    };
}
