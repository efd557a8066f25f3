using System.Net.Http.Headers;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Menu;
using MiniDelivery.Web.Orders;
using MiniDelivery.Web.Restaurants;
using MiniDelivery.Web.Simulator;

namespace MiniDelivery.Tests.Support;

/// <summary>
/// The whole application as a developer starts it, on a real port of 127.0.0.1, with a database of its own and a simulated till
/// behind real HTTP. Disposed, it is gone; with <see cref="Folder"/> given to another one, that one finds what this one left.
/// </summary>
public class TestApp : WebApplicationFactory<Program>, IAsyncLifetime
{
    public const string ApiKey = "md_testshop_0123456789abcdef0123456789ABCDEF";
    public const string Password = "test-password";

    private readonly Dictionary<string, string> _settings = [];
    private readonly List<Action<IServiceCollection>> _services = [];
    private readonly bool _ownsFolder;

    public TestApp()
        : this(null)
    {
    }

    internal TestApp(string? folder)
    {
        _ownsFolder = folder is null;
        Folder = folder ?? Path.Combine(Path.GetTempPath(), $"minidelivery-{Guid.NewGuid():N}");
    }

    /// <summary>Where it keeps its database and its simulated till's memory.</summary>
    internal string Folder { get; }

    private string DatabaseFile => Path.Combine(Folder, "test.db");

    /// <summary>As a developer starts it, unless a test says otherwise.</summary>
    protected virtual string EnvironmentName => "Development";

    internal Uri Address => ClientOptions.BaseAddress;

    internal SimulatedTill Till => Services.GetRequiredService<SimulatedTillServer>().Till;

    internal OrderDesk Desk => Services.GetRequiredService<OrderDesk>();

    internal OrderBoard Board => Services.GetRequiredService<OrderBoard>();

    internal RestaurantInfo Restaurant => Services.GetRequiredService<RestaurantDirectory>().First;

    internal IDbContextFactory<DeliveryDb> Contexts => Services.GetRequiredService<IDbContextFactory<DeliveryDb>>();

    internal TestApp With(string key, string value)
    {
        _settings[key] = value;
        return this;
    }

    internal TestApp With(Action<IServiceCollection> services)
    {
        _services.Add(services);
        return this;
    }

    public virtual async ValueTask InitializeAsync()
    {
        // A first start in production makes its own tables, as that of a restaurant does.
        if (EnvironmentName is "Development" && !File.Exists(DatabaseFile))
        {
            await MigratedFile.CopyToAsync(DatabaseFile);
        }

        UseKestrel(0); // Port 0: the system picks a free one, so test runs never collide.
        StartServer();
        if (Services.GetService<SimulatedTillServer>() is { } till)
        {
            SentRequests.KeepOf(till.Till);
        }

        await ReadyAsync();
        await LookForDuplicatesAsync(0);
    }

    /// <summary>Within how many minutes like orders are likely the same. Nobody looks unless the test is about it: tests order the same pie all day.</summary>
    internal async Task LookForDuplicatesAsync(int minutes)
    {
        await using var db = await Contexts.CreateDbContextAsync();
        await db.Restaurants.ExecuteUpdateAsync(set => set.SetProperty(restaurant => restaurant.DuplicateMinutes, minutes));
    }

    /// <summary>Ends the server, as a power cut would: its folder and whoever looks at it stay.</summary>
    internal async Task StopAsync()
    {
        await base.DisposeAsync();
        MigratedFile.LetGo();
    }

    // A question that a page asked in the last moment may open the database once more while its folder is emptied.
    private Task DeleteFolderAsync() => Eventually(
        () =>
        {
            try
            {
                if (Directory.Exists(Folder))
                {
                    Directory.Delete(Folder, recursive: true);
                }

                return Task.FromResult(true);
            }
            catch (IOException)
            {
                MigratedFile.LetGo();
                return Task.FromResult(false);
            }
        },
        "its folder is gone",
        () => string.Join('\n', Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)));

    /// <summary>Waits until there is something to test with.</summary>
    protected virtual Task ReadyAsync() =>
        Eventually(() => Task.FromResult(Services.GetRequiredService<MenuCache>().For(Restaurant.Id) is not null), "the menu is read");

    /// <summary>A shop that calls the API.</summary>
    internal HttpClient Shop(string? key = ApiKey)
    {
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>The key of another shop of the same restaurant, with chosen scopes.</summary>
    internal async Task<string> IssueKeyAsync(params string[] scopes)
    {
        await using var db = await Contexts.CreateDbContextAsync();
        var source = new Domain.Restaurants.OrderSource { RestaurantId = Restaurant.Id, Name = "другой сайт" };
        var (key, text) = Domain.Access.ApiKey.Issue(source.Id, scopes, DateTimeOffset.UtcNow);
        db.AddRange(source, key);
        await db.SaveChangesAsync();
        return text;
    }

    internal async Task<Order> OrderAsync(OrderId id) =>
        (await Services.GetRequiredService<OrderQueries>().FindAsync(id, CancellationToken.None))!.Order;

    /// <summary>Waits for an effect on an order.</summary>
    internal async Task<Order> EventuallyAsync(OrderId id, Func<Order, bool> effect, string what)
    {
        Order? order = null;
        await Eventually(async () => effect(order = await OrderAsync(id)), what);
        return order!;
    }

    /// <summary>Waits for an effect, looking again and again; fails with its words when it does not come.</summary>
    /// <param name="more">What else to say then; null = nothing.</param>
    /// <param name="seconds">How long to look.</param>
    internal static async Task Eventually(Func<Task<bool>> effect, string what, Func<string>? more = null, int seconds = 60)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await effect())
        {
            try
            {
                await timer.WaitForNextTickAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"Not in {seconds} s: {what}\n{more?.Invoke()}");
            }
        }
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        // UseSetting is seen by Program.cs while it still builds; ConfigureAppConfiguration comes too late for it.
        Directory.CreateDirectory(Folder);
        builder.UseEnvironment(EnvironmentName);
        builder.UseStaticWebAssets(); // Beyond Development only a published copy has them in its own folder.
        builder.UseSetting("ConnectionStrings:MiniDelivery", $"Data Source={DatabaseFile}");
        builder.UseSetting("DataProtection:KeyFile", Path.Combine(Folder, "keys", "protection.pfx"));
        builder.UseSetting("Logs:Folder", Path.Combine(Folder, "logs"));
        builder.UseSetting("Demo:ApiKey", ApiKey);
        builder.UseSetting("Demo:Password", Password);
        builder.UseSetting("Demo:Folder", Folder);
        builder.UseSetting("Demo:Welcome", "false");
        // All the people of the tests come from one address.
        builder.UseSetting("SignIn:TriesPerMinute", "100000");
        builder.UseSetting("Api:RequestsPerMinute", "100000");
        builder.UseSetting("Api:BadKeysPerMinute", "100000");
        builder.UseSetting("Simulator:File", Path.Combine(Folder, "till.json"));
        builder.UseSetting("Serilog:MinimumLevel:Default", "Error");
        builder.UseSetting("Serilog:MinimumLevel:Override:Microsoft.Hosting.Lifetime", "Error");
        builder.UseSetting("Serilog:MinimumLevel:Override:Microsoft.AspNetCore", "Error");
        foreach (var (key, value) in _settings)
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureServices(services =>
        {
            services.AddSingleton<IInterceptor>(SqlServerEcho.Instance);
            foreach (var change in _services)
            {
                change(services);
            }
        });
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        MigratedFile.LetGo();
        if (_ownsFolder)
        {
            await DeleteFolderAsync();
        }

        GC.SuppressFinalize(this);
    }
}
