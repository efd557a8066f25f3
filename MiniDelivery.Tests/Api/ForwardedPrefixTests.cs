using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Api;

/// <summary>A proxy may say under which path it shows the program (X-Forwarded-Prefix), as far as it is believed at all.</summary>
public sealed class ForwardedPrefixTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("127.0.0.0/8", "/shop/delivery/")]
    [InlineData("10.1.2.3/32", "/")]
    public async Task It_is_believed_of_trusted_proxies_alone(string trusted, string expected)
    {
        await using var app = new TestApp().With("Proxy:Networks:0", trusted);
        await app.InitializeAsync();
        using var client = app.Shop(key: null);
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
        client.DefaultRequestHeaders.Add("X-Forwarded-Prefix", "/shop/delivery");

        Assert.Contains($"<base href=\"{expected}\"", await client.GetStringAsync("/account/sign-in", Stop), StringComparison.Ordinal);
    }
}
