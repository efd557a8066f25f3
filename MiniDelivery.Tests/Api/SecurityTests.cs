using System.Net;
using System.Net.WebSockets;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Api;

/// <summary>What every answer tells the browser, and what no request gets past.</summary>
public sealed partial class SecurityTests(TestApp app) : IClassFixture<TestApp>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/account/sign-in", HttpStatusCode.OK)] // a page
    [InlineData("/", HttpStatusCode.Found)] // a redirect
    [InlineData("/css/app.css", HttpStatusCode.OK)] // a static file
    [InlineData("/_framework/blazor.web.js", HttpStatusCode.OK)]
    [InlineData("/_content/MudBlazor/MudBlazor.min.css", HttpStatusCode.OK)]
    [InlineData("/api/v1/menu", HttpStatusCode.OK)] // the API
    [InlineData("/api/v1/orders/nonsense", HttpStatusCode.NotFound)] // a problem
    [InlineData("/api/docs/", HttpStatusCode.OK)]
    [InlineData("/openapi/v1.json", HttpStatusCode.OK)]
    [InlineData("/api/int/orderitems?guid=x", HttpStatusCode.OK)]
    [InlineData("/health/ready", HttpStatusCode.OK)]
    [InlineData("/error", HttpStatusCode.OK)]
    public async Task Every_kind_of_answer_carries_the_headers(string path, HttpStatusCode status)
    {
        using var shop = Plain(TestApp.ApiKey);

        using var answer = await shop.GetAsync(path, Stop);

        Assert.Equal(status, answer.StatusCode);
        var policy = Directives(answer);
        Assert.Equal("'none'", policy["frame-ancestors"]);
        Assert.Equal("'self'", policy["default-src"]);
        Assert.Equal("'none'", policy["object-src"]);
        Assert.Matches("^'self' 'nonce-[A-Za-z0-9+/]{22}=='$", policy["script-src"]);
        Assert.Equal("nosniff", Header(answer, "X-Content-Type-Options"));
        Assert.Equal("DENY", Header(answer, "X-Frame-Options"));
        Assert.Equal("same-origin", Header(answer, "Referrer-Policy"));
        Assert.Contains("autoplay=(self)", Header(answer, "Permissions-Policy"), StringComparison.Ordinal);
        Assert.Contains("picture-in-picture=(self)", Header(answer, "Permissions-Policy"), StringComparison.Ordinal);
        Assert.Contains("screen-wake-lock=(self)", Header(answer, "Permissions-Policy"), StringComparison.Ordinal);
        Assert.Contains("camera=()", Header(answer, "Permissions-Policy"), StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("/account/sign-in")]
    [InlineData("/api/docs/")]
    public async Task Every_inline_script_of_a_page_has_the_answers_own_nonce(string path)
    {
        using var browser = Plain();

        using var first = await browser.GetAsync(path, Stop);
        using var second = await browser.GetAsync(path, Stop);

        var inline = Inline().Matches(await first.Content.ReadAsStringAsync(Stop)).Select(script => WebUtility.HtmlDecode(script.Groups[1].Value)).ToList();
        Assert.NotEmpty(inline);
        Assert.All(inline, attributes => Assert.Contains(
            $"nonce=\"{Nonce(first)}\"", attributes, StringComparison.Ordinal));
        Assert.NotEqual(Nonce(first), Nonce(second));
    }

    [Fact]
    public async Task Cookies_are_for_this_site_and_not_for_scripts()
    {
        using var browser = Plain();

        using var page = await browser.GetAsync("/account/sign-in", Stop);
        using var theme = await browser.GetAsync("/preferences/theme?name=dark&back=/", Stop);

        Assert.All(page.Headers.GetValues("Set-Cookie").Concat(theme.Headers.GetValues("Set-Cookie")), cookie =>
        {
            Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Matches("samesite=(lax|strict)", cookie);
        });
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    [InlineData("http://127.0.0.1:1")]
    public async Task A_foreign_page_opens_no_live_connection(string origin)
    {
        using var foreign = Plain();
        foreign.DefaultRequestHeaders.Add("Origin", origin);
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", origin);
        socket.Options.CollectHttpResponseDetails = true;

        using var negotiated = await foreign.PostAsync("/_blazor/negotiate?negotiateVersion=1", null, Stop);
        using var hub = await foreign.PostAsync("/hubs/orders/negotiate?negotiateVersion=1", null, Stop);
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(Live(), Stop));

        Assert.Equal(
            (HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden),
            (negotiated.StatusCode, hub.StatusCode, socket.HttpStatusCode));
    }

    [Fact]
    public async Task A_foreign_page_that_hides_its_origin_is_known_by_what_the_browser_says()
    {
        using var foreign = Plain();
        foreign.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");

        Assert.Equal(HttpStatusCode.Forbidden, (await foreign.GetAsync("/_blazor/initializers", Stop)).StatusCode);
    }

    [Fact]
    public void A_body_beyond_every_use_is_not_read()
    {
        const int mega = 1024 * 1024;

        Assert.Equal(16 * mega, app.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits.MaxRequestBodySize);
        Assert.Equal(mega, app.Services.GetRequiredService<IOptions<FormOptions>>().Value.MultipartBodyLengthLimit);
    }

    [Fact]
    public async Task Keys_are_stored_encrypted_and_the_key_to_them_is_this_accounts_alone()
    {
        await using var db = await app.Contexts.CreateDbContextAsync(Stop);
        var stored = await db.DataProtectionKeys.Select(key => key.Xml!).ToListAsync(Stop);

        Assert.NotEmpty(stored);
        Assert.All(stored, xml =>
        {
            Assert.Contains("encryptedSecret", xml, StringComparison.Ordinal);
            Assert.DoesNotContain("<value>", xml, StringComparison.Ordinal);
        });
        if (!OperatingSystem.IsWindows()) // Windows protects them by itself.
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(app.Folder, "keys", "protection.pfx")));
        }
    }

    private Uri Live() => new UriBuilder(app.Address) { Scheme = "ws", Path = "/_blazor" }.Uri;

    private HttpClient Plain(string? key = null)
    {
#pragma warning disable CA2000 // The client owns it.
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = app.Address };
#pragma warning restore CA2000
        if (key is not null)
        {
            client.DefaultRequestHeaders.Add("X-Api-Key", key);
        }

        return client;
    }

    private static string Header(HttpResponseMessage answer, string name) => Assert.Single(answer.Headers.GetValues(name));

    private static Dictionary<string, string> Directives(HttpResponseMessage answer) => Header(answer, "Content-Security-Policy")
        .Split("; ").Select(directive => directive.Split(' ', 2)).ToDictionary(parts => parts[0], parts => parts[1]);

    private static string Nonce(HttpResponseMessage answer) => NonceValue().Match(Header(answer, "Content-Security-Policy")).Groups[1].Value;

    [GeneratedRegex("<script((?![^>]*\\bsrc=)[^>]*)>")]
    private static partial Regex Inline();

    [GeneratedRegex("'nonce-([^']+)'")]
    private static partial Regex NonceValue();
}
