using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Data;
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

    /// <summary>One guest's orders with which nobody works any more, to be changed and saved.</summary>
    public static Task<IReadOnlyList<Order>> OfGuestAsync(DeliveryDb db, RestaurantInfo restaurant, string phone, CancellationToken cancellationToken) =>
        OwnAsync(AtRest(Of(db, restaurant, phone)), restaurant, phone, cancellationToken);

    // Orders from before phones had keys are found as a search would find them, and looked at afterwards.
    private static IQueryable<Order> Of(DeliveryDb db, RestaurantInfo restaurant, string phone)
    {
        var key = PhoneText.Key(phone, restaurant.Country);
        var digits = PhoneText.Core(phone, restaurant.Country) is [var number, ..] ? number : key;
        return db.Orders.Where(order => order.RestaurantId == restaurant.Id && order.ForgottenAt == null
            && (order.PhoneKey == key || (order.PhoneKey == null && order.SearchText.Contains(digits))));
    }

    private static async Task<IReadOnlyList<Order>> OwnAsync(IQueryable<Order> found, RestaurantInfo restaurant, string phone, CancellationToken cancellationToken)
    {
        var key = PhoneText.Key(phone, restaurant.Country);
        return [.. (await found.ToListAsync(cancellationToken)).Where(order => (order.PhoneKey ?? PhoneText.Key(order.Guest.Phone, restaurant.Country)) == key)];
    }

    /// <summary>Throws away what somebody began to write down before a moment and never came back to.</summary>
    public static async Task DropDraftsAsync(IDbContextFactory<DeliveryDb> contexts, DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.OrderSketches.Where(sketch => sketch.KeptAt < before).ExecuteDeleteAsync(cancellationToken);
    }

    // Order.IsAtRest, in words that both databases understand.
    private static IQueryable<Order> AtRest(IQueryable<Order> orders) => orders
        .Where(order => (order.Status == OrderStatus.Archived || order.Status == OrderStatus.Deleted)
            && (order.Handoff == null
                || (order.Handoff.State != HandoffState.Due && order.Handoff.State != HandoffState.Sending && order.Handoff.State != HandoffState.InDoubt)));
}
