using System.Net;
using Microsoft.Extensions.Options;

namespace MiniDelivery.Web.Security;

/// <summary>Section <c>Https</c> of the settings; nothing of it holds in the Development environment.</summary>
public sealed class HttpsOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Https";

    /// <summary>
    /// Whether plain HTTP is sent on to HTTPS, or refused where none is known. False only for a closed network: then passwords and
    /// keys travel readable.
    /// </summary>
    public bool Required { get; init; } = true;

    /// <summary>The port to send people to; null = the one that this program listens on itself.</summary>
    public int? Port { get; init; }
}

/// <summary>Section <c>Proxy</c> of the settings.</summary>
public sealed class ProxyOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Proxy";

    /// <summary>Networks, as CIDR, whose <c>X-Forwarded-For</c>, <c>-Proto</c>, <c>-Host</c> and <c>-Prefix</c> are believed; empty = this machine only.</summary>
    public IList<string> Networks { get; init; } = [];

    /// <summary>Under which path of a site the program stands, as <c>/delivery</c>; empty = the site is its own.</summary>
    public string PathBase { get; init; } = "";

    /// <summary>The networks themselves.</summary>
    public IEnumerable<IPNetwork> Parsed => (Networks is [] ? CallerNetworks.Loopback : Networks.AsReadOnly()).Select(network => IPNetwork.Parse(network));
}

internal sealed class ValidateProxyOptions : IValidateOptions<ProxyOptions>
{
    public ValidateOptionsResult Validate(string? name, ProxyOptions options) => options.PathBase is "" || (options.PathBase is ['/', _, ..] and not [.., '/'] && options.PathBase.All(letter => char.IsAsciiLetterOrDigit(letter) || "/-_.~".Contains(letter, StringComparison.Ordinal)))
        ? CallerNetworks.Check("Proxy:Networks", options.Networks)
        : ValidateOptionsResult.Fail("Proxy:PathBase must be a path like /delivery, with a slash before it and none behind.");
}

/// <summary>Section <c>DataProtection</c> of the settings: what the keys that encrypt secrets and cookies are themselves encrypted with.</summary>
public sealed class KeyProtectionOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "DataProtection";

    /// <summary>A certificate with its private key (PKCS #12); null = Windows' own protection there, else <see cref="KeyFile"/>.</summary>
    public string? CertificatePath { get; init; }

    /// <summary>Password of that file.</summary>
    public string? CertificatePassword { get; init; }

    /// <summary>Where a certificate of our own is made and kept, relative to the content root; readable by the program's own account only.</summary>
    public string KeyFile { get; init; } = "data/keys/protection.pfx";
}
