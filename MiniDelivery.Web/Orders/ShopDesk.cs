using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Web.Orders;

/// <summary>What became of a shop's wish to cancel.</summary>
public abstract record ShopCancelAnswer
{
    private ShopCancelAnswer()
    {
    }

    /// <summary>The order as it is now: cancelled, or staff have been asked.</summary>
    public sealed record Heard(Order Order) : ShopCancelAnswer;

    /// <summary>It was answered before under the same Idempotency-Key.</summary>
    public sealed record Replayed(KeptAnswer Answer) : ShopCancelAnswer;

    /// <summary>The Idempotency-Key was used for something else.</summary>
    public sealed record KeyConflict : ShopCancelAnswer;

    /// <summary>The rules said no.</summary>
    public sealed record Refused(Outcome Outcome) : ShopCancelAnswer;
}

/// <summary>What shops do with their own orders once these are in. One method is one transaction.</summary>
public sealed class ShopDesk(IDbContextFactory<DeliveryDb> contexts, TimeProvider time)
{
    /// <summary>HTTP status of an answer about an order that is cancelled, and of one about which staff were asked.</summary>
    public static int StatusOf(Order order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return order.Status is OrderStatus.Deleted ? 200 : 202;
    }

    private const int Tries = 5;

    /// <summary>The guest wants an order cancelled.</summary>
    /// <param name="source">Whose orders the shop may touch.</param>
    /// <param name="call">Null = the call has no Idempotency-Key.</param>
    public async Task<ShopCancelAnswer> CancelAsync(
        OrderId id, SourceId source, CancelReason reason, string? comment, Actor by, IdempotentCall? call, CancellationToken cancellationToken)
    {
        for (var left = Tries; ; left--)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var now = time.GetUtcNow();
            var kept = call is null ? null : await db.KeptAnswers.SingleOrDefaultAsync(answer => answer.SourceId == source && answer.Key == call.Key, cancellationToken);
            if (kept?.HoldsAt(now) is true)
            {
                return kept.Fingerprint == call!.Fingerprint ? new ShopCancelAnswer.Replayed(kept) : new ShopCancelAnswer.KeyConflict();
            }

            var order = await db.Orders.SingleOrDefaultAsync(found => found.Id == id, cancellationToken);
            var outcome = order?.AskToCancel(source, reason, comment, by, now) ?? Outcome.Refused(Refusal.OrderUnknown);
            if (!outcome.IsDone)
            {
                return new ShopCancelAnswer.Refused(outcome);
            }

            if (call is not null)
            {
                db.Keep(call.Answer(order!, StatusOf(order!), now), kept);
            }

            try
            {
                await db.SaveChangesAsync(cancellationToken);
                return new ShopCancelAnswer.Heard(order!);
            }
            catch (DbUpdateException error) when (left > 1 && (error is DbUpdateConcurrencyException || error.IsDuplicate))
            {
                // Staff, the till or the shop itself were quicker. The rules look at what they did and answer again.
            }
        }
    }
}
