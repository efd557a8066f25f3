using Microsoft.Playwright;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Browser;

/// <summary>The content security policy forbids nothing that our own pages do: a browser would say so on its console.</summary>
[Trait("Kind", "Browser")]
public sealed class PolicyTests(BrowserApp app) : IClassFixture<BrowserApp>
{
    [Fact]
    public async Task No_page_of_ours_meets_the_policy()
    {
        await Scene.SetAsync(app, "POLICY");
        var page = await app.OpenAsync("/", "admin");
        await page.GetByTestId("order").First.ClickAsync();
        await Expect(page.GetByTestId("card")).ToBeVisibleAsync();
        await page.GotoAsync("/");
        await page.GetByTestId("order").Filter(new() { HasText = "Мария" }).GetByTestId("next-action").ClickAsync();
        await Expect(page.GetByTestId("editor-line").First).ToBeVisibleAsync();
        foreach (var path in Pages)
        {
            await page.GotoAsync(path);
            // The connection of the alert never idles, so the page's own life is what tells that its scripts ran.
            await Expect(page.GetByTestId("who")).ToBeVisibleAsync();
            await page.WaitForFunctionAsync("() => window.Blazor !== undefined && document.readyState === 'complete'");
        }

        await page.GotoAsync("/hover");
        await Expect(page.GetByTestId("alert")).ToBeAttachedAsync();
        await page.GotoAsync("/account");
        await Expect(page.GetByTestId("account-change")).ToBeVisibleAsync();
        await page.GotoAsync("/api/docs/");
        await Expect(page.GetByText("MiniDelivery").First).ToBeVisibleAsync();
        var door = await app.OpenAsync("/account/sign-in", who: null);
        await door.GetByTestId("language-en").ClickAsync();
        await Expect(door.GetByTestId("language-ru")).ToBeVisibleAsync();

        Assert.Empty(app.Errors);
    }

    // Proves that the test above would hear it.
    [Fact]
    public async Task A_script_that_somebody_smuggled_in_does_not_run()
    {
        await using var own = new BrowserApp();
        await own.InitializeAsync();
        var door = await own.OpenAsync("/account/sign-in", who: null);

        await door.EvaluateAsync("() => { const s = document.createElement('script'); s.textContent = 'window.smuggled = true'; document.body.append(s); }");

        Assert.False(await door.EvaluateAsync<bool>("() => window.smuggled === true"));
        Assert.Contains(own.Errors, error => error.Contains("Content Security Policy", StringComparison.Ordinal));
    }

    private static string[] Pages => ["/orders/new", "/guests", "/inbox", "/reports", "/settings/till", "/settings/staff", "/settings/menu", "/settings/alerts", "/settings/terminals", "/settings/personal-data", "/settings/appearance", "/settings/restaurants", "/settings/license", "/settings/audit", "/help", "/simulator"];

    private static ILocatorAssertions Expect(ILocator what) => Assertions.Expect(what);
}
