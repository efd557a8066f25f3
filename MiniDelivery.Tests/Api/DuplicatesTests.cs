using System.Net.Http.Json;
using System.Text.Json;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Api;

/// <summary>An order that comes twice, through the API, the intake and the board.</summary>
public sealed class DuplicatesTests(TestApp app) : IClassFixture<TestApp>
{
    private static readonly CancellationToken _none = CancellationToken.None;
    private static readonly Actor _anna = new("Анна", StaffRole.Operator);

    [Fact]
    public async Task Two_that_look_alike_know_of_each_other_stand_first_and_stay_two()
    {
        await app.LookForDuplicatesAsync(30);
        var (one, two) = (await TakeAsync("D-1", "8 913 100-00-01"), await TakeAsync("D-2", "+79131000001"));

        Assert.Equal(two.Number, Assert.Single((await app.OrderAsync(one.Id)).LookAlikes).Number);
        Assert.Equal(one.Number, Assert.Single((await app.OrderAsync(two.Id)).LookAlikes).Number);
        await SeeAsync(one.Id, OrderProblem.LikelyDuplicate);
        await SeeAsync(two.Id, OrderProblem.LikelyDuplicate);

        Assert.True((await app.Desk.DenyDuplicateAsync(two.Id, one.Id, _anna, _none)).IsDone);
        await SeeAsync(one.Id, null);
        await SeeAsync(two.Id, null);
        Assert.Equal(OrderStatus.Waiting, (await app.OrderAsync(one.Id)).Status);
    }

    [Fact]
    public async Task Whoever_cancels_one_of_them_settles_it_for_the_other()
    {
        await app.LookForDuplicatesAsync(30);
        var (one, two) = (await TakeAsync("D-3", "89131000002"), await TakeAsync("D-4", "89131000002"));
        Assert.True((await app.OrderAsync(one.Id)).IsLikelyDuplicate);

        using var shop = app.Shop();
        await shop.PostAsync($"/api/v1/orders/{two.Id}/cancel", null, _none);

        await SeeAsync(one.Id, null);
        Assert.True(Assert.Single((await app.OrderAsync(one.Id)).LookAlikes).IsSettled);
    }

    [Fact]
    public async Task The_same_sum_over_another_source_is_found_though_both_come_in_one_moment()
    {
        await app.LookForDuplicatesAsync(30);
        var key = await app.IssueKeyAsync(Scopes.OrdersWrite, Scopes.OrdersRead);

        var both = await Task.WhenAll(TakeAsync("D-5", "89131000003", name: "Pie"), TakeAsync("D-6", "89131000003", key, "Пирожок"));

        Assert.True((await app.OrderAsync(both[0].Id)).IsLikelyDuplicate);
        Assert.True((await app.OrderAsync(both[1].Id)).IsLikelyDuplicate);
    }

    [Fact]
    public async Task Nobody_looks_where_the_restaurant_does_not_want_it_and_a_repeat_of_the_same_call_is_no_duplicate()
    {
        await app.LookForDuplicatesAsync(30);
        var one = await TakeAsync("D-7", "89131000004");
        Assert.Equal(one.Id, (await TakeAsync("D-7", "89131000004")).Id);
        Assert.Empty((await app.OrderAsync(one.Id)).LookAlikes);

        await app.LookForDuplicatesAsync(0);
        Assert.Empty((await app.OrderAsync((await TakeAsync("D-8", "89131000004")).Id)).LookAlikes);
    }

    // However often a shop's test posts the same, an order stays as small, and as quick to store, as any other.
    [Fact]
    public async Task Whoever_orders_the_same_all_day_is_told_of_a_few()
    {
        await app.LookForDuplicatesAsync(30);
        var all = new List<(OrderId Id, int Number)>();
        for (var i = 0; i < 12; i++)
        {
            all.Add(await TakeAsync($"D-9-{i}", "89131000005"));
        }

        foreach (var (id, _) in all)
        {
            Assert.InRange((await app.OrderAsync(id)).LookAlikes.Count, 1, Domain.Intake.DuplicateCheck.MostCompared);
        }
    }

    private async Task<(OrderId Id, int Number)> TakeAsync(string externalId, string phone, string key = TestApp.ApiKey, string name = "Пирог")
    {
        using var shop = app.Shop(key);
        var answer = await shop.PostAsJsonAsync("/api/v1/orders", new
        {
            externalId, customer = new { phone }, fulfillment = new { type = "pickup" }, items = new[] { new { name, quantity = 2, price = 350 } }, total = 700,
        }, _none);
        var body = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(_none);
        return (new OrderId(body.GetProperty("id").GetGuid()), body.GetProperty("number").GetInt32());
    }

    private Task SeeAsync(OrderId id, OrderProblem? problem) => TestApp.Eventually(
        () => Task.FromResult(app.Board.For(app.Restaurant.Id).Rows.SingleOrDefault(row => row.Id == id) is { } row && row.Problem == problem), $"the board says {problem}");
}
