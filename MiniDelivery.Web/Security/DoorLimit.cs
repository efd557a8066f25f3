using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace MiniDelivery.Web.Security;

/// <summary>How often one address may try to sign in.</summary>
public sealed class DoorLimitOptions
{
    /// <summary>Section of the configuration.</summary>
    public const string Section = "SignIn";

    /// <summary>Tries in a minute, right ones included: passwords, passkeys and PINs together.</summary>
    public int TriesPerMinute { get; set; } = 20;
}

/// <summary>
/// Limits how often one address may try to sign in, whatever names it tries; an account's own wait is in StaffRules. The address is
/// the browser's, where a believed proxy says it; of IPv6 the network, for anybody has billions of addresses.
/// </summary>
internal static class DoorLimit
{
    public const string Name = "door";

    public static void AddDoorLimit(this IServiceCollection services)
    {
        services.AddOptions<DoorLimitOptions>().BindConfiguration(DoorLimitOptions.Section)
            .Validate(limit => limit.TriesPerMinute > 0, "SignIn:TriesPerMinute: must be at least 1.").ValidateOnStart();
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.AddPolicy(Name, context => HttpMethods.IsPost(context.Request.Method)
                ? RateLimitPartition.GetSlidingWindowLimiter(NetworkOf(context.Connection.RemoteIpAddress), _ => new SlidingWindowRateLimiterOptions
                {
                    PermitLimit = context.RequestServices.GetRequiredService<IOptions<DoorLimitOptions>>().Value.TriesPerMinute,
                    Window = TimeSpan.FromMinutes(1),
                    SegmentsPerWindow = 6,
                })
                // Looking at the page is no try.
                : RateLimitPartition.GetNoLimiter(""));
        });
    }

    /// <summary>What counts as one address.</summary>
    internal static string NetworkOf(IPAddress? address) => address switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes()[..8]),
        _ => address.ToString(),
    };
}
