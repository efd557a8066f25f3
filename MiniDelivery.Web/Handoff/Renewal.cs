namespace MiniDelivery.Web.Handoff;

/// <summary>
/// Keeps a claim alive for as long as its work goes on. So a claim can be short, and what a process that died was at is taken up soon,
/// however long a till lets a living one wait.
/// </summary>
internal sealed class Renewal : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    private Renewal(Func<Task<bool>> renewAsync, TimeSpan every, TimeProvider time, Action<Exception> failed) =>
        _running = RunAsync(renewAsync, every, time, failed, _stop.Token);

    /// <summary>Begins to renew, until disposed.</summary>
    /// <param name="renewAsync">Renews once. False = the claim is lost, and there is nothing left to renew.</param>
    /// <param name="failed">Told of what went wrong; the next time may go well.</param>
    public static Renewal Begin(Func<Task<bool>> renewAsync, TimeSpan every, TimeProvider time, Action<Exception> failed) =>
        new(renewAsync, every, time, failed);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private static async Task RunAsync(Func<Task<bool>> renewAsync, TimeSpan every, TimeProvider time, Action<Exception> failed, CancellationToken stopping)
    {
        for (var isHeld = true; isHeld;)
        {
            try
            {
                await Task.Delay(every, time, stopping);
                isHeld = await renewAsync();
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                failed(error);
            }
        }
    }
}
