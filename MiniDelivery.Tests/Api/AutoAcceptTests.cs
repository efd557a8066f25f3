using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Tests.Support;
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
        var stranger = await app.OrderAsync(first);
        Assert.Equal(OrderStatus.Waiting, stranger.Status);
        Assert.Null(stranger.Handoff);
    }

    private static async Task<OrderId> PostAsync(HttpClient shop, string number)
    {
        using var answer = await shop.PostAsJsonAsync("/api/v1/orders", SeedOrder.Body(number), Stop);
        return new OrderId((await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("id").GetGuid());
    }
}
