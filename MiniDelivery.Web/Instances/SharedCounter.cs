using System.Globalization;
using StackExchange.Redis;

namespace MiniDelivery.Web.Instances;

/// <summary>What came of asking for one more.</summary>
/// <param name="IsGranted">There was one.</param>
/// <param name="Left">How many are left now.</param>
/// <param name="RetryAfter">In how many seconds there is one again; 0 = there was.</param>
internal readonly record struct SharedCount(bool IsGranted, int Left, int RetryAfter);

/// <summary>Counts something of a minute for all instances together: a bucket that fills steadily, as one instance alone has it.</summary>
internal sealed class SharedCounter(InstanceLink link, TimeProvider time, ILogger<SharedCounter> logger)
{
    // Kept is only when the bucket will be full again (GCRA). By Redis's own clock: those of the instances may differ.
    private const string Script = """
        local at = redis.call('TIME')
        local now = at[1] * 1000 + math.floor(at[2] / 1000)
        local step = 60000 / tonumber(ARGV[1])
        local full = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now) + step
        if full - now > 60000 then
          return {0, 0, math.ceil((full - now - 60000) / 1000)}
        end
        redis.call('SET', KEYS[1], string.format('%.3f', full), 'PX', math.ceil(full - now))
        return {1, math.floor((60000 - (full - now)) / step), 0}
        """;

    // A call must not wait for a Redis that hangs; then this instance counts alone.
    private static readonly TimeSpan _patience = TimeSpan.FromMilliseconds(250);

    /// <summary>Takes one of somebody's minute. Null = Redis is not there: whoever asks counts for itself.</summary>
    /// <param name="what">What is counted.</param>
    /// <param name="who">Whose.</param>
    public async ValueTask<SharedCount?> TakeAsync(string what, string who, int perMinute, CancellationToken cancellationToken)
    {
        if (link.Redis is not { } redis)
        {
            return null;
        }

        try
        {
            var answer = (int[])(await redis.Database
                .ScriptEvaluateAsync(Script, [$"{redis.Prefix}:{what}:{who}"], [perMinute.ToString(CultureInfo.InvariantCulture)])
                .WaitAsync(_patience, time, cancellationToken))!;
            return new SharedCount(answer[0] is 1, answer[1], answer[2]);
        }
        catch (Exception error) when (error is RedisException or TimeoutException or ObjectDisposedException)
        {
            CounterLogs.CountedAlone(logger, error.GetType().Name);
            return null;
        }
    }
}

internal static partial class CounterLogs
{
    [LoggerMessage(2505, LogLevel.Debug, "Redis did not count ({Error}); this instance counts alone")]
    public static partial void CountedAlone(ILogger logger, string error);
}
