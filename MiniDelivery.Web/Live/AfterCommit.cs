using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace MiniDelivery.Web.Live;

/// <summary>Looks at what a transaction is about to store, and tells of it after it was committed and never before.</summary>
/// <typeparam name="T">What is to be told.</typeparam>
internal abstract class AfterCommit<T> : SaveChangesInterceptor
    where T : class
{
    private readonly ConcurrentDictionary<DbContext, T> _saving = new();

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Remember(eventData.Context!);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Remember(eventData.Context!);
        return ValueTask.FromResult(result);
    }

    public override int SavedChanges(SaveChangesCompletedEventData eventData, int result)
    {
        TellOf(eventData.Context!);
        return result;
    }

    public override ValueTask<int> SavedChangesAsync(
        SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        TellOf(eventData.Context!);
        return ValueTask.FromResult(result);
    }

    public override void SaveChangesFailed(DbContextErrorEventData eventData) => _saving.TryRemove(eventData.Context!, out _);

    public override Task SaveChangesFailedAsync(DbContextErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        _saving.TryRemove(eventData.Context!, out _);
        return Task.CompletedTask;
    }

    public override void SaveChangesCanceled(DbContextEventData eventData) => _saving.TryRemove(eventData.Context!, out _);

    public override Task SaveChangesCanceledAsync(DbContextEventData eventData, CancellationToken cancellationToken = default)
    {
        _saving.TryRemove(eventData.Context!, out _);
        return Task.CompletedTask;
    }

    /// <summary>What will have to be told; null = nothing.</summary>
    protected abstract T? Look(DbContext context);

    /// <summary>It is stored.</summary>
    protected abstract void Tell(T changed);

    private void Remember(DbContext context)
    {
        if (Look(context) is { } changed)
        {
            _saving[context] = changed;
        }
    }

    private void TellOf(DbContext context)
    {
        if (_saving.TryRemove(context, out var changed))
        {
            Tell(changed);
        }
    }
}
