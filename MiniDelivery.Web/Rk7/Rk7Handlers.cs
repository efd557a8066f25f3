using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Cryptography;

namespace MiniDelivery.Web.Rk7;

/// <summary>
/// Connections to tills, one pool for each pinned certificate: a connection that was opened under one pin must not serve a
/// request that demands another.
/// </summary>
internal sealed class Rk7Handlers : HttpMessageHandler
{
    /// <summary>SHA-256 of the only certificate that is accepted, 64 upper-case digits; empty = the system decides.</summary>
    public static readonly HttpRequestOptionsKey<string> Pin = new("rk7.pin");

    private readonly ConcurrentDictionary<string, HttpMessageInvoker> _byPin = new();

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var pin = request.Options.TryGetValue(Pin, out var wanted) ? wanted : "";
        return _byPin.GetOrAdd(pin, Open).SendAsync(request, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var pool in _byPin.Values)
            {
                pool.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    private static HttpMessageInvoker Open(string pin) => new(new SocketsHttpHandler
    {
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(5),
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        SslOptions = pin is "" ? new SslClientAuthenticationOptions() : Rk7Tls.For(Only(pin)),
    });

    // A till signs for itself, so its certificate proves nothing except that it is still the same one.
    private static RemoteCertificateValidationCallback Only(string pin)
    {
        var expected = Convert.FromHexString(pin);
        return (_, certificate, _, _) => certificate is not null
            && CryptographicOperations.FixedTimeEquals(SHA256.HashData(certificate.GetRawCertData()), expected);
    }
}
