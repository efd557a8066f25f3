using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Web.Live;

/// <summary>
/// Finds orders that other instances have changed without our being told, by the counters that every change of an order takes its number
/// from (<see cref="ChangeCounter"/>): a handful of rows, and nothing can be missed.
/// </summary>
internal sealed class MissedChanges(IDbContextFactory<DeliveryDb> contexts, OrderBoard board)
{
    // Beyond, the whole board is read: that is one query, too.
    private const int Most = 200;

    private Dictionary<SourceId, long>? _seen;

    /// <summary>Reads on from where it was last time; the first time it only remembers.</summary>
    /// <returns>How many orders the board was told of that others may have changed.</returns>
    public async Task<int> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var last = await db.ChangeCounters.AsNoTracking().ToDictionaryAsync(counter => counter.SourceId, counter => counter.Last, cancellationToken);
        var changed = new List<OrderId>();
        if (_seen is { } seen)
        {
            foreach (var (source, position) in last.Where(counter => counter.Value > seen.GetValueOrDefault(counter.Key)))
            {
                changed.AddRange(await Query(db, source, seen.GetValueOrDefault(source), position).ToListAsync(cancellationToken));
            }
        }

        if (changed.Count > Most)
        {
            board.Invalidate();
        }
        else if (changed is not [])
        {
            board.Changed(changed);
        }

        _seen = last;
        return changed.Count;
    }

    /// <summary>The question to the database; apart, so that a test can see that both understand it.</summary>
    internal static IQueryable<OrderId> Query(DeliveryDb db, SourceId source, long after, long upTo) => db.Orders.AsNoTracking()
        .Where(order => order.SourceId == source
            && EF.Property<long>(order, ChangeCounter.Position) > after && EF.Property<long>(order, ChangeCounter.Position) <= upTo)
        .OrderBy(order => EF.Property<long>(order, ChangeCounter.Position))
        .Take(Most + 1)
        .Select(order => order.Id);
}
