using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using MiniDelivery.Domain.Licensing;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Licensing;

namespace MiniDelivery.Tests.Browser;

/// <summary>An administrator without a licence gets one in, and the shop's orders with it.</summary>
public sealed class LicenseTests : IAsyncLifetime
{
    private readonly ECDsa _vendor = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly BrowserApp _app = new();

    public async ValueTask InitializeAsync()
    {
        _app.With("Licensing:PublicKeys:0", Convert.ToBase64String(_vendor.ExportSubjectPublicKeyInfo()));
        await _app.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _vendor.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_licence_that_is_pasted_opens_intake_at_once_and_one_that_does_not_fit_is_refused_in_words()
    {
        var none = TestContext.Current.CancellationToken;
        await using (var db = await _app.Contexts.CreateDbContextAsync(none))
        {
            await db.Restaurants.ExecuteUpdateAsync(set => set.SetProperty(restaurant => restaurant.LicenseToken, (string?)null), none);
        }

        await _app.Services.GetRequiredService<LicenseWatch>().ReadAsync(none);

        var page = await _app.OpenAsync("/settings/license", "admin");
        await Expect(page.GetByTestId("license-state")).ToContainTextAsync("Лицензии нет");
        await InstallAsync(page, "это не лицензия");
        await Expect(page.GetByTestId("license-error")).ToContainTextAsync("не наша лицензия");
        await InstallAsync(page, Issue("another"));
        await Expect(page.GetByTestId("license-error")).ToContainTextAsync("другого объекта");

        // As a mail program leaves it: broken into lines.
        await InstallAsync(page, Issue(_app.Restaurant.Code).Insert(60, "\r\n  "));

        await Expect(page.GetByTestId("license-installed")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("license-facts")).ToContainTextAsync("Кафе у моря");
        using var shop = _app.Shop();
        var answer = await shop.PostAsJsonAsync(
            "/api/v1/orders",
            new { externalId = "LIC-1", customer = new { phone = "89000000000" }, fulfillment = new { type = "pickup" }, items = new[] { new { code = "101", quantity = 1 } } },
            none);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        await page.GotoAsync("/settings/audit");
        await Expect(page.GetByTestId("audit-line").First).ToContainTextAsync("Установлена лицензия");
    }

    private string Issue(string restaurant)
    {
        var now = DateTimeOffset.UtcNow;
        return LicenseKeys.Sign(
            new License("L-77", restaurant, "Кафе у моря", [License.OnlineOrders], now.AddDays(-1), now.AddDays(40)), _vendor);
    }

    private static async Task InstallAsync(IPage page, string text)
    {
        await page.GetByTestId("license-text").FillAsync(text);
        await page.GetByTestId("license-install").ClickAsync();
    }

    private static ILocatorAssertions Expect(ILocator what) => Assertions.Expect(what);
}
