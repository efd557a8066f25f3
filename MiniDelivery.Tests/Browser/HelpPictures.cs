using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Couriers;
using MiniDelivery.Web.Simulator;

namespace MiniDelivery.Tests.Browser;

/// <summary>
/// Takes the pictures of the help and of the README anew, in both languages, where they belong: run with MINIDELIVERY_TEST_HELP_PICTURES=1
/// after pages have changed. Proves nothing by itself (HelpBooksTests does), so otherwise it is skipped and says so.
/// </summary>
[Trait("Kind", "Browser")]
public sealed class HelpPictures(BrowserApp app) : IClassFixture<BrowserApp>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_what_the_help_explains()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("MINIDELIVERY_TEST_HELP_PICTURES") is null, "MINIDELIVERY_TEST_HELP_PICTURES is not set");
        await Scene.SetAsync(app);
        await PeopleAsync();
        foreach (var (language, locale) in new[] { ("ru", "ru-RU"), ("en", "en-GB") })
        {
            var page = await app.OpenAsync("/", "manager", 1280, 720, locale: locale);
            await Assertions.Expect(page.GetByTestId("order").First).ToBeVisibleAsync();
            if (language is "ru")
            {
                // Heard once, it rings for neither language.
                await page.GetByTestId("alert-ack").ClickAsync();
            }

            await Assertions.Expect(page.GetByTestId("alert-ack")).ToBeHiddenAsync();
            await ShootAsync("list");
            if (language is "ru")
            {
                await page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Root, "wwwroot-assets", "img", "order-list.png") });
            }

            await page.GetByTestId("order").Filter(new() { HasText = "ИВАНОВ ИВАН" }).First.Locator(".o-open").ClickAsync();
            await Assertions.Expect(page.GetByTestId("card")).ToBeVisibleAsync();
            await ShootAsync("card");
            await page.GotoAsync("/");
            await page.GetByTestId("order").Filter(new() { HasText = "Мария" }).GetByTestId("next-action").ClickAsync();
            await Assertions.Expect(page.GetByTestId("editor-line").First).ToBeVisibleAsync();
            await ShootAsync("edit");
            foreach (var (path, of) in new[] { ("couriers", "couriers"), ("orders/new", "new-order"), ("inbox", "inbox"), ("reports", "reports"), ("settings/connections", "connections") })
            {
                await page.GotoAsync($"/{path}");
                await Assertions.Expect(page.GetByTestId("who")).ToBeVisibleAsync();
                await ShootAsync(of);
            }

            var admin = await app.OpenAsync("/settings/till", "admin", 1280, 720, locale: locale);
            await Assertions.Expect(admin.GetByTestId("ts-table")).ToHaveValueAsync("1");
            await ShootAsync("till", admin);
            app.Till.Switches = app.Till.Switches with { Faults = [new SimulatorFault { Kind = FaultKind.DropBefore, ChangingOnly = false, Times = null }] };
            await page.GotoAsync("/");
            await Assertions.Expect(page.Locator("[data-banner=till]")).ToBeVisibleAsync(new() { Timeout = 60_000 });
            await ShootAsync("till-down");
            app.Till.Switches = app.Till.Switches with { Faults = [] };
            await Assertions.Expect(page.Locator("[data-banner=till]")).ToHaveCountAsync(0, new() { Timeout = 60_000 });
            await page.Context.CloseAsync();
            await admin.Context.CloseAsync();

            async Task ShootAsync(string of, IPage? what = null)
            {
                what ??= page;
                await what.WaitForFunctionAsync("() => document.fonts.status === 'loaded' && [...document.images].every(image => image.complete)");
                await Assertions.Expect(what.Locator(".md-skeleton").Filter(new() { Visible = true })).ToHaveCountAsync(0);
                await what.ScreenshotAsync(new() { Path = Path.Combine(Repository.Root, "wwwroot-assets", "help", "img", language, $"{of}.jpg"), Type = ScreenshotType.Jpeg, Quality = 60 });
            }
        }
    }

    // Couriers on shift, and a text that nobody could read.
    private async Task PeopleAsync()
    {
        var desk = app.Services.GetRequiredService<CourierDesk>();
        foreach (var name in new[] { "Иван Петров", "Олег" })
        {
            await desk.AddAsync(app.Restaurant.Id, name, "89001234567", Some.Boris, Stop);
        }

        foreach (var courier in await desk.ListAsync(app.Restaurant.Id, Some.Boris, Stop) ?? [])
        {
            await desk.SetShiftAsync(courier.Id, true, Some.Boris, Stop);
        }

        using var shop = app.Shop();
        await shop.PostAsJsonAsync("/api/v1/orders", new { externalId = "WEB-77", customer = new { name = "Виктор", phone = "89005553535" }, payment = new { method = "cash" } }, Stop);
    }
}
