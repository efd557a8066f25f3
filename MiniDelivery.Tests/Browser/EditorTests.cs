using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Browser;

/// <summary>«Редактирование заказа» in a real browser, down to the simulated till.</summary>
[Trait("Kind", "Browser")]
public sealed class EditorTests(BrowserApp app) : IClassFixture<BrowserApp>
{
    private static readonly CancellationToken _none = CancellationToken.None;

    [Fact]
    public async Task A_pizza_with_its_size_goes_into_the_order_and_the_till_shows_it()
    {
        var (id, number) = await CreatedAsync("E-1");
        var page = await app.OpenAsync();
        await page.Locator($"[data-testid=order][data-number='{number}']").GetByTestId("next-action").ClickAsync();

        await Expect(page.GetByTestId("editor-line")).ToHaveCountAsync(2);
        await page.GetByTestId("editor-search").FillAsync("маргар");
        await page.GetByTestId("editor-search").PressAsync("Enter");
        await page.GetByTestId("editor-dish-ok").ClickAsync();
        await Expect(page.GetByTestId("editor-dish-problem")).ToContainTextAsync("Размер пиццы");
        await page.GetByTestId("editor-choice").Filter(new() { HasText = "30 см" }).ClickAsync();
        await page.GetByTestId("editor-dish-wish").FillAsync("без базилика");
        await page.GetByTestId("editor-dish-ok").ClickAsync();
        await Expect(page.GetByTestId("editor-line")).ToHaveCountAsync(3);
        await Expect(page.GetByTestId("editor-sum")).ToContainTextAsync("≈ 1 340");
        await page.GetByTestId("editor-save").ClickAsync();
        await Expect(page.GetByTestId("editor-saved")).ToContainTextAsync("1 340");
        await Expect(page.GetByTestId("editor-comment")).ToContainTextAsync("«Маргарита»: без базилика");

        var order = await app.EventuallyAsync(id, found => found.Status is OrderStatus.Accepted, "accepted");
        var till = await app.OpenAsync("/simulator", "admin");
        await till.GetByTestId($"sim-order-{order.Handoff!.OrderName}").ClickAsync();
        await Expect(till.GetByTestId("sim-dish").Filter(new() { HasText = "Маргарита" })).ToContainTextAsync("30 см");

        await page.GetByTestId("editor-back").ClickAsync();
        await Expect(page.GetByTestId("card-edit")).ToBeVisibleAsync();
        await TestApp.Eventually(() => Task.FromResult(app.Till.View().Orders.Single(at => at.Name == order.Handoff.OrderName).LockedBy is null), "the lock is released");
        Assert.Empty(app.Errors);
    }

    [Fact]
    public async Task A_window_that_is_closed_leaves_no_order_locked()
    {
        var (id, _) = await CreatedAsync("E-2");
        var page = await app.OpenAsync($"/orders/{id}/edit");
        await Expect(page.GetByTestId("editor-line")).ToHaveCountAsync(2);
        var name = (await app.OrderAsync(id)).Handoff!.OrderName;
        Assert.NotNull(app.Till.View().Orders.Single(order => order.Name == name).LockedBy);

        await page.Context.CloseAsync();

        await TestApp.Eventually(() => Task.FromResult(app.Till.View().Orders.Single(order => order.Name == name).LockedBy is null), "the lock is released");
    }

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    private async Task<(OrderId Id, int Number)> CreatedAsync(string externalId)
    {
        using var shop = app.Shop();
        var answer = await shop.PostAsJsonAsync("/api/v1/orders", SeedOrder.Body(externalId, "Редактор"), _none);
        answer.EnsureSuccessStatusCode();
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(_none);
        var id = new OrderId(body.GetProperty("id").GetGuid());
        await app.Desk.AcceptAsync(id, Some.Anna, _none);
        await app.EventuallyAsync(id, order => order.Status is OrderStatus.Created, "created");
        return (id, body.GetProperty("number").GetInt32());
    }
}
