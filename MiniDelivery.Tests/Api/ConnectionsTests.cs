using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Connections;

namespace MiniDelivery.Tests.Api;

/// <summary>What shops meet of their source's settings and keys.</summary>
public sealed class ConnectionsTests(TestApp app) : IClassFixture<TestApp>
{
    private static readonly Actor _boris = new("Борис", StaffRole.Manager);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private ConnectionDesk Desk => app.Services.GetRequiredService<ConnectionDesk>();

    [Fact]
    public async Task A_revoked_key_is_refused_from_the_next_call_on()
    {
        using var shop = app.Shop(await KeyAsync("отзыв"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(shop));
        var key = (await SourceAsync("отзыв")).Keys.Single();

        await Desk.RevokeAsync(app.Restaurant.Id, key.Id, _boris, Stop);

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(shop));
    }

    [Fact]
    public async Task Both_keys_of_a_rotation_open_until_the_old_one_is_revoked()
    {
        using var old = app.Shop(await KeyAsync("смена"));
        var source = await SourceAsync("смена");
        using var next = app.Shop((await Desk.IssueAsync(app.Restaurant.Id, source.Id, null, Scopes.All, null, _boris, Stop)).ShownOnce);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await StatusAsync(old), await StatusAsync(next)));

        await Desk.RevokeAsync(app.Restaurant.Id, source.Keys.Single().Id, _boris, Stop);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (await StatusAsync(old), await StatusAsync(next)));
    }

    [Fact]
    public async Task The_last_use_of_a_key_is_kept()
    {
        using var shop = app.Shop(await KeyAsync("след"));
        Assert.Null((await SourceAsync("след")).Keys.Single().LastUsedAt);

        await StatusAsync(shop);

        await TestApp.Eventually(async () => (await SourceAsync("след")).Keys.Single().LastUsedAt is not null, "the last use is kept");
    }

    [Fact]
    public async Task The_orders_of_a_switched_off_source_are_refused_and_what_it_had_can_still_be_read()
    {
        using var shop = app.Shop(await KeyAsync("выкл"));
        using var taken = await shop.PostAsJsonAsync("/api/v1/orders", SeedOrder.Body("OFF-1"), Stop);
        await Desk.SwitchAsync(app.Restaurant.Id, (await SourceAsync("выкл")).Id, false, _boris, Stop);

        using var refused = await shop.PostAsJsonAsync("/api/v1/orders", SeedOrder.Body("OFF-2"), Stop);
        using var read = await shop.GetAsync(taken.Headers.Location, Stop);

        Assert.Equal((HttpStatusCode.Forbidden, "source-off"), await ProblemAsync(refused));
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
    }

    [Fact]
    public async Task A_source_hands_in_so_many_orders_an_hour_of_such_a_sum_and_pays_as_it_usually_does()
    {
        using var shop = app.Shop(await KeyAsync("лимит", new SourceForm { Name = "лимит", OrdersPerHour = 2, MaxTotal = 1000, DefaultPayment = PaymentMethod.Online }));

        using var large = await shop.PostAsJsonAsync("/api/v1/orders", Order("LIMIT-0", 1001), Stop);
        using var first = await shop.PostAsJsonAsync("/api/v1/orders", Order("LIMIT-1", 1000), Stop);
        using var again = await shop.PostAsJsonAsync("/api/v1/orders", Order("LIMIT-1", 1000), Stop);
        using var second = await shop.PostAsJsonAsync("/api/v1/orders", Order("LIMIT-2", 1), Stop);
        using var third = await shop.PostAsJsonAsync("/api/v1/orders", Order("LIMIT-3", 1), Stop);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "validation-failed"), await ProblemAsync(large));
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.Created), (first.StatusCode, again.StatusCode, second.StatusCode));
        Assert.Equal("online", (await first.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("payment").GetProperty("method").GetString());
        Assert.Equal((HttpStatusCode.TooManyRequests, "too-many-requests"), await ProblemAsync(third));
        Assert.InRange(third.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 3000, 3600);
        await using var db = await app.Contexts.CreateDbContextAsync(Stop);
        Assert.Equal(2, await db.Orders.CountAsync(order => order.ExternalId.StartsWith("LIMIT-"), Stop));
    }

    [Fact]
    public async Task A_key_that_calls_too_often_is_told_how_often_it_may_and_when_again_and_others_are_not_held_up()
    {
        await using var own = new TestApp().With("Api:RequestsPerMinute", "3");
        await own.InitializeAsync();
        using var shop = own.Shop();
        using var other = own.Shop(await own.IssueKeyAsync(Scopes.OrdersRead));

        using var first = await shop.GetAsync("/api/v1/status", Stop);
        await StatusAsync(shop);
        await StatusAsync(shop);
        using var refused = await shop.GetAsync("/api/v1/status", Stop);

        Assert.Equal("\"key\";q=3;w=60", first.Headers.GetValues("RateLimit-Policy").Single());
        Assert.Equal("\"key\";r=2;t=20", first.Headers.GetValues("RateLimit").Single());
        Assert.Equal((HttpStatusCode.TooManyRequests, "too-many-requests"), await ProblemAsync(refused));
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 20);
        Assert.StartsWith("\"key\";r=0;", refused.Headers.GetValues("RateLimit").Single(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(other));
    }

    [Fact]
    public async Task Wrong_keys_of_an_address_are_slowed_down_and_right_ones_of_the_same_address_are_not()
    {
        await using var own = new TestApp().With("Api:BadKeysPerMinute", "3");
        await own.InitializeAsync();
        using var guesser = own.Shop("md_testshop_00000000000000000000000000000000");
        using var shop = own.Shop();

        var heard = new List<HttpStatusCode>();
        for (var guess = 0; guess < 5; guess++)
        {
            heard.Add(await StatusAsync(guesser));
        }

        Assert.Equal(
            [HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests], heard);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(shop));
    }

    private static object Order(string number, decimal price) => new
    {
        externalId = number,
        customer = new { phone = "87776665544" },
        fulfillment = new { type = "pickup" },
        items = new[] { new { code = "101", name = "Пирог", quantity = 1, price } },
    };

    private static async Task<HttpStatusCode> StatusAsync(HttpClient shop)
    {
        using var answer = await shop.GetAsync("/api/v1/status", Stop);
        return answer.StatusCode;
    }

    private static async Task<(HttpStatusCode Status, string? Code)> ProblemAsync(HttpResponseMessage answer) =>
        (answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("code").GetString());

    private async Task<SourceView> SourceAsync(string name) =>
        (await Desk.ListAsync(app.Restaurant.Id, _boris, Stop))!.Single(source => source.Form.Name == name);

    private async Task<string> KeyAsync(string name, SourceForm? form = null)
    {
        Assert.True((await Desk.AddAsync(app.Restaurant.Id, form ?? new SourceForm { Name = name }, _boris, Stop)).IsDone);
        return (await Desk.IssueAsync(app.Restaurant.Id, (await SourceAsync(name)).Id, null, Scopes.All, null, _boris, Stop)).ShownOnce!;
    }
}
