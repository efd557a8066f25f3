using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MiniDelivery.Domain.Till;

namespace MiniDelivery.Tests.Till;

/// <summary>
/// Keys and protocols that OpenSSL refuses by default work for the till that they are pinned for, without a setting for the whole
/// process. .NET cannot serve such a key itself, so openssl does; it answers no request, but whether one was sent proves enough.
/// </summary>
public sealed class Rk7OldTlsTests : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("minidelivery-tls").FullName;
    private Process? _server;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("-cipher", "DEFAULT@SECLEVEL=0", "TLS 1.3")]
    [InlineData("-tls1_2 -cipher", "AES128-SHA@SECLEVEL=0", "TLS 1.2")]
    [InlineData("-tls1 -cipher", "ALL@SECLEVEL=0", "Tls")]
    public async Task A_key_of_1024_bits_works_where_it_is_pinned_and_nowhere_else(string how, string ciphers, string protocol)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux lets a single connection bring its own ciphers.");
        var (url, thumbprint) = await ServeAsync([.. how.Split(' '), ciphers]);
        await using var ours = new Rk7Connection(("Url", url), ("CertificateThumbprint", thumbprint), ("Timeout", "4")); // It waits for an answer until then.
        await using var others = new Rk7Connection(("Url", url), ("CertificateThumbprint", new string('A', 64)));
        await using var unpinned = new Rk7Connection(("Url", url));

        var shown = Assert.IsType<TillAnswer<TillCertificate>.Done>(await ours.Setup.ShowCertificateAsync(new TillValues { Url = url, Timeout = "5" }, Stop)).Value;

        Assert.Equal((thumbprint, "RSA 1024", protocol), (shown.Thumbprint, shown.Key, shown.Protocol));
        Assert.IsType<TillAnswer<TillNothing>.NoIdea>(await ours.Till.CloseVisitAsync(1, Stop)); // It was sent: the connection stood.
        Assert.Equal(TillTroubles.Certificate, Rk7WireTests.NotSent(await others.Till.CloseVisitAsync(1, Stop)));
        Assert.Equal(TillTroubles.Certificate, Rk7WireTests.NotSent(await unpinned.Till.CloseVisitAsync(1, Stop)));
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            _server.Kill();
            await _server.WaitForExitAsync(CancellationToken.None);
            _server.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task<(string Url, string Thumbprint)> ServeAsync(string[] how)
    {
        using var key = RSA.Create(1024);
        var request = new CertificateRequest("CN=old till", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var (certificateFile, keyFile) = (Path.Combine(_folder, "certificate.pem"), Path.Combine(_folder, "key.pem"));
        await File.WriteAllTextAsync(certificateFile, certificate.ExportCertificatePem(), Stop);
        await File.WriteAllTextAsync(keyFile, key.ExportPkcs8PrivateKeyPem(), Stop);
        var port = BuiltApp.FreePort();
        try
        {
            _server = Process.Start(new ProcessStartInfo(
                "openssl", ["s_server", "-accept", $"127.0.0.1:{port}", "-cert", certificateFile, "-key", keyFile, "-quiet", .. how])
            {
                RedirectStandardError = true,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            });
        }
        catch (Win32Exception)
        {
            Assert.Skip("There is no openssl here to serve such a key.");
        }

        await Support.TestApp.Eventually(() => Task.FromResult(Listens(port)), "openssl listens");
        return ($"https://127.0.0.1:{port}", certificate.GetCertHashString(HashAlgorithmName.SHA256));
    }

    private static bool Listens(int port) => System.Net.NetworkInformation.IPGlobalProperties.GetIPGlobalProperties()
        .GetActiveTcpListeners().Any(listener => listener.Port == port);
}
