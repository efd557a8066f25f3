using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Web.Intake;

/// <summary>Finds likely repeats while new orders are stored.</summary>
internal sealed class LookAlikes
{
    // Far more than a group brings in ordinary life; beyond that somebody tests their shop, and nobody must wait for it.
    private const int MostFound = 4 * IntakeWriter.GroupSize;

    private static readonly PreparedQuery<Func<DeliveryDb, RestaurantId, List<string>, DateTimeOffset, IAsyncEnumerable<NearOrder>>> _near = new(() => EF.CompileAsyncQuery(Near));

    private readonly Dictionary<string, List<Order>> _byPhone = [];
    private readonly int _minutes;

    private LookAlikes(int minutes) => _minutes = minutes;

    /// <summary>
    /// Looks once for a whole group, in the index of phones and times, whatever is stored besides; orders themselves are read only where
    /// there is somebody who ordered before.
    /// </summary>
    public static async Task<LookAlikes> FindAsync(DeliveryDb db, RestaurantId restaurant, IReadOnlyCollection<string> phoneKeys, int minutes, DateTimeOffset now)
    {
        var found = new LookAlikes(minutes);
        List<string> keys = [.. phoneKeys.Where(key => key is not "").Distinct()];
        if (minutes is 0 || keys is [])
        {
            return found;
        }

        var near = await _near.On(db)(db, restaurant, keys, now.AddMinutes(-minutes)).ToListAsync();
        List<OrderId> ids = [.. near.GroupBy(order => order.PhoneKey).SelectMany(same => same.Take(DuplicateCheck.MostCompared)).Select(order => order.Id)];
        if (ids is not [])
        {
            (await db.Orders.Where(order => ids.Contains(order.Id)).OrderByDescending(order => order.ReceivedAt).ToListAsync()).ForEach(found.Remember);
        }

        return found;
    }

    /// <summary>The question to the database; apart, so that a test can see which index answers it.</summary>
    internal static Expression<Func<DeliveryDb, RestaurantId, List<string>, DateTimeOffset, IQueryable<NearOrder>>> Near => (db, restaurant, keys, from) => db.Orders.AsNoTracking()
        .Where(order => order.RestaurantId == restaurant && keys.Contains(order.PhoneKey!) && order.ReceivedAt >= from && order.Status != OrderStatus.Deleted)
        // As the index of phones has them. By the time alone, SQLite takes the index of times, and looks through all that a rush has brought.
        .OrderByDescending(order => order.PhoneKey).ThenByDescending(order => order.ReceivedAt)
        .Select(order => new NearOrder(order.Id, order.PhoneKey))
        .Take(MostFound);

    internal sealed record NearOrder(OrderId Id, string? PhoneKey);

    /// <summary>Links a new order with those that it resembles, those of the same group too.</summary>
    public void Link(Order order, DateTimeOffset now)
    {
        if (_minutes is 0 || string.IsNullOrEmpty(order.PhoneKey))
        {
            return;
        }

        foreach (var other in (_byPhone.GetValueOrDefault(order.PhoneKey) ?? []).Where(other => DuplicateCheck.IsLikely(order, other, _minutes)).Take(DuplicateCheck.MostCompared))
        {
            Order.Link(order, other, now);
        }

        Remember(order);
    }

    private void Remember(Order order)
    {
        if (!_byPhone.TryGetValue(order.PhoneKey!, out var same))
        {
            _byPhone.Add(order.PhoneKey!, same = []);
        }

        // The newest of them are enough.
        if (same.Count < DuplicateCheck.MostCompared)
        {
            same.Add(order);
        }
    }
}
