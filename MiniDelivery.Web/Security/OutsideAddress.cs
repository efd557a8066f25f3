using System.Net;
using System.Net.Sockets;

namespace MiniDelivery.Web.Security;

/// <summary>What machines a name belongs to; the system's own answer, unless a test gives another.</summary>
internal delegate Task<IPAddress[]> NameLookup(string host, CancellationToken cancellationToken);

/// <summary>
/// Addresses that somebody typed, or a browser or a shop named: this program must not become a way into the house's own network (SSRF).
/// What a name means is looked at when the connection is made, and the connection goes to the very machine that was looked at, so a name
/// that changes its mind in between helps nobody.
/// </summary>
internal static class OutsideAddress
{
    /// <summary>The longest address that is kept.</summary>
    public const int Longest = 2000;

    /// <summary>Whether an address may be kept at all.</summary>
    public static bool IsUsable(string url, bool allowPrivate) =>
        url.Length <= Longest
        && Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (allowPrivate && uri.Scheme == Uri.UriSchemeHttp))
        && uri.UserInfo is "";

    /// <summary>Whether a machine is of the public internet.</summary>
    public static bool IsPublic(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return !_inner.Any(network => network.Contains(plain));
    }

    /// <summary>Opens connections, to public machines only unless that is allowed. No redirects: they would lead past the first look.</summary>
    /// <param name="lookUp">Null = as the system does it.</param>
    public static SocketsHttpHandler Handler(bool allowPrivate, NameLookup? lookUp = null) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        // What was not read of an answer is not waited for: it may have no end.
        MaxResponseDrainSize = 0,
        ConnectCallback = async (context, cancellationToken) =>
        {
            var found = await (lookUp ?? Dns.GetHostAddressesAsync)(context.DnsEndPoint.Host, cancellationToken);
            var usable = found.Where(address => allowPrivate || IsPublic(address)).ToArray();
            if (usable is [])
            {
                throw new AddressRefusedException();
            }

            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(usable, context.DnsEndPoint.Port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };

    // IANA's registries of special-purpose addresses, as far as they are not of the public internet; and those that wrap such a one.
    private static readonly IPNetwork[] _inner =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
            "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/32", "2001:db8::/32", "2002::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];
}

/// <summary>The name belongs to a machine that nothing must be sent to.</summary>
internal sealed class AddressRefusedException() : Exception("The address is of a private network.");
