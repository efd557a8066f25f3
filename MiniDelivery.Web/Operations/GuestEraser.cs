using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Intake;

namespace MiniDelivery.Web.Operations;

/// <summary>
/// The one place that knows where a guest's data lies. Whatever is stored of guests elsewhere is to be erased here, too: within the
/// transaction of the caller, for what ages out (<see cref="Aged"/>) and for one guest (<see cref="OfGuestAsync"/>).
/// </summary>
internal static class GuestEraser
{
    /// <summary>Orders from before a moment whose guest is still known and with which nobody works any more.</summary>
    public static IQueryable<Order> Aged(DeliveryDb db, RestaurantId restaurant, DateTimeOffset before) => AtRest(db.Orders
        .Where(order => order.RestaurantId == restaurant && order.ForgottenAt == null && order.ReceivedAt < before));

    /// <summary>How many of one guest's orders can be erased, how many cannot yet, and when the last came in.</summary>
    public static async Task<GuestTrace> TraceAsync(DeliveryDb db, RestaurantId restaurant, string phone, CancellationToken cancellationToken)
    {
        var found = await Candidates(db, restaurant, Guest.NumberOf(phone)).AsNoTracking()
            .Select(order => new { order.Id, order.Guest.Phone, order.ReceivedAt })
            .ToListAsync(cancellationToken);
        var own = found.Where(order => Guest.NumberOf(order.Phone) == Guest.NumberOf(phone)).ToList();
        var atRest = await AtRest(Candidates(db, restaurant, Guest.NumberOf(phone))).Select(order => order.Id).ToListAsync(cancellationToken);
        var erasable = own.Count(order => atRest.Contains(order.Id));
        return new GuestTrace(erasable, own.Count - erasable, own is [] ? null : own.Max(order => order.ReceivedAt));
    }

    /// <summary>
    /// One guest's orders with which nobody works any more, to be changed and saved; what was kept for a day of the answers about
    /// them goes with that. What ages out is older than any such answer.
    /// </summary>
    public static async Task<IReadOnlyList<Order>> OfGuestAsync(DeliveryDb db, RestaurantId restaurant, string phone, CancellationToken cancellationToken)
    {
        var found = await AtRest(Candidates(db, restaurant, Guest.NumberOf(phone))).ToListAsync(cancellationToken);
        List<Order> own = [.. found.Where(order => Guest.NumberOf(order.Guest.Phone) == Guest.NumberOf(phone))];
        var ids = own.ConvertAll(order => order.Id);
        db.RemoveRange(await db.KeptAnswers.Where(answer => ids.Contains(answer.OrderId)).ToListAsync(cancellationToken));
        return own;
    }

    /// <summary>Erases what orders, and what was sent to shops about them, say of their guest; saved by the caller. How many could be.</summary>
    public static async Task<int> EraseAsync(DeliveryDb db, IEnumerable<Order> orders, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var erased = orders.Where(order => order.Forget(now)).Select(order => order.Id).ToList();
        await db.ForgetEventsAsync(erased, now, cancellationToken);
        return erased.Count;
    }

    /// <summary>
    /// Bodies in the inbox that name this phone, however they write it. They are encrypted, so each is opened and looked into: few, and
    /// seldom asked for.
    /// </summary>
    public static async Task<IReadOnlyList<InboxItem>> InboxOfGuestAsync(
        DeliveryDb db, InboxVault vault, RestaurantId restaurant, string phone, CancellationToken cancellationToken)
    {
        var number = Guest.NumberOf(phone);
        var found = new List<InboxItem>();
        await foreach (var item in db.InboxItems.Where(item => item.RestaurantId == restaurant).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (vault.Open(item.Body) is { } body && string.Concat(InboxVault.TextOf(body).Where(char.IsAsciiDigit)).Contains(number, StringComparison.Ordinal))
            {
                found.Add(item);
            }
        }

        return found;
    }

    // What a search would find; whether it is really that phone is looked at afterwards, for a database knows no digits.
    private static IQueryable<Order> Candidates(DeliveryDb db, RestaurantId restaurant, string number) => db.Orders
        .Where(order => order.RestaurantId == restaurant && order.ForgottenAt == null && order.SearchText.Contains(number));

    // Order.IsAtRest, in words that both databases understand.
    private static IQueryable<Order> AtRest(IQueryable<Order> orders) => orders
        .Where(order => (order.Status == OrderStatus.Archived || order.Status == OrderStatus.Deleted)
            && (order.Handoff == null
                || (order.Handoff.State != HandoffState.Due && order.Handoff.State != HandoffState.Sending && order.Handoff.State != HandoffState.InDoubt)));
}
