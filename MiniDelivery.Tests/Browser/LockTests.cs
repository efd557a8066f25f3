using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Alerts;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Alerts;

namespace MiniDelivery.Tests.Browser;

/// <summary>A terminal that people share: enrolling, changing by PIN, and locking itself, in a real Chromium.</summary>
[Trait("Kind", "Browser")]
public sealed class LockTests
{
    [Fact]
    public async Task People_change_by_PIN_at_a_shared_terminal_and_it_rings_meanwhile()
    {
        await using var app = new BrowserApp();
        await app.InitializeAsync();
        var page = await app.OpenAsync("/settings/terminals", "admin");
        await ShareAsync(page);
        await SetPinAsync(page);
        await page.GotoAsync("/");
        await page.GetByTestId("who").ClickAsync();
        await page.GetByTestId("switch").ClickAsync();
        await Expect(page.GetByTestId("lock-person")).ToHaveTextAsync("Администратор");

        await Scene.SetAsync(app);
        await Expect(page.Locator("#md-alert")).ToHaveAttributeAsync("data-ringing", "true");
        await Expect(page.Locator("#md-alert")).ToHaveAttributeAsync("data-sounding", "true");
        await Expect(page.GetByTestId("alert-count")).ToContainTextAsync("Ожидает: ");
        await Expect(page.GetByTestId("alert-ack")).ToHaveCountAsync(0);
        Assert.DoesNotContain("ИВАНОВ", await page.InnerTextAsync("body"), StringComparison.Ordinal);

        await page.Keyboard.TypeAsync("9999");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByTestId("lock-error")).ToBeVisibleAsync();
        // The page was sent anew: a digit pressed before its field has the focus would go nowhere.
        await Expect(page.GetByTestId("lock-pin")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("4071");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.GetByTestId("alert-ack")).ToBeVisibleAsync();
        await page.GetByTestId("who").ClickAsync();
        await Expect(page.GetByTestId("who-role")).ToHaveTextAsync("Менеджер");
        await Expect(page.GetByTestId("who-by-pin")).ToBeVisibleAsync();
        Assert.Empty(app.Errors);
    }

    [Fact]
    public async Task A_terminal_that_nobody_touches_locks_itself_in_every_tab_and_fingers_open_it()
    {
        await using var app = new BrowserApp();
        await app.InitializeAsync();
        var page = await app.OpenAsync(hasTouch: true);
        await SetPinAsync(page);
        await page.GotoAsync("/");
        var terminal = app.Services.GetRequiredService<TerminalBook>().All(app.Restaurant.Id).Single().Id;
        await app.Services.GetRequiredService<AlertDesk>().SetLockingAsync(terminal, isShared: true, 10, new Actor("", StaffRole.Admin), CancellationToken.None);
        await page.Clock.InstallAsync();
        await page.GotoAsync("/help");
        var other = await page.Context.NewPageAsync();
        await other.GotoAsync("/");
        await Expect(other.GetByTestId("who")).ToBeVisibleAsync();

        await page.Clock.FastForwardAsync("09:00");
        await Expect(page.GetByTestId("who")).ToBeVisibleAsync();
        await page.Clock.FastForwardAsync("02:00");

        await Expect(page.GetByTestId("lock")).ToBeVisibleAsync();
        await Expect(other.GetByTestId("lock")).ToBeVisibleAsync();
        foreach (var digit in "4071")
        {
            await page.Locator($"[data-digit='{digit}']").TapAsync();
        }

        await page.GetByTestId("lock-ok").TapAsync();
        await Expect(page.GetByTestId("who")).ToBeVisibleAsync();
        Assert.Equal("/help", new Uri(page.Url).AbsolutePath);
    }

    // This page's own terminal: others that tests have met stand in the list, too.
    internal static async Task ShareAsync(IPage page)
    {
        var own = page.Locator("[data-testid=as-terminal][data-own=true]");
        await own.GetByTestId("as-shared").CheckAsync();
        await Expect(own.GetByTestId("as-idle")).ToHaveValueAsync("10");
    }

    internal static async Task SetPinAsync(IPage page)
    {
        await page.GotoAsync("/account");
        await page.GetByTestId("pin-password").FillAsync(TestApp.Password);
        await page.GetByTestId("pin-new").FillAsync("4071");
        await page.GetByTestId("pin-set").ClickAsync();
        await Expect(page.GetByTestId("account-done")).ToBeVisibleAsync();
    }

    private static ILocatorAssertions Expect(ILocator what) => Assertions.Expect(what);
}
