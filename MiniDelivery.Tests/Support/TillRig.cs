using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MiniDelivery.Domain.Access;
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
/// dispatcher works, what time it is, and where the process dies. Several instances may work on the same database.
/// </summary>
internal sealed class TillRig : IAsyncDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"minidelivery-{Guid.NewGuid():N}.db");
    private readonly IConfiguration _settings;
    private readonly List<RigInstance> _dead = [];
    private int _number = 43;

    private TillRig(SimulatedTillServer server, SimulatorSwitches switches)
    {
        Server = server;
        _settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
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
            ["Till:LicenseAnchor"] = switches.Licence is LicenceProfile.Subscription or LicenceProfile.Expired ? switches.LicenceAnchor : "",
            ["Till:LicenseToken"] = switches.LicenceToken,
        }).Build();
        SentRequests.KeepOf(server.Till);
        First = NewInstance();

        static string Code(int code) => code.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    public FakeTimeProvider Time { get; } = new(Some.Noon);

    /// <summary>A restaurant of its own, whose till is <see cref="OtherServer"/>.</summary>
    public RestaurantId Other { get; } = RestaurantId.New();

    /// <summary>The till of <see cref="Other"/>; null = it was not opened.</summary>
    public SimulatedTillServer? OtherServer { get; private set; }

    /// <summary>What was written to the database.</summary>
    public WriteCounter Writes { get; } = new();

    public SimulatedTillServer Server { get; }

    public SimulatedTill Till => Server.Till;

    /// <summary>The instance that the shorthands below speak of.</summary>
    public RigInstance First { get; private set; }

    /// <summary>A second instance on the same database; null = there is none.</summary>
    public RigInstance? Second { get; private set; }

    public DeathAtPoint Death => First.Death;

    public ITills Tills => First.Get<ITills>();

    public OrderDesk Desk => First.Desk;

    public Domain.Menu.RestaurantMenu Menu => First.Get<MenuCache>().For(Some.Restaurant)!;

    public OrderEditor Editor => First.Editor;

    public IDbContextFactory<DeliveryDb> Contexts => First.Get<IDbContextFactory<DeliveryDb>>();

    public static async Task<TillRig> StartAsync(SimulatorSwitches? switches = null)
    {
        switches ??= new SimulatorSwitches();
        var rig = new TillRig(
            await SimulatedTillServer.StartAsync(new SimulatedTillOptions(), TimeProvider.System, CancellationToken.None), switches);
        await MigratedFile.CopyToAsync(rig._file);
        await using (var db = await rig.Contexts.CreateDbContextAsync())
        {
            db.Add(new Restaurant { Id = Some.Restaurant, Code = "demo", Name = "Тестовый объект", TimeZone = "Asia/Novosibirsk", Currency = "RUB" });
            db.Add(new OrderSource { Id = Some.Source, RestaurantId = Some.Restaurant, Name = "сайт" });
            await db.SaveChangesAsync();
        }

        await rig.First.StartAsync();
        rig.Till.Switches = switches;
        return rig;
    }

    /// <summary>Starts the second instance.</summary>
    public async Task StartSecondAsync()
    {
        Second = NewInstance();
        await Second.StartAsync();
    }

    /// <summary>The first instance, dead or alive, does nothing any more; a new process on the same database takes its place.</summary>
    public async Task RestartAsync()
    {
        First.Death.Now();
        _dead.Add(First);
        First = NewInstance();
        await First.RestartAsync();
    }

    /// <summary>The same with the second one.</summary>
    public async Task RestartSecondAsync()
    {
        Second!.Death.Now();
        _dead.Add(Second);
        Second = NewInstance();
        await Second.RestartAsync();
    }

    /// <summary>Opens the other restaurant, with a till that works, and accepts an order there.</summary>
    public async Task<OrderId> AcceptAtOtherAsync()
    {
        OtherServer = await SimulatedTillServer.StartAsync(new SimulatedTillOptions(), TimeProvider.System, CancellationToken.None);
        var source = new OrderSource { Id = SourceId.New(), RestaurantId = Other, Name = "другой сайт" };
        var order = Order.Receive(Some.Draft(), Other, source.Id, 1, Menu, new Actor(source.Name), Some.Noon);
        Assert.True(order.Accept(Some.Anna, Some.Noon).IsDone);
        await using var db = await Contexts.CreateDbContextAsync();
        db.AddRange(
            new Restaurant { Id = Other, Code = "other", Name = "Другой объект", TimeZone = "Asia/Novosibirsk", Currency = "RUB" }, source, order);
        await db.SaveChangesAsync();
        return order.Id;
    }

    /// <summary>An order from the shop that waits for a person.</summary>
    public async Task<OrderId> ReceiveAsync(string? externalId = null)
    {
        var order = Some.Order(Some.Draft(externalId ?? $"WEB-{_number}"), First.Get<MenuCache>().For(Some.Restaurant), _number++);
        await using var db = await Contexts.CreateDbContextAsync();
        db.Add(order);
        await db.SaveChangesAsync();
        return order.Id;
    }

    /// <summary>An order from the shop that a person has accepted: the till is promised an empty order.</summary>
    public async Task<OrderId> AcceptAsync(string? externalId = null)
    {
        var id = await ReceiveAsync(externalId);
        Assert.True((await Desk.AcceptAsync(id, Some.Anna, CancellationToken.None)).IsDone);
        return id;
    }

    public async Task<Order> OrderAsync(OrderId id) =>
        (await First.Get<OrderQueries>().FindAsync(id, CancellationToken.None))!.Order;

    /// <summary>One look at the till, by this instance's watcher or by another one's.</summary>
    public Task WatchAsync(TillWatch? watcher = null) =>
        (watcher ?? First.Get<TillWatch>()).LookAsync(Some.Restaurant, CancellationToken.None);

    /// <summary>The watcher of another instance on the same database.</summary>
    public TillWatch AnotherWatcher() => First.Make<TillWatch>();

    /// <summary>Asks the till who it is, as the monitor does all the time.</summary>
    public Task MonitorAsync() => First.Get<TillMonitor>().CheckAsync(Some.Restaurant, CancellationToken.None);

    /// <summary>Everything that is due now is carried out.</summary>
    public Task DispatchAsync() => First.DispatchAsync();

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
    public IReadOnlyList<OrderView> AtTill() => [.. Till.View().Orders.Where(order =>
        !order.IsDeleted && order is not { IsFinished: true, IsPaid: false, Lines: [] } && order.Comment?.StartsWith('#') is true)];

    /// <summary>Those that carry the marker of one order.</summary>
    public IReadOnlyList<OrderView> AtTill(Order order) => [.. AtTill().Where(held => held.Comment!.Split(' ')[0] == $"#{order.Number}")];

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in (IEnumerable<RigInstance>)[First, .. Second is null ? [] : new[] { Second }, .. _dead])
        {
            await instance.DisposeAsync();
        }

        await Server.DisposeAsync();
        await (OtherServer?.DisposeAsync() ?? ValueTask.CompletedTask);
        MigratedFile.Delete(_file);
    }

    private RigInstance NewInstance() => new(_settings, $"Data Source={_file}", Time, Writes, new TwoTills(this));

    private sealed class TwoTills(TillRig rig) : ITillOptionsSource
    {
        public TillOptions For(RestaurantId restaurant)
        {
            var options = rig._settings.GetSection(TillOptions.Section).Get<TillOptions>()!;
            options.Url = (restaurant == rig.Other ? rig.OtherServer! : rig.Server).Address.ToString();
            return options;
        }
    }
}

/// <summary>One process of the application, as far as the handoff goes.</summary>
internal sealed class RigInstance : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly OpenRequests _asked = new();

    public RigInstance(IConfiguration settings, string database, TimeProvider time, WriteCounter writes, ITillOptionsSource tills)
    {
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(settings)
            .AddSingleton(time)
            .AddSingleton<IInterceptor>(new DyingSave(Death))
            .AddSingleton<IInterceptor>(new DyingCommand(Death))
            .AddSingleton<IInterceptor>(writes)
            .AddLiveBoard()
            .AddSqlite(database, Path.GetTempPath())
            .AddSingleton<IInterceptor, NoFlush>()
            .AddSingleton(tills)
            .AddRk7()
            .AddSingleton<RestaurantDirectory>()
            .AddMenu()
            .AddOrders()
            .AddHandoff();
        services.AddHttpClient(Rk7Client.HttpName).AddHttpMessageHandler(() => new DyingRequests(Death, _asked));
        _services = services.BuildServiceProvider();
    }

    /// <summary>Requests that a till has not answered yet: while there are any, time is not to go on faster than they do.</summary>
    public int Asked => _asked.Count;

    /// <summary>Where this process dies.</summary>
    public DeathAtPoint Death { get; } = new();

    public OrderDesk Desk => Get<OrderDesk>();

    public OrderEditor Editor => Get<OrderEditor>();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public T Make<T>() => ActivatorUtilities.CreateInstance<T>(_services);

    public async Task StartAsync()
    {
        await Get<RestaurantDirectory>().ReadAsync(CancellationToken.None);
        Assert.Null(await Get<MenuCache>().ReadAsync(Some.Restaurant, CancellationToken.None));
    }

    /// <summary>As after a death: the menu is the one that was kept.</summary>
    public async Task RestartAsync()
    {
        await Get<RestaurantDirectory>().ReadAsync(CancellationToken.None);
        await Get<MenuCache>().RecallAsync(CancellationToken.None);
    }

    /// <summary>Everything that is due now is carried out.</summary>
    public async Task DispatchAsync()
    {
        var dispatcher = Get<HandoffDispatcher>();
        while (await dispatcher.FindDueAsync([], CancellationToken.None) is [var first, ..])
        {
            await dispatcher.DispatchAsync(first.Id, CancellationToken.None);
        }
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}

/// <summary>The process died here. EF wraps it where it strikes within a save.</summary>
internal sealed class ProcessDiedException : Exception;

/// <summary>Counts the points at which a process can die, and lets it die at a chosen one.</summary>
internal sealed class DeathAtPoint
{
    private int _passed;
    private int _at = int.MaxValue;

    /// <summary>Whether it has died. A dead process does nothing any more: neither its finally blocks nor its timers reach anything.</summary>
    public bool HasStruck => _passed >= _at;

    /// <summary>Points passed since <see cref="Plan"/>.</summary>
    public int Passed => _passed;

    /// <summary>At which point from now on, from 1; null = it lives.</summary>
    public void Plan(int? at) => (_at, _passed) = (at ?? int.MaxValue, 0);

    /// <summary>It dies here and now.</summary>
    public void Now() => (_at, _passed) = (0, 0);

    public void Pass()
    {
        if (Interlocked.Increment(ref _passed) >= _at)
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

/// <summary>Dies before or after a command that writes past the change tracker: the claims.</summary>
internal sealed class DyingCommand(DeathAtPoint death) : DbCommandInterceptor
{
    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        death.Pass();
        return ValueTask.FromResult(result);
    }

    public override ValueTask<int> NonQueryExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        death.Pass();
        return ValueTask.FromResult(result);
    }

    // A process that has died reads nothing either; to die at a reading is the same as to die after what came before it.
    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) =>
        death.HasStruck ? throw new ProcessDiedException() : ValueTask.FromResult(result);
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

/// <summary>Dies before or after a request to the till, whichever step of ours sends it.</summary>
internal sealed class DyingRequests(DeathAtPoint death, OpenRequests open) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        death.Pass();
        using var asked = open.Begin();
        var answer = await base.SendAsync(request, cancellationToken);
        death.Pass();
        return answer;
    }
}

/// <summary>How many requests are on their way.</summary>
internal sealed class OpenRequests
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public IDisposable Begin()
    {
        Interlocked.Increment(ref _count);
        return new Ended(this);
    }

    private sealed class Ended(OpenRequests open) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref open._count);
    }
}
