using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using MiniDelivery.Domain.Orders;

namespace MiniDelivery.Web.Live;

/// <summary>Tells the board which orders a transaction changed, after it was committed and never before.</summary>
internal sealed class OrderChangeInterceptor(OrderBoard board) : SaveChangesInterceptor
{
    private readonly ConcurrentDictionary<DbContext, IReadOnlyList<OrderId>> _saving = new();

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
        Tell(eventData.Context!);
        return result;
    }

    public override ValueTask<int> SavedChangesAsync(
        SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        Tell(eventData.Context!);
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

    // Every change of an order, its dishes or its handoff raises the order's version, so the order's own row is enough to look at.
    private void Remember(DbContext context)
    {
        var changed = context.ChangeTracker.Entries<Order>()
            .Where(entry => entry.State is EntityState.Added or EntityState.Modified)
            .Select(entry => entry.Entity.Id)
            .ToList();
        if (changed is not [])
        {
            _saving[context] = changed;
        }
    }

    private void Tell(DbContext context)
    {
        if (_saving.TryRemove(context, out var changed))
        {
            board.Changed(changed);
        }
    }
}
