using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Health;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Operations;

namespace MiniDelivery.Tests.Storage;

/// <summary>What became better and worse: since when, kept over restarts, and for how long.</summary>
public sealed class SystemWatchTests
{
    private static readonly CancellationToken _none = CancellationToken.None;
    private readonly FakeTimeProvider _time = new(Some.Noon);
    private readonly ToldPart _till = new(SystemPart.Till, restaurant: Some.Restaurant);
    private readonly ToldPart _disk = new(SystemPart.Disk);

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task What_becomes_worse_and_better_is_kept_and_what_was_always_well_is_not(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        using var watch = Watch(database);
        await watch.LookAsync(_none);
        _time.Advance(TimeSpan.FromMinutes(1));
        _till.Is(FindingLevel.Trouble, "Silent", "unreachable");
        await watch.LookAsync(_none);
        var down = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromMinutes(1));
        await watch.LookAsync(_none);
        Assert.Equal(
            [(SystemPart.Till, "Silent", down), (SystemPart.Disk, "Ok", Some.Noon)],
            watch.Now.Select(one => (one.Finding.Part, one.Finding.Code, one.Since)));
        _till.Is(FindingLevel.Ok, "Ok", "7.6.4");
        await watch.LookAsync(_none);

        Assert.Equal(["Till Trouble Silent unreachable", "Till Ok Ok 7.6.4"], await KeptAsync(database));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task After_a_restart_it_is_so_since_it_has_been_so(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        _disk.Is(FindingLevel.Notice, "Low", "900");
        using (var before = Watch(database))
        {
            await before.LookAsync(_none);
        }

        _time.Advance(TimeSpan.FromHours(3));
        _disk.Is(FindingLevel.Notice, "Low", "800");
        using var after = Watch(database);
        await after.LookAsync(_none);

        Assert.Equal(Some.Noon, after.Now.Single(one => one.Finding.Part is SystemPart.Disk).Since);
        Assert.Equal("800", after.Now.Single(one => one.Finding.Part is SystemPart.Disk).Finding.Detail);
        Assert.Single(await KeptAsync(database));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task After_ninety_days_a_change_is_forgotten(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        _disk.Is(FindingLevel.Notice, "Low");
        using var watch = Watch(database);
        await watch.LookAsync(_none);
        _disk.Is(FindingLevel.Ok, "Ok");
        _time.Advance(TimeSpan.FromDays(1));
        await watch.LookAsync(_none);
        _time.Advance(SystemWatch.Kept);
        _till.Is(FindingLevel.Trouble, "Silent");
        await watch.LookAsync(_none);

        Assert.Equal(["Disk Ok Ok ", "Till Trouble Silent "], await KeptAsync(database));
    }

    [Fact]
    public async Task While_the_database_is_away_what_happens_is_kept_in_memory()
    {
        await using var database = await TestDatabase.CreateAsync();
        var door = new Door(database.Contexts);
        using var watch = Watch(database, door);
        await watch.LookAsync(_none);
        door.IsShut = true;
        _till.Is(FindingLevel.Trouble, "Silent");
        await Assert.ThrowsAsync<DbUpdateException>(() => watch.LookAsync(_none));
        Assert.Equal("Silent", watch.Now.Single(one => one.Finding.Part is SystemPart.Till).Finding.Code);
        _time.Advance(TimeSpan.FromMinutes(5));
        _till.Is(FindingLevel.Ok, "Ok");
        door.IsShut = false;
        await watch.LookAsync(_none);

        Assert.Equal(["Till Trouble Silent ", "Till Ok Ok "], await KeptAsync(database));
    }

    [Fact]
    public async Task A_look_that_breaks_is_said_and_the_others_are_made()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var watch = Watch(database);
        _till.Breaks = true;
        await watch.LookAsync(_none);

        Assert.Equal(
            [(SystemPart.Till, FindingLevel.Trouble, "NotLookedAt"), (SystemPart.Disk, FindingLevel.Ok, "Ok")],
            watch.Now.Select(one => (one.Finding.Part, one.Finding.Level, one.Finding.Code)));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Who_works_elsewhere_hears_of_the_installation_and_not_of_this_restaurant(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        _till.Is(FindingLevel.Trouble, "Silent");
        _disk.Is(FindingLevel.Trouble, "Full");
        using var watch = Watch(database);
        await watch.LookAsync(_none);
        using var services = new ServiceCollection().BuildServiceProvider();
        var desk = new SystemDesk(database.Contexts, watch, new WorkCheck(services, _time));
        var elsewhere = new Actor("Чужой", StaffRole.Manager) { Posts = new Dictionary<RestaurantId, StaffRole> { [RestaurantId.New()] = StaffRole.Manager } };

        var seen = (await desk.ShowAsync(elsewhere, _none))!;

        Assert.Equal(SystemPart.Disk, Assert.Single(seen.Now).Finding.Part);
        Assert.Equal(SystemPart.Disk, Assert.Single(seen.History).Finding.Part);
        Assert.Equal(2, (await desk.ShowAsync(new Actor("Анна", StaffRole.Manager), _none))!.History.Count);
        // The till has a bar of its own.
        Assert.Equal(SystemPart.Disk, Assert.Single(desk.Troubles(new Actor("Анна", StaffRole.Manager))).Part);
        Assert.Empty(desk.Troubles(Some.Anna));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task What_two_machines_saw_of_the_same_till_is_said_once_and_of_their_own_disks_twice(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        foreach (var (machine, seconds) in new[] { ("A", 0), ("B", 4) })
        {
            await database.StoreAsync(Change(machine, SystemPart.Till, seconds), Change(machine, SystemPart.Disk, seconds), Change(machine, SystemPart.Till, 600 + seconds));
        }

        using var watch = Watch(database);
        using var services = new ServiceCollection().BuildServiceProvider();
        var seen = (await new SystemDesk(database.Contexts, watch, new WorkCheck(services, _time)).ShowAsync(new Actor("Анна", StaffRole.Manager), _none))!;

        Assert.Equal(["Till A", "Disk B", "Till A", "Disk A"], seen.History.Select(line => $"{line.Finding.Part} {line.Machine}"));

        static SystemChange Change(string machine, SystemPart part, int seconds) => new()
        {
            At = Some.Noon.AddSeconds(seconds + (part is SystemPart.Disk ? -0.5 : 0)),
            Machine = machine,
            Part = part,
            Level = FindingLevel.Trouble,
            Code = "Silent",
        };
    }

    private static async Task<IReadOnlyList<string>> KeptAsync(TestDatabase database)
    {
        await using var db = await database.Contexts.CreateDbContextAsync(_none);
        return [.. (await db.SystemChanges.OrderBy(change => change.At).ThenBy(change => change.Id).ToListAsync(_none))
            .Select(change => $"{change.Part} {change.Level} {change.Code} {change.Detail}")];
    }

    private SystemWatch Watch(TestDatabase database, IDbContextFactory<DeliveryDb>? contexts = null) =>
        new(contexts ?? database.Contexts, [_till, _disk], database.Signal, _time, NullLogger<SystemWatch>.Instance);

    private sealed class Door(IDbContextFactory<DeliveryDb> contexts) : IDbContextFactory<DeliveryDb>
    {
        public bool IsShut { get; set; }

        public DeliveryDb CreateDbContext() => IsShut ? throw new DbUpdateException() : contexts.CreateDbContext();
    }
}
