using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Handoff;

namespace MiniDelivery.Tests.Api;

/// <summary>Beyond Development: only over HTTPS, whoever stands between, and without the developer's tools.</summary>
public sealed class ProductionTests(ProductionApp app) : IClassFixture<ProductionApp>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Behind_a_proxy_that_speaks_HTTPS_pages_come_with_secure_cookies_and_say_never_again_without()
    {
        using var answer = await AskAsync("/account/sign-in", ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "orders.example"));

        Assert.NotEqual(HttpStatusCode.PermanentRedirect, answer.StatusCode);
        Assert.Equal("max-age=31536000", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")));
        Assert.All(
            answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : [],
            cookie => Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("/account/sign-in", HttpStatusCode.Forbidden)]
    [InlineData("/api/v1/menu", HttpStatusCode.Forbidden)]
    [InlineData("/health/live", HttpStatusCode.OK)]
    [InlineData("/api/int/orderitems?guid=x", HttpStatusCode.OK)]
    public async Task A_readable_line_carries_no_password_and_no_key(string path, HttpStatusCode status)
    {
        using var answer = await AskAsync(path, ("Host", "orders.example"));

        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task Who_comes_plainly_is_sent_to_the_known_HTTPS_port()
    {
        await using var own = new ProductionApp();
        own.With("Https:Port", "8443");
        await own.InitializeAsync();

        using var answer = await AskAsync(own, "/help?x=1", ("Host", "orders.example:5080"));

        Assert.Equal(HttpStatusCode.PermanentRedirect, answer.StatusCode);
        Assert.Equal("https://orders.example:8443/help?x=1", answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_caller_that_is_no_proxy_of_ours_is_not_believed()
    {
        await using var own = new ProductionApp();
        own.With("Proxy:Networks:0", "10.9.8.0/24");
        await own.InitializeAsync();

        using var answer = await AskAsync(own, "/account/sign-in", ("Host", "orders.example"), ("X-Forwarded-Proto", "https"));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task The_till_hook_sees_who_calls_through_a_proxy()
    {
        using var answer = await AskAsync("/api/int/orderitems?guid=x", ("X-Forwarded-For", "203.0.113.9"));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.True(app.Services.GetRequiredService<IOptions<TillHookOptions>>().Value.Allows(IPAddress.Loopback));
    }

    [Fact]
    public async Task A_wrong_network_of_proxies_stops_the_start()
    {
        await using var own = new ProductionApp();
        own.With("Proxy:Networks:0", "everybody");

        var error = await Assert.ThrowsAsync<OptionsValidationException>(async () => await own.InitializeAsync());

        Assert.Contains("Proxy:Networks", error.Message, StringComparison.Ordinal);
    }

    private Task<HttpResponseMessage> AskAsync(string path, params (string Name, string Value)[] headers) => AskAsync(app, path, headers);

    private static async Task<HttpResponseMessage> AskAsync(TestApp app, string path, params (string Name, string Value)[] headers)
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = app.Address };
        foreach (var (name, value) in headers)
        {
            client.DefaultRequestHeaders.Add(name, value);
        }

        return await client.GetAsync(path, Stop);
    }
}
