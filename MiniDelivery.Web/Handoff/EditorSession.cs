using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Orders;

namespace MiniDelivery.Web.Handoff;

/// <summary>Why a person cannot go on editing.</summary>
public enum EditorEnd
{
    /// <summary>The till gave the order to somebody else.</summary>
    LockLost,

    /// <summary>Nobody touched anything for a long time; the cashier must not wait for ever.</summary>
    Idle,

    /// <summary>The order was opened for editing in another window.</summary>
    TakenOver,

    /// <summary>The order is being cancelled.</summary>
    Cancelled,

    /// <summary>The window lost its connection to us.</summary>
    Disconnected,
}

/// <summary>
/// One person editing one order: holds the till's lock as long as it lives, and gives it back. A lock that is not renewed ends by
/// itself, so a process that dies leaves no order locked.
/// </summary>
public sealed class EditorSession : IAsyncDisposable
{
    /// <summary>How long a person may sit before the order without touching anything.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly ITill _till;
    private readonly OrderLocks _locks;
    private readonly EditorHolds _holds;
    private readonly OrderDesk _desk;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Domain.Till.Handoff _handoff;
    private readonly CancellationTokenSource _over = new();
    private readonly Lock _lock = new();
    private readonly Guid _holder = Guid.NewGuid();
    private long _touchedAt;
    private DateTimeOffset _lockedUntil;
    private bool _mayHoldLock;
    private bool _isDisposed;
    private Task _renewing = Task.CompletedTask;

    internal EditorSession(
        Order order, Actor by, ITill till, OrderLocks locks, EditorHolds holds, OrderDesk desk, TimeProvider time, ILogger logger)
    {
        (Order, By, Since) = (order, by, time.GetUtcNow());
        (_till, _locks, _holds, _desk, _time, _logger, _handoff) = (till, locks, holds, desk, time, logger, order.Handoff!);
        _touchedAt = Since.UtcTicks;
    }

    /// <summary>Which order.</summary>
    public OrderId Id => Order.Id;

    /// <summary>The guest's order as it was when it was opened.</summary>
    public Order Order { get; }

    /// <summary>Who edits.</summary>
    public Actor By { get; }

    /// <summary>Since when.</summary>
    public DateTimeOffset Since { get; }

    /// <summary>Who, as others are told.</summary>
    internal string Who => By.Terminal is { } terminal ? $"{By.Name}, {terminal}" : By.Name;

    /// <summary>What other instances are to know of it.</summary>
    internal EditorHold Hold => new()
    {
        OrderId = Id,
        Holder = _holder,
        By = Who,
        Since = Since,
        Until = _time.GetUtcNow() + OrderLocks.TimeFor(_till),
    };

    /// <summary>Why it is over; null = the order is theirs.</summary>
    public EditorEnd? End { get; private set; }

    /// <summary>What the till said when the lock was lost; null = nothing.</summary>
    public TillTrouble? Trouble { get; private set; }

    /// <summary>Rung when <see cref="End"/> is set; comes from any thread.</summary>
    public Action? Ended { get; set; }

    /// <summary>The person has done something: the order stays theirs.</summary>
    public void Touch() => Volatile.Write(ref _touchedAt, _time.GetUtcNow().UtcTicks);

    /// <summary>What the till has now.</summary>
    public Task<TillAnswer<TillOrder?>> ReadAsync(CancellationToken cancellationToken) => _till.FindOrderAsync(_handoff.Key, cancellationToken);

    /// <summary>«Сохранить»: promises the till what was changed. The dispatcher carries it out.</summary>
    public Task<Outcome> SaveAsync(EditPlan plan, CancellationToken cancellationToken)
    {
        Touch();
        return _desk.EditAsync(Id, plan, By, cancellationToken);
    }

    /// <summary>The person has seen that the till refused what they saved.</summary>
    public Task<Outcome> SeenAsync(CancellationToken cancellationToken) => _desk.GiveUpEditAsync(Id, By, cancellationToken);

    /// <summary>The order is not there to be edited any more.</summary>
    public void Stop() => Lose(EditorEnd.Cancelled, null);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Ended = null;
        if (!_isDisposed)
        {
            _isDisposed = true;
            await StopAsync();
        }
    }

    /// <summary>Takes the lock at the till. Done with true: it is ours.</summary>
    internal async Task<TillAnswer<bool>> LockAsync(CancellationToken cancellationToken)
    {
        var before = _time.GetUtcNow();
        var time = OrderLocks.TimeFor(_till);
        var answer = await _till.LockOrderAsync(_handoff.Key, _handoff.LockGuid, time, cancellationToken);
        switch (answer)
        {
            case TillAnswer<bool>.Done { Value: true }:
                (_lockedUntil, _mayHoldLock) = (before + time, true);
                break;
            case TillAnswer<bool>.NoIdea:
                _mayHoldLock = true;
                break;
            case TillAnswer<bool>.Done or TillAnswer<bool>.Later or TillAnswer<bool>.Refused:
                _mayHoldLock = false;
                break;
        }

        return answer;
    }

    /// <summary>Begins to keep the lock.</summary>
    internal void Keep() => _renewing = KeepAsync();

    /// <summary>It is over, for whatever reason; the window is told.</summary>
    internal void Lose(EditorEnd end, TillTrouble? trouble)
    {
        lock (_lock)
        {
            if (End is not null)
            {
                return;
            }

            (End, Trouble) = (end, trouble);
        }

        EditorLogs.Ended(_logger, Id, end, trouble?.Code);
        Ended?.Invoke();
    }

    /// <summary>The window lost its connection: the order must not stay locked for a window that may never come back.</summary>
    internal Task DisconnectAsync()
    {
        Lose(EditorEnd.Disconnected, null);
        return _isDisposed ? Task.CompletedTask : StopAsync();
    }

    // Stops renewing and gives the lock back, unless a step of the dispatcher still needs it: then that one does.
    internal async Task StopAsync()
    {
        if (!_over.IsCancellationRequested)
        {
            await _over.CancelAsync();
        }

        await _renewing;
        await LetGoAsync();
    }

    /// <summary>Whether the order is still this window's; at another instance somebody may have taken it over.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        if (End is null && !_renewing.IsCompleted && !await _holds.IsOfAsync(Id, _holder, cancellationToken))
        {
            Lose(EditorEnd.TakenOver, null);
        }
    }

    private async Task KeepAsync()
    {
        var every = OrderLocks.TimeFor(_till) / 3;
        try
        {
            while (End is null)
            {
                await Task.Delay(every, _time, _over.Token);
                if (_time.GetUtcNow().UtcTicks - Volatile.Read(ref _touchedAt) >= Patience.Ticks)
                {
                    Lose(EditorEnd.Idle, null);
                    break;
                }

                await RenewAsync();
            }
        }
        catch (OperationCanceledException) when (_over.IsCancellationRequested)
        {
            // The person has left.
            return;
        }
        catch (Exception error)
        {
            // Without renewal the lock ends by itself; the person must know.
            EditorLogs.RenewalFailed(_logger, error, Id);
            Lose(EditorEnd.LockLost, null);
        }

        await LetGoAsync();
    }

    private async Task RenewAsync()
    {
        if (!await IsOursAsync())
        {
            Lose(EditorEnd.TakenOver, null);
            return;
        }

        var answer = await LockAsync(_over.Token);
        switch (answer)
        {
            case TillAnswer<bool>.Done { Value: true }:
                EditorLogs.Renewed(_logger, Id);
                break;
            case TillAnswer<bool>.NotSent or TillAnswer<bool>.NoIdea when _time.GetUtcNow() < _lockedUntil:
                // The till is silent; the lock still stands, and the next attempt comes before it ends.
                break;
            default:
                Lose(EditorEnd.LockLost, answer.TroubleOrNull);
                break;
        }
    }

    private async Task<bool> IsOursAsync()
    {
        try
        {
            return await _holds.RenewAsync(Id, _holder, Hold.Until, _over.Token);
        }
        catch (Exception error) when (error.IsStorageTrouble)
        {
            // It holds for two more of these renewals, and nobody can have taken it over meanwhile.
            EditorLogs.HoldUnknown(_logger, error, Id);
            return true;
        }
    }

    // The hold first, then the lock: whoever has taken the hold over has the till's lock with it, and a step that is just ending leaves
    // the lock to us as long as we are still there.
    private async Task LetGoAsync()
    {
        var wasOurs = true;
        try
        {
            wasOurs = await _holds.ReleaseAsync(Id, _holder);
        }
        catch (Exception error) when (error.IsStorageTrouble)
        {
            EditorLogs.HoldUnknown(_logger, error, Id);
        }

        if (_locks.End(this) && wasOurs && _mayHoldLock)
        {
            await ReleaseAsync();
        }
    }

    private async Task ReleaseAsync()
    {
        var released = await _till.LockOrderAsync(_handoff.Key, _handoff.LockGuid, TimeSpan.Zero, CancellationToken.None);
        if (released.TroubleOrNull is { } trouble)
        {
            EditorLogs.NotReleased(_logger, Id, trouble.Code);
        }
    }
}

internal static partial class EditorLogs
{
    [LoggerMessage(3050, LogLevel.Information, "Order {OrderId} is opened for editing")]
    public static partial void Opened(ILogger logger, OrderId orderId);

    [LoggerMessage(3051, LogLevel.Information, "Editing of order {OrderId} ended: {Reason}, trouble {Trouble}")]
    public static partial void Ended(ILogger logger, OrderId orderId, EditorEnd reason, string? trouble);

    [LoggerMessage(3052, LogLevel.Debug, "The till's lock on order {OrderId} is renewed")]
    public static partial void Renewed(ILogger logger, OrderId orderId);

    [LoggerMessage(3053, LogLevel.Warning, "The till's lock on order {OrderId} could not be released: {Trouble}; it ends by itself")]
    public static partial void NotReleased(ILogger logger, OrderId orderId, string trouble);

    [LoggerMessage(3054, LogLevel.Error, "The till's lock on order {OrderId} could not be renewed")]
    public static partial void RenewalFailed(ILogger logger, Exception error, OrderId orderId);

    [LoggerMessage(3056, LogLevel.Warning, "Whether order {OrderId} is still edited by the same person could not be stored; it ends by itself")]
    public static partial void HoldUnknown(ILogger logger, Exception error, OrderId orderId);

    [LoggerMessage(3055, LogLevel.Information, "Order {OrderId} could not be opened for editing: {Trouble}")]
    public static partial void NotOpened(ILogger logger, OrderId orderId, string trouble);
}
