using System.Data.Common;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Licensing;

namespace MiniDelivery.Tests.Api;

/// <summary>Till down, disk full, database locked, no licence, the process gone: nothing is lost and it is said plainly.</summary>
public sealed class TroubleTests
{
    private static readonly CancellationToken _none = CancellationToken.None;

    [Fact]
    public async Task While_the_till_is_silent_orders_are_taken_and_accepting_waits_and_says_so()
    {
        await using var app = new TestApp().With("Till:Url", "http://127.0.0.1:9").With("Till:Station", "1").With("Till:Table", "1");
        app.UseKestrel(0);
        app.StartServer();
        using var shop = app.Shop();

        var id = await PostAsync(shop, "T-1", HttpStatusCode.Created);
        await app.Desk.AcceptAsync(id!.Value, Some.Anna, _none);

        var order = await app.EventuallyAsync(id.Value, o => o.Handoff!.Trouble is not null, "the trouble is known");
        Assert.Equal((OrderStatus.Waiting, TillState.Creating), (order.Status, order.Handoff!.TillState));
        Assert.Equal(TillTroubles.Unreachable, order.Handoff.Trouble!.Code);
    }

    [Fact]
    public async Task A_locked_database_is_a_503_and_nothing_is_half_stored()
    {
        await using var app = new TestApp();
        await app.InitializeAsync();
        using var shop = app.Shop();
        await using (var intruder = new SqliteConnection($"Data Source={Path.Combine(app.Folder, "test.db")};Pooling=False"))
        {
            await intruder.OpenAsync(_none);
            await using var transaction = intruder.BeginTransaction(deferred: false);

            await PostAsync(shop, "T-2", HttpStatusCode.ServiceUnavailable);
        }

        Assert.Equal(0, await CountAsync(app));
        await PostAsync(shop, "T-2", HttpStatusCode.Created);
        Assert.Equal(1, await CountAsync(app));
    }

    [Fact]
    public async Task A_full_disk_is_a_503_and_nothing_is_half_stored()
    {
        var disk = new FullDisk();
        await using var app = new TestApp().With(services => services.AddSingleton<IInterceptor>(disk));
        await app.InitializeAsync();
        using var shop = app.Shop();
        await PostAsync(shop, "T-3", HttpStatusCode.Created);
        disk.IsFull = true;

        for (var i = 0; i < 40; i++)
        {
            var answer = await shop.PostAsJsonAsync("/api/v1/orders", SeedOrder.Body($"T-3-{i}", new string('я', 200)), _none);
            if (answer.StatusCode is HttpStatusCode.ServiceUnavailable)
            {
                Assert.Equal("temporarily-unavailable", (await answer.Content.ReadFromJsonAsync<JsonElement>(_none)).GetProperty("code").GetString());
                Assert.NotNull(answer.Headers.RetryAfter);
                disk.IsFull = false;
                Assert.Equal(i + 1, await CountAsync(app)); // Whatever was answered 201, and nothing else.
                await PostAsync(shop, $"T-3-{i}", HttpStatusCode.Created);
                return;
            }

            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        }

        Assert.Fail("The disk never became full.");
    }

    [Fact]
    public async Task Without_a_licence_intake_is_refused_and_with_one_it_goes_on()
    {
        await using var app = new TestApp();
        await app.InitializeAsync();
        using var shop = app.Shop();
        var token = await SetLicenseAsync(app, null);

        var refused = await shop.PostAsJsonAsync("/api/v1/orders", SeedOrder.Body("T-4"), _none);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal("license-missing", (await refused.Content.ReadFromJsonAsync<JsonElement>(_none)).GetProperty("code").GetString());
        Assert.Equal(0, await CountAsync(app));

        await SetLicenseAsync(app, token);
        await PostAsync(shop, "T-4", HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_restart_in_the_middle_loses_nothing()
    {
        await using var first = new TestApp();
        await first.InitializeAsync();
        using var shop = first.Shop();
        var waiting = (await PostAsync(shop, "T-5", HttpStatusCode.Created))!.Value;
        var created = (await PostAsync(shop, "T-6", HttpStatusCode.Created))!.Value;
        await first.Desk.AcceptAsync(created, Some.Anna, _none);
        await first.EventuallyAsync(created, order => order.Status is OrderStatus.Created, "created");
        await first.StopAsync();

        await using var second = new TestApp(first.Folder);
        await second.InitializeAsync();
        await second.Desk.AcceptAsync(waiting, Some.Anna, _none);
        await second.EventuallyAsync(waiting, order => order.Status is OrderStatus.Created, "the one that waited is created");
        await second.Desk.FillAsync(created, Some.Anna, _none);
        var order = await second.EventuallyAsync(created, o => o.Status is OrderStatus.Accepted, "the created one is filled");

        Assert.Equal(
            [StepKind.Received, StepKind.AcceptRequested, StepKind.TillCreated, StepKind.FillRequested, StepKind.TillFilled],
            order.History.Select(step => step.Kind));
    }

    private static async Task<OrderId?> PostAsync(HttpClient shop, string externalId, HttpStatusCode expected)
    {
        var answer = await shop.PostAsJsonAsync("/api/v1/orders", SeedOrder.Body(externalId), _none);
        Assert.Equal(expected, answer.StatusCode);
        return answer.IsSuccessStatusCode
            ? new OrderId((await answer.Content.ReadFromJsonAsync<JsonElement>(_none)).GetProperty("id").GetGuid())
            : null;
    }

    private static async Task<int> CountAsync(TestApp app)
    {
        await using var db = await app.Contexts.CreateDbContextAsync(_none);
        return await db.Orders.CountAsync(_none);
    }

    private static async Task<string?> SetLicenseAsync(TestApp app, string? token)
    {
        await using var db = await app.Contexts.CreateDbContextAsync(_none);
        var restaurant = await db.Restaurants.SingleAsync(_none);
        var before = restaurant.LicenseToken;
        restaurant.LicenseToken = token;
        await db.SaveChangesAsync(_none);
        await app.Services.GetRequiredService<LicenseWatch>().ReadAsync(_none);
        return before;
    }

    /// <summary>Lets the database file grow no further, as a full disk does: SQLite answers SQLITE_FULL.</summary>
    private sealed class FullDisk : DbConnectionInterceptor
    {
        public bool IsFull { get; set; }

        public override async Task ConnectionOpenedAsync(
            DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            if (IsFull)
            {
                await using var command = connection.CreateCommand();
                command.CommandText = "PRAGMA max_page_count=1;"; // Never less than the file has.
                await command.ExecuteNonQueryAsync(cancellationToken);
            }
        }
    }
}
