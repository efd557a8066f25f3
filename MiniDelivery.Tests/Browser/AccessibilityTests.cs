using System.Reflection;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using MiniDelivery.Domain.Orders;

namespace MiniDelivery.Tests.Browser;

/// <summary>No page has a serious issue by axe, in either theme.</summary>
[Trait("Kind", "Browser")]
public sealed class AccessibilityTests(BrowserApp app) : IClassFixture<BrowserApp>
{
    [Fact]
    public async Task No_page_has_a_serious_issue()
    {
        await Scene.SetAsync(app);
        var door = await app.OpenAsync("/account/sign-in", who: null);
        await AssertNothingSeriousAsync(door, "sign-in");
        var page = await app.OpenAsync("/", "manager");
        await Assertions.Expect(page.GetByTestId("order").First).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByTestId("alert-ack")).ToBeVisibleAsync();
        await AssertNothingSeriousAsync(page, "list, ringing");
        await page.GetByTestId("hearing").ClickAsync();
        await AssertNothingSeriousAsync(page, "who can hear");
        await page.Keyboard.PressAsync("Escape");
        await page.Locator(".o-open").First.ClickAsync();
        await Assertions.Expect(page.GetByTestId("card")).ToBeVisibleAsync();
        await AssertNothingSeriousAsync(page, "card");
        await page.GotoAsync("/");
        await page.GetByTestId("order").Filter(new() { HasText = "Мария" }).First.GetByTestId("next-action").ClickAsync();
        await Assertions.Expect(page.GetByTestId("editor-save")).ToBeVisibleAsync();
        await AssertNothingSeriousAsync(page, "editor");
        await page.GotoAsync("/?tab=archived");
        await Assertions.Expect(page.GetByTestId("who")).ToBeVisibleAsync();
        await AssertNothingSeriousAsync(page, "the archive");
        await page.GotoAsync("/guests");
        await page.GetByTestId("guest").First.GetByRole(AriaRole.Link).ClickAsync();
        await Assertions.Expect(page.GetByTestId("guest-note-save")).ToBeVisibleAsync();
        await AssertNothingSeriousAsync(page, "guest");
        await page.GotoAsync("/orders/new");
        await page.GetByTestId("new-phone").FillAsync("8 900 000-00-00");
        await page.GetByTestId("new-phone").PressAsync("Enter");
        await page.GetByTestId("new-repeat").First.ClickAsync();
        await page.GetByTestId("new-at-time").ClickAsync();
        await page.GetByTestId("new-change").FillAsync("1");
        await page.GetByTestId("new-save").ClickAsync();
        await Assertions.Expect(page.GetByTestId("new-faults")).ToBeVisibleAsync();
        await AssertNothingSeriousAsync(page, "orders/new, filled in");
        await page.GotoAsync("/");
        await page.GetByTestId("look").ClickAsync();
        await Assertions.Expect(page.GetByTestId("look-compact")).ToBeVisibleAsync();
        await AssertNothingSeriousAsync(page, "the look of the list");
        await page.GetByTestId("look-keys").ClickAsync();
        await Assertions.Expect(page.GetByTestId("keys")).ToBeVisibleAsync();
        await AssertNothingSeriousAsync(page, "keys");
        await page.GetByTestId("keys-close").ClickAsync();
        await page.GetByTestId("bulk-start").ClickAsync();
        await page.GetByTestId("bulk-all").ClickAsync();
        await AssertNothingSeriousAsync(page, "several at once");
    }

    [Fact]
    public async Task No_page_that_the_router_knows_has_a_serious_issue()
    {
        await Scene.SetAsync(app, "ROUTES");
        var (order, guest) = await KnownAsync();
        var page = await app.OpenAsync("/", "admin");
        var found = new List<string>();
        foreach (var address in Routes().Select(route => Fill(route, order, guest)))
        {
            await page.GotoAsync(address);
            await Assertions.Expect(page.Locator("main, [data-testid=slip], h1").First).ToBeAttachedAsync();
            await Assertions.Expect(page.Locator(".md-boot, .md-skeleton").Filter(new() { Visible = true })).ToHaveCountAsync(0);
            found.AddRange(await SeriousAsync(page, address));
        }

        Assert.Empty(found);
    }

    [Fact]
    public async Task The_alert_has_no_serious_issue()
    {
        var page = await app.OpenAsync("/settings/alerts", "admin");
        await Assertions.Expect(page.GetByTestId("as-save")).ToBeVisibleAsync();
        await AssertNothingSeriousAsync(page, "settings/alerts");
        await page.GotoAsync("/settings/terminals");
        await page.GetByTestId("as-test").ClickAsync();
        await Assertions.Expect(page.GetByTestId("alert-test")).ToBeVisibleAsync();
        await AssertNothingSeriousAsync(page, "settings/terminals, in a test");
        await page.GotoAsync("/hover");
        await Assertions.Expect(page.GetByTestId("alert-card")).ToBeVisibleAsync();
        await AssertNothingSeriousAsync(page, "hover");
    }

    [Fact]
    public async Task The_lock_screen_has_no_serious_issue()
    {
        var page = await app.OpenAsync("/settings/terminals", "admin");
        await LockTests.ShareAsync(page);
        await LockTests.SetPinAsync(page);
        await AssertNothingSeriousAsync(page, "account");
        await page.GotoAsync("/");
        await page.GetByTestId("who").ClickAsync();
        await page.GetByTestId("switch").ClickAsync();
        await Assertions.Expect(page.GetByTestId("lock")).ToBeVisibleAsync();
        await AssertNothingSeriousAsync(page, "lock");
    }

    [Fact]
    public async Task The_settings_of_the_till_have_no_serious_issue()
    {
        var page = await app.OpenAsync("/settings/till", "admin");
        await Assertions.Expect(page.GetByTestId("ts-table")).ToHaveValueAsync("1");
        await page.GetByTestId("ts-deletereason").SelectOptionAsync("3");
        await page.GetByTestId("ts-check").ClickAsync();
        await Assertions.Expect(page.GetByTestId("ts-summary")).ToHaveAttributeAsync("data-state", "warning");
        await AssertNothingSeriousAsync(page, "settings/till");
        await page.GetByTestId("ts-password").FillAsync("wrong");
        await page.GetByTestId("ts-check").ClickAsync();
        await Assertions.Expect(page.GetByTestId("ts-summary")).ToHaveAttributeAsync("data-state", "failed");
        await page.GetByTestId("ts-save").ClickAsync();
        await AssertNothingSeriousAsync(page, "settings/till failed");
        await page.GetByTestId("till-strip").ClickAsync();
        await Assertions.Expect(page.GetByTestId("till-popover")).ToBeVisibleAsync();
        await AssertNothingSeriousAsync(page, "till popover");
    }

    [Fact]
    public async Task People_the_audit_ones_own_account_and_the_first_start_have_no_serious_issue()
    {
        var page = await app.OpenAsync("/settings/staff", "admin");
        await page.GetByTestId("staff-new-name").FillAsync("Вера");
        await page.GetByTestId("staff-new-sign-in").FillAsync("vera.new");
        await page.GetByTestId("staff-create").ClickAsync();
        await Assertions.Expect(page.GetByTestId("staff-password")).ToBeVisibleAsync();
        await page.GetByTestId("staff-deactivate").First.ClickAsync();
        await AssertNothingSeriousAsync(page, "settings/staff");
        await page.GotoAsync("/settings/audit");
        await Assertions.Expect(page.GetByTestId("audit-line").First).ToBeVisibleAsync();
        await AssertNothingSeriousAsync(page, "settings/audit");
        await page.GotoAsync("/system");
        await Assertions.Expect(page.GetByTestId("system-part").First).ToBeVisibleAsync();
        await AssertNothingSeriousAsync(page, "system");
        await page.GotoAsync("/settings/menu");
        await Assertions.Expect(page.GetByTestId("menu-empty")).ToBeVisibleAsync();
        await page.GetByTestId("menu-refresh").ClickAsync();
        await Assertions.Expect(page.GetByTestId("menu-refreshed")).ToBeVisibleAsync();
        await AssertNothingSeriousAsync(page, "settings/menu");
        await page.GotoAsync("/settings/appearance");
        await Assertions.Expect(page.GetByTestId("ap-save")).ToBeVisibleAsync();
        await AssertNothingSeriousAsync(page, "settings/appearance");
        await page.GotoAsync("/settings/personal-data");
        await page.GetByTestId("pd-on").CheckAsync();
        await Assertions.Expect(page.GetByTestId("pd-preview")).ToBeVisibleAsync();
        await page.GetByTestId("pd-find").ClickAsync();
        await Assertions.Expect(page.GetByTestId("pd-fault")).ToBeVisibleAsync();
        await AssertNothingSeriousAsync(page, "settings/personal-data");
        await page.GotoAsync("/account?done=password");
        await Assertions.Expect(page.GetByTestId("account-done")).ToBeVisibleAsync();
        await AssertNothingSeriousAsync(page, "account");
        await using var first = new ProductionBrowserApp();
        await first.InitializeAsync();
        var setup = await first.OpenAsync($"/setup?token={first.Token}", who: null);
        await setup.GetByTestId("setup-code").FillAsync("пироги");
        await AssertNothingSeriousAsync(setup, "setup");
    }

    private async Task<(Guid Order, Guid Guest)> KnownAsync()
    {
        await using var db = await app.Contexts.CreateDbContextAsync();
        var order = await db.Orders.Where(order => order.Status == OrderStatus.Created).Select(order => order.Id).FirstAsync();
        var guest = await db.Guests.Select(guest => guest.Id).FirstAsync();
        return (order.Value, guest);
    }

    // With another person or before anybody has signed in: the tests above and beside open them.
    private static readonly string[] _elsewhere = ["/account/sign-in", "/lock", "/setup"];

    private static IEnumerable<string> Routes() => typeof(Program).Assembly.GetTypes()
        .SelectMany(page => page.GetCustomAttributes<RouteAttribute>()).Select(route => route.Template)
        .Except(_elsewhere).Order(StringComparer.Ordinal);

    private static string Fill(string route, Guid order, Guid guest) => route switch
    {
        _ when route.StartsWith("/guests/", StringComparison.Ordinal) => route.Replace("{Id:guid}", $"{guest}", StringComparison.Ordinal),
        "/help/{Name}" => "/help/operator",
        "/problems/{Code}" => "/problems/license-missing",
        "/orders/print" => $"/orders/print?ids={order}&slip=kitchen",
        _ => route.Replace("{Id:guid}", $"{order}", StringComparison.Ordinal),
    };

    internal static async Task AssertNothingSeriousAsync(IPage page, string name) => Assert.Empty(await SeriousAsync(page, name));

    // In the theme that it has everything, in the other one the colours: nothing else differs.
    private static async Task<IReadOnlyList<string>> SeriousAsync(IPage page, string name)
    {
        var isDark = await page.EvaluateAsync<bool>("matchMedia('(prefers-color-scheme: dark)').matches");
        var (own, other) = isDark ? (ColorScheme.Dark, ColorScheme.Light) : (ColorScheme.Light, ColorScheme.Dark);
        var found = await LookAsync(page, $"{name}, {own}", new AxeRunOptions());
        await page.EmulateMediaAsync(new() { ColorScheme = other });
        found.AddRange(await LookAsync(page, $"{name}, {other}", new AxeRunOptions { RunOnly = new() { Type = "rule", Values = ["color-contrast"] } }));
        await page.EmulateMediaAsync(new() { ColorScheme = own });
        return found;
    }

    private static async Task<List<string>> LookAsync(IPage page, string name, AxeRunOptions options)
    {
        // An animation half-way has colours of its own.
        await page.WaitForFunctionAsync("() => document.getAnimations().every(a => a.playState !== 'running' || a.effect.getTiming().iterations === Infinity)");
        options.ResultTypes = [ResultType.Violations];
        var found = await page.RunAxe(options);
        return [.. found.Violations
            .Where(violation => violation.Impact is "serious" or "critical")
            .Select(violation => $"{name}: {violation.Id}: {string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html))}")];
    }
}
