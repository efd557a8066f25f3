using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace MiniDelivery.Tests.Browser;

/// <summary>No page has a serious issue by axe, in either theme.</summary>
[Trait("Kind", "Browser")]
public sealed class AccessibilityTests(BrowserApp app) : IClassFixture<BrowserApp>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_page_has_a_serious_issue(bool isDark)
    {
        await Scene.SetAsync(app, isDark ? "D" : "L");
        var door = await app.OpenAsync("/account/sign-in", who: null, isDark: isDark);
        await AssertNothingSeriousAsync(door, "sign-in");
        var page = await app.OpenAsync("/", "manager", isDark: isDark);
        await Assertions.Expect(page.GetByTestId("order").First).ToBeVisibleAsync();
        await AssertNothingSeriousAsync(page, "list");
        await page.Locator(".o-open").First.ClickAsync();
        await Assertions.Expect(page.GetByTestId("card")).ToBeVisibleAsync();
        await AssertNothingSeriousAsync(page, "card");
        await page.GotoAsync("/");
        await page.GetByTestId("order").Filter(new() { HasText = "Мария" }).First.GetByTestId("next-action").ClickAsync();
        await Assertions.Expect(page.GetByTestId("editor-save")).ToBeVisibleAsync();
        await AssertNothingSeriousAsync(page, "editor");
        foreach (var path in new[] { "/orders/new", "/reports", "/help", "/simulator", "/?tab=archived" })
        {
            await page.GotoAsync(path);
            await Assertions.Expect(page.GetByTestId("who")).ToBeVisibleAsync();
            await AssertNothingSeriousAsync(page, path);
        }
    }

    private static async Task AssertNothingSeriousAsync(IPage page, string name)
    {
        // An animation half-way has colours of its own.
        await page.WaitForFunctionAsync("() => document.getAnimations().every(a => a.playState !== 'running' || a.effect.getTiming().iterations === Infinity)");
        var found = await page.RunAxe();
        var serious = found.Violations
            .Where(violation => violation.Impact is "serious" or "critical")
            .Select(violation => $"{name}: {violation.Id}: {string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html))}");
        Assert.Empty(serious);
    }
}
