using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Tests.Support;

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

        await BrowserApp.FitsAsync(page, "the list");
        Assert.Empty(await page.EvaluateAsync<string[]>(
            "() => [...document.querySelectorAll('main button, main a.md-btn, main .o-tab')].filter(b => b.checkVisibility()).filter(b => Math.round(b.getBoundingClientRect().height) < 44).map(b => `${b.getBoundingClientRect().height} ${b.outerHTML}`)"));
    }

    [Fact]
    public async Task Keys_do_what_the_row_in_focus_offers_and_nothing_while_typing_or_when_switched_off()
    {
        var number = await PostAsync("KEYS-1");
        var page = await app.OpenAsync();
        var row = Row(page, number);
        await Expect(row).ToBeVisibleAsync();

        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("a?");
        await Expect(page.GetByTestId("search")).ToHaveValueAsync("a?");
        await Expect(page.GetByTestId("keys")).ToBeHiddenAsync();
        await Expect(page.Locator(".o-search-clear")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        // The browser empties the field by itself; only the server draws this, when it has put the focus back.
        await Expect(page.Locator(".o-search-key")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("search")).ToHaveValueAsync("");
        await Expect(row).ToBeVisibleAsync();

        await row.Locator(".o-open").FocusAsync();
        await page.Keyboard.PressAsync("?");
        await Expect(page.GetByTestId("keys")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("keys-close")).ToBeFocusedAsync();
        await Expect(page.GetByTestId("keys")).ToContainTextAsync("принять");
        await page.Keyboard.PressAsync("a");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByTestId("keys")).ToBeHiddenAsync();
        await Expect(row).ToHaveAttributeAsync("data-status", "waiting");

        await row.Locator(".o-open").FocusAsync();
        await page.Keyboard.PressAsync("c");
        await Expect(page.GetByTestId("card")).ToBeVisibleAsync();
        await page.GetByTestId("card-close").ClickAsync();
        await Expect(page.GetByTestId("card")).ToHaveCountAsync(0);
        await Expect(row.Locator(".o-open")).ToBeFocusedAsync();
        var slip = await page.RunAndWaitForPopupAsync(() => page.Keyboard.PressAsync("p"));
        await Expect(slip.GetByTestId("slip")).ToContainTextAsync($"№ {number}");

        await SwitchAsync();
        await row.Locator(".o-open").FocusAsync();
        await page.Keyboard.PressAsync("c");
        await page.Keyboard.PressAsync("a");
        await SwitchAsync();
        await Expect(page.GetByTestId("card")).ToHaveCountAsync(0);
        await Expect(row).ToHaveAttributeAsync("data-status", "waiting");

        await row.Locator(".o-open").FocusAsync();
        await page.Keyboard.PressAsync("a");
        await Expect(page.GetByTestId("created-dialog")).ToBeVisibleAsync();

        async Task SwitchAsync()
        {
            var before = await page.GetByTestId("look-shortcuts").GetAttributeAsync("aria-pressed");
            await page.GetByTestId("look").ClickAsync();
            await page.GetByTestId("look-shortcuts").ClickAsync();
            await Expect(page.GetByTestId("look-shortcuts")).Not.ToHaveAttributeAsync("aria-pressed", before!);
            await page.Keyboard.PressAsync("Escape");
            await Expect(page.GetByTestId("look-shortcuts")).ToBeHiddenAsync();
        }
    }

    [Fact]
    public async Task Arrows_go_from_order_to_order()
    {
        await PostAsync("ARROWS-1");
        await PostAsync("ARROWS-2");
        var page = await app.OpenAsync();
        await Expect(page.GetByTestId("order").Nth(1)).ToBeVisibleAsync();

        await page.Locator("#main").FocusAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(page.GetByTestId("order").Nth(0).Locator(".o-open")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(page.GetByTestId("order").Nth(1).Locator(".o-open")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("ArrowUp");
        await Expect(page.GetByTestId("order").Nth(0).Locator(".o-open")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Several_orders_go_to_the_archive_at_once_and_those_that_cannot_are_named_with_the_reason()
    {
        var (ready, waiting) = (await PostAsync("BULK-1"), await PostAsync("BULK-2"));
        var page = await app.OpenAsync();
        await Expect(Row(page, ready)).ToBeVisibleAsync();
        var id = new OrderId(Guid.Parse((await Row(page, ready).GetAttributeAsync("data-order"))!));
        await app.Desk.AcceptAsync(id, Some.Anna, CancellationToken.None);
        await app.EventuallyAsync(id, order => order.Status is OrderStatus.Created, "created");
        await app.Desk.FillAsync(id, Some.Anna, CancellationToken.None);
        await app.EventuallyAsync(id, order => order.Status is OrderStatus.Accepted, "accepted");
        await Expect(Row(page, ready)).ToHaveAttributeAsync("data-status", "accepted");

        await page.GetByTestId("bulk-start").ClickAsync();
        await Row(page, ready).GetByTestId("tick").CheckAsync();
        await Row(page, waiting).GetByTestId("tick").CheckAsync();
        await Expect(page.GetByTestId("bulk-count")).ToHaveTextAsync("Выбрано: 2");
        await page.GetByTestId("bulk-send").ClickAsync();

        await Expect(Row(page, ready)).ToHaveAttributeAsync("data-status", "onTheWay");
        await Expect(page.GetByTestId("bulk-said")).ToContainTextAsync("Готово: 1 из 2");
        await Expect(page.GetByTestId("bulk-refused")).ToContainTextAsync($"№ {waiting}");
        await Expect(Row(page, waiting).GetByTestId("tick")).ToBeCheckedAsync();
        await Expect(Row(page, ready).GetByTestId("tick")).Not.ToBeCheckedAsync();
        var slips = await page.RunAndWaitForPopupAsync(() => page.GetByTestId("bulk-print-kitchen").ClickAsync());
        await Expect(slips.GetByTestId("slip")).ToHaveCountAsync(1);
        await Expect(slips.GetByTestId("slip")).ToContainTextAsync($"№ {waiting}");
    }

    [Fact]
    public async Task Others_see_at_once_who_has_a_card_open_and_no_longer_when_the_window_is_gone()
    {
        var number = await PostAsync("CALL-1");
        var (anna, boris) = (await app.OpenAsync(), await app.OpenAsync(who: "manager"));
        await Expect(Row(boris, number)).ToBeVisibleAsync();

        await Row(anna, number).Locator(".o-open").ClickAsync();
        await Expect(Row(boris, number).GetByTestId("caller")).ToContainTextAsync("звонит гостю", new() { Timeout = BrowserApp.Live });
        await Expect(Row(anna, number).GetByTestId("caller")).ToHaveCountAsync(0);
        await Row(boris, number).Locator(".o-open").ClickAsync();
        await Expect(boris.GetByTestId("card-caller")).ToContainTextAsync("звонит гостю");
        await Expect(anna.GetByTestId("card-caller")).ToContainTextAsync("звонит гостю");

        await boris.GetByTestId("card-close").ClickAsync();
        await Expect(anna.GetByTestId("card-caller")).ToHaveCountAsync(0);
        await anna.Context.CloseAsync();
        await Expect(Row(boris, number).GetByTestId("caller")).ToHaveCountAsync(0);
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
            await page.GetByTestId("look-keys").ClickAsync();
            await Pictures.ShootAsync(page, Path.Combine(folder!, $"board-keys-{width}{(isDark ? "-dark" : "")}.png"));
            await page.GetByTestId("keys-close").ClickAsync();
            await page.Keyboard.PressAsync("Escape");
            await page.GetByTestId("bulk-start").ClickAsync();
            await page.GetByTestId("bulk-all").ClickAsync();
            await Pictures.ShootAsync(page, Path.Combine(folder!, $"board-bulk-{width}{(isDark ? "-dark" : "")}.png"));
            await page.Context.CloseAsync();
        }
    }
}
