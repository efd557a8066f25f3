using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Webhooks;

namespace MiniDelivery.Web.Data;

internal static class WebhookForgetting
{
    extension(DeliveryDb db)
    {
        /// <summary>Erases from events on their way, sent and unsent, whatever says who ordered; saved with the caller's change.</summary>
        public async Task ForgetEventsAsync(IReadOnlyCollection<OrderId> orders, DateTimeOffset now, CancellationToken cancellationToken) => await db.ForgetAsync(
            await db.WebhookDeliveries.Where(delivery => delivery.OrderId != null && orders.Contains(delivery.OrderId.Value)).ToListAsync(cancellationToken),
            now,
            cancellationToken);

        /// <summary>The same of known ones.</summary>
        public async Task ForgetAsync(IReadOnlyCollection<WebhookDelivery> deliveries, DateTimeOffset now, CancellationToken cancellationToken)
        {
            var ids = deliveries.Select(delivery => delivery.Id).ToList();
            foreach (var attempt in await db.WebhookAttempts.Where(attempt => ids.Contains(attempt.DeliveryId) && attempt.Answer != null).ToListAsync(cancellationToken))
            {
                attempt.Answer = null;
            }

            foreach (var delivery in deliveries)
            {
                delivery.Forget(now);
            }
        }
    }
}
