using Microsoft.Playwright;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Browser;

/// <summary>What staff see of what a shop asks for.</summary>
[Trait("Kind", "Browser")]
public sealed class ShopPagesTests(BrowserApp app) : IClassFixture<BrowserApp>
{
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

        await Assertions.Expect(row.GetByTestId("row-chip")).ToContainTextAsync("Гость просит отменить", new() { Timeout = 1000 });
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
