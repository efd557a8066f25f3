using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Operations;

namespace MiniDelivery.Tests.Api;

/// <summary>A wrong setting stops the start, in one line that names its key; nothing has been touched by then.</summary>
public sealed class SettingsTests
{
    [Theory]
    [InlineData("Database:Provider", "Oracle")]
    [InlineData("ConnectionStrings:MiniDelivery", "Where=here")]
    [InlineData("Till:Url", "kassa", "Till:Station", "1", "Till:Table", "1")]
    [InlineData("Till:Table", "Dlv", "Till:Url", "https://kassa.example", "Till:Station", "1")]
    [InlineData("Till:Station", "", "Till:Url", "https://kassa.example", "Till:Table", "1")]
    [InlineData("Till:User", "a:b", "Till:Url", "https://kassa.example", "Till:Station", "1", "Till:Table", "1")]
    [InlineData("Till:CertificateThumbprint", "12", "Till:Url", "https://kassa.example", "Till:Station", "1", "Till:Table", "1")]
    [InlineData("Till:Timeout", "soon", "Till:Url", "https://kassa.example", "Till:Station", "1", "Till:Table", "1")]
    [InlineData("Till:WatchSeconds", "0")]
    [InlineData("TillHook:Networks", "till", "TillHook:Networks:0", "till")]
    [InlineData("Licensing:PublicKeys:0", "MFkw")]
    [InlineData("Licensing:GraceDays", "31")]
    [InlineData("Escalation:AllowPrivateAddresses", "perhaps")]
    [InlineData("Escalation:TelegramUrl", "http://telegram.example")]
    [InlineData("Escalation:Contact", "somebody")]
    [InlineData("Couriers:MapUrl", "https://map.example")]
    [InlineData("Https:Required", "sometimes")]
    [InlineData("Https:Port", "70000")]
    [InlineData("Proxy:Networks", "everybody", "Proxy:Networks:0", "everybody")]
    [InlineData("Api:RequestsPerMinute", "0")]
    [InlineData("Api:BadKeysPerMinute", "none")]
    [InlineData("SignIn:TriesPerMinute", "0")]
    [InlineData("DataProtection:CertificatePath", "/nowhere/key.pfx")]
    [InlineData("DataProtection:KeyFile", "/dev/null/key.pfx")]
    [InlineData("Redis:Configuration", "redis,strange=1")]
    [InlineData("Logs:FileMegabytes", "0")]
    [InlineData("Logs:Files", "0")]
    [InlineData("Logs:Console", "Pretty")]
    [InlineData("Health:LowDiskMegabytes", "1")]
    [InlineData("Health:FullDiskMegabytes", "-1")]
    [InlineData("Metrics:Networks", "monitoring", "Metrics:Networks:0", "monitoring")]
    [InlineData("Backup:At", "25:00")]
    [InlineData("Backup:Keep", "0")]
    public async Task It_names_its_key(params string[] settings)
    {
        await using var app = new ProductionApp();
        foreach (var pair in settings.Chunk(2).Where(pair => !pair[0].EndsWith(":Networks", StringComparison.Ordinal)))
        {
            app.With(pair[0], pair[1]);
        }

        var error = await Assert.ThrowsAnyAsync<Exception>(async () => await app.InitializeAsync());

        var line = Assert.Single(StartRefusal.Words(error));
        Assert.Contains(settings[0], line, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(app.Folder, "test.db")), "The database was made.");
    }

    [Fact]
    public async Task Of_several_each_has_its_line()
    {
        await using var app = new ProductionApp();
        app.With("Backup:At", "noon").With("Licensing:GraceDays", "-1").With("Couriers:MapUrl", "x");

        var error = await Assert.ThrowsAnyAsync<Exception>(async () => await app.InitializeAsync());

        Assert.Equal(["Backup:At", "Couriers:MapUrl", "Licensing:GraceDays"], StartRefusal.Words(error).Select(line => line.Split(' ')[0]).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Demo:ApiKey", "short")]
    [InlineData("Demo:Password", "1")]
    public async Task One_of_the_demo_names_its_key(string key, string value)
    {
        await using var app = new TestApp().With(key, value);

        var error = await Assert.ThrowsAnyAsync<Exception>(async () => await app.InitializeAsync());

        Assert.StartsWith(key, Assert.Single(StartRefusal.Words(error)), StringComparison.Ordinal);
    }

    // A mistake of ours must not be dressed up as one of the settings.
    [Fact]
    public void What_is_not_about_settings_is_left_as_it_is()
    {
        Assert.Empty(StartRefusal.Words(new InvalidOperationException("Sequence contains no elements")));
        Assert.Empty(StartRefusal.Words(new AggregateException(new SettingException("Backup:At"), new InvalidOperationException())));
        Assert.Empty(StartRefusal.Words(null));
    }
}
