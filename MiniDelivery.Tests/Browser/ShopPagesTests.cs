using Microsoft.Playwright;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Browser;

/// <summary>What who programs a shop reads, and what staff see of what a shop asks for.</summary>
[Trait("Kind", "Browser")]
public sealed class ShopPagesTests(BrowserApp app) : IClassFixture<BrowserApp>
{
    private static readonly string[] _paths = ["/help/shop", "/problems", "/problems/too-many-requests", "/problems/never"];

    [Theory]
    [InlineData(false, 1366, "ru-RU")]
    [InlineData(true, 1366, "en-US")]
    [InlineData(false, 390, "en-US")]
    [InlineData(true, 390, "ru-RU")]
    public async Task The_pages_for_programmers_have_no_serious_issue_and_fit_on_the_screen(bool isDark, int width, string locale)
    {
        var page = await app.OpenAsync("/help/shop", who: null, width, 844, isDark, locale);
        foreach (var path in _paths)
        {
            await page.GotoAsync(path);
            await page.EvaluateAsync("document.querySelectorAll('details').forEach(example => example.open = true)");
            await AccessibilityTests.AssertNothingSeriousAsync(page, path);
            await BrowserApp.FitsAsync(page, $"{path} into {width}");
            foreach (var target in await page.Locator(".md-docs-nav a, summary, td a").AllAsync())
            {
                Assert.True((await target.BoundingBoxAsync())!.Height >= 44, $"{path}: {await target.InnerTextAsync()} is too small for a finger");
            }

            await Pictures.WhenAskedAsync(page, $"docs{path.Replace('/', '-')}-{width}{(isDark ? "-dark" : "")}-{locale[..2]}");
        }
    }

    [Theory]
    [InlineData(false, 1366)]
    [InlineData(true, 1366)]
    [InlineData(false, 390)]
    [InlineData(true, 390)]
    public async Task The_browsable_api_shows_every_call_with_nothing_from_elsewhere(bool isDark, int width)
    {
        var page = await app.OpenAsync("/problems", who: null, width, 844, isDark);
        var elsewhere = new List<string>();
        page.Request += (_, request) =>
        {
            if (new Uri(request.Url) is { Scheme: "http" or "https" } address && address.Authority != app.Address.Authority)
            {
                lock (elsewhere)
                {
                    elsewhere.Add(request.Url);
                }
            }
        };

        await page.GotoAsync("/api/docs");

        await Assertions.Expect(page.GetByText("/api/v1/orders/check").Filter(new() { Visible = true }).First).ToBeVisibleAsync();
        await Pictures.WhenAskedAsync(page, $"docs-api-{width}{(isDark ? "-dark" : "")}");
        Assert.Empty(elsewhere);
    }

    [Fact]
    public async Task What_a_guest_asks_is_seen_on_the_list_and_answered_on_the_card()
    {
        using var shop = app.Shop();
        var id = await app.ReadyAsync("W-1", "Мария Просьбина");
        var page = await app.OpenAsync();
        var other = await app.OpenAsync(width: 390, height: 844, isDark: true, locale: "en-US");
        var row = page.Locator($"[data-testid=order][data-number='{(await app.OrderAsync(id)).Number}']");
        await Assertions.Expect(row).ToBeVisibleAsync();

        await AskAsync(202);

        await Assertions.Expect(row.GetByTestId("row-chip")).ToContainTextAsync("Гость просит отменить", new() { Timeout = BrowserApp.Live });
        await Pictures.WhenAskedAsync(page, "cancel-asked-list-1366");
        await row.GetByTestId("decide-cancel").ClickAsync();
        await Assertions.Expect(page.GetByTestId("card-cancel-asked")).ToContainTextAsync("ошибся адресом");
        await AccessibilityTests.AssertNothingSeriousAsync(page, "card, the guest asks to cancel");
        await Pictures.WhenAskedAsync(page, "cancel-asked-card-1366");
        await other.GotoAsync($"/orders/{id}");
        await Assertions.Expect(other.GetByTestId("card-cancel-asked")).ToContainTextAsync("The guest asks to cancel the order");
        await AccessibilityTests.AssertNothingSeriousAsync(other, "card at 390, dark, the guest asks to cancel");
        await Pictures.WhenAskedAsync(other, "cancel-asked-card-390-dark-en");
        foreach (var button in new[] { "wish-cancel", "wish-keep" })
        {
            Assert.True((await other.GetByTestId(button).BoundingBoxAsync())!.Height >= 44, $"{button} is too small for a finger");
        }

        await page.GetByTestId("wish-keep").ClickAsync();
        await Assertions.Expect(page.GetByTestId("card-cancel-asked")).ToHaveCountAsync(0);
        await Assertions.Expect(other.GetByTestId("card-cancel-asked")).ToHaveCountAsync(0);

        await AskAsync(202);
        await other.GetByTestId("wish-cancel").ClickAsync();
        await app.EventuallyAsync(id, order => order.Status is OrderStatus.Deleted, "it is cancelled, and at the till, too");
        await Assertions.Expect(page.GetByTestId("card-status")).ToContainTextAsync("Удален");
        await AskAsync(200); // What the guest wants is so already.

        async Task AskAsync(int status)
        {
            using var answer = await shop.PostAsync($"/api/v1/orders/{id}/cancel", new StringContent("{\"comment\":\"ошибся адресом\"}", System.Text.Encoding.UTF8, "application/json"));
            Assert.Equal(status, (int)answer.StatusCode);
        }
    }
}
