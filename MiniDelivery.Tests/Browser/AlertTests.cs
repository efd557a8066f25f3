using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Alerts;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Alerts;

namespace MiniDelivery.Tests.Browser;

/// <summary>No order goes unheard: real terminals in a real Chromium, each test with an application of its own.</summary>
[Trait("Kind", "Browser")]
public sealed class AlertTests
{
    private static readonly CancellationToken _none = CancellationToken.None;

    [Fact]
    public async Task Two_terminals_ring_and_when_one_accepts_the_other_falls_silent()
    {
        await using var app = new BrowserApp();
        await app.InitializeAsync();
        var anna = await app.OpenAsync();
        var boris = await app.OpenAsync(who: "manager");
        await HearsAsync(anna);
        await HearsAsync(boris);

        var id = await PostAsync(app, "A-1");
        await RingsAsync(anna);
        await RingsAsync(boris);
        await Expect(boris.GetByTestId("alert-count")).ToHaveTextAsync("Ожидает: 1");
        await Assertions.Expect(boris).ToHaveTitleAsync(new System.Text.RegularExpressions.Regex(@"^\(1\) Ожидает · "));
        Assert.StartsWith("data:image/png", await boris.EvaluateAsync<string>("document.querySelector('link[rel=icon]').href"), StringComparison.Ordinal);
        await app.EventuallyAsync(id, order => order.FirstHeardAt is not null, "somebody can have heard it");

        await anna.Locator(".o-open").First.ClickAsync();
        await anna.GetByTestId("card").GetByRole(AriaRole.Button, new() { Name = "Принять", Exact = true }).ClickAsync();

        await Expect(Alert(boris)).ToHaveAttributeAsync("data-sounding", "false", new() { Timeout = BrowserApp.Live });
        await Expect(Alert(anna)).ToHaveAttributeAsync("data-sounding", "false");
        await Expect(Alert(boris)).ToHaveAttributeAsync("data-count", "0");
        Assert.DoesNotContain("(1)", await boris.TitleAsync(), StringComparison.Ordinal);
        Assert.EndsWith(".ico", new Uri(await boris.EvaluateAsync<string>("document.querySelector('link[rel=icon]').href")).AbsolutePath, StringComparison.Ordinal);
        Assert.Empty(app.Errors);
    }

    [Fact]
    public async Task Whoever_hears_it_silences_every_terminal_and_a_new_order_rings_again()
    {
        await using var app = new BrowserApp();
        await app.InitializeAsync();
        var anna = await app.OpenAsync();
        var boris = await app.OpenAsync(who: "manager");
        await HearsAsync(anna);
        await HearsAsync(boris);
        var id = await PostAsync(app, "A-1");
        await RingsAsync(anna);
        await RingsAsync(boris);

        await boris.GetByTestId("alert-ack").PressAsync("Enter");

        await Expect(Alert(boris)).ToHaveAttributeAsync("data-sounding", "false", new() { Timeout = BrowserApp.Live });
        await Expect(Alert(anna)).ToHaveAttributeAsync("data-sounding", "false", new() { Timeout = BrowserApp.Live });
        await Expect(Alert(anna)).ToHaveAttributeAsync("data-count", "1");
        var step = Assert.Single((await app.OrderAsync(id)).History, step => step.Kind is StepKind.Acknowledged);
        Assert.Equal("Менеджер", step.By);

        await PostAsync(app, "A-2");
        await RingsAsync(anna);
        await Expect(anna.GetByTestId("alert-count")).ToHaveTextAsync("Ожидает: 2");
    }

    [Fact]
    public async Task A_browser_that_forbids_sound_says_so_over_the_full_width_and_one_press_unlocks_it()
    {
        await using var app = new BrowserApp();
        await app.InitializeAsync();
        var page = await app.OpenAsync();
        // Signing in was a gesture; a page that is opened by itself, as after a restart of the machine, has none.
        var alone = await page.Context.NewPageAsync();
        await page.CloseAsync();
        await alone.GotoAsync("/");
        // Whatever Playwright looks at counts as a gesture; the protocol itself does not.
        var eye = await alone.Context.NewCDPSessionAsync(alone);
        await SeesAsync(eye, "document.querySelector('[data-testid=alert-blocked]')?.offsetWidth === innerWidth", "the bar is there");
        var id = await PostAsync(app, "A-1");
        await SeesAsync(eye, "document.getElementById('md-alert').dataset.ringing === 'true'", "the order rings");
        await SeesAsync(eye, "(({ context, sound, sounding }) => `${context} ${sound} ${sounding}`)(document.getElementById('md-alert').dataset) === 'suspended blocked false'", "without a sound");
        await TestApp.Eventually(() => Task.FromResult(Hearing(app).Terminals is [{ Sound: Domain.Alerts.TerminalSound.Blocked }]), "the server knows");
        Assert.Equal(0, Hearing(app).Count);
        Assert.Null((await app.OrderAsync(id)).FirstHeardAt);

        await alone.GetByTestId("alert-enable").ClickAsync();

        await Expect(Alert(alone)).ToHaveAttributeAsync("data-context", "running");
        await RingsAsync(alone);
        await Expect(alone.GetByTestId("alert-blocked")).ToBeHiddenAsync();
        await app.EventuallyAsync(id, order => order.FirstHeardAt is not null, "it was heard");
    }

    [Fact]
    public async Task A_tab_behind_another_rings_and_of_one_browsers_tabs_only_one()
    {
        await using var app = new BrowserApp();
        await app.InitializeAsync();
        var page = await app.OpenAsync();
        await HearsAsync(page);
        var front = await page.Context.NewPageAsync();
        await front.GotoAsync("/help");
        await front.BringToFrontAsync();
        // Headless Chromium calls every page visible; the page is told what a browser with a screen would say.
        await page.EvaluateAsync("() => { Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' }); Object.defineProperty(document, 'hidden', { get: () => true }); document.dispatchEvent(new Event('visibilitychange')); }");
        var slow = await page.Context.NewCDPSessionAsync(page);
        await slow.SendAsync("Emulation.setCPUThrottlingRate", new() { ["rate"] = 4 });

        await PostAsync(app, "A-1");

        await RingsAsync(page);
        await Expect(Alert(front)).ToHaveAttributeAsync("data-ringing", "true");
        await Expect(Alert(front)).ToHaveAttributeAsync("data-sounding", "false");
        Assert.Single(Hearing(app).Terminals);

        // The one that rings is closed: the other takes over.
        await front.Locator("body").ClickAsync(new() { Position = new() { X = 5, Y = 300 } });
        await page.CloseAsync();
        await RingsAsync(front);
    }

    [Fact]
    public async Task While_the_server_is_gone_what_is_known_rings_on_and_when_it_is_back_all_is_as_it_is()
    {
        await using var app = new BrowserApp();
        await app.InitializeAsync();
        var port = app.Address.Port;
        await HoldLongAsync(app);
        var page = await app.OpenAsync();
        await HearsAsync(page);
        await PostAsync(app, "A-1");
        await RingsAsync(page);

        await app.StopAsync();

        await Expect(page.GetByTestId("alert-lost")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex(@"^Нет связи с \d\d:\d\d$"));
        Assert.Equal("true", await page.EvaluateAsync<string>("document.documentElement.dataset.lost"));
        await Expect(Alert(page)).ToHaveAttributeAsync("data-sounding", "true");
        // Heard while nobody can be told: it is silent here at once, and the server learns it later.
        await page.GetByTestId("alert-ack").ClickAsync();
        await Expect(Alert(page)).ToHaveAttributeAsync("data-sounding", "false");

        await using var back = new TestApp(app.Folder);
        back.UseKestrel(port);
        back.StartServer();

        await Expect(Alert(page)).ToHaveAttributeAsync("data-count", "1");
        await page.WaitForFunctionAsync("() => document.documentElement.dataset.lost === 'false'");
        await TestApp.Eventually(
            async () => (await AllAsync(back)).Single().AcknowledgedAt is not null, "the server knows that it was heard");
        await PostAsync(back, "A-2");
        await RingsAsync(page);
        await Expect(page.GetByTestId("alert-count")).ToHaveTextAsync("Ожидает: 2");
    }

    // Who comes back to a server that knows nothing of the page any more loads it anew.
    [Fact]
    public async Task What_was_heard_while_nobody_could_be_told_is_told_by_the_page_that_is_loaded_next()
    {
        await using var app = new BrowserApp();
        await app.InitializeAsync();
        await HoldLongAsync(app);
        var page = await app.OpenAsync();
        await HearsAsync(page);
        var id = await PostAsync(app, "A-1");
        await RingsAsync(page);
        var tries = 0;
        await page.Context.RouteAsync("**/live/acknowledge", route =>
        {
            Interlocked.Increment(ref tries);
            return route.AbortAsync();
        });
        await page.GetByTestId("alert-ack").ClickAsync();
        await TestApp.Eventually(() => Task.FromResult(Volatile.Read(ref tries) is 1), "it was tried to tell it");

        await page.ReloadAsync();
        await TestApp.Eventually(() => Task.FromResult(Volatile.Read(ref tries) > 1), "it is tried again");
        await Expect(Alert(page)).ToHaveAttributeAsync("data-count", "1");
        await Expect(Alert(page)).ToHaveAttributeAsync("data-ringing", "false");
        await page.Context.UnrouteAllAsync();

        await app.EventuallyAsync(id, order => order.AcknowledgedAt is not null, "the server knows that it was heard");
        await page.WaitForFunctionAsync("() => sessionStorage.getItem('md-alert-unsaid') === '[]'");
    }

    [Fact]
    public async Task A_browser_that_keeps_nothing_rings_and_falls_silent_all_the_same()
    {
        await using var app = new BrowserApp();
        await app.InitializeAsync();
        var page = await OpenLackingAsync(app, "for (const act of ['getItem', 'setItem', 'removeItem']) { Storage.prototype[act] = () => { throw new DOMException('No room', 'QuotaExceededError'); }; }");
        var id = await PostAsync(app, "A-1");
        await RingsAsync(page);

        await page.GetByTestId("alert-ack").ClickAsync();

        await Expect(Alert(page)).ToHaveAttributeAsync("data-sounding", "false");
        await app.EventuallyAsync(id, order => order.AcknowledgedAt is not null, "the server knows that it was heard");
    }

    [Fact]
    public async Task A_tablets_screen_stays_on_and_a_desks_is_left_alone()
    {
        // A headless browser has no screen to keep on: what would be asked of it is counted.
        const string counted = "window.held = 0; Object.defineProperty(navigator, 'wakeLock', { value: { request: () => { window.held++; return Promise.resolve(Object.assign(new EventTarget(), { release() { } })); } } });";
        await using var app = new BrowserApp();
        await app.InitializeAsync();
        var tablet = await app.OpenAsync(hasTouch: true);
        await tablet.AddInitScriptAsync(counted);
        await tablet.ReloadAsync();
        await tablet.WaitForFunctionAsync("() => window.held === 1");

        var desk = await app.OpenAsync();
        await desk.AddInitScriptAsync(counted);
        await desk.ReloadAsync();
        // A page that nobody has touched since it was loaded may not sound.
        await desk.GetByTestId("alert-blocked").GetByRole(AriaRole.Button).ClickAsync();
        await HearsAsync(desk);
        Assert.Equal(0, await desk.EvaluateAsync<int>("() => window.held"));
    }

    [Fact]
    public async Task The_alert_works_while_the_circuit_does_not()
    {
        await using var app = new BrowserApp();
        await app.InitializeAsync();
        var page = await app.OpenAsync();
        await HearsAsync(page);
        await page.EvaluateAsync("() => Blazor.disconnect?.() ?? Blazor._internal?.forceCloseConnection?.()");

        var id = await PostAsync(app, "A-1");
        await RingsAsync(page);
        await page.GetByTestId("alert-ack").ClickAsync();

        await app.EventuallyAsync(id, order => order.AcknowledgedAt is not null, "it was heard");
        await Expect(Alert(page)).ToHaveAttributeAsync("data-sounding", "false");
    }

    [Fact]
    public async Task Everybody_sees_who_can_hear_and_when_nobody_can_a_bar_says_so_until_one_press_helps()
    {
        await using var app = new BrowserApp();
        await app.InitializeAsync();
        var anna = await app.OpenAsync();
        await Expect(anna.GetByTestId("hearing")).ToContainTextAsync("Слышат: 1 терминал");
        var boris = await app.OpenAsync(who: "manager", width: 390, height: 844);
        await Expect(anna.GetByTestId("hearing")).ToContainTextAsync("Слышат: 2 терминала");
        await anna.GetByTestId("hearing").ClickAsync();
        await Expect(anna.GetByTestId("hearing-terminal").Filter(new() { HasText = "Менеджер" })).ToContainTextAsync("слышит");
        // What the page is told when it is left. To leave it for another address would be at the mercy of a busy browser: the navigation waits for
        // the service worker, and a page whose process is ended with it says no good-bye, and counts for 45 s more.
        await boris.EvaluateAsync("() => window.dispatchEvent(new PageTransitionEvent('pagehide'))");
        var terminals = "";
        await TestApp.Eventually(
            async () =>
            {
                terminals = await anna.GetByTestId("hearing-popover").TextContentAsync();
                return await anna.GetByTestId("hearing-terminal").CountAsync() is 1;
            },
            "the page that was left counts no more", () => terminals ?? "");
        await Expect(anna.GetByTestId("hearing")).ToContainTextAsync("Слышат: 1 терминал");

        await anna.GetByTestId("hearing-volume").FillAsync("0");
        await Expect(anna.Locator("[data-banner=hearing]")).ToContainTextAsync("новый заказ никто не услышит");
        await Expect(anna.GetByTestId("hearing")).ToContainTextAsync("Никто не слышит");
        await anna.GetByTestId("hearing-volume").FillAsync("80");
        await Expect(anna.Locator("[data-banner=hearing]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task At_the_start_of_a_shift_every_terminal_rings_and_is_ticked_off_by_the_person_who_hears_it()
    {
        await using var app = new BrowserApp();
        await app.InitializeAsync();
        var hall = await app.OpenAsync();
        await HearsAsync(hall);
        var admin = await app.OpenAsync("/settings/terminals", "admin");
        await HearsAsync(admin);
        var row = admin.GetByTestId("as-terminal").Filter(new() { HasText = "Оператор" });
        await row.GetByTestId("as-name").FillAsync("Зал 1");
        await row.GetByTestId("as-name").PressAsync("Enter");

        await admin.GetByTestId("as-test").ClickAsync();
        await Expect(hall.GetByTestId("alert-test")).ToContainTextAsync("Слышно?");
        await hall.GetByTestId("alert-hear").ClickAsync();

        await Expect(hall.GetByTestId("alert-test")).ToBeHiddenAsync();
        await Expect(row).ToHaveAttributeAsync("data-confirmed", "true");
        await Expect(row).ToContainTextAsync("слышно: Оператор");
        await Expect(admin.GetByTestId("as-terminal").Filter(new() { HasText = "Администратор" })).ToContainTextAsync("ещё никто не подтвердил");
        Assert.Contains(Hearing(app).Terminals, terminal => terminal.Name == "Зал 1");

        await admin.GotoAsync("/settings/alerts");
        await admin.GetByTestId("as-repeat").FillAsync("5");
        await admin.GetByTestId("as-save").ClickAsync();
        await Expect(admin.GetByTestId("as-saved")).ToContainTextAsync("так не сохранить");
        await admin.GetByTestId("as-repeat").FillAsync("20");
        await admin.GetByTestId("as-source").Filter(new() { HasText = "сайт" }).GetByTestId("as-sound").SelectOptionAsync("Harp");
        await admin.GetByTestId("as-save").ClickAsync();
        await Expect(admin.GetByTestId("as-saved")).ToContainTextAsync("Сохранено в");
        await admin.ReloadAsync();
        await Expect(admin.GetByTestId("as-repeat")).ToHaveValueAsync("20");
        await Expect(admin.GetByTestId("as-source").Filter(new() { HasText = "сайт" }).GetByTestId("as-sound")).ToHaveValueAsync("Harp");
    }

    [Fact]
    public async Task Over_plain_HTTP_without_the_browsers_locks_still_one_tab_rings()
    {
        await using var app = new BrowserApp();
        await app.InitializeAsync();
        var page = await OpenLackingAsync(app, "Object.defineProperty(navigator, 'locks', { value: undefined })");
        var second = await page.Context.NewPageAsync();
        await second.GotoAsync("/help");
        await second.Locator("body").ClickAsync(new() { Position = new() { X = 5, Y = 300 } });
        await Expect(Alert(second)).ToHaveAttributeAsync("data-count", "0");

        await PostAsync(app, "A-1");

        // Which of the two it is, the machine decides: a page that stands still for seconds while the other one is loaded gives it away.
        var (rings, other) = (page, second);
        await TestApp.Eventually(
            async () =>
            {
                (rings, other) = await SoundsAsync(page) ? (page, second) : (second, page);
                return await SoundsAsync(rings) && !await SoundsAsync(other);
            },
            "one of the two rings");
        await Expect(Alert(other)).ToHaveAttributeAsync("data-ringing", "true");
        await Expect(Alert(other)).ToHaveAttributeAsync("data-leading", "false");
        await rings.CloseAsync();
        await RingsAsync(other);
        await Expect(Alert(other)).ToHaveAttributeAsync("data-leading", "true");

        static async Task<bool> SoundsAsync(IPage page) => await Alert(page).GetAttributeAsync("data-sounding") is "true";
    }

    [Fact]
    public async Task Where_no_window_stays_on_top_a_small_one_of_its_own_shows_the_oldest_and_accepts_it()
    {
        await using var app = new BrowserApp();
        await app.InitializeAsync();
        var page = await app.OpenAsync();
        await HearsAsync(page);
        await page.EvaluateAsync("() => { delete window.documentPictureInPicture; }");
        var first = await PostAsync(app, "A-1");
        await PostAsync(app, "A-2");
        await Expect(page.GetByTestId("alert-count")).ToHaveTextAsync("Ожидает: 2");

        var hover = await page.RunAndWaitForPopupAsync(() => page.GetByTestId("alert-detach").ClickAsync());

        await Expect(hover.GetByTestId("alert-card")).ToContainTextAsync("ИВАНОВ ИВАН ИВАНОВИЧ");
        await Expect(hover.GetByTestId("alert-card")).ToContainTextAsync("730 ₽");
        await Expect(hover.GetByTestId("alert-detach")).ToHaveCountAsync(0);
        Assert.Equal(0, await hover.EvaluateAsync<int>("document.querySelectorAll('.md-shell').length"));
        await hover.GetByTestId("alert-accept").ClickAsync();
        await app.EventuallyAsync(first, order => order.Status is OrderStatus.Created, "accepted without a circuit");
        await Expect(hover.GetByTestId("alert-count")).ToHaveTextAsync("Ожидает: 1");
        await hover.GetByTestId("alert-open").ClickAsync();
        await Expect(page.GetByTestId("card")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Where_a_window_can_stay_on_top_it_shows_the_oldest_and_accepts_it()
    {
        await using var app = new BrowserApp();
        await app.InitializeAsync();
        var page = await app.OpenAsync();
        Assert.SkipUnless(await page.EvaluateAsync<bool>("'documentPictureInPicture' in window"), "this browser has no such window");
        await HearsAsync(page);
        var id = await PostAsync(app, "A-1");
        await RingsAsync(page);

        await page.GetByTestId("alert-detach").ClickAsync();

        await page.WaitForFunctionAsync("() => documentPictureInPicture.window?.document.body.textContent.includes('730')");
        await page.EvaluateAsync("() => documentPictureInPicture.window.document.querySelector('[data-testid=alert-accept]').click()");
        await app.EventuallyAsync(id, order => order.Status is OrderStatus.Created, "accepted");
        await page.WaitForFunctionAsync("() => documentPictureInPicture.window.document.querySelector('[data-testid=alert-count]').textContent === 'Никто не ждёт'");
    }

    [Fact]
    public async Task A_page_that_is_opened_while_the_server_is_gone_says_so_and_opens_by_itself_when_it_is_back()
    {
        await using var app = new BrowserApp();
        await app.InitializeAsync();
        var port = app.Address.Port;
        var page = await app.OpenAsync();
        await page.WaitForFunctionAsync("() => navigator.serviceWorker.controller !== null");
        var manifest = await page.EvaluateAsync<JsonElement>("async () => (await fetch(document.querySelector('link[rel=manifest]').href)).json()");
        Assert.Equal("МиниДоставка", manifest.GetProperty("name").GetString());
        foreach (var icon in manifest.GetProperty("icons").EnumerateArray())
        {
            Assert.Equal(200, await page.EvaluateAsync<int>("async address => (await fetch(address)).status", icon.GetProperty("src").GetString()));
        }

        await app.StopAsync();
        await page.GotoAsync("/help");

        await Assertions.Expect(page.GetByRole(AriaRole.Heading)).ToHaveTextAsync(new System.Text.RegularExpressions.Regex(@"^Сервер недоступен с \d\d:\d\d$"));
        Assert.Equal(["md-offline-2"], await page.EvaluateAsync<string[]>("() => caches.keys()"));
        Assert.Equal(4, await page.EvaluateAsync<int>("async () => (await (await caches.open('md-offline-2')).keys()).length"));

        await using var back = new TestApp(app.Folder);
        back.UseKestrel(port);
        back.StartServer();

        await Expect(page.GetByTestId("who")).ToBeVisibleAsync();
        Assert.EndsWith("/help", page.Url, StringComparison.Ordinal);
    }

    private static Task SeesAsync(ICDPSession eye, string expression, string what) => TestApp.Eventually(
        async () => (await eye.SendAsync("Runtime.evaluate", new() { ["expression"] = expression }))!.Value.GetProperty("result").TryGetProperty("value", out var value)
            && value.ValueKind is JsonValueKind.True,
        what);

    private static ILocator Alert(IPage page) => page.Locator("#md-alert");

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    private static Hearing Hearing(BrowserApp app) => app.Services.GetRequiredService<TerminalBook>().For(app.Restaurant.Id);

    private static Task HearsAsync(IPage page) => Expect(Alert(page)).ToHaveAttributeAsync("data-sound", "on");

    private static Task RingsAsync(IPage page) => Expect(Alert(page)).ToHaveAttributeAsync("data-sounding", "true");

    // In a browser that lacks something, and touched: else it may not sound.
    private static async Task<IPage> OpenLackingAsync(BrowserApp app, string script)
    {
        var page = await app.OpenAsync();
        await page.Context.AddInitScriptAsync(script);
        await page.ReloadAsync();
        await page.Locator("body").ClickAsync(new() { Position = new() { X = 5, Y = 300 } });
        await HearsAsync(page);
        return page;
    }

    // A press holds as long as that; the server must hear of it before.
    private static async Task HoldLongAsync(BrowserApp app)
    {
        var longest = new AlertSettings { RestaurantId = app.Restaurant.Id, RepeatSeconds = AlertSettings.MostRepeat };
        Assert.True((await app.Services.GetRequiredService<AlertDesk>().SaveAsync(
            longest, Some.Anna with { Role = StaffRole.Admin }, TestContext.Current.CancellationToken)).IsDone);
    }

    private static async Task<List<Order>> AllAsync(TestApp app)
    {
        await using var db = await app.Contexts.CreateDbContextAsync(_none);
        return [.. db.Orders];
    }

    private static async Task<OrderId> PostAsync(TestApp app, string externalId)
    {
        using var shop = app.Shop();
        var answer = await shop.PostAsJsonAsync("/api/v1/orders", SeedOrder.Body(externalId), _none);
        answer.EnsureSuccessStatusCode();
        return new OrderId((await answer.Content.ReadFromJsonAsync<JsonElement>(_none)).GetProperty("id").GetGuid());
    }
}
