using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Web.Intake;

/// <summary>Finds likely repeats while new orders are stored.</summary>
internal sealed class LookAlikes
{
    // More than a group brings in ordinary life; beyond that somebody tests their shop, and nobody must wait for it.
    private const int MostFound = 256;

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

        var from = now.AddMinutes(-minutes);
        var near = await db.Orders.AsNoTracking()
            .Where(order => order.RestaurantId == restaurant && keys.Contains(order.PhoneKey!) && order.ReceivedAt >= from && order.Status != OrderStatus.Deleted)
            .OrderByDescending(order => order.ReceivedAt)
            .Select(order => new { order.Id, order.PhoneKey })
            .Take(MostFound).ToListAsync();
        List<OrderId> ids = [.. near.GroupBy(order => order.PhoneKey).SelectMany(same => same.Take(DuplicateCheck.MostCompared)).Select(order => order.Id)];
        if (ids is not [])
        {
            (await db.Orders.Where(order => ids.Contains(order.Id)).OrderByDescending(order => order.ReceivedAt).ToListAsync()).ForEach(found.Remember);
        }

        return found;
    }

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
