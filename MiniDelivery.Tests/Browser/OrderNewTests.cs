using System.Net.Http.Json;
using Microsoft.Playwright;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Browser;

/// <summary>«Новый заказ» as an operator with a guest on the line does it: no mouse, and nothing is lost.</summary>
[Trait("Kind", "Browser")]
public sealed class OrderNewTests(BrowserApp app) : IClassFixture<BrowserApp>
{
    private static readonly CancellationToken _none = CancellationToken.None;

    [Fact]
    public async Task A_guest_who_calls_again_has_the_last_order_at_the_till_by_keyboard_alone()
    {
        using (var shop = app.Shop())
        {
            (await shop.PostAsJsonAsync("/api/v1/orders", SeedOrder.Body("N-1"), _none)).EnsureSuccessStatusCode();
        }

        var page = await app.OpenAsync("/orders/new");
        await Assertions.Expect(page.GetByTestId("new-phone")).ToBeFocusedAsync();

        await page.Keyboard.TypeAsync("+7 777 666 55 44");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByTestId("new-repeat").First).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByTestId("new-sum")).ToContainTextAsync("730");
        await page.Keyboard.PressAsync("Control+Enter");

        await Assertions.Expect(page.GetByTestId("card")).ToHaveAttributeAsync("data-status", "accepted");
        await Assertions.Expect(page.GetByTestId("card")).ToContainTextAsync("Ул. Пушкина");
        await Assertions.Expect(page.GetByTestId("guest-link")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_reload_in_the_middle_costs_nothing()
    {
        var page = await app.OpenAsync("/orders/new", "manager");
        await page.GetByTestId("new-phone").FillAsync("8 913 000-00-99");
        await page.GetByTestId("new-name").FillAsync("Вера");
        await page.GetByTestId("new-address").FillAsync("Ленина 5");
        await page.GetByTestId("editor-search").FillAsync("102");
        await page.GetByTestId("editor-search").PressAsync("Enter");
        await Assertions.Expect(page.GetByTestId("editor-line")).ToHaveCountAsync(1);

        await page.ReloadAsync();

        await Assertions.Expect(page.GetByTestId("new-restored")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByTestId("new-address")).ToHaveValueAsync("Ленина 5");
        await Assertions.Expect(page.GetByTestId("editor-line")).ToHaveCountAsync(1);
        Assert.Equal("{}", await page.EvaluateAsync<string>("() => JSON.stringify(Object.fromEntries(Object.entries(localStorage).filter(entry => entry[1].includes('913'))))"));
    }
}
