using System.Net.Http.Json;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Api;
using MiniDelivery.Web.Connections;

namespace MiniDelivery.Tests.Api;

/// <summary>The hub as an alert program of somebody else uses it: real WebSockets, a key, and gaps.</summary>
public sealed class OrdersHubTests(TestApp app) : IClassFixture<TestApp>
{
    private static readonly CancellationToken _none = CancellationToken.None;

    [Fact]
    public async Task A_program_with_a_key_is_told_of_every_step_and_of_what_waits()
    {
        await using var program = await Program.StartAsync(app, TestApp.ApiKey);
        await program.SubscribeAsync(null, null);

        var id = await PostAsync("H-1");
        var received = await program.NextAsync(id);
        Assert.Equal(("waiting", JsonValueKind.Null), (received.GetProperty("status").GetString(), received.GetProperty("previousStatus").ValueKind));
        await TestApp.Eventually(() => Task.FromResult(program.Waiting > 0), "something waits");

        await app.Desk.AcceptAsync(new OrderId(id), Some.Anna, _none);
        JsonElement change;
        while ((change = await program.NextAsync(id)).GetProperty("status").GetString() is "waiting")
        {
        }

        Assert.Equal(("created", "waiting"), (change.GetProperty("status").GetString(), change.GetProperty("previousStatus").GetString()));
        Assert.StartsWith("Dlv.", change.GetProperty("tillOrderName").GetString(), StringComparison.Ordinal);
        Assert.Equal(app.Restaurant.Id.Value, change.GetProperty("restaurantId").GetGuid());
        Assert.DoesNotContain(change.EnumerateObject(), property => property.Value.ToString().Contains("ИВАНОВ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_comes_back_is_told_what_they_missed_once_and_in_order()
    {
        long last;
        Guid first;
        await using (var program = await Program.StartAsync(app, TestApp.ApiKey))
        {
            await program.SubscribeAsync(app.Restaurant.Id.Value, null);
            first = await PostAsync("H-2");
            last = (await program.NextAsync(first)).GetProperty("version").GetInt64();
        }

        await app.Desk.AcknowledgeAsync(new OrderId(first), Some.Anna, _none);
        var second = await PostAsync("H-3");
        await app.Desk.CancelAsync(new OrderId(second), CancelReason.TestOrder, null, Some.Anna, _none);

        await using var back = await Program.StartAsync(app, TestApp.ApiKey);
        await back.SubscribeAsync(app.Restaurant.Id.Value, last);
        var third = await PostAsync("H-4");
        var seen = new List<JsonElement>();
        while (seen is [] || seen[^1].GetProperty("orderId").GetGuid() != third)
        {
            seen.Add(await back.NextAsync());
        }

        Assert.Equal(
            [(first, "waiting"), (second, "waiting"), (second, "deleted"), (third, "waiting")],
            seen.Select(change => (change.GetProperty("orderId").GetGuid(), change.GetProperty("status").GetString()!)));
        var versions = seen.Select(change => change.GetProperty("version").GetInt64()).ToList();
        Assert.Equal(versions.Distinct().Order(), versions);
        Assert.All(versions, version => Assert.True(version > last));
    }

    [Fact]
    public async Task A_number_that_another_transaction_may_still_fill_is_waited_for_and_then_told_in_its_place()
    {
        await using var own = new TestApp();
        await own.InitializeAsync();
        await PostAsync("H-5", own);
        await PostAsync("H-6", own);
        await using var db = await own.Contexts.CreateDbContextAsync(_none);
        // As on a server where the first transaction is committed after the second.
        await db.Database.ExecuteSqlAsync($"UPDATE OrderSteps SET Id = 1000 WHERE Id = 1", _none);

        await using var program = await Program.StartAsync(own, TestApp.ApiKey);
        await program.SubscribeAsync(own.Restaurant.Id.Value, 0);
        await db.Database.ExecuteSqlAsync($"UPDATE OrderSteps SET Id = 1 WHERE Id = 1000", _none);

        Assert.Equal([1, 2], new[] { await program.NextAsync(), await program.NextAsync() }.Select(change => change.GetProperty("version").GetInt64()));
    }

    [Fact]
    public async Task Nobody_unknown_no_key_without_the_scope_and_no_other_restaurant()
    {
        foreach (var key in new[] { null, await app.IssueKeyAsync("menu:read") })
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => Program.StartAsync(app, key));
        }

        await using var program = await Program.StartAsync(app, TestApp.ApiKey);
        var refused = await Assert.ThrowsAsync<HubException>(() => program.SubscribeAsync(Guid.NewGuid(), null));
        Assert.Contains("restaurant-unknown", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_ends_when_its_key_is_revoked_and_no_other_does()
    {
        var text = await app.IssueKeyAsync(Scopes.OrdersRead);
        Assert.True(ApiKey.TrySplit(text, out var id, out _));
        await using var program = await Program.StartAsync(app, text);
        await using var other = await Program.StartAsync(app, TestApp.ApiKey);
        var keys = app.Services.GetRequiredService<HubKeys>();
        await program.SubscribeAsync(null, null); // What is said first is heard after the connection is known.
        await keys.CheckAsync(_none);
        Assert.False(program.HasEnded.IsCompleted);

        Assert.True((await app.Services.GetRequiredService<ConnectionDesk>().RevokeAsync(app.Restaurant.Id, id, Some.Boris, _none)).IsDone);
        await keys.CheckAsync(_none);

        await program.HasEnded.WaitAsync(TimeSpan.FromMinutes(1), _none);
        await other.SubscribeAsync(null, null);
        Assert.False(other.HasEnded.IsCompleted);
    }

    private Task<Guid> PostAsync(string externalId) => PostAsync(externalId, app);

    private static async Task<Guid> PostAsync(string externalId, TestApp at)
    {
        using var shop = at.Shop();
        var answer = await shop.PostAsJsonAsync("/api/v1/orders", SeedOrder.Body(externalId), _none);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(_none)).GetProperty("id").GetGuid();
    }

    private sealed class Program(HubConnection connection) : IAsyncDisposable
    {
        private readonly Channel<JsonElement> _changes = Channel.CreateUnbounded<JsonElement>();

        private readonly TaskCompletionSource _ended = new();

        public int Waiting { get; private set; }

        public Task HasEnded => _ended.Task;

        public static async Task<Program> StartAsync(TestApp app, string? key)
        {
            var connection = new HubConnectionBuilder()
                .WithUrl(new Uri(app.Address, "/hubs/orders"), http => http.Headers.Add("X-Api-Key", key ?? ""))
                .Build();
            var program = new Program(connection);
            connection.Closed += _ =>
            {
                program._ended.TrySetResult();
                return Task.CompletedTask;
            };
            connection.On<JsonElement>("OrderChanged", change => program._changes.Writer.TryWrite(change.Clone()));
            connection.On<JsonElement>("WaitingChanged", waiting => program.Waiting = waiting.GetProperty("count").GetInt32());
            await connection.StartAsync(_none);
            return program;
        }

        public Task SubscribeAsync(Guid? restaurant, long? after) => connection.InvokeAsync("Subscribe", restaurant, after, _none);

        public async Task<JsonElement> NextAsync(Guid? order = null)
        {
            while (true)
            {
                var change = await _changes.Reader.ReadAsync(_none).AsTask().WaitAsync(TimeSpan.FromMinutes(1), _none);
                if (order is null || change.GetProperty("orderId").GetGuid() == order)
                {
                    return change;
                }
            }
        }

        public ValueTask DisposeAsync() => connection.DisposeAsync();
    }
}
