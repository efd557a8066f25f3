using System.Net.Http.Json;
using Microsoft.Playwright;

namespace MiniDelivery.Tests.Browser;

/// <summary>A guest orders twice, and an operator looks.</summary>
[Trait("Kind", "Browser")]
public sealed class DuplicatesTests(BrowserApp app) : IClassFixture<BrowserApp>
{
    [Fact]
    public async Task Both_are_pinned_each_card_leads_to_the_other_and_a_person_says_what_it_is()
    {
        await app.LookForDuplicatesAsync(30);
        await SendAsync("DUP-1", "89131000011");
        await SendAsync("DUP-2", "89131000011");
        var person = await app.OpenAsync();
        var colleague = await app.OpenAsync();
        var rows = person.Locator("[data-testid=order][data-trouble=true]");
        await Expect(rows).ToHaveCountAsync(2);
        await Expect(rows.First).ToContainTextAsync("Похоже на №");
        await PictureAsync(person, "duplicates-board");

        await rows.First.Locator(".o-open").First.ClickAsync();
        await Expect(person.GetByTestId("card-duplicate")).ToContainTextAsync("сайт");
        var number = await person.GetByTestId("card").GetAttributeAsync("data-number");
        await PictureAsync(person, "duplicates-card");
        await AccessibilityTests.AssertNothingSeriousAsync(person, "card, likely a repeat");
        var address = await person.GetByTestId("duplicate-link").GetAttributeAsync("href");
        foreach (var (locale, dark, width) in new[] { ("ru-RU", true, 1366), ("en-US", true, 390), ("en-US", false, 390) })
        {
            var other = await app.OpenAsync("/" + address, "operator", width, 844, dark, locale);
            await Expect(other.GetByTestId("card-duplicate")).ToBeVisibleAsync();
            await PictureAsync(other, $"duplicates-card-{locale}-{width}{(dark ? "-dark" : "")}");
        }

        await person.GetByTestId("duplicate-link").ClickAsync();
        await Expect(person.Locator($"[data-testid=card]:not([data-number='{number}'])")).ToBeVisibleAsync();
        await person.GetByTestId("duplicate-deny").ClickAsync();
        await Expect(person.GetByTestId("card-duplicate")).ToHaveCountAsync(0);
        await Expect(colleague.Locator("[data-testid=order][data-trouble=true]")).ToHaveCountAsync(0);

        await SendAsync("DUP-3", "89131000012");
        await SendAsync("DUP-4", "89131000012");
        await Expect(colleague.Locator("[data-testid=order][data-trouble=true]")).ToHaveCountAsync(2);
        await colleague.Locator("[data-testid=order][data-trouble=true]").First.Locator(".o-open").First.ClickAsync();
        await colleague.GetByTestId("duplicate-cancel").ClickAsync();
        await colleague.GetByTestId("duplicate-cancel-yes").ClickAsync();
        await Expect(colleague.GetByTestId("card-status")).ToContainTextAsync("Удал");
        await colleague.GetByTestId("card-close").ClickAsync();
        await Expect(colleague.Locator("[data-testid=order][data-trouble=true]")).ToHaveCountAsync(0);
    }

    private async Task SendAsync(string externalId, string phone)
    {
        using var shop = app.Shop();
        (await shop.PostAsJsonAsync("/api/v1/orders", new
        {
            externalId, customer = new { name = "Пелагея", phone }, fulfillment = new { type = "pickup" }, items = new[] { new { code = "101", quantity = 2, price = 350 } },
        }, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
    }

    private static Task PictureAsync(IPage page, string name) =>
        Environment.GetEnvironmentVariable("MINIDELIVERY_TEST_PICTURES") is { } folder ? Pictures.ShootAsync(page, Path.Combine(folder, $"{name}.png")) : Task.CompletedTask;

    private static ILocatorAssertions Expect(ILocator what) => Assertions.Expect(what);
}
