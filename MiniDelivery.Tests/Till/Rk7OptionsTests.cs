using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MiniDelivery.Web.Rk7;

namespace MiniDelivery.Tests.Till;

public class Rk7OptionsTests
{
    private static readonly (string Key, string Value)[] _good =
        [("Url", "https://10.0.0.5:8080"), ("Station", "1"), ("Table", "102")];

    [Fact]
    public void No_address_is_allowed() => Assert.False(Read([]).IsConfigured);

    [Fact]
    public void Address_station_and_table_are_enough() => Assert.True(Read(_good).IsConfigured);

    [Theory]
    [InlineData("Url", "till", "Till:Url must be an absolute http or https address.")]
    [InlineData("Url", "ftp://till", "Till:Url must be an absolute http or https address.")]
    [InlineData("Url", "/rk7api", "Till:Url must be an absolute http or https address.")]
    [InlineData("User", "a:b", "Till:User must not contain a colon.")]
    [InlineData("Station", "", "Till:Station is required: set the code that it has at the till.")]
    [InlineData("Table", "", "Till:Table is required: set the code that it has at the till.")]
    [InlineData("Waiter", "Анна", "Till:Waiter must be a code of the till: digits only.")]
    [InlineData("DeleteReason", "-1", "Till:DeleteReason must be a code of the till: digits only.")]
    [InlineData("CertificateThumbprint", "AB12", "Till:CertificateThumbprint must be a SHA-256 thumbprint: 64 hexadecimal digits.")]
    [InlineData("Timeout", "0", "Till:Timeout must be seconds or a time, more than 0 and at most 120 seconds.")]
    [InlineData("Timeout", "soon", "Till:Timeout must be seconds or a time, more than 0 and at most 120 seconds.")]
    [InlineData("Timeout", "00:02:01", "Till:Timeout must be seconds or a time, more than 0 and at most 120 seconds.")]
    public void A_bad_setting_is_named(string key, string value, string message)
    {
        var settings = _good.Where(setting => setting.Key != key).Append((key, value)).ToArray();

        var error = Assert.Throws<OptionsValidationException>(() => Read(settings));

        Assert.Equal([message], error.Failures);
    }

    [Theory]
    [InlineData("10", 10_000)]
    [InlineData("0.5", 500)]
    [InlineData("00:00:07", 7_000)]
    [InlineData("", 10_000)]
    public void The_time_out_is_a_time_or_seconds(string text, int milliseconds) =>
        Assert.Equal(milliseconds, Read([.. _good, ("Timeout", text)]).Patience.TotalMilliseconds);

    [Theory]
    [InlineData("http://till:8080", "http://till:8080/rk7api/v0/xmlinterface.xml")]
    [InlineData("https://till:8080/", "https://till:8080/rk7api/v0/xmlinterface.xml")]
    [InlineData("https://till/behind/proxy", "https://till/behind/proxy/rk7api/v0/xmlinterface.xml")]
    [InlineData("https://till/rk7api/v0/xmlinterface.xml", "https://till/rk7api/v0/xmlinterface.xml")]
    public void The_address_may_be_the_servers_or_the_interfaces(string url, string endpoint) =>
        Assert.Equal(new Uri(endpoint), new TillOptions { Url = url }.Endpoint);

    [Fact]
    public void A_thumbprint_may_be_pasted_with_colons()
    {
        var pasted = string.Join(':', Enumerable.Repeat("ab", 32));

        Assert.Equal(string.Concat(Enumerable.Repeat("AB", 32)), Read([.. _good, ("CertificateThumbprint", pasted)]).Pin);
    }

    [Fact]
    public void The_password_does_not_print() => Assert.DoesNotContain("secret", new TillOptions { Password = "secret" }.ToString()!, StringComparison.Ordinal);

    private static TillOptions Read((string Key, string Value)[] settings)
    {
        using var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(
                settings.Select(setting => KeyValuePair.Create($"Till:{setting.Key}", (string?)setting.Value))).Build())
            .AddRk7()
            .BuildServiceProvider();
        return services.GetRequiredService<IOptions<TillOptions>>().Value;
    }
}
