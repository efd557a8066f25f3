using Microsoft.Playwright;
using MiniDelivery.Domain.Menu;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Browser;

/// <summary>A manager and a remembered dish that the till's menu has lost.</summary>
[Trait("Kind", "Browser")]
public sealed class MenuPageTests(BrowserApp app) : IClassFixture<BrowserApp>
{
    [Fact]
    public async Task A_manager_is_told_of_a_lost_dish_chooses_another_and_is_told_no_more()
    {
        await using (var db = await app.Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken))
        {
            db.Add(new DishMapping
            {
                SourceId = db.Sources.First(source => !source.IsStaff).Id,
                Key = DishMapping.KeyOf("old-1", null),
                MenuIdent = 999_999,
                Name = "Кулебяка",
                ChosenBy = "Анна",
                ChosenAt = Some.Noon,
            });
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        var page = await app.OpenAsync("/settings/audit", "manager");
        await page.GetByTestId("settings-menu").ClickAsync();
        await page.GetByTestId("menu-refresh").ClickAsync();
        await Expect(page.GetByTestId("menu-refreshed")).ToContainTextAsync("прочитано");
        await Expect(page.GetByTestId("mapping-fault")).ToHaveTextAsync("нет в меню кассы");
        await page.GetByTestId("who").ClickAsync();
        await Expect(page.GetByTestId("nav-menu-broken")).ToContainTextAsync("1");
        await page.Keyboard.PressAsync("Escape");

        await page.GetByTestId("mapping-choose").ClickAsync();
        await page.GetByTestId("dish-search").FillAsync("Пирог");
        await page.GetByTestId("dish").First.ClickAsync();

        await Expect(page.GetByTestId("mapping-dish")).ToContainTextAsync("Пирог");
        await Expect(page.GetByTestId("mapping-fault")).ToHaveCountAsync(0);
        await page.GetByTestId("who").ClickAsync();
        await Expect(page.GetByTestId("nav-menu-broken")).ToHaveCountAsync(0);
    }

    private static ILocatorAssertions Expect(ILocator what) => Assertions.Expect(what);
}
