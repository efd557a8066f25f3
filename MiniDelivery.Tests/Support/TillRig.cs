using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Handoff;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Menu;
using MiniDelivery.Web.Orders;
using MiniDelivery.Web.Restaurants;
using MiniDelivery.Web.Rk7;
using MiniDelivery.Web.Simulator;

namespace MiniDelivery.Tests.Support;

/// <summary>
/// The handoff from a real database to a simulated till over real HTTP and XML, with nothing running by itself: a test says when the
/// dispatcher works, what time it is, and where the process dies.
/// </summary>
internal sealed class TillRig : IAsyncDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"minidelivery-{Guid.NewGuid():N}.db");
    private readonly ServiceProvider _services;
    private int _number = 43;

    private TillRig(SimulatedTillServer server, SimulatorSwitches switches)
    {
        Server = server;
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Till:Url"] = server.Address.ToString(),
            ["Till:User"] = "Web",
            ["Till:Password"] = "1",
            ["Till:Station"] = Code(SimulatorMenu.DeliveryStation),
            ["Till:Table"] = Code(SimulatorMenu.DeliveryTable),
            ["Till:OrderCategory"] = Code(SimulatorMenu.DeliveryCategory),
            ["Till:OrderType"] = Code(SimulatorMenu.OrdinaryType),
            ["Till:Waiter"] = Code(SimulatorMenu.WebEmployee),
            ["Till:Manager"] = Code(SimulatorMenu.ManagerEmployee),
            ["Till:DeleteReason"] = Code(SimulatorMenu.GuestRefused),
            ["Till:Timeout"] = "10",
            ["Till:LicenseAnchor"] = switches.Licence is LicenceProfile.Subscription ? switches.LicenceAnchor : "",
            ["Till:LicenseToken"] = switches.LicenceToken,
        }).Build();
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(settings)
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton<IInterceptor>(new DyingSave(Death))
            .AddSingleton<IInterceptor>(Writes)
            .AddLiveBoard()
            .AddSqlite($"Data Source={_file};Pooling=False", Path.GetTempPath())
            .AddRk7()
            .AddSingleton<RestaurantDirectory>()
            .AddMenu()
            .AddOrders()
            .AddHandoff();
        var tills = services.Single(service => service.ServiceType == typeof(ITills));
        services.AddSingleton<ITills>(provider =>
            new DyingTills((ITills)ActivatorUtilities.CreateInstance(provider, tills.ImplementationType!), Death));
        _services = services.BuildServiceProvider();

        static string Code(int code) => code.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    public FakeTimeProvider Time { get; } = new(Some.Noon);

    public DeathAtPoint Death { get; } = new();

    /// <summary>What was written to the database.</summary>
    public WriteCounter Writes { get; } = new();

    public SimulatedTillServer Server { get; }

    public SimulatedTill Till => Server.Till;

    public ITills Tills => _services.GetRequiredService<ITills>();

    public OrderDesk Desk => _services.GetRequiredService<OrderDesk>();

    public Domain.Menu.RestaurantMenu Menu => _services.GetRequiredService<MenuCache>().For(Some.Restaurant)!;

    public OrderEditor Editor => _services.GetRequiredService<OrderEditor>();

    public IDbContextFactory<DeliveryDb> Contexts => _services.GetRequiredService<IDbContextFactory<DeliveryDb>>();

    private HandoffDispatcher Dispatcher => _services.GetRequiredService<HandoffDispatcher>();

    public static async Task<TillRig> StartAsync(SimulatorSwitches? switches = null)
    {
        switches ??= new SimulatorSwitches();
        var rig = new TillRig(
            await SimulatedTillServer.StartAsync(new SimulatedTillOptions(), TimeProvider.System, CancellationToken.None), switches);
        await using (var db = await rig.Contexts.CreateDbContextAsync())
        {
            await db.Database.MigrateAsync();
            db.Add(new Restaurant { Id = Some.Restaurant, Code = "demo", Name = "Тестовый объект", TimeZone = "Asia/Novosibirsk", Currency = "RUB" });
            db.Add(new OrderSource { Id = Some.Source, RestaurantId = Some.Restaurant, Name = "сайт" });
            await db.SaveChangesAsync();
        }

        await rig._services.GetRequiredService<RestaurantDirectory>().ReadAsync(CancellationToken.None);
        Assert.Null(await rig._services.GetRequiredService<MenuCache>().ReadAsync(Some.Restaurant, CancellationToken.None));
        rig.Till.Switches = switches;
        return rig;
    }

    /// <summary>An order from the shop that a person has accepted: the till is promised an empty order.</summary>
    public async Task<OrderId> AcceptAsync(string externalId = "WEB-1")
    {
        var order = Some.Order(Some.Draft(externalId), _services.GetRequiredService<MenuCache>().For(Some.Restaurant), _number++);
        await using var db = await Contexts.CreateDbContextAsync();
        db.Add(order);
        await db.SaveChangesAsync();
        Assert.True((await Desk.AcceptAsync(order.Id, Some.Anna, CancellationToken.None)).IsDone);
        return order.Id;
    }

    public async Task<Order> OrderAsync(OrderId id) =>
        (await _services.GetRequiredService<OrderQueries>().FindAsync(id, CancellationToken.None))!.Order;

    /// <summary>One look at the till, by this instance's watcher or by another one's.</summary>
    public Task WatchAsync(TillWatch? watcher = null) =>
        (watcher ?? _services.GetRequiredService<TillWatch>()).LookAsync(Some.Restaurant, CancellationToken.None);

    /// <summary>The watcher of another instance on the same database.</summary>
    public TillWatch AnotherWatcher() => ActivatorUtilities.CreateInstance<TillWatch>(_services);

    /// <summary>Asks the till who it is, as the monitor does all the time.</summary>
    public Task MonitorAsync() => _services.GetRequiredService<TillMonitor>().CheckAsync(Some.Restaurant, CancellationToken.None);

    /// <summary>Everything that is due now is carried out.</summary>
    public async Task DispatchAsync()
    {
        while (await Dispatcher.FindDueAsync(CancellationToken.None) is [var first, ..])
        {
            await Dispatcher.DispatchAsync(first, CancellationToken.None);
        }
    }

    /// <summary>Time goes on, a minute at a time, until nothing is promised any more.</summary>
    public async Task RestAsync(OrderId id)
    {
        for (var minute = 0; minute < 30; minute++)
        {
            await DispatchAsync();
            if ((await OrderAsync(id)).Handoff is not { IsOpen: true })
            {
                return;
            }

            Time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Fail("Half an hour later something is still promised to the till.");
    }

    /// <summary>The orders of the shop that the till has, cancelled ones left out.</summary>
    public IReadOnlyList<OrderView> AtTill() => [.. Till.View().Orders.Where(order => !order.IsDeleted && order.Comment?.StartsWith('#') is true)];

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Server.DisposeAsync();
        foreach (var file in Directory.EnumerateFiles(Path.GetTempPath(), Path.GetFileName(_file) + "*"))
        {
            File.Delete(file);
        }
    }
}

/// <summary>The process died here.</summary>
internal sealed class ProcessDiedException : Exception;

/// <summary>Counts the points at which a process can die, and lets it die at a chosen one.</summary>
internal sealed class DeathAtPoint
{
    private int _passed;

    /// <summary>At which point; null = it lives.</summary>
    public int? At { get; private set; }

    /// <summary>Points passed since <see cref="Plan"/>.</summary>
    public int Passed => _passed;

    public void Plan(int? at) => (At, _passed) = (at, 0);

    public void Pass()
    {
        if (++_passed == At)
        {
            throw new ProcessDiedException();
        }
    }
}

/// <summary>Dies before or after a commit.</summary>
internal sealed class DyingSave(DeathAtPoint death) : SaveChangesInterceptor
{
    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        death.Pass();
        return ValueTask.FromResult(result);
    }

    public override ValueTask<int> SavedChangesAsync(
        SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        death.Pass();
        return ValueTask.FromResult(result);
    }
}

/// <summary>Counts the commands that write, past the change tracker, too.</summary>
internal sealed class WriteCounter : DbCommandInterceptor
{
    private int _count;

    public int Count => _count;

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Note(command);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Note(command);
        return ValueTask.FromResult(result);
    }

    private void Note(DbCommand command)
    {
        if (_writing.Any(word => command.CommandText.Contains(word, StringComparison.Ordinal)))
        {
            Interlocked.Increment(ref _count);
        }
    }

    private static readonly string[] _writing = ["INSERT ", "UPDATE ", "DELETE "];
}

/// <summary>Dies before or after a request to the till.</summary>
internal sealed class DyingTills(ITills tills, DeathAtPoint death) : ITills
{
    public ITill For(RestaurantId restaurant) => new DyingTill(tills.For(restaurant), death);

    private sealed class DyingTill(ITill till, DeathAtPoint death) : ITill
    {
        public TimeSpan Timeout => till.Timeout;

        public Task<TillAnswer<TillInfo>> GetInfoAsync(CancellationToken cancellationToken) => till.GetInfoAsync(cancellationToken);

        public Task<TillAnswer<TillOrder>> CreateOrderAsync(NewTillOrder order, CancellationToken cancellationToken) =>
            AskAsync(() => till.CreateOrderAsync(order, cancellationToken));

        public Task<TillAnswer<TillOrder?>> FindOrderAsync(TillOrderKey key, CancellationToken cancellationToken) =>
            AskAsync(() => till.FindOrderAsync(key, cancellationToken));

        public Task<TillAnswer<TillOrderList>> ListOrdersAsync(long? lastVersion, CancellationToken cancellationToken) =>
            AskAsync(() => till.ListOrdersAsync(lastVersion, cancellationToken));

        public Task<TillAnswer<bool>> LockOrderAsync(TillOrderKey key, Guid lockGuid, TimeSpan time, CancellationToken cancellationToken) =>
            AskAsync(() => till.LockOrderAsync(key, lockGuid, time, cancellationToken));

        public Task<TillAnswer<TillOrder>> SaveOrderAsync(
            TillOrderKey key, Guid lockGuid, Guid packageGuid, FillPlan plan, CancellationToken cancellationToken) =>
            AskAsync(() => till.SaveOrderAsync(key, lockGuid, packageGuid, plan, cancellationToken));

        public Task<TillAnswer<TillOrder>> SavePackagesAsync(
            TillOrderKey key, Guid lockGuid, EditPlan plan, CancellationToken cancellationToken) =>
            AskAsync(() => till.SavePackagesAsync(key, lockGuid, plan, cancellationToken));

        public Task<TillAnswer<TillNothing>> VoidOrderAsync(TillOrderKey key, CancellationToken cancellationToken) =>
            AskAsync(() => till.VoidOrderAsync(key, cancellationToken));

        public Task<TillAnswer<TillNothing>> CloseVisitAsync(long visitId, CancellationToken cancellationToken) =>
            AskAsync(() => till.CloseVisitAsync(visitId, cancellationToken));

        public Task<TillAnswer<Domain.Menu.RestaurantMenu>> ReadMenuAsync(DateTimeOffset readAt, CancellationToken cancellationToken) =>
            till.ReadMenuAsync(readAt, cancellationToken);

        private async Task<T> AskAsync<T>(Func<Task<T>> ask)
        {
            death.Pass();
            var answer = await ask();
            death.Pass();
            return answer;
        }
    }
}
