using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Alerts;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Alerts;
using MiniDelivery.Web.Connections;

namespace MiniDelivery.Tests.Api;

/// <summary>Orders that a source's rule accepts, from the shop to the simulated till.</summary>
public sealed class AutoAcceptTests(TestApp app) : IClassFixture<TestApp>
{
    private static readonly Actor _boris = new("Борис", StaffRole.Manager);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_order_of_a_known_guest_goes_to_the_till_by_itself_and_a_strangers_waits()
    {
        var desk = app.Services.GetRequiredService<ConnectionDesk>();
        await desk.AddAsync(app.Restaurant.Id, new SourceForm { Name = "авто", IsAutoAccepted = true, AutoAcceptUpTo = 1000 }, _boris, Stop);
        var source = (await desk.ListAsync(app.Restaurant.Id, _boris, Stop))!.Single(found => found.Form.Name == "авто");
        using var shop = app.Shop((await desk.IssueAsync(app.Restaurant.Id, source.Id, null, Scopes.All, null, _boris, Stop)).ShownOnce);

        var first = await PostAsync(shop, "AUTO-1");
        var second = await PostAsync(shop, "AUTO-2");

        var accepted = await app.EventuallyAsync(second, order => order.Status is OrderStatus.Created, "the till has the order of the known guest");
        var step = accepted.History.Single(step => step.Kind is StepKind.AutoAccepted);
        Assert.Equal(("known-guest;sum<=1000;dishes;hours", Actor.Program.Name), (step.Note, step.By));
        Assert.Equal(step.At, accepted.AcceptedByRuleAt);
        await SoundsOnceAsync(source.Id, second);
        var stranger = await app.OrderAsync(first);
        Assert.Equal(OrderStatus.Waiting, stranger.Status);
        Assert.Null(stranger.Handoff);
    }

    // One sound where people want it, and none where they do not; it never rings as one that waits.
    private async Task SoundsOnceAsync(SourceId source, OrderId order)
    {
        using var browser = await app.StaffAsync();
        var picture = await browser.GetFromJsonAsync<JsonElement>("/live/alert", Stop);
        Assert.Contains(Ids(picture, "accepted"), id => id == order.Value);
        Assert.DoesNotContain(Ids(picture, "orders"), id => id == order.Value);

        var silent = new AlertSettings { RestaurantId = app.Restaurant.Id, Sources = [new SourceAlert(source.Value, AlertSound.Chime, 80, TellsAccepted: false)] };
        Assert.True((await app.Services.GetRequiredService<AlertDesk>().SaveAsync(silent, new Actor("Админ", StaffRole.Admin), Stop)).IsDone);
        Assert.Empty(Ids(await browser.GetFromJsonAsync<JsonElement>("/live/alert", Stop), "accepted"));

        static IEnumerable<Guid> Ids(JsonElement picture, string what) => picture.GetProperty(what).EnumerateArray().Select(one => one.GetProperty("id").GetGuid());
    }

    private static async Task<OrderId> PostAsync(HttpClient shop, string number)
    {
        using var answer = await shop.PostAsJsonAsync("/api/v1/orders", SeedOrder.Body(number), Stop);
        return new OrderId((await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("id").GetGuid());
    }
}
