using System.Net;
using Microsoft.Extensions.Options;

namespace MiniDelivery.Web.Security;

/// <summary>Lists of networks in settings, as CIDR.</summary>
internal static class CallerNetworks
{
    /// <summary>This machine.</summary>
    public static IReadOnlyList<string> Loopback { get; } = ["127.0.0.0/8", "::1/128"];

    /// <summary>This machine and private networks.</summary>
    public static IReadOnlyList<string> Private { get; } =
        [.. Loopback, "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "fc00::/7", "fe80::/10"];

    /// <summary>Whether an address is in one of them.</summary>
    public static bool Have(IEnumerable<string> networks, IPAddress? address)
    {
        if (address is null)
        {
            return false;
        }

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return networks.Any(network => IPNetwork.Parse(network).Contains(plain));
    }

    /// <summary>Names the key and whatever is no network.</summary>
    public static ValidateOptionsResult Check(string key, IEnumerable<string> networks)
    {
        var wrong = networks.Where(network => !IPNetwork.TryParse(network, out _)).ToList();
        return wrong is []
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(wrong.Select(network => $"{key}: \"{network}\" is not a network like 192.168.0.0/16 or 10.0.0.5/32."));
    }
}
