using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Intake;
using MiniDelivery.Web.Phones;
using MiniDelivery.Web.Restaurants;

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
    public static async Task<GuestTrace> TraceAsync(DeliveryDb db, RestaurantInfo restaurant, string phone, CancellationToken cancellationToken)
    {
        var own = await OwnAsync(Of(db, restaurant, phone).AsNoTracking(), restaurant, phone, cancellationToken);
        var erasable = (await OwnAsync(AtRest(Of(db, restaurant, phone)).AsNoTracking(), restaurant, phone, cancellationToken)).Count;
        return new GuestTrace(erasable, own.Count - erasable, own is [] ? null : own.Max(order => order.ReceivedAt));
    }

    /// <summary>
    /// One guest's orders with which nobody works any more, to be changed and saved; what was kept for a day of the answers about
    /// them goes with that. What ages out is older than any such answer.
    /// </summary>
    public static async Task<IReadOnlyList<Order>> OfGuestAsync(DeliveryDb db, RestaurantInfo restaurant, string phone, CancellationToken cancellationToken)
    {
        var own = await OwnAsync(AtRest(Of(db, restaurant, phone)), restaurant, phone, cancellationToken);
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
        DeliveryDb db, InboxVault vault, RestaurantInfo restaurant, string phone, CancellationToken cancellationToken)
    {
        var number = Number(restaurant, phone);
        var found = new List<InboxItem>();
        await foreach (var item in db.InboxItems.Where(item => item.RestaurantId == restaurant.Id).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (vault.Open(item.Body) is { } body && string.Concat(InboxVault.TextOf(body).Where(char.IsAsciiDigit)).Contains(number, StringComparison.Ordinal))
            {
                found.Add(item);
            }
        }

        return found;
    }

    /// <summary>Throws away what somebody began to write down before a moment and never came back to.</summary>
    public static async Task DropDraftsAsync(IDbContextFactory<DeliveryDb> contexts, DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.OrderSketches.Where(sketch => sketch.KeptAt < before).ExecuteDeleteAsync(cancellationToken);
    }

    // Orders from before phones had keys are found as a search would find them, and looked at afterwards.
    private static IQueryable<Order> Of(DeliveryDb db, RestaurantInfo restaurant, string phone)
    {
        var key = PhoneText.Key(phone, restaurant.Country);
        var number = Number(restaurant, phone);
        return db.Orders.Where(order => order.RestaurantId == restaurant.Id && order.ForgottenAt == null
            && (order.PhoneKey == key || (order.PhoneKey == null && order.SearchText.Contains(number))));
    }

    private static async Task<List<Order>> OwnAsync(IQueryable<Order> found, RestaurantInfo restaurant, string phone, CancellationToken cancellationToken)
    {
        var key = PhoneText.Key(phone, restaurant.Country);
        return [.. (await found.ToListAsync(cancellationToken)).Where(order => (order.PhoneKey ?? PhoneText.Key(order.Guest.Phone, restaurant.Country)) == key)];
    }

    // What of the phone every spelling has in it.
    private static string Number(RestaurantInfo restaurant, string phone) =>
        PhoneText.Core(phone, restaurant.Country) is [var number, ..] ? number : string.Concat(phone.Where(char.IsAsciiDigit));

    // Order.IsAtRest, in words that both databases understand.
    private static IQueryable<Order> AtRest(IQueryable<Order> orders) => orders
        .Where(order => (order.Status == OrderStatus.Archived || order.Status == OrderStatus.Deleted)
            && (order.Handoff == null
                || (order.Handoff.State != HandoffState.Due && order.Handoff.State != HandoffState.Sending && order.Handoff.State != HandoffState.InDoubt)));
}
