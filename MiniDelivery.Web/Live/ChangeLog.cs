using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Web.Live;

/// <summary>One step of an order, for programs outside (contract, section 4). Nothing of the guest.</summary>
/// <param name="Status">As the API calls it: <c>waiting</c>, <c>created</c> …</param>
/// <param name="PreviousStatus">The state before the step; null = there was none.</param>
/// <param name="Version">Where in the log it stands; a client that comes back asks for what is after the last it saw.</param>
/// <param name="TillOrderName">The name at the till as of now; null = it has none.</param>
public sealed record OrderChanged(
    Guid RestaurantId, Guid OrderId, int Number, string Status, string? PreviousStatus, long Version, DateTimeOffset ChangedAt, string? TillOrderName);

/// <summary>Some of the log.</summary>
/// <param name="Changes">In their order.</param>
/// <param name="Next">Where to read on.</param>
/// <param name="HasMore">More can be read at once.</param>
/// <param name="HasGap">A number is missing that a transaction under way may still fill: look again in a moment.</param>
public sealed record ChangePage(IReadOnlyList<OrderChanged> Changes, long Next, bool HasMore, bool HasGap);

/// <summary>
/// What happened to orders, in one row of growing numbers. The history of the orders is the log: each step is stored in the same
/// transaction as what it tells of, so none can be missing, and nothing need be written twice.
/// </summary>
public sealed class ChangeLog(IDbContextFactory<DeliveryDb> contexts, TimeProvider time)
{
    private const int PageSize = 200;

    // A server numbers rows when they are written and shows them when they are committed, so a lower number may appear after a higher
    // one. No transaction of ours takes this long: what is still missing then was rolled back, or erased.
    private static readonly TimeSpan _longest = TimeSpan.FromSeconds(10);

    /// <summary>The newest number there is; 0 = nothing has happened yet.</summary>
    public async Task<long> LastAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Orders.SelectMany(order => order.History, (_, step) => (long?)EF.Property<long>(step, "Id")).MaxAsync(cancellationToken) ?? 0;
    }

    /// <summary>Reads on after a number.</summary>
    public async Task<ChangePage> ReadAsync(RestaurantId restaurant, long after, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await Query(db, after).ToListAsync(cancellationToken);
        var settled = time.GetUtcNow() - _longest;
        var changes = new List<OrderChanged>();
        var next = after;
        foreach (var row in rows)
        {
            if (row.Id != next + 1 && row.At > settled)
            {
                return new ChangePage(changes, next, HasMore: false, HasGap: true);
            }

            next = row.Id;
            // Every restaurant's are read: only all the numbers together have no gaps.
            if (row.RestaurantId == restaurant)
            {
                changes.Add(new OrderChanged(
                    restaurant.Value, row.OrderId.Value, row.Number, Name(row.Status), row.Previous is { } before ? Name(before) : null, row.Id, row.At, row.TillOrderName));
            }
        }

        return new ChangePage(changes, next, rows.Count is PageSize, HasGap: false);
    }

    /// <summary>The question to the database; apart, so that a test can see that both understand it.</summary>
    internal static IQueryable<LogRow> Query(DeliveryDb db, long after) => db.Orders.AsNoTracking()
        .SelectMany(order => order.History, (order, step) => new { order, step, Id = EF.Property<long>(step, "Id") })
        .Where(found => found.Id > after)
        .OrderBy(found => found.Id)
        .Take(PageSize)
        .Select(found => new LogRow(
            found.Id,
            found.order.RestaurantId,
            found.order.Id,
            found.order.Number,
            found.step.Status,
            found.order.History.Where(before => EF.Property<long>(before, "Id") < found.Id)
                .OrderByDescending(before => EF.Property<long>(before, "Id"))
                .Select(before => (OrderStatus?)before.Status).FirstOrDefault(),
            found.step.At,
            found.order.Handoff!.OrderName));

    // The names of the contract are those of the enum, with a small first letter.
    private static string Name(OrderStatus status) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(status.ToString());

    internal sealed record LogRow(
        long Id, RestaurantId RestaurantId, OrderId OrderId, int Number, OrderStatus Status, OrderStatus? Previous, DateTimeOffset At, string? TillOrderName);
}
