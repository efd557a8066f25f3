using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Simulator;

namespace MiniDelivery.Load;

/// <summary>
/// The product in a process of its own, with a database of its own in a temporary folder, and a simulated till in this process, so
/// that what is measured is the product alone. It runs in the Development environment, because there the demo restaurant with its
/// licence is made; logs and durability (<c>synchronous=FULL</c>) are those of production.
/// </summary>
internal sealed class LoadedApp : IAsyncDisposable
{
    /// <summary>Key of the demo shop.</summary>
    public const string ApiKey = "md_loadshop_0123456789abcdef0123456789ABCDEF";

    /// <summary>Password of the demo staff.</summary>
    public const string Password = "load-password";

    private readonly ConcurrentQueue<string> _said = new();
    private readonly ServiceProvider _database;
    private readonly Dictionary<string, string> _settings;
    private Process? _process;

    private LoadedApp(string folder, SimulatedTillServer till)
    {
        (Folder, Till) = (folder, till);
        var port = BuiltApp.FreePort();
        Address = new Uri($"http://127.0.0.1:{port}/");
        _database = new ServiceCollection().AddLogging().AddSqlite($"Data Source={DatabaseFile};Pooling=False", folder).BuildServiceProvider();
        _settings = new Dictionary<string, string>(TillPlace.SettingsOf(till))
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["ASPNETCORE_URLS"] = Address.ToString(),
            ["ConnectionStrings__MiniDelivery"] = $"Data Source={DatabaseFile}",
            ["DataProtection__KeyFile"] = Path.Combine(folder, "keys", "protection.pfx"),
            ["Logs__Folder"] = Path.Combine(folder, "logs"),
            ["Logs__Console"] = "Json",
            ["Demo__Folder"] = folder,
            ["Demo__ApiKey"] = ApiKey,
            ["Demo__Password"] = Password,
            ["Demo__Welcome"] = "false",
            // One shop and one address do here what a day's thousand do.
            ["Api__RequestsPerMinute"] = "1000000",
            ["SignIn__TriesPerMinute"] = "100000",
            [StartupHook.HooksVariable] = typeof(StartupHook).Assembly.Location,
            [StartupHook.PipeVariable] = $"minidelivery-load-{Guid.NewGuid():N}",
        };
    }

    /// <summary>Where everything of it lies.</summary>
    public string Folder { get; }

    /// <summary>Its till.</summary>
    public SimulatedTillServer Till { get; }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Its database.</summary>
    public string DatabaseFile => Path.Combine(Folder, "load.db");

    /// <summary>Contexts on its database, for this process.</summary>
    public IDbContextFactory<DeliveryDb> Contexts => _database.GetRequiredService<IDbContextFactory<DeliveryDb>>();

    /// <summary>Time that all cores together have spent on it since its start.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process!.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>What the system says of its memory, MiB.</summary>
    public double WorkingSet
    {
        get
        {
            _process!.Refresh();
            return _process.WorkingSet64 / 1048576.0;
        }
    }

    /// <summary>Makes one with nothing in it yet.</summary>
    public static async Task<LoadedApp> CreateAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("minidelivery-load-").FullName;
        LoadedApp? made = null;
        // The till is there before the product, and calls it when an order is opened.
        var till = await SimulatedTillServer.StartAsync(new SimulatedTillOptions { HookUrl = () => made?.Address }, TimeProvider.System, cancellationToken);
        return made = new LoadedApp(folder, till);
    }

    /// <summary>Starts it, and returns when the given page is answered; how long that took.</summary>
    public async Task<TimeSpan> StartAsync(CancellationToken cancellationToken, string page = "health/ready")
    {
        _said.Clear();
        var started = Stopwatch.GetTimestamp();
        _process = ChildProcess.Start(BuiltApp.StartInfo("MiniDelivery.Web", _settings), Hear);
        using var client = Client();
        await BuiltApp.WaitAsync(_process, client, page, TimeSpan.FromMilliseconds(20), () => string.Join('\n', _said), cancellationToken);
        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>Starts it with its demo data, and returns when it can take orders: the till's menu is read, too.</summary>
    public async Task StartForOrdersAsync(CancellationToken cancellationToken)
    {
        await StartAsync(cancellationToken);
        using var shop = Shop(1);
        await BuiltApp.WaitAsync(_process!, shop, "api/v1/menu", TimeSpan.FromMilliseconds(100), () => string.Join('\n', _said), cancellationToken);
    }

    /// <summary>Ends it, and puts so many older orders into its database, evenly over the days before today.</summary>
    /// <returns>Whose they are.</returns>
    public async Task<(RestaurantId Restaurant, SourceId Source)> FillAsync(int count, int days, CancellationToken cancellationToken)
    {
        await KillAsync();
        await using var db = await Contexts.CreateDbContextAsync(cancellationToken);
        var source = await db.Sources.FirstAsync(found => !found.IsStaff, cancellationToken);
        await YearOfOrders.MakeAsync(db, source.RestaurantId, source.Id, DateOnly.FromDateTime(DateTime.UtcNow).AddDays(-1), days, count, cancellationToken);
        await db.Restaurants.ExecuteUpdateAsync(set => set.SetProperty(restaurant => restaurant.LastOrderNumber, YearOfOrders.FirstNumber + count), cancellationToken);
        await db.ChangeCounters.Where(counter => counter.SourceId == source.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(counter => counter.Last, YearOfOrders.FirstPosition + count), cancellationToken);
        return (source.RestaurantId, source.Id);
    }

    /// <summary>Ends it, as a power cut would.</summary>
    public async Task KillAsync()
    {
        await ChildProcess.KillAsync(_process);
        _process = null;
    }

    /// <summary>Its managed memory after everything was collected that can be, MiB.</summary>
    public Task<double> HeapAsync(CancellationToken cancellationToken) => StartupHook.AskHeapAsync(_settings[StartupHook.PipeVariable], cancellationToken);

    /// <summary>A shop that calls over at most so many connections.</summary>
    public HttpClient Shop(int connections)
    {
        var client = Client(connections);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ApiKey);
        return client;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        await Till.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private HttpClient Client(int connections = 1) =>
        new(new SocketsHttpHandler { MaxConnectionsPerServer = connections, UseProxy = false }) { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(30) };

    // Enough to see why it would not start.
    private void Hear(string line)
    {
        _said.Enqueue(line);
        while (_said.Count > 100)
        {
            _said.TryDequeue(out _);
        }
    }
}
