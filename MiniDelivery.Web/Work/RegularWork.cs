namespace MiniDelivery.Web.Work;

/// <summary>How a piece of regular work is doing.</summary>
/// <param name="BeganAt">When its last round began; null = none has.</param>
/// <param name="EndedAt">When a round last ended, well or not; null = none has.</param>
/// <param name="DoneAt">When a round last ended well; null = none has.</param>
/// <param name="FailingSince">Since when every round fails; null = the last one went well.</param>
/// <param name="Error">What kind of failure the last one was. Never its words: they may repeat what a guest wrote.</param>
public sealed record WorkState(DateTimeOffset? BeganAt, DateTimeOffset? EndedAt, DateTimeOffset? DoneAt, DateTimeOffset? FailingSince, string? Error)
{
    /// <summary>Nothing has been done yet.</summary>
    public static WorkState Idle { get; } = new(null, null, null, null, null);

    /// <summary>When the round that has not ended yet began; null = it rests.</summary>
    public DateTimeOffset? BusySince => BeganAt is { } began && (EndedAt is not { } ended || ended < began) ? began : null;
}

/// <summary>
/// Work that is done again and again for as long as the program runs. A round that fails is written down, and the next one comes all
/// the same; how the last one went is known to whoever asks (the page «Состояние системы» does).
/// </summary>
public abstract class RegularWork(TimeProvider time) : BackgroundService
{
    private readonly SemaphoreSlim _reading = new(1);
    private WorkState _state = WorkState.Idle;

    /// <summary>How it is doing.</summary>
    public WorkState State => Volatile.Read(ref _state);

    /// <summary>What it is called.</summary>
    public string Name => GetType().Name;

    /// <summary>A round that takes longer than this hangs.</summary>
    public virtual TimeSpan Patience => TimeSpan.FromMinutes(10);

    /// <summary>The clock.</summary>
    protected TimeProvider Time => time;

    /// <summary>How long it rests between two rounds.</summary>
    protected abstract TimeSpan Every { get; }

    /// <summary>Whether it rests before the first round, too.</summary>
    protected virtual bool BeginsWithRest => false;

    /// <summary>One round.</summary>
    protected abstract Task DoAsync(CancellationToken stoppingToken);

    /// <summary>Writes down that a round failed.</summary>
    protected abstract void SayFailed(Exception error);

    /// <summary>Waits for the next round.</summary>
    protected virtual Task RestAsync(CancellationToken stoppingToken) => Task.Delay(Every, time, stoppingToken);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _reading.Dispose();
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>
    /// Reads what is kept in memory, one reading after another: a round that began before somebody's change must not end after it and put
    /// back what was.
    /// </summary>
    protected async Task InTurnAsync(Func<CancellationToken, Task> read, CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            await read(cancellationToken);
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (BeginsWithRest)
        {
            await RestAsync(stoppingToken);
        }

        while (!stoppingToken.IsCancellationRequested)
        {
            await RoundAsync(stoppingToken);
            await RestAsync(stoppingToken);
        }
    }

    private async Task RoundAsync(CancellationToken stoppingToken)
    {
        Volatile.Write(ref _state, _state with { BeganAt = time.GetUtcNow() });
        try
        {
            await DoAsync(stoppingToken);
            var now = time.GetUtcNow();
            Volatile.Write(ref _state, new WorkState(_state.BeganAt, now, now, null, null));
        }
        catch (Exception error) when (error is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
        {
            // Before anybody reads that it failed, it is so in the log.
            SayFailed(error);
            var now = time.GetUtcNow();
            Volatile.Write(ref _state, _state with { EndedAt = now, FailingSince = _state.FailingSince ?? now, Error = error.GetType().Name });
        }
    }
}
