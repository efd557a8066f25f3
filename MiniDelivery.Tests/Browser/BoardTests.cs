using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;

namespace MiniDelivery.Tests.Browser;

/// <summary>The list of orders as a person has it on one terminal.</summary>
[Trait("Kind", "Browser")]
public sealed class BoardTests(BrowserApp app) : IClassFixture<BrowserApp>
{
    [Fact]
    public async Task A_terminal_remembers_how_its_list_looks()
    {
        var number = await PostAsync("LOOK-1");
        var anna = await app.OpenAsync();
        await Expect(Row(anna, number)).ToBeVisibleAsync();
        Assert.Equal(66, await HeightAsync());

        await anna.GetByTestId("look").ClickAsync();
        await anna.GetByTestId("look-compact").ClickAsync();
        await anna.GetByTestId("look-sum").ClickAsync();
        await Expect(anna.GetByTestId("look-sum")).ToHaveAttributeAsync("aria-pressed", "false");
        await anna.ReloadAsync();

        await Expect(Row(anna, number)).ToBeVisibleAsync();
        await Expect(Row(anna, number).Locator(".o-sum")).ToBeHiddenAsync();
        await Expect(Row(anna, number).Locator(".o-contact")).ToBeVisibleAsync();
        Assert.Equal(52, await HeightAsync());
        var boris = await app.OpenAsync(who: "manager");
        await Expect(Row(boris, number).Locator(".o-sum")).ToBeVisibleAsync();

        async Task<float> HeightAsync() => (await Row(anna, number).BoundingBoxAsync())!.Height;
    }

    [Theory]
    [InlineData(360, 780)]
    [InlineData(1366, 768)]
    [InlineData(3840, 2160)]
    public async Task The_list_fits_and_its_buttons_can_be_touched(int width, int height)
    {
        var number = await PostAsync($"FITS-{width}", DateTimeOffset.UtcNow.AddMinutes(-20));
        var page = await app.OpenAsync(width: width, height: height);
        await Expect(Row(page, number)).ToContainTextAsync("опаздывает на");

        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"));
        Assert.Empty(await page.EvaluateAsync<string[]>(
            "() => [...document.querySelectorAll('main button, main a.md-btn, main .o-tab')].filter(b => b.checkVisibility()).filter(b => b.getBoundingClientRect().height < 44).map(b => b.outerHTML)"));
    }

    private async Task<int> PostAsync(string externalId, DateTimeOffset? promisedAt = null)
    {
        using var shop = app.Shop();
        var answer = await shop.PostAsJsonAsync("/api/v1/orders", new
        {
            externalId,
            customer = new { name = "Олег", phone = "89000000000" },
            fulfillment = new { promisedAt, address = new { text = "Садовая 3", latitude = 55.0302, longitude = 82.9204 } },
            items = new[] { new { code = "101", name = "Пирог", quantity = 1m, price = 350m } },
        });
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("number").GetInt32();
    }

    private static ILocator Row(IPage page, int number) => page.Locator($"[data-testid=order][data-number='{number}']");

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);
}

/// <summary>Takes pictures of the list for people to look at.</summary>
[Trait("Kind", "Browser")]
public sealed class BoardPictures(BrowserApp app) : IClassFixture<BrowserApp>
{
    [Fact]
    public async Task Of_the_list()
    {
        var folder = Environment.GetEnvironmentVariable("MINIDELIVERY_TEST_PICTURES");
        Assert.SkipWhen(folder is null, "MINIDELIVERY_TEST_PICTURES names no folder");
        await Scene.SetAsync(app);
        foreach (var (width, height, isDark, locale) in new[]
        {
            (1366, 768, false, "ru-RU"), (1366, 768, true, "en-US"), (1920, 1080, false, "ru-RU"), (390, 844, false, "ru-RU"), (390, 844, true, "en-US"),
            (360, 780, false, "ru-RU"), (3840, 2160, true, "ru-RU"), (1024, 768, false, "ru-RU"),
        })
        {
            var page = await app.OpenAsync("/", "manager", width, height, isDark, locale);
            await Assertions.Expect(page.GetByTestId("order").First).ToBeVisibleAsync();
            await Pictures.ShootAsync(page, Path.Combine(folder!, $"board-{width}{(isDark ? "-dark" : "")}.png"), isWhole: width < 700);
            await page.GetByTestId("look").ClickAsync();
            await page.GetByTestId("look-compact").ClickAsync();
            await Pictures.ShootAsync(page, Path.Combine(folder!, $"board-compact-{width}{(isDark ? "-dark" : "")}.png"));
            await page.Context.CloseAsync();
        }
    }
}
