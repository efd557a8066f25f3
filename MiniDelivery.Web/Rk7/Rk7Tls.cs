using System.Net.Security;

namespace MiniDelivery.Web.Rk7;

/// <summary>
/// How connections to a till with a pinned certificate are protected. Many tills have a key of 1024 bits, and some speak only old
/// TLS (RK7 protocol digest, section 1). .NET lets the callback judge a short key, whatever OpenSSL's security level is, and lets
/// one connection bring a list of ciphers of its own; so neither needs a setting for the whole process (tried on OpenSSL 3.0 with
/// RSA-1024: TLS 1.3, TLS 1.2 and TLS 1.0, the last two also without elliptic curves). Such protection is weak against who can break
/// a key of 1024 bits, but the pin still says which server it is. Where a system forbids old TLS outright it stays forbidden.
/// </summary>
internal static class Rk7Tls
{
    // Best first; those without curves are for old servers. Curves with SHA-1 are left out on purpose: a TLS 1.0 server would take
    // them and sign with SHA-1, which OpenSSL refuses; without them it falls back to the others.
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
        TlsCipherSuite.TLS_RSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_RSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_RSA_WITH_AES_256_CBC_SHA256,
        TlsCipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA256,
        TlsCipherSuite.TLS_RSA_WITH_AES_256_CBC_SHA,
        TlsCipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA,
    ]);
}
