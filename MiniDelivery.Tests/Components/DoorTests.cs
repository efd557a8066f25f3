using System.Net;
using System.Text.RegularExpressions;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Access;

namespace MiniDelivery.Tests.Components;

/// <summary>Signing in, leaving, and what a browser remembers: over real HTTP, cookies included.</summary>
public sealed partial class DoorTests(TestApp app) : IClassFixture<TestApp>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/", true)]
    [InlineData("/orders/1?a=b", true)]
    [InlineData("//evil.example", false)]
    [InlineData("/\\evil.example", false)]
    [InlineData("https://evil.example", false)]
    [InlineData("/a\nb", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Only_addresses_of_this_site_are_followed(string? url, bool local) => Assert.Equal(local, LocalUrl.IsLocal(url));

    [Fact]
    public async Task Who_is_not_signed_in_is_sent_to_the_door_and_back()
    {
        using var browser = Browser();

        var answer = await browser.GetAsync("/help", Stop);

        Assert.Equal("/account/sign-in?returnUrl=%2Fhelp", answer.Headers.Location!.PathAndQuery);
        Assert.Equal("/help", (await SignInAsync(browser, "manager", TestApp.Password, "/help")).Headers.Location?.PathAndQuery);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/help", Stop)).StatusCode);
    }

    [Fact]
    public async Task A_foreign_way_back_leads_home()
    {
        using var browser = Browser();

        var answer = await SignInAsync(browser, "manager", TestApp.Password, "//evil.example/");

        Assert.Equal("/", new Uri(app.Address, answer.Headers.Location!).PathAndQuery);
        Assert.Equal(app.Address.Host, new Uri(app.Address, answer.Headers.Location!).Host);
    }

    [Fact]
    public async Task Unknown_and_wrong_sound_the_same()
    {
        using var browser = Browser();

        var wrong = await TextAsync(await SignInAsync(browser, "operator", "not-the-password", "/"));
        var unknown = await TextAsync(await SignInAsync(browser, "nobody", "not-the-password", "/"));

        Assert.Contains("sign-in-error", wrong, StringComparison.Ordinal);
        Assert.Equal(wrong.Replace("operator", "", StringComparison.Ordinal), unknown.Replace("nobody", "", StringComparison.Ordinal).Replace("operator", "", StringComparison.Ordinal));
        Assert.DoesNotContain("not-the-password", wrong, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_door_that_stood_open_too_long_is_shown_anew()
    {
        using var browser = Browser();

        var answer = await browser.PostAsync("/account/sign-in?returnUrl=%2Fhelp", new FormUrlEncodedContent([new("_handler", "sign-in"), new("Form.Name", "manager")]), Stop);

        Assert.Equal("/account/sign-in?returnUrl=%2Fhelp", answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Reports_are_not_for_operators()
    {
        using var browser = Browser();
        await SignInAsync(browser, "operator", TestApp.Password, "/");

        var answer = await browser.GetAsync("/reports", Stop);

        Assert.StartsWith("/account/denied", answer.Headers.Location!.PathAndQuery, StringComparison.Ordinal);
        Assert.Contains("no-access", await browser.GetStringAsync("/account/denied", Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaving_needs_the_token_of_our_own_page()
    {
        using var browser = Browser();
        await SignInAsync(browser, "manager", TestApp.Password, "/");

        var forged = await browser.PostAsync("/account/sign-out", new FormUrlEncodedContent([]), Stop);
        var still = await browser.GetAsync("/help", Stop);
        var left = await browser.PostAsync("/account/sign-out", new FormUrlEncodedContent([new("__RequestVerificationToken", await TokenAsync(browser, "/account/denied"))]), Stop);

        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
        Assert.Equal("/account/sign-in", left.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.Found, (await browser.GetAsync("/help", Stop)).StatusCode);
    }

    [Fact]
    public async Task A_language_is_kept_for_a_year()
    {
        using var browser = Browser();

        var answer = await browser.GetAsync("/preferences/language?name=en&back=/account/sign-in", Stop);

        Assert.Equal("/account/sign-in", answer.Headers.Location!.OriginalString);
        Assert.Contains("max-age=31536000", Assert.Single(answer.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
        Assert.Contains("<html lang=\"en\"", await browser.GetStringAsync("/account/sign-in", Stop), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dark", " data-theme=\"dark\"")]
    [InlineData("light", " data-theme=\"light\"")]
    [InlineData("system", "<html lang=\"ru\" data-now")]
    public async Task The_first_drawn_page_has_the_chosen_colours(string theme, string html)
    {
        using var browser = Browser();

        await browser.GetAsync($"/preferences/theme?name={theme}&back=/account/sign-in", Stop);

        Assert.Contains(html, await browser.GetStringAsync("/account/sign-in", Stop), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/preferences/language?name=xx&back=/")]
    [InlineData("/preferences/language?name=ru&back=//evil.example")]
    [InlineData("/preferences/language?back=/")]
    [InlineData("/preferences/theme?name=pink&back=/")]
    [InlineData("/preferences/theme?name=dark&back=https://evil.example")]
    public async Task Anything_else_is_refused(string address)
    {
        using var browser = Browser();

        var answer = await browser.GetAsync(address, Stop);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    // The Russian door; the answers to follow are what is tested.
    private HttpClient Browser()
    {
#pragma warning disable CA2000 // The client owns it.
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = app.Address };
#pragma warning restore CA2000
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("ru");
        return client;
    }

    private static async Task<HttpResponseMessage> SignInAsync(HttpClient browser, string name, string password, string returnUrl)
    {
        var address = $"/account/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}";
        return await browser.PostAsync(address, new FormUrlEncodedContent(
        [
            new("_handler", "sign-in"),
            new("__RequestVerificationToken", await TokenAsync(browser, address)),
            new("Form.Name", name),
            new("Form.Password", password),
        ]), Stop);
    }

    private static async Task<string> TokenAsync(HttpClient browser, string address) =>
        WebUtility.HtmlDecode(Token().Match(await browser.GetStringAsync(address, Stop)).Groups[1].Value);

    // Without what differs from page to page anyway.
    private static async Task<string> TextAsync(HttpResponseMessage answer) =>
        Changing().Replace(await answer.Content.ReadAsStringAsync(Stop), "");

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"[^\"]+\"|data-now=\"\\d+\"|nonce=\"[^\"]*\"|<!--.*?-->")]
    private static partial Regex Changing();
}
