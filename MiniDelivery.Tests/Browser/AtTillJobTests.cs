using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Browser;

/// <summary>What a cashier does at the till is on the open list by itself.</summary>
[Trait("Kind", "Browser")]
public sealed class AtTillJobTests(AtTillJobTests.App app) : IClassFixture<AtTillJobTests.App>
{
    private static readonly CancellationToken _none = CancellationToken.None;

    [Fact]
    public async Task A_cashier_changes_bills_and_pays_and_an_open_list_shows_it_without_a_reload()
    {
        var page = await app.OpenAsync();
        var till = await app.OpenAsync("/simulator", "admin");
        var (number, name) = await AcceptedAsync(page);
        var row = page.Locator($"[data-testid=order][data-number='{number}']");
        await Expect(row.GetByTestId("row-chip")).ToContainTextAsync("на кухне");

        await till.GetByTestId($"sim-order-{name}").ClickAsync();
        await till.GetByTestId("sim-open").ClickAsync();
        await Expect(row.GetByTestId("row-chip")).ToContainTextAsync("открыт на кассе: Касса 1");
        Assert.True(app.Till.AddDish(app.Till.View().Orders.Single(order => order.Name == name).Id, 103, 1000, []).Done);
        await Expect(row.GetByTestId("row-chip")).ToContainTextAsync("изменён на кассе");
        await till.GetByTestId("sim-bill").ClickAsync();
        await till.GetByTestId("sim-close").ClickAsync();
        await Expect(row.GetByTestId("row-chip")).ToContainTextAsync("счёт");
        await till.GetByTestId("sim-open").ClickAsync();
        await till.GetByText("Оплатить").First.ClickAsync();
        await till.GetByText("Рубли").First.ClickAsync();

        await Expect(row.GetByTestId("row-chip")).ToContainTextAsync("закрыт на кассе");
        await row.Locator(".o-open").ClickAsync();
        await Expect(page.GetByTestId("card-difference")).ToContainTextAsync("Булочка с корицей");
        await Expect(page.GetByTestId("card-history")).ToContainTextAsync("Оплачен на кассе");
        await Expect(page.GetByTestId("card")).ToHaveAttributeAsync("data-status", "accepted");
        Assert.Empty(app.Errors);
    }

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    private async Task<(int Number, string Name)> AcceptedAsync(IPage page)
    {
        using var shop = app.Shop();
        var answer = await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(shop, "/api/v1/orders", SeedOrder.Body("T-1"), _none);
        answer.EnsureSuccessStatusCode();
        await Expect(page.GetByTestId("order")).ToHaveCountAsync(1);
        await using var db = await app.Contexts.CreateDbContextAsync(_none);
        var order = await db.Orders.AsNoTracking().SingleAsync(_none);
        var anna = new Actor("Анна", StaffRole.Operator);
        Assert.True((await app.Desk.AcceptAsync(order.Id, anna, _none)).IsDone);
        await app.EventuallyAsync(order.Id, one => one.Status is OrderStatus.Created, "the till has the order");
        Assert.True((await app.Desk.FillAsync(order.Id, anna, _none)).IsDone);
        var filled = await app.EventuallyAsync(order.Id, one => one.Status is OrderStatus.Accepted, "the till has the dishes");
        return (filled.Number, filled.Handoff!.OrderName!);
    }

    /// <summary>The application with a watch that looks every second.</summary>
    public sealed class App : BrowserApp
    {
        public App() => With("Till:WatchSeconds", "1");
    }
}
