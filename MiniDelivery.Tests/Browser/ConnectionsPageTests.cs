using System.Net.Http.Json;
using Microsoft.Playwright;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Browser;

/// <summary>«Подключения» in a browser: from a new source to its first order.</summary>
[Trait("Kind", "Browser")]
public sealed class ConnectionsPageTests(BrowserApp app) : IClassFixture<BrowserApp>
{
    [Theory]
    [InlineData("приложение", "ru-RU", 1366, false)]
    [InlineData("app", "en-US", 390, true)]
    public async Task A_manager_adds_a_source_issues_its_key_and_its_order_stands_on_the_board_in_its_colour(string name, string locale, int width, bool isDark)
    {
        var page = await app.OpenAsync("/settings/connections", "manager", width, 844, isDark, locale);
        await page.GetByTestId("source-name").FillAsync(name);
        await page.GetByTestId("colour-Violet").CheckAsync();
        await page.GetByTestId("source-payment").SelectOptionAsync("Online");
        await page.GetByTestId("source-per-hour").FillAsync("60");
        await page.GetByTestId("source-save").ClickAsync();
        var source = page.Locator($"[data-testid=source][data-name={name}]");
        await Expect(source).ToBeVisibleAsync();

        await source.GetByTestId("keys").Locator("summary").ClickAsync();
        await source.GetByTestId("key-label").FillAsync("1");
        await source.GetByTestId("key-issue").ClickAsync();
        await Expect(page.GetByTestId("key-shown")).ToBeVisibleAsync();
        var key = await page.GetByTestId("key-text").InnerTextAsync();
        await AccessibilityTests.AssertNothingSeriousAsync(page, "settings/connections");
        await PictureAsync(page, $"connections-{width}-{locale}");

        using var shop = app.Shop(key);
        (await shop.PostAsJsonAsync("/api/v1/orders", SeedOrder.Body($"{name}-1"), TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        await page.GetByTestId("key-kept").ClickAsync();
        await Expect(page.GetByTestId("key-shown")).ToHaveCountAsync(0);
        Assert.DoesNotContain(key, await page.ContentAsync(), StringComparison.Ordinal);

        await page.GotoAsync("/");
        await Expect(page.Locator("[data-testid=order] .md-src[data-colour=Violet]").Filter(new() { HasText = name })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task An_operator_does_not_see_it()
    {
        var page = await app.OpenAsync();
        await page.GotoAsync("/settings/connections");

        Assert.Contains("/account/denied", page.Url, StringComparison.Ordinal);
        await Expect(page.GetByTestId("source-form")).ToHaveCountAsync(0);
    }

    private static Task PictureAsync(IPage page, string name) =>
        Environment.GetEnvironmentVariable("MINIDELIVERY_TEST_PICTURES") is { } folder ? Pictures.ShootAsync(page, Path.Combine(folder, $"{name}.png"), isWhole: true) : Task.CompletedTask;

    private static ILocatorAssertions Expect(ILocator what) => Assertions.Expect(what);
}
