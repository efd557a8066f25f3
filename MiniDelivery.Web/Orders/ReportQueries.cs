using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Web.Orders;

/// <summary>How many orders and how much money.</summary>
/// <param name="Count">Orders.</param>
/// <param name="Sum">What they come to.</param>
public readonly record struct Tally(int Count, Money Sum)
{
    /// <summary>What one order comes to, to the kopeck; zero of none.</summary>
    public Money Average => Count is 0 ? Money.Zero : new Money((long)Math.Round(Sum.Minor / (decimal)Count, MidpointRounding.AwayFromZero));

    /// <summary>Both together.</summary>
    public static Tally operator +(Tally left, Tally right) => new(left.Count + right.Count, left.Sum + right.Sum);
}

/// <summary>The orders that came in during one business day, counted.</summary>
/// <param name="Day">The day.</param>
/// <param name="ByStatus">Where they are now; states without orders are left out.</param>
/// <param name="BySource">Where they came from, without the cancelled; most money first.</param>
/// <param name="ByReason">Why the cancelled were cancelled; most frequent first.</param>
public sealed record DayReport(
    DateOnly Day,
    IReadOnlyDictionary<OrderStatus, Tally> ByStatus,
    IReadOnlyList<KeyValuePair<string, Tally>> BySource,
    IReadOnlyList<KeyValuePair<CancelReason, int>> ByReason)
{
    /// <summary>All that came in.</summary>
    public int Received => ByStatus.Values.Sum(tally => tally.Count);

    /// <summary>The cancelled.</summary>
    public Tally Cancelled => ByStatus.GetValueOrDefault(OrderStatus.Deleted);

    /// <summary>All but the cancelled: what the day earns.</summary>
    public Tally Kept => ByStatus.Where(pair => pair.Key is not OrderStatus.Deleted).Aggregate(default(Tally), (sum, pair) => sum + pair.Value);
}

/// <summary>Counts orders for «Отчеты», in the database: a year of orders costs no more memory than a day.</summary>
public sealed class ReportQueries(IDbContextFactory<DeliveryDb> contexts)
{
    /// <summary>One business day of one restaurant; null for who may not read reports.</summary>
    public async Task<DayReport?> DayAsync(RestaurantId restaurant, BusinessDay hours, DateOnly day, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.May(Permission.ReadReports, restaurant))
        {
            return null;
        }

        var (from, to) = (hours.Start(day), hours.Start(day.AddDays(1)));
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var orders = db.Orders.AsNoTracking()
            .Where(order => order.RestaurantId == restaurant && order.ReceivedAt >= from && order.ReceivedAt < to);

        // Money is a number of kopecks in the database; the double cast says so to EF, which cannot see through the converter.
        var groups = await orders
            .GroupBy(order => new { order.Status, order.SourceId })
            .Select(group => new
            {
                group.Key.Status,
                group.Key.SourceId,
                Count = group.Count(),
                Minor = group.Sum(order => (long)(object)order.Total),
            })
            .ToListAsync(cancellationToken);
        var reasons = await orders
            .Where(order => order.Status == OrderStatus.Deleted && order.Cancellation != null)
            .GroupBy(order => order.Cancellation!.Reason)
            .Select(group => new { Reason = group.Key, Count = group.Count() })
            .ToListAsync(cancellationToken);
        var sources = await db.Sources.AsNoTracking()
            .Where(source => source.RestaurantId == restaurant)
            .ToDictionaryAsync(source => source.Id, source => source.Name, cancellationToken);

        return new DayReport(
            day,
            groups.GroupBy(group => group.Status)
                .ToDictionary(status => status.Key, status => new Tally(status.Sum(group => group.Count), new Money(status.Sum(group => group.Minor)))),
            [
                .. groups.Where(group => group.Status is not OrderStatus.Deleted)
                    .GroupBy(group => group.SourceId)
                    .Select(source => KeyValuePair.Create(
                        sources[source.Key],
                        new Tally(source.Sum(group => group.Count), new Money(source.Sum(group => group.Minor)))))
                    .OrderByDescending(source => source.Value.Sum).ThenBy(source => source.Key, StringComparer.CurrentCulture),
            ],
            [
                .. reasons.Select(reason => KeyValuePair.Create(reason.Reason, reason.Count))
                    .OrderByDescending(reason => reason.Value).ThenBy(reason => reason.Key),
            ]);
    }
}
