using System.Globalization;
using System.Threading.RateLimiting;
using MiniDelivery.Web.Instances;

namespace MiniDelivery.Web.Access;

/// <summary>How often keys may call. Section <c>Api</c> of the settings.</summary>
public sealed class RequestLimitOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Api";

    /// <summary>Calls in a minute that each key may make.</summary>
    public int RequestsPerMinute { get; set; } = 600;

    /// <summary>Wrong keys in a minute that are answered 401 to one address; beyond, it hears 429.</summary>
    public int BadKeysPerMinute { get; set; } = 30;
}

/// <summary>What came of asking for one more call.</summary>
/// <param name="IsGranted">It may be made.</param>
/// <param name="Limit">How many there are in a minute.</param>
/// <param name="Left">How many are left now.</param>
/// <param name="RetryAfter">In how many seconds there is one again; 0 = there still is.</param>
internal readonly record struct RequestLease(bool IsGranted, int Limit, int Left, int RetryAfter)
{
    /// <summary>Says it in the headers of draft-ietf-httpapi-ratelimit-headers: structured fields, seconds.</summary>
    /// <param name="headers">Of the answer.</param>
    /// <param name="policy">Whose minute it is.</param>
    public void Say(IHeaderDictionary headers, string policy = "key")
    {
        // The time after which all of them are back: of a bucket that fills steadily it is known.
        var full = (int)Math.Ceiling((Limit - Left) * 60d / Limit);
        headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"{policy}\";q={Limit};w=60");
        headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"{policy}\";r={Left};t={full}");
    }
}

/// <summary>Counts calls.</summary>
internal interface IRequestLimit
{
    /// <summary>Takes one call of somebody's minute.</summary>
    /// <param name="who">A key, or an address.</param>
    ValueTask<RequestLease> TakeAsync(string who, int perMinute, CancellationToken cancellationToken);
}

/// <summary>Counts the calls of this instance: a bucket of tokens each, filled steadily, so that a burst is as right as an even pace.</summary>
internal sealed class LocalRequestLimit : IRequestLimit, IDisposable
{
    private readonly PartitionedRateLimiter<(string Who, int PerMinute)> _buckets = PartitionedRateLimiter.Create<(string Who, int PerMinute), string>(
        asked => RateLimitPartition.GetTokenBucketLimiter(asked.Who, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = asked.PerMinute,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1) / asked.PerMinute,
        }));

    public ValueTask<RequestLease> TakeAsync(string who, int perMinute, CancellationToken cancellationToken)
    {
        using var lease = _buckets.AttemptAcquire((who, perMinute));
        var left = _buckets.GetStatistics((who, perMinute))?.CurrentAvailablePermits ?? 0;
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.Zero;
        return ValueTask.FromResult(new RequestLease(
            lease.IsAcquired, perMinute, (int)left, lease.IsAcquired ? 0 : Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds))));
    }

    public void Dispose() => _buckets.Dispose();
}

/// <summary>Counts the calls of all instances together; while they cannot, each counts its own.</summary>
internal sealed class SharedRequestLimit(SharedCounter shared, LocalRequestLimit own) : IRequestLimit
{
    public async ValueTask<RequestLease> TakeAsync(string who, int perMinute, CancellationToken cancellationToken) =>
        await shared.TakeAsync("calls", who, perMinute, cancellationToken) is { } count
            ? new RequestLease(count.IsGranted, perMinute, count.Left, count.RetryAfter)
            : await own.TakeAsync(who, perMinute, cancellationToken);
}
