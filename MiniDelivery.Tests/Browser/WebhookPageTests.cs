using Microsoft.Playwright;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Browser;

/// <summary>«Настройки → События магазинам», as managers and administrators use it.</summary>
[Trait("Kind", "Browser")]
public sealed class WebhookPageTests(BrowserApp app) : IClassFixture<BrowserApp>
{
    [Fact]
    public async Task An_address_is_added_tried_and_its_log_shows_what_came_of_it_while_one_looks()
    {
        await using var shop = await OutsideStub.StartAsync();
        var page = await app.OpenAsync("/settings/webhooks", "admin");
        await page.GetByTestId("webhook-source").SelectOptionAsync(new SelectOptionValue { Index = 0 });
        await page.GetByTestId("webhook-url").FillAsync($"{shop.Address}/hook");
        await page.GetByTestId("webhook-save").ClickAsync();
        await Expect(page.GetByTestId("webhook-error")).ToContainTextAsync("внутренней сети");
        await page.GetByTestId("webhook-private").CheckAsync();
        await page.GetByTestId("webhook-save").ClickAsync();
        await Expect(page.GetByTestId("webhook-secret")).ToContainTextAsync("whsec_");
        await page.GetByTestId("webhook-kept").ClickAsync();

        await page.GetByTestId("webhook-ping").ClickAsync();
        await Expect(page.GetByTestId("delivery-state").First).ToContainTextAsync("принято (200)");
        Assert.Contains("ping", Assert.Single(shop.Calls).Text, StringComparison.Ordinal);
        await page.GetByTestId("delivery-open").First.ClickAsync();
        await Expect(page.GetByTestId("delivery-body")).ToContainTextAsync("\"type\": \"ping\"");
        await page.GetByTestId("delivery-again").First.ClickAsync();
        await Expect(page.GetByTestId("delivery")).ToHaveCountAsync(2);
        await Expect(page.GetByTestId("delivery-state").First).ToContainTextAsync("принято (200)");

        shop.Answers.Enqueue(410);
        await page.GetByTestId("webhook-ping").ClickAsync();
        await Expect(page.GetByTestId("webhooks-banner")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("webhook-state")).ToContainTextAsync("410");
        await Expect(page.GetByTestId("delivery-detail")).ToBeVisibleAsync();
        await AccessibilityTests.AssertNothingSeriousAsync(page, "settings/webhooks");
        foreach (var (width, isDark, locale) in new[] { (1366, true, "ru-RU"), (1366, false, "en-GB"), (390, true, "en-GB"), (390, false, "ru-RU") })
        {
            var other = await app.OpenAsync("/settings/webhooks", "manager", width, 900, isDark, locale);
            await Expect(other.GetByTestId("delivery")).ToHaveCountAsync(3);
            await other.GetByTestId("delivery-open").First.ClickAsync();
            await Expect(other.GetByTestId("delivery-detail")).ToBeVisibleAsync();
            await AccessibilityTests.AssertNothingSeriousAsync(other, $"settings/webhooks {width} {locale}");
            await BrowserApp.FitsAsync(other, $"{width}");
            if (Environment.GetEnvironmentVariable("MINIDELIVERY_TEST_PICTURES") is { } folder)
            {
                await Pictures.ShootAsync(other, Path.Combine(folder, $"webhooks-{width}{(isDark ? "-dark" : "")}-{locale[..2]}.png"), isWhole: true);
            }

            await other.Context.CloseAsync();
        }

        await page.GetByTestId("webhook-leave").ClickAsync();
        await Expect(page.GetByTestId("webhooks-banner")).ToHaveCountAsync(0);
        await page.GetByTestId("webhook-remove").ClickAsync();
        await page.GetByTestId("webhook-remove-yes").ClickAsync();
        await Expect(page.GetByTestId("webhook-none")).ToBeVisibleAsync();
    }

    private static ILocatorAssertions Expect(ILocator what) => Assertions.Expect(what);
}
