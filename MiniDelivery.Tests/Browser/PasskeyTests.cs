using Microsoft.Playwright;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Browser;

/// <summary>Passkeys with Chromium's own virtual authenticator: the real ceremony, without a finger.</summary>
[Trait("Kind", "Browser")]
public sealed class PasskeyTests(BrowserApp app) : IClassFixture<BrowserApp>
{
    // A passkey belongs to a name; a browser makes none for a number.
    private string ByName(string path) => $"http://localhost:{app.Address.Port}{path}";

    [Fact]
    public async Task A_device_is_added_named_used_instead_of_a_password_and_removed()
    {
        var page = await app.OpenAsync("/account/sign-in", who: null);
        await AddAuthenticatorAsync(page);
        await page.GotoAsync(ByName("/account/sign-in?returnUrl=%2Faccount"));
        await page.GetByTestId("sign-in-name").FillAsync("operator");
        await page.GetByTestId("sign-in-password").FillAsync(TestApp.Password);
        await page.GetByTestId("sign-in-submit").ClickAsync();

        await page.GetByTestId("passkey-new-name").FillAsync("Планшет");
        await page.GetByTestId("passkey-add").ClickAsync();
        await Expect(page.GetByTestId("passkey-name")).ToHaveValueAsync("Планшет");
        await page.GetByTestId("passkey-name").FillAsync("Планшет на баре");
        await page.GetByTestId("passkey-rename").ClickAsync();
        await Expect(page.GetByTestId("account-done")).ToContainTextAsync("переименован");
        await Expect(page.GetByTestId("passkey-name")).ToHaveValueAsync("Планшет на баре");

        await page.Context.ClearCookiesAsync();
        await page.GotoAsync(ByName("/help"));
        await page.GetByTestId("sign-in-passkey").ClickAsync();
        await Expect(page.GetByTestId("who")).ToContainTextAsync("Оператор");
        Assert.EndsWith("/help", page.Url, StringComparison.Ordinal);

        await page.GotoAsync(ByName("/account"));
        await page.GetByTestId("passkey-remove").ClickAsync();
        await Expect(page.GetByTestId("passkey")).ToHaveCountAsync(0);
        await page.Context.ClearCookiesAsync();
        await page.GotoAsync(ByName("/account/sign-in"));
        await page.GetByTestId("sign-in-passkey").ClickAsync();
        await Expect(page.GetByTestId("sign-in-error")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Without_a_passkey_the_door_says_so_and_stays_shut()
    {
        var page = await app.OpenAsync("/account/sign-in", who: null);
        await AddAuthenticatorAsync(page);
        await page.GotoAsync(ByName("/account/sign-in"));

        await page.GetByTestId("sign-in-passkey").ClickAsync();

        await Expect(page.Locator("[data-passkey-error]")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("sign-in")).ToBeVisibleAsync();
    }

    private static async Task AddAuthenticatorAsync(IPage page)
    {
        var browser = await page.Context.NewCDPSessionAsync(page);
        await browser.SendAsync("WebAuthn.enable");
        await browser.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
    }

    private static ILocatorAssertions Expect(ILocator what) => Assertions.Expect(what);
}
