using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Tests.Api;

/// <summary>The program in a process of its own, as a service manager starts and stops it.</summary>
public sealed class ShutdownTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"minidelivery-{Guid.NewGuid():N}");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Database => Path.Combine(_folder, "test.db");

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public async Task Told_to_stop_in_the_middle_of_orders_it_stores_what_it_has_answered_for_and_ends_well()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGTERM.");
        await MigratedFile.CopyToAsync(Database);
        await using var instance = new WebInstance(Settings("Development"));
        await instance.StartAsync();
        await AcceptByItselfAsync();
        using var shop = instance.Shop();
        var answered = new ConcurrentQueue<string>();
        var posting = Task.WhenAll(Enumerable.Range(0, 8).Select(line => PostUntilItIsGoneAsync(shop, line, answered)));
        await TestApp.Eventually(async () => answered.Count >= 40 && (long)(await AskAsync("SELECT COUNT(*) FROM Handoffs WHERE State = 'Done'"))! > 0, "orders go to the till", () => instance.Said);

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        var code = await instance.TerminateAsync(patience.Token);
        await posting;

        Assert.Equal(0, code);
        Assert.Empty(answered.Except(await StoredAsync()));
        // Every promise that was claimed was carried out, or is free for the next start at once: none waits for a claim to lapse.
        Assert.True((long)(await AskAsync("SELECT COUNT(*) FROM Handoffs WHERE State = 'Done'"))! > 0, instance.Said);
        Assert.Equal(0L, await AskAsync("SELECT COUNT(*) FROM Handoffs WHERE State = 'Sending'"));
        Assert.Equal(0L, await AskAsync("SELECT COUNT(*) FROM WatchLeases WHERE LeaseUntil > datetime('now')"));
    }

    [Fact]
    public async Task In_production_its_console_speaks_JSON_and_a_wrong_setting_is_one_line_and_the_code_1()
    {
        var settings = Settings("Production");
        settings["Https__Required"] = "false";
        settings["Serilog__MinimumLevel__Default"] = "Information";
        await using (var instance = new WebInstance(settings))
        {
            await instance.StartAsync();
            await TestApp.Eventually(() => Task.FromResult(instance.Said.Contains("Hosting environment", StringComparison.Ordinal)), "it says where it runs");
            await instance.KillAsync();
            var line = Assert.Single(instance.Said.Split('\n'), line => line.Contains("Hosting environment", StringComparison.Ordinal));
            Assert.Equal("Hosting environment: Production", JsonDocument.Parse(line).RootElement.GetProperty("@m").GetString()!.Replace("\"", "", StringComparison.Ordinal));
        }

        settings["Backup__At"] = "noon";
        await using var refused = new WebInstance(settings);

        Assert.Equal(1, await refused.RunAsync(Stop));
        Assert.Contains("  Backup:At must be a time of the day like 03:30.", refused.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", refused.Said, StringComparison.Ordinal);
    }

    private static async Task PostUntilItIsGoneAsync(HttpClient shop, int line, ConcurrentQueue<string> answered)
    {
        for (var number = 0; ; number++)
        {
            try
            {
                using var answer = await shop.PostAsJsonAsync("/api/v1/orders", SeedOrder.Body($"S-{line}-{number}"), Stop);
                if (answer.StatusCode is HttpStatusCode.Created)
                {
                    answered.Enqueue($"S-{line}-{number}");
                }
            }
            catch (HttpRequestException)
            {
                // Nobody listens any more.
                return;
            }
        }
    }

    // So that promises to the till are on their way when it is told to stop.
    private async Task AcceptByItselfAsync()
    {
        await using var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddSqlite($"Data Source={Database};Pooling=False", _folder).BuildServiceProvider();
        await using var db = await services.GetRequiredService<IDbContextFactory<DeliveryDb>>().CreateDbContextAsync(Stop);
        foreach (var source in await db.Sources.ToListAsync(Stop))
        {
            db.Entry(source).Property(found => found.AutoAccept).CurrentValue = new AutoAcceptRule { IsOn = true, IsForKnownGuests = false };
        }

        foreach (var restaurant in await db.Restaurants.ToListAsync(Stop))
        {
            restaurant.DuplicateMinutes = 0;
        }

        await db.SaveChangesAsync(Stop);
    }

    private Dictionary<string, string> Settings(string environment) => new()
    {
        ["ASPNETCORE_ENVIRONMENT"] = environment,
        ["ConnectionStrings__MiniDelivery"] = $"Data Source={Database}",
        ["DataProtection__KeyFile"] = Path.Combine(_folder, "keys", "protection.pfx"),
        ["Logs__Folder"] = Path.Combine(_folder, "logs"),
        ["Demo__Folder"] = _folder,
        ["Demo__ApiKey"] = TestApp.ApiKey,
        ["Demo__Welcome"] = "false",
        ["Simulator__File"] = Path.Combine(_folder, "till.json"),
        ["Api__RequestsPerMinute"] = "1000000",
    };

    private async Task<IReadOnlyList<string>> StoredAsync()
    {
        await using var database = new SqliteConnection($"Data Source={Database};Mode=ReadOnly;Pooling=False");
        await database.OpenAsync(Stop);
        await using var command = database.CreateCommand();
        command.CommandText = "SELECT ExternalId FROM Orders";
        await using var reader = await command.ExecuteReaderAsync(Stop);
        var stored = new List<string>();
        while (await reader.ReadAsync(Stop))
        {
            stored.Add(reader.GetString(0));
        }

        return stored;
    }

    private async Task<object?> AskAsync(string question)
    {
        await using var database = new SqliteConnection($"Data Source={Database};Mode=ReadOnly;Pooling=False");
        await database.OpenAsync(Stop);
        await using var command = database.CreateCommand();
#pragma warning disable CA2100 // Our own words.
        command.CommandText = question;
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync(Stop);
    }
}
