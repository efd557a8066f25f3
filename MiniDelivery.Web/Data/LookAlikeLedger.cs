using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Orders;

namespace MiniDelivery.Web.Data;

/// <summary>
/// Keeps the links between likely repeats true in the transaction that changes them, whoever does: a cancelled order, by staff, its shop
/// or the till, is nobody's repeat any more.
/// </summary>
internal static class LookAlikeLedger
{
    /// <summary>Whether the context has something to settle.</summary>
    public static bool HasWork(DeliveryDb db) => Cancelled(db).Any();

    /// <summary>Settles what is about to be cancelled at those that it resembles. The tracker is told of what is changed for it.</summary>
    public static async Task SettleAsync(DeliveryDb db, CancellationToken cancellationToken)
    {
        foreach (var order in Cancelled(db).ToList())
        {
            List<OrderId> ids = [.. Open(order).Select(other => other.Id)];
            foreach (var other in await db.Orders.Where(found => ids.Contains(found.Id)).ToListAsync(cancellationToken))
            {
                other.LookAlikeIsCancelled(order.Id);
                order.LookAlikeIsCancelled(other.Id);
                db.Entry(other).DetectChanges();
            }

            db.Entry(order).DetectChanges();
        }
    }

    private static IEnumerable<Order> Cancelled(DeliveryDb db) => db.ChangeTracker.Entries<Order>()
        .Where(entry => entry.State is EntityState.Modified && entry.Entity.Status is OrderStatus.Deleted && Open(entry.Entity).Any())
        .Select(entry => entry.Entity);

    private static IEnumerable<LookAlike> Open(Order order) => order.LookAlikes.Where(other => !other.IsSettled);
}
