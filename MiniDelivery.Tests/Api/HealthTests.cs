using System.Data.Common;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using MiniDelivery.Domain.Health;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Handoff;

namespace MiniDelivery.Tests.Api;

/// <summary>What watchdogs and proxies hear: 503 only when no order can be taken, and plainly what else is wrong.</summary>
public sealed class HealthTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task When_all_is_well_it_says_so_of_every_part()
    {
        await using var app = new TestApp();
        await app.InitializeAsync();
        await TestApp.Eventually(async () => (await ReadyAsync(app)).Code is "healthy", "all is well");

        var (status, _, checks) = await ReadyAsync(app);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(["board: ", "database: ", "disk: ", "instances: ", "license: ", "till: "], checks);
        using var stranger = new HttpClient { BaseAddress = app.Address };
        Assert.Equal("""{"status":"healthy","checks":{}}""", await stranger.GetStringAsync("/health/live", Stop));
    }

    [Fact]
    public async Task A_silent_till_a_licence_that_is_missing_and_a_disk_without_much_room_are_said_with_200()
    {
        await using var app = new TestApp()
            .With("Till:Url", "http://127.0.0.1:9").With("Till:Station", "1").With("Till:Table", "1")
            .With("Health:LowDiskMegabytes", $"{int.MaxValue}");
        app.UseKestrel(0);
        app.StartServer();
        await using (var db = await app.Contexts.CreateDbContextAsync(Stop))
        {
            db.Restaurants.Single().LicenseToken = null;
            await db.SaveChangesAsync(Stop);
        }

        // What watches looks by itself, too, and may just have begun to before that.
        string[] expected = ["disk: low", "license: missing", "till: silent"];
        (HttpStatusCode Status, string Code, IReadOnlyList<string> Checks) seen = (default, "", []);
        await TestApp.Eventually(
            async () =>
            {
                await app.Services.GetRequiredService<MiniDelivery.Web.Licensing.LicenseWatch>().ReadAsync(Stop);
                await app.Services.GetRequiredService<TillMonitor>().CheckAsync(app.Restaurant.Id, Stop);
                seen = await ReadyAsync(app);
                return !expected.Except(seen.Checks).Any();
            },
            "the three are seen",
            () => string.Join(", ", seen.Checks));
        Assert.Equal((HttpStatusCode.OK, "degraded"), (seen.Status, seen.Code));
    }

    [Fact]
    public async Task Without_its_database_it_is_not_ready_and_lives()
    {
        var server = new GoneServer();
        await using var app = new TestApp().With(services => services.AddSingleton<IInterceptor>(server));
        await app.InitializeAsync();
        server.IsGone = true;

        var (status, code, checks) = await ReadyAsync(app);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "unhealthy"), (status, code));
        Assert.Contains("database: unreachable", checks);
        using var stranger = new HttpClient { BaseAddress = app.Address };
        using var live = await stranger.GetAsync("/health/live", Stop);
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
    }

    [Theory]
    [InlineData(null, FindingLevel.Notice, "Unknown")]
    [InlineData(99L, FindingLevel.Trouble, "Full")]
    [InlineData(100L, FindingLevel.Notice, "Low")]
    [InlineData(999L, FindingLevel.Notice, "Low")]
    [InlineData(1000L, FindingLevel.Ok, "Ok")]
    public void How_much_room_is_enough(long? free, FindingLevel level, string code) => Assert.Equal((level, code), new DiskLimits(1000, 100).Of(free));

    private static async Task<(HttpStatusCode Status, string Code, IReadOnlyList<string> Checks)> ReadyAsync(TestApp app)
    {
        using var stranger = new HttpClient { BaseAddress = app.Address };
        using var answer = await stranger.GetAsync("/health/ready", Stop);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
        // A watchdog need not be one of us: states, and nothing of what is behind them.
        Assert.DoesNotContain(app.Folder, body.ToString(), StringComparison.Ordinal);
        return (
            answer.StatusCode,
            body.GetProperty("status").GetString()!,
            [.. body.GetProperty("checks").EnumerateObject()
                .Select(check => $"{check.Name}: {string.Join(' ', check.Value.GetProperty("findings").EnumerateArray().Select(code => code.GetString()))}")
                .Order(StringComparer.Ordinal)]);
    }

    private sealed class GoneServer : DbConnectionInterceptor
    {
        private volatile bool _isGone;

        public bool IsGone { set => _isGone = value; }

        public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
            DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
            _isGone ? throw new SqliteException("unable to open database file", 14) : ValueTask.FromResult(result);
    }
}
