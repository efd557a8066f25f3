using System.Text;
using Microsoft.Playwright;

namespace MiniDelivery.Tests.Browser;

/// <summary>A shop sends what nobody can read, and a manager helps.</summary>
[Trait("Kind", "Browser")]
public sealed class InboxTests(BrowserApp app) : IClassFixture<BrowserApp>
{
    private const string Broken = """
        {
          "externalId": "WEB-777",
          "customer": { "name": "Пелагея", "phone": "+7 913 777-00-42" },
          "fulfillment": { "type": "pickup" },
          "items": [ { "code": "101", "name": "Пирог" } ]
        }
        """;

    [Fact]
    public async Task The_bar_comes_by_itself_and_the_manager_adds_what_is_missing_and_accepts()
    {
        var manager = await app.OpenAsync(who: "manager");
        var person = await app.OpenAsync();
        await Expect(manager.GetByTestId("nav-inbox")).ToHaveCountAsync(0);
        using var shop = app.Shop();
        using var broken = new StringContent(Broken, Encoding.UTF8, "application/json");
        await shop.PostAsync("/api/v1/orders", broken, TestContext.Current.CancellationToken);

        await Expect(manager.GetByTestId("inbox-banner")).ToBeVisibleAsync();
        await Expect(manager.GetByTestId("inbox-count")).ToHaveTextAsync("1");
        await PictureAsync(manager, "inbox-board");
        await Expect(person.GetByTestId("inbox-banner")).ToHaveCountAsync(0);
        await manager.GetByTestId("inbox-banner").ClickAsync();
        await Expect(manager.GetByTestId("inbox-faults")).ToContainTextAsync("количество (quantity)");
        await manager.GetByTestId("inbox-read").ClickAsync();
        await Expect(manager.GetByTestId("inbox-text")).ToHaveValueAsync(Broken);
        await PictureAsync(manager, "inbox");
        await AccessibilityTests.AssertNothingSeriousAsync(manager, "inbox");
        foreach (var (locale, dark, width) in new[] { ("ru-RU", true, 390), ("en-US", true, 1366), ("en-US", false, 390) })
        {
            var other = await app.OpenAsync("/inbox", "manager", width, 844, dark, locale);
            await other.GetByTestId("inbox-read").ClickAsync();
            await Expect(other.GetByTestId("inbox-text")).ToBeVisibleAsync();
            await PictureAsync(other, $"inbox-{locale}-{width}{(dark ? "-dark" : "")}");
            await BrowserApp.FitsAsync(other, $"{locale} {width}");
        }

        await manager.GetByTestId("inbox-text").FillAsync(Broken.Replace("\"Пирог\"", "\"Пирог\", \"quantity\": 2", StringComparison.Ordinal));
        await manager.GetByTestId("inbox-accept").ClickAsync();

        await manager.GetByTestId("inbox-order").ClickAsync();
        await Expect(manager.GetByTestId("card")).ToContainTextAsync("WEB-777");
        await Expect(manager.GetByTestId("inbox-count")).ToHaveCountAsync(0);
        await Expect(person.GetByTestId("order").Filter(new() { HasText = "Пелагея" })).ToHaveCountAsync(1);
    }

    private static Task PictureAsync(IPage page, string name) =>
        Environment.GetEnvironmentVariable("MINIDELIVERY_TEST_PICTURES") is { } folder ? Pictures.ShootAsync(page, Path.Combine(folder, $"{name}.png")) : Task.CompletedTask;

    private static ILocatorAssertions Expect(ILocator what) => Assertions.Expect(what);
}
