using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using MiniDelivery.Web.Instances;

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
                ? RateLimitPartition.Get(NetworkOf(context.Connection.RemoteIpAddress), network => new DoorLimiter(
                    network,
                    context.RequestServices.GetRequiredService<IOptions<DoorLimitOptions>>().Value.TriesPerMinute,
                    context.RequestServices.GetRequiredService<SharedCounter>()))
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

/// <summary>The tries of one address: those at all instances together, and while they cannot be counted, those at this one.</summary>
internal sealed class DoorLimiter(string network, int perMinute, SharedCounter shared) : RateLimiter
{
    private readonly SlidingWindowRateLimiter _own = new(new SlidingWindowRateLimiterOptions
    {
        PermitLimit = perMinute,
        Window = TimeSpan.FromMinutes(1),
        SegmentsPerWindow = 6,
    });

    /// <inheritdoc/>
    public override TimeSpan? IdleDuration => _own.IdleDuration;

    /// <inheritdoc/>
    public override RateLimiterStatistics? GetStatistics() => _own.GetStatistics();

    // Always no: whoever asks at once asks again by the way that may wait for Redis.
    /// <inheritdoc/>
    protected override RateLimitLease AttemptAcquireCore(int permitCount) => Answer.No;

    /// <inheritdoc/>
    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        // Counted here as well, so that a Redis that goes away does not give everybody a new minute.
        var own = _own.AttemptAcquire(permitCount);
        return await shared.TakeAsync("door", network, perMinute, cancellationToken) is { } count ? (count.IsGranted ? Answer.Yes : Answer.No) : own;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _own.Dispose();
        }

        base.Dispose(disposing);
    }

    private sealed class Answer(bool isYes) : RateLimitLease
    {
        public static Answer Yes { get; } = new(true);

        public static Answer No { get; } = new(false);

        public override bool IsAcquired => isYes;

        public override IEnumerable<string> MetadataNames => [];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = null;
            return false;
        }
    }
}
