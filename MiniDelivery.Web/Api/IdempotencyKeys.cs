using System.Collections.Concurrent;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Problems;

namespace MiniDelivery.Web.Api;

/// <summary>
/// The header <c>Idempotency-Key</c>. Who calls with a key while an earlier call with it still runs waits a little for the answer of
/// that one; the database would not let both do something anyway, this keeps the second from being a riddle.
/// </summary>
internal sealed class IdempotencyKeys(TimeProvider time)
{
    /// <summary>Name of the header.</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>Name of the header of an answer that was given before.</summary>
    public const string Replayed = "Idempotent-Replayed";

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<(SourceId Source, string Key), Task> _running = new();

    /// <summary>The key of a request; null = it has none.</summary>
    public static (string? Key, ApiProblem? Problem) Of(HttpRequest request) => request.Headers[Header] switch
    {
        [] => (null, null),
        [{ Length: > 0 and <= Limits.IdempotencyKey } key] when key.All(c => c is >= ' ' and <= '~') => (key, null),
        _ => (null, ApiProblems.ValidationFailed([new FieldError(
            $"/headers/{Header}", "wrong-header", $"must be sent once, with 1 to {Limits.IdempotencyKey} visible ASCII characters")])),
    };

    /// <summary>Does something in turn with others that carry the same key.</summary>
    public async Task<IResult> InTurnAsync(SourceId source, string? key, Func<Task<IResult>> work, CancellationToken cancellationToken)
    {
        if (key is null)
        {
            return await work();
        }

        var place = (source, key);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var until = time.GetUtcNow() + _patience;
        while (_running.GetOrAdd(place, done.Task) is var first && first != done.Task)
        {
            try
            {
                var left = until - time.GetUtcNow();
                await first.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, time, cancellationToken);
            }
            catch (TimeoutException)
            {
                return ApiProblems.IdempotencyInProgress;
            }
        }

        try
        {
            return await work();
        }
        finally
        {
            _running.TryRemove(place, out _);
            done.SetResult();
        }
    }
}
