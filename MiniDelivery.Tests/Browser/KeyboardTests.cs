using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Browser;

/// <summary>The whole way of an order without a mouse.</summary>
[Trait("Kind", "Browser")]
public sealed class KeyboardTests(BrowserApp app) : IClassFixture<BrowserApp>
{
    // More stops than any of the pages has before the one that is looked for.
    private const int MostStops = 120;

    [Fact]
    public async Task An_order_is_accepted_edited_sent_out_and_archived_with_the_keyboard_alone()
    {
        var page = await app.OpenAsync();
        using var shop = app.Shop();
        var answer = await shop.PostAsJsonAsync("/api/v1/orders", new
        {
            externalId = "KEYBOARD-1",
            customer = new { name = "Клавиатуров", phone = "89000000000" },
            fulfillment = new { address = new { text = "Садовая 3" } },
            items = new[] { new { code = "101", name = "Пирог", quantity = 1m, price = 350m } },
            payment = new { method = "cash" },
        }, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
        var number = (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("number").GetInt32();
        var row = page.Locator($"[data-testid=order][data-number='{number}']");
        await Expect(row).ToHaveAttributeAsync("data-status", "waiting");

        await TabToAsync(page, row.Locator(".o-open"));
        await page.Keyboard.PressAsync("a");
        await Expect(page.GetByTestId("created-ok")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByTestId("created-dialog")).ToHaveCountAsync(0);
        await Expect(row).ToHaveAttributeAsync("data-status", "created");

        await TabToAsync(page, row.Locator(".o-open"));
        await page.Keyboard.PressAsync("e");
        await Expect(page.GetByTestId("editor-line").First).ToBeVisibleAsync();
        await TabToAsync(page, page.GetByTestId("editor-save"));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByTestId("editor-saved")).ToBeVisibleAsync();
        await TabToAsync(page, page.GetByTestId("editor-back"));
        await page.Keyboard.PressAsync("Enter");
        await Expect(row).ToHaveAttributeAsync("data-status", "accepted");

        await TabToAsync(page, page.GetByTestId("card-send-out"));
        await page.Keyboard.PressAsync("Enter");
        await Expect(row).ToHaveAttributeAsync("data-status", "onTheWay");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByTestId("card")).ToHaveCountAsync(0);
        await TabToAsync(page, row.GetByTestId("next-action"));
        await page.Keyboard.PressAsync("Enter");
        await Expect(row).ToHaveCountAsync(0);
        await TabToAsync(page, page.GetByTestId("tab-archived"));
        await page.Keyboard.PressAsync("Enter");
        await Expect(row).ToHaveAttributeAsync("data-status", "archived");
    }

    private static async Task TabToAsync(IPage page, ILocator target)
    {
        await Expect(target).ToBeVisibleAsync();
        for (var stop = 0; stop < MostStops; stop++)
        {
            if (await target.EvaluateAsync<bool>("element => element === document.activeElement"))
            {
                return;
            }

            await page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"The keyboard does not reach {target}");
    }

    private static ILocatorAssertions Expect(ILocator what) => Assertions.Expect(what);
}
