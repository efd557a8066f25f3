using System.Globalization;
using Microsoft.Extensions.Options;

namespace MiniDelivery.Web.Rk7;

/// <summary>
/// Section <c>Till</c>: where the till is, who we are there, and what its settings are called (contract, section 6).
/// References are codes, because people know codes and a code survives a move of the database (RK7 protocol digest, section 4);
/// an empty optional one is left out of the requests. A class and not a record: a record would print the password.
/// </summary>
internal sealed class TillOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Till";

    /// <summary>Address of the cash server, <c>https://host:port</c>, or of the interface itself (ending in .xml). Empty = no till.</summary>
    public string Url { get; set; } = "";

    /// <summary>Name of the r_keeper employee who has the HTTP privilege; only Latin names are proven.</summary>
    public string User { get; set; } = "";

    /// <summary>That employee's password.</summary>
    public string Password { get; set; } = "";

    /// <summary>SHA-256 of the only certificate accepted, hexadecimal, colons and blanks allowed. Empty = the system decides.</summary>
    public string CertificateThumbprint { get; set; } = "";

    /// <summary>Code in CASHES; required.</summary>
    public string Station { get; set; } = "";

    /// <summary>Code of the delivery table in TABLES; required.</summary>
    public string Table { get; set; } = "";

    /// <summary>Code in UNCHANGEABLEORDERTYPES.</summary>
    public string OrderCategory { get; set; } = "";

    /// <summary>Code in CHANGEABLEORDERTYPES.</summary>
    public string OrderType { get; set; } = "";

    /// <summary>Code in GUESTTYPES.</summary>
    public string GuestType { get; set; } = "";

    /// <summary>Code in EMPLOYEES: waiter of our orders, author of our packages, holder of our locks.</summary>
    public string Waiter { get; set; } = "";

    /// <summary>Code in EMPLOYEES: who cancels. The till demands it for VoidOrder.</summary>
    public string Manager { get; set; } = "";

    /// <summary>Code in ORDERVOIDS: why. The till demands it for VoidOrder.</summary>
    public string DeleteReason { get; set; } = "";

    /// <summary>Anchor of a subscription licence, <c>6:{product}#restaurant/17</c>; empty = the restaurant has the lifetime licence (section 8).</summary>
    public string LicenseAnchor { get; set; } = "";

    /// <summary>Id that the UCS licensing service returned for the anchor.</summary>
    public string LicenseToken { get; set; } = "";

    /// <summary>
    /// How long one request may take, connecting and repeating included: seconds (<c>10</c>, <c>0.5</c>) or a time
    /// (<c>00:00:10</c>); empty = 10 seconds. As text, because the configuration binder reads "10" as ten days.
    /// </summary>
    public string Timeout { get; set; } = "";

    /// <summary><see cref="Timeout"/> as a time; zero when it cannot be read.</summary>
    public TimeSpan Patience => Timeout is "" ? TimeSpan.FromSeconds(10)
        : double.TryParse(Timeout, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(Math.Min(seconds, 1_000_000))
        : TimeSpan.TryParse(Timeout, CultureInfo.InvariantCulture, out var time) ? time : TimeSpan.Zero;

    /// <summary>Whether there is a till at all.</summary>
    public bool IsConfigured => Url is not "";

    /// <summary>Where requests go.</summary>
    public Uri Endpoint
    {
        get
        {
            var url = new Uri(Url, UriKind.Absolute);
            return url.AbsolutePath.EndsWith(".xml", StringComparison.OrdinalIgnoreCase)
                ? url
                : new UriBuilder(url) { Path = url.AbsolutePath.TrimEnd('/') + "/rk7api/v0/xmlinterface.xml" }.Uri;
        }
    }

    /// <summary>The thumbprint as 64 upper-case digits, or empty.</summary>
    public string Pin => CertificateThumbprint.Replace(":", "", StringComparison.Ordinal)
        .Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
}

/// <summary>Each message names the key to set.</summary>
internal sealed class ValidateTillOptions : IValidateOptions<TillOptions>
{
    private static readonly TimeSpan _longest = TimeSpan.FromMinutes(2);

    public ValidateOptionsResult Validate(string? name, TillOptions options)
    {
        var faults = Faults(options).ToList();
        return faults is [] ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(TillOptions options)
    {
        if (options.Patience <= TimeSpan.Zero || options.Patience > _longest)
        {
            yield return "Till:Timeout must be seconds or a time, more than 0 and at most 120 seconds.";
        }

        if (!options.IsConfigured)
        {
            yield break;
        }

        if (!Uri.TryCreate(options.Url, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
        {
            yield return "Till:Url must be an absolute http or https address.";
        }

        // RFC 7617, section 2: the first colon ends the name.
        if (options.User.Contains(':', StringComparison.Ordinal))
        {
            yield return "Till:User must not contain a colon.";
        }

        if (options.Pin is not "" && (options.Pin.Length is not 64 || !options.Pin.All(char.IsAsciiHexDigit)))
        {
            yield return "Till:CertificateThumbprint must be a SHA-256 thumbprint: 64 hexadecimal digits.";
        }

        foreach (var (key, code, required) in Codes(options))
        {
            if (code is "" && required)
            {
                yield return $"Till:{key} is required: set the code that it has at the till.";
            }
            else if (!code.All(char.IsAsciiDigit))
            {
                yield return $"Till:{key} must be a code of the till: digits only.";
            }
        }
    }

    private static IEnumerable<(string Key, string Code, bool Required)> Codes(TillOptions options) =>
    [
        (nameof(options.Station), options.Station, true),
        (nameof(options.Table), options.Table, true),
        (nameof(options.OrderCategory), options.OrderCategory, false),
        (nameof(options.OrderType), options.OrderType, false),
        (nameof(options.GuestType), options.GuestType, false),
        (nameof(options.Waiter), options.Waiter, false),
        (nameof(options.Manager), options.Manager, false),
        (nameof(options.DeleteReason), options.DeleteReason, false),
    ];
}
