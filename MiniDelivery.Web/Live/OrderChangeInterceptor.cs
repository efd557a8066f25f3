using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Orders;

namespace MiniDelivery.Web.Live;

/// <summary>Tells the board which orders a transaction changed.</summary>
internal sealed class OrderChangeInterceptor(OrderBoard board) : AfterCommit<List<OrderId>>
{
    // Every change of an order, its dishes or its handoff raises the order's version, so the order's own row is enough to look at.
    protected override List<OrderId>? Look(DbContext context)
    {
        var changed = context.ChangeTracker.Entries<Order>()
            .Where(entry => entry.State is EntityState.Added or EntityState.Modified)
            .Select(entry => entry.Entity.Id)
            .ToList();
        return changed is [] ? null : changed;
    }

    protected override void Tell(List<OrderId> changed) => board.Changed(changed);
}
