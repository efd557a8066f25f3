using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Simulator;

namespace MiniDelivery.Tests.Browser;

/// <summary>Two instances of the built program in processes of their own: one database file, one Redis, one till.</summary>
public sealed class TwoInstances : IAsyncLifetime
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"minidelivery-{Guid.NewGuid():N}");
    private readonly BrowserContexts _contexts = new();
    private SimulatedTillServer? _till;
    private ServiceProvider? _database;

    static TwoInstances() => Assertions.SetDefaultExpectTimeout(BrowserApp.Patience);

    internal RedisServer Redis { get; } = new();

    internal WebInstance First { get; private set; } = null!;

    internal WebInstance Second { get; private set; } = null!;

    internal SimulatedTill Till => _till!.Till;

    /// <summary>Whether this machine has what it takes.</summary>
    public bool IsThere { get; private set; }

    public async ValueTask InitializeAsync()
    {
        IsThere = await RedisServer.IsThereAsync();
        if (!IsThere)
        {
            return;
        }

        var file = Path.Combine(_folder, "shared.db");
        await MigratedFile.CopyToAsync(file);
        await Redis.StartAsync();
        _till = await SimulatedTillServer.StartAsync(new SimulatedTillOptions(), TimeProvider.System, CancellationToken.None);
        var settings = new Dictionary<string, string>(TillPlace.SettingsOf(_till))
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["ConnectionStrings__MiniDelivery"] = $"Data Source={file}",
            ["Redis__Configuration"] = Redis.Configuration,
            ["DataProtection__KeyFile"] = Path.Combine(_folder, "keys", "protection.pfx"),
            ["Demo__Folder"] = _folder,
            ["Demo__ApiKey"] = TestApp.ApiKey,
            ["Demo__Password"] = TestApp.Password,
            ["Demo__Welcome"] = "false",
            ["Serilog__MinimumLevel__Default"] = "Warning",
        };
        (First, Second) = (new WebInstance(settings), new WebInstance(settings));
        // One after the other: the first makes the demo data.
        await First.StartAsync();
        await Second.StartAsync();
        _database = new ServiceCollection().AddLogging().AddSqlite($"Data Source={file};Pooling=False", _folder).BuildServiceProvider();
        await using (var db = await ContextAsync())
        {
            // Tests order the same pie all day.
            await db.Restaurants.ExecuteUpdateAsync(set => set.SetProperty(restaurant => restaurant.DuplicateMinutes, 0));
        }
    }

    /// <summary>The shared database.</summary>
    internal Task<DeliveryDb> ContextAsync() => _database!.GetRequiredService<IDbContextFactory<DeliveryDb>>().CreateDbContextAsync();

    /// <summary>A person at a browser of their own, at one of the instances.</summary>
    internal async Task<IPage> OpenAsync(WebInstance at, string who)
    {
        var context = await _contexts.NewAsync(new()
        {
            BaseURL = at.Address.ToString(), Locale = "ru-RU", ViewportSize = new() { Width = 1366, Height = 768 }, ReducedMotion = ReducedMotion.Reduce,
        });
        var page = await context.NewPageAsync();
        await page.GotoAsync("/");
        await page.GetByTestId("sign-in-name").FillAsync(who);
        await page.GetByTestId("sign-in-password").FillAsync(TestApp.Password);
        await page.GetByTestId("sign-in-submit").ClickAsync();
        await Assertions.Expect(page.GetByTestId("who")).ToBeVisibleAsync();
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (!IsThere)
        {
            return;
        }

        await _contexts.DisposeAsync();
        await First.DisposeAsync();
        await Second.DisposeAsync();
        await Redis.DisposeAsync();
        if (_till is not null)
        {
            await _till.DisposeAsync();
        }

        if (_database is not null)
        {
            await _database.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }
}
