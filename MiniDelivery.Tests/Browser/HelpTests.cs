using Microsoft.Playwright;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Browser;

/// <summary>«Помощь» as people reach it.</summary>
[Trait("Kind", "Browser")]
public sealed class HelpTests(BrowserApp app) : IClassFixture<BrowserApp>
{
    [Fact]
    public async Task The_question_mark_of_a_page_opens_its_section()
    {
        var page = await app.OpenAsync("/orders/new");
        await page.GetByTestId("nav-couriers").ClickAsync();
        await Expect(page.GetByTestId("help-here")).ToHaveAttributeAsync("href", "help/operator#couriers");

        var help = await page.RunAndWaitForPopupAsync(() => page.GetByTestId("help-here").ClickAsync());

        await Expect(help.Locator("#couriers h2")).ToBeInViewportAsync();
        Assert.Empty(await help.EvaluateAsync<string[]>("() => [...document.images].filter(i => i.complete && !i.naturalWidth).map(i => i.src)"));
    }

    [Fact]
    public async Task A_search_leads_to_the_section_and_a_report_can_be_copied()
    {
        var page = await app.OpenAsync("/help", "manager");
        await page.GetByTestId("report-write").ClickAsync();
        await Expect(page.GetByTestId("report")).ToContainTextAsync("MiniDelivery");
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await page.GetByTestId("report-copy").ClickAsync();
        await Expect(page.GetByTestId("report-copied")).ToHaveTextAsync("Скопировано");
        Assert.Equal(await page.GetByTestId("report").TextContentAsync(), await page.EvaluateAsync<string>("() => navigator.clipboard.readText()"));

        await page.GetByTestId("help-search").FillAsync("никто не слышит");
        await page.GetByTestId("help-hit").First.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page.Locator("#unheard h2")).ToBeInViewportAsync();
    }

    [Fact]
    public async Task There_is_no_help_of_another_name()
    {
        var page = await app.OpenAsync("/help/nobody");

        await Expect(page.GetByTestId("not-found")).ToBeVisibleAsync();
    }

    private static ILocatorAssertions Expect(ILocator what) => Assertions.Expect(what);
}
