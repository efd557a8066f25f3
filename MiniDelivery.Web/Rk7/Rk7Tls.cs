using System.Net.Security;

namespace MiniDelivery.Web.Rk7;

/// <summary>
/// How connections to a till with a pinned certificate are protected. Many tills have a key of 1024 bits, and some speak only old
/// TLS (RK7 protocol digest, section 1). On Linux, OpenSSL's security level would refuse both; .NET lifts it for a connection that
/// brings its own list of ciphers, and for that connection only (tried on OpenSSL 3.0: RSA-1024 with TLS 1.3 and 1.2, RSA key
/// exchange, TLS 1.0). Such protection is weak against who can break a key of 1024 bits, but the pin still says which server it is.
/// </summary>
internal static class Rk7Tls
{
    // Best first; the last eight are for old servers.
    private static readonly CipherSuitesPolicy? _alsoOld = OperatingSystem.IsLinux() ? AlsoOld() : null;

    /// <summary>Settings for a connection whose certificate <paramref name="accept"/> judges alone.</summary>
    public static SslClientAuthenticationOptions For(RemoteCertificateValidationCallback accept) => new()
    {
        RemoteCertificateValidationCallback = accept,
        CipherSuitesPolicy = _alsoOld, // Windows and macOS have no such list; there the system's settings hold.
    };

    [System.Runtime.Versioning.SupportedOSPlatform("linux")]
    private static CipherSuitesPolicy AlsoOld() => new(
    [
        TlsCipherSuite.TLS_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA,
        TlsCipherSuite.TLS_RSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_RSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_RSA_WITH_AES_256_CBC_SHA256,
        TlsCipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA256,
        TlsCipherSuite.TLS_RSA_WITH_AES_256_CBC_SHA,
        TlsCipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA,
    ]);
}
