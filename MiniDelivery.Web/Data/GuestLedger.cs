using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using MiniDelivery.Domain.Guests;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;

namespace MiniDelivery.Web.Data;

/// <summary>
/// Counts orders to their guests in the transaction that stores them, whoever stores them: the intake with a group of new ones, a person
/// who cancels, the till's watch, the fill of older orders' keys. One look-up for all of them. Two writers of one guest meet at its
/// version, or at the unique index of a new one; the second tries again, as after any other race.
/// </summary>
internal static class GuestLedger
{
    private static readonly PreparedQuery<Func<DeliveryDb, List<RestaurantId>, List<string>, IAsyncEnumerable<KnownGuest>>> _guests = new(() => EF.CompileAsyncQuery(
        (DeliveryDb db, List<RestaurantId> restaurants, List<string> keys) =>
            db.Guests.Where(guest => restaurants.Contains(guest.RestaurantId) && keys.Contains(guest.PhoneKey))));

    /// <summary>Whether the context has something to count.</summary>
    public static bool HasWork(DeliveryDb db) => db.ChangeTracker.Entries<Order>().Any(entry => Move.Of(entry) is not null);

    /// <summary>
    /// Counts what is about to be saved, and tells the tracker so. Once a context: whoever is refused begins anew with a fresh one.
    /// </summary>
    public static async Task BookAsync(DeliveryDb db, CancellationToken cancellationToken)
    {
        var moves = db.ChangeTracker.Entries<Order>().Select(Move.Of).OfType<Move>().ToList();
        if (moves is [])
        {
            return;
        }

        var restaurants = moves.Select(move => move.Order.RestaurantId).Distinct().ToList();
        var keys = moves.SelectMany(move => new[] { move.Before?.Key, move.After?.Key }).OfType<string>().Distinct().ToList();
        var guests = await _guests.On(db)(db, restaurants, keys).ToDictionaryAsync(guest => (guest.RestaurantId, guest.PhoneKey), cancellationToken: cancellationToken);
        foreach (var move in moves)
        {
            Book(db, guests, move);
        }

        foreach (var guest in guests.Values)
        {
            db.Entry(guest).DetectChanges();
        }

        db.RemoveRange(guests.Values.Where(guest => guest.IsForgotten));
    }

    private static void Book(DeliveryDb db, Dictionary<(RestaurantId Restaurant, string Key), KnownGuest> guests, Move move)
    {
        var (order, before, after) = move;
        if (before?.Key == after?.Key)
        {
            guests.GetValueOrDefault((order.RestaurantId, after!.Key))?.Recount(order);
            return;
        }

        if (before is not null)
        {
            guests.GetValueOrDefault((order.RestaurantId, before.Key))?.Forget(order, before.IsCancelled);
        }

        if (after is not null)
        {
            if (!guests.TryGetValue((order.RestaurantId, after.Key), out var guest))
            {
                guest = db.Guests.Add(KnownGuest.Of(order)).Entity;
                guests.Add((order.RestaurantId, after.Key), guest);
            }

            guest.Count(order);
        }
    }

    /// <summary>How an order is counted; null = it is not: it has no phone, or no key yet.</summary>
    private sealed record Standing(string Key, bool IsCancelled)
    {
        public static Standing? Of(string? key, OrderStatus status) => string.IsNullOrEmpty(key) ? null : new(key, status is OrderStatus.Deleted);
    }

    private sealed record Move(Order Order, Standing? Before, Standing? After)
    {
        public static Move? Of(EntityEntry<Order> entry)
        {
            var order = entry.Entity;
            if (order.IsTest)
            {
                return null; // A try of the staff's own says nothing of a guest.
            }

            var before = entry.State is EntityState.Modified or EntityState.Deleted
                ? Standing.Of(entry.OriginalValues.GetValue<string?>(nameof(Order.PhoneKey)), entry.OriginalValues.GetValue<OrderStatus>(nameof(Order.Status)))
                : null;
            var after = entry.State is EntityState.Added or EntityState.Modified ? Standing.Of(order.PhoneKey, order.Status) : null;
            return before == after ? null : new(order, before, after);
        }
    }
}
