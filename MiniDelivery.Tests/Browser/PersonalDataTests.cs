using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Browser;

/// <summary>«Настройки → Персональные данные», as an administrator uses it.</summary>
public sealed class PersonalDataTests(BrowserApp app) : IClassFixture<BrowserApp>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_guest_is_forgotten_on_request_and_the_card_says_so()
    {
        var id = await TakeAsync("PD-1");
        await app.Desk.CancelAsync(id, CancelReason.GuestCancelled, null, Some.Anna, Stop);
        var page = await app.OpenAsync("/settings/personal-data", "admin");
        await page.GetByTestId("pd-phone").FillAsync("12");
        await page.GetByTestId("pd-find").ClickAsync();
        await Expect(page.GetByTestId("pd-fault")).ToContainTextAsync("не меньше 7 цифр");

        await page.GetByTestId("pd-phone").FillAsync("8 913 777 00 42");
        await page.GetByTestId("pd-find").ClickAsync();
        await Expect(page.GetByTestId("pd-found")).ToContainTextAsync("в заказах: 1");
        await page.GetByTestId("pd-erase").ClickAsync();
        await page.GetByTestId("pd-erase-yes").ClickAsync();
        await Expect(page.GetByTestId("pd-erased")).ToContainTextAsync("заказов: 1");

        await page.GotoAsync($"/orders/{id.Value}");
        await Expect(page.GetByTestId("card-forgotten")).ToContainTextAsync("Данные гостя удалены");
        await Expect(page.GetByText("Громыхалова")).ToHaveCountAsync(0);
        await page.GotoAsync("/settings/audit");
        await Expect(page.GetByTestId("audit-line").First).ToContainTextAsync("••••42");
    }

    [Fact]
    public async Task A_term_is_kept_after_a_look_at_what_it_would_erase()
    {
        var page = await app.OpenAsync("/settings/personal-data", "admin");
        await Expect(page.GetByTestId("pd-next")).ToHaveTextAsync("не назначено");
        await page.GetByTestId("pd-on").CheckAsync();
        await Expect(page.GetByTestId("pd-preview")).ToHaveTextAsync("Сейчас таких заказов: 0.");
        await page.GetByTestId("pd-months").FillAsync("0");
        await Expect(page.GetByTestId("pd-save")).ToBeDisabledAsync();
        await page.GetByTestId("pd-months").FillAsync("12");
        await page.GetByTestId("pd-save").ClickAsync();

        await Expect(page.GetByTestId("pd-saved")).ToContainTextAsync("Сохранено");
        await Expect(page.GetByTestId("pd-next")).ToContainTextAsync("05:30");
        await page.ReloadAsync();
        await Expect(page.GetByTestId("pd-months")).ToHaveValueAsync("12");
    }

    private async Task<OrderId> TakeAsync(string externalId)
    {
        using var shop = app.Shop();
        var answer = await shop.PostAsJsonAsync(
            "/api/v1/orders",
            new
            {
                externalId,
                customer = new { name = "Пелагея Громыхалова", phone = "+7 913 777-00-42" },
                fulfillment = new { address = new { text = "Улица Шестопёрая, 7" } },
                items = new[] { new { code = "101", name = "Пирог", quantity = 1, price = 350 } },
            },
            Stop);
        return new OrderId((await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("id").GetGuid());
    }

    private static ILocatorAssertions Expect(ILocator what) => Assertions.Expect(what);
}
