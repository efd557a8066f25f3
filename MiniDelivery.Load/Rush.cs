using System.Collections.Concurrent;
using System.Diagnostics;

namespace MiniDelivery.Load;

/// <summary>So many callers at once, each asking again as soon as it has its answer.</summary>
internal static class Rush
{
    /// <summary>Lets them ask for a while; what they ask in as long a time before is not counted.</summary>
    public static async Task<Latencies> RunAsync(int callers, TimeSpan duration, Func<CancellationToken, Task> ask, CancellationToken cancellationToken)
    {
        await OnceAsync(callers, duration, ask, cancellationToken);
        return await OnceAsync(callers, duration, ask, cancellationToken);
    }

    private static async Task<Latencies> OnceAsync(int callers, TimeSpan duration, Func<CancellationToken, Task> ask, CancellationToken cancellationToken)
    {
        var taken = new ConcurrentBag<List<double>>();
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(CallAsync, cancellationToken)));
        return Latencies.Of(taken.SelectMany(times => times), Stopwatch.GetElapsedTime(started));

        async Task CallAsync()
        {
            var times = new List<double>();
            while (Stopwatch.GetElapsedTime(started) < duration)
            {
                var asked = Stopwatch.GetTimestamp();
                await ask(cancellationToken);
                times.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            }

            taken.Add(times);
        }
    }
}
