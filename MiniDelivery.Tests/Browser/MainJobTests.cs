using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Browser;

/// <summary>The main job as the people do it: real port, real Chromium, real HTTP and XML to the simulated till.</summary>
[Trait("Kind", "Browser")]
public sealed class MainJobTests(BrowserApp app) : IClassFixture<BrowserApp>
{
    private static readonly CancellationToken _none = CancellationToken.None;

    [Fact]
    public async Task Two_operators_see_a_shops_order_accept_it_open_it_at_the_till_and_send_it_out_without_a_reload()
    {
        var anna = await app.OpenAsync();
        var boris = await app.OpenAsync(who: "manager", width: 1280, height: 800, hasTouch: true);

        var number = await PostAsync("M-1", "ИВАНОВ ИВАН ИВАНОВИЧ");

        foreach (var page in new[] { anna, boris })
        {
            await Expect(Row(page, number)).ToContainTextAsync("ИВАНОВ ИВАН ИВАНОВИЧ");
            await Expect(Row(page, number)).ToContainTextAsync("Ожидает");
            await Expect(Row(page, number)).ToHaveAttributeAsync("data-status", "waiting");
        }

        await Row(anna, number).GetByRole(AriaRole.Link, new() { Name = "Открыть" }).Or(Row(anna, number).Locator(".o-open")).First.ClickAsync();
        await Expect(anna.GetByTestId("card")).ToContainTextAsync("Ул. Пушкина");
        await Expect(anna.GetByTestId("card")).ToContainTextAsync("Две персоны");
        await anna.GetByTestId("card").GetByRole(AriaRole.Button, new() { Name = "Принять", Exact = true }).ClickAsync();
        await Expect(anna.GetByTestId("created-dialog")).ToContainTextAsync("Создан стол \"Dlv.");
        var order = await OrderAsync(number);
        await Expect(anna.GetByTestId("created-dialog")).ToContainTextAsync(order.Handoff!.OrderName!);
        await anna.GetByTestId("created-ok").ClickAsync();
        await Expect(Row(boris, number)).ToHaveAttributeAsync("data-status", "created");
        await Expect(boris.GetByTestId("created-dialog")).ToHaveCountAsync(0);

        var till = await app.OpenAsync("/simulator", "admin");
        await till.GetByTestId($"sim-order-{order.Handoff.OrderName}").ClickAsync();
        await till.GetByTestId("sim-open").ClickAsync();
        await Expect(till.GetByTestId("sim-dish").Filter(new() { HasText = "Пирог" })).ToHaveCountAsync(1);
        await Expect(till.GetByTestId("sim-dish").Filter(new() { HasText = "Хлеб" })).ToHaveCountAsync(1);

        foreach (var page in new[] { anna, boris })
        {
            await Expect(Row(page, number)).ToHaveAttributeAsync("data-status", "accepted");
        }

        await boris.GotoAsync("/");
        await Row(boris, number).GetByTestId("next-action").ClickAsync();
        await Expect(Row(boris, number)).ToHaveAttributeAsync("data-status", "onTheWay");
        await Row(boris, number).GetByTestId("next-action").ClickAsync();
        await Expect(Row(boris, number)).ToHaveCountAsync(0);
        await boris.GetByTestId("tab-archived").ClickAsync();
        await Expect(Row(boris, number)).ToContainTextAsync("ИВАНОВ");
    }

    [Fact]
    public async Task A_change_is_on_an_open_page_by_itself_soon_after_the_shops_answer()
    {
        var page = await app.OpenAsync();
        await PostAsync("M-2-warm", "разогрев");
        await Expect(page.GetByTestId("order").Filter(new() { HasText = "разогрев" })).ToHaveCountAsync(1);

        var number = await PostAsync("M-2", "быстрый");

        await Expect(Row(page, number)).ToHaveCountAsync(1, new() { Timeout = BrowserApp.Live });
    }

    [Fact]
    public async Task A_cancelled_order_asks_for_a_reason_and_leaves_the_list()
    {
        var page = await app.OpenAsync();
        var number = await PostAsync("M-3", "отказался");
        await Row(page, number).Locator(".o-open").ClickAsync();
        await page.GetByTestId("card-cancel").ClickAsync();
        await page.GetByTestId("cancel-reason").Filter(new() { HasText = "Гость отказался" }).ClickAsync();

        await page.GetByTestId("cancel-confirm").ClickAsync();

        await Expect(Row(page, number)).ToHaveCountAsync(0);
        var order = await OrderAsync(number);
        Assert.Equal((OrderStatus.Deleted, CancelReason.GuestCancelled, "Оператор"), (order.Status, order.Cancellation!.Reason, order.Cancellation.By));
    }

    [Fact]
    public async Task Tab_and_search_are_in_the_address_and_a_reload_finds_the_same()
    {
        var page = await app.OpenAsync();
        var number = await PostAsync("M-4", "Искомый Гость");
        await PostAsync("M-4-other", "Другой");
        await page.GetByTestId("tab-waiting").ClickAsync();
        await page.GetByTestId("search").FillAsync("искомый");

        await Expect(page.GetByTestId("order")).ToHaveCountAsync(1);
        await page.WaitForURLAsync(url => url.Contains("tab=waiting", StringComparison.Ordinal) && url.Contains("q=", StringComparison.Ordinal));
        await page.ReloadAsync();

        await Expect(page.GetByTestId("order")).ToHaveCountAsync(1);
        await Expect(Row(page, number)).ToContainTextAsync("Искомый Гость");
    }

    [Fact]
    public async Task A_name_with_HTML_in_it_is_text()
    {
        var page = await app.OpenAsync();

        var number = await PostAsync("M-5", "<img src=x onerror=document.title='взлом'><b>Анна</b>");

        await Expect(Row(page, number)).ToContainTextAsync("<b>Анна</b>");
        Assert.DoesNotContain("взлом", await page.TitleAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_unknown_gets_in()
    {
        foreach (var path in new[] { "/", "/orders/new", "/reports", "/help", "/simulator" })
        {
            var page = await app.OpenAsync(path, who: null);

            await Expect(page.GetByTestId("sign-in-name")).ToBeVisibleAsync();
        }
    }

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    private static ILocator Row(IPage page, int number) => page.Locator($"[data-testid=order][data-number='{number}']");

    private async Task<Order> OrderAsync(int number)
    {
        await using var db = await app.Contexts.CreateDbContextAsync(_none);
        return db.Orders.Single(order => order.Number == number);
    }

    private async Task<int> PostAsync(string externalId, string name)
    {
        using var shop = app.Shop();
        var answer = await shop.PostAsJsonAsync("/api/v1/orders", SeedOrder.Body(externalId, name), _none);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(_none)).GetProperty("number").GetInt32();
    }
}
