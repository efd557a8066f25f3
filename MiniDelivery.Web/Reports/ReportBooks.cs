using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Reports;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Web.Reports;

/// <summary>
/// Keeps what reports are read from. Of every order there is a fact (<see cref="FactInterceptor"/>); of every day that is over, its
/// facts are counted once into a few rows. Those rows are only a shorter way to say the same: a day that was touched since is counted
/// from its facts until it has been counted anew. So nothing waits for anybody at intake, and no report is ever behind.
/// </summary>
public sealed class ReportBooks(IDbContextFactory<DeliveryDb> contexts, TimeProvider time, ILogger<ReportBooks> logger)
{
    private const int Batch = 500;

    /// <summary>Before the first request: orders from before there were facts get theirs. Nothing to do nearly always.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var book = await db.Set<FactBook>().SingleOrDefaultAsync(cancellationToken);
        if (book is { WrittenBy: FactBook.Rules })
        {
            return;
        }

        await RebuildAsync(cancellationToken);
        if (book is null)
        {
            db.Add(book = new FactBook());
        }

        book.WrittenBy = FactBook.Rules;
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException error) when (error.IsDuplicate)
        {
            // Another instance started in the same moment and has written the same.
        }
    }

    /// <summary>Writes every fact anew from its order, and counts every day anew. May run beside a working program.</summary>
    /// <returns>How many orders were looked at.</returns>
    public async Task<int> RebuildAsync(CancellationToken cancellationToken)
    {
        var (count, number) = (0, 0);
        await using var outer = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var restaurant in await outer.Restaurants.AsNoTracking().Select(found => found.Id).ToListAsync(cancellationToken))
        {
            for (number = 0; ;)
            {
                var (last, read) = await RewriteAsync(restaurant, number, cancellationToken);
                count += read;
                if (read is 0)
                {
                    break;
                }

                number = last;
            }
        }

        await CountAsync(cancellationToken);
        if (count > 0)
        {
            Logs.Rebuilt(logger, count);
        }

        return count;
    }

    /// <summary>Counts the days that are over and were touched.</summary>
    /// <returns>How many days were counted.</returns>
    public async Task<int> CountAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var days = await db.Set<DayTouch>().AsNoTracking().Select(touch => new { touch.RestaurantId, touch.Day }).Distinct().ToListAsync(cancellationToken);
        var hours = await db.Restaurants.AsNoTracking().ToDictionaryAsync(found => found.Id, cancellationToken);
        var now = time.GetUtcNow();
        var counted = 0;
        foreach (var day in days)
        {
            try
            {
                var isOver = day.Day < hours[day.RestaurantId].Day.Of(now);
                counted += await (isOver ? CountDayAsync(day.RestaurantId, day.Day, cancellationToken) : ThinOutAsync(day.RestaurantId, day.Day, cancellationToken));
            }
            catch (DbUpdateException error) when (error is DbUpdateConcurrencyException || error.IsDuplicate)
            {
                // Another instance has counted the same day. Its marks are gone, or will be looked at next time.
            }
        }

        return counted;
    }

    // The marks that were read are removed with what was counted: if another instance has removed one of them, or counted in the
    // meantime, nothing of this is stored. A mark that came after the reading stays.
    private async Task<int> CountDayAsync(RestaurantId restaurant, DateOnly day, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var touches = await db.Set<DayTouch>().Where(touch => touch.RestaurantId == restaurant && touch.Day == day).ToListAsync(cancellationToken);
        if (touches is [])
        {
            return 0;
        }

        db.RemoveRange(touches);
        var facts = await db.Set<OrderFact>().AsNoTracking().Where(fact => fact.RestaurantId == restaurant && fact.Day == day).ToListAsync(cancellationToken);
        var before = await db.Set<DayFigures>().Where(row => row.RestaurantId == restaurant && row.Day == day)
            .ToDictionaryAsync(row => (row.SourceId, row.CourierId), cancellationToken);
        var groups = facts.GroupBy(fact => (fact.SourceId, Courier: DayFigures.Everybody))
            .Concat(facts.Where(fact => fact.CourierId is not null).GroupBy(fact => (fact.SourceId, Courier: fact.CourierId!.Value)));
        foreach (var group in groups)
        {
            var figures = new Figures();
            foreach (var fact in group)
            {
                figures.Add(fact);
            }

            if (!before.Remove(group.Key, out var row))
            {
                row = new DayFigures { RestaurantId = restaurant, Day = day, SourceId = group.Key.SourceId, CourierId = group.Key.Courier };
                db.Add(row);
            }

            (row.Figures, row.Courier) = (figures, row.CourierId == DayFigures.Everybody ? "" : group.MaxBy(fact => fact.ReceivedAt)!.Courier);
        }

        db.RemoveRange(before.Values);
        var sales = new Dictionary<SourceId, DishSales>();
        foreach (var (fact, some) in await ReadDishesAsync(db, facts, cancellationToken))
        {
            if (!sales.TryGetValue(fact.SourceId, out var sum))
            {
                sales.Add(fact.SourceId, sum = new DishSales());
            }

            sum.Add(some);
        }

        var dishes = await db.Set<DayDishes>().Where(row => row.RestaurantId == restaurant && row.Day == day)
            .ToDictionaryAsync(row => row.SourceId, cancellationToken);
        foreach (var (source, sale) in sales)
        {
            if (!dishes.Remove(source, out var row))
            {
                row = new DayDishes { RestaurantId = restaurant, Day = day, SourceId = source };
                db.Add(row);
            }

            row.Sales = sale;
        }

        db.RemoveRange(dishes.Values);
        await db.SaveChangesAsync(cancellationToken);
        return 1;
    }

    // A day that lasts is touched with every order; one mark says it as well as a thousand.
    private async Task<int> ThinOutAsync(RestaurantId restaurant, DateOnly day, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var touches = db.Set<DayTouch>().Where(touch => touch.RestaurantId == restaurant && touch.Day == day);
        var last = await touches.MaxAsync(touch => (long?)touch.Id, cancellationToken);
        await touches.Where(touch => touch.Id < last).ExecuteDeleteAsync(cancellationToken);
        return 0;
    }

    /// <summary>The dishes of each of the orders that these facts are of.</summary>
    internal static async Task<List<(OrderFact Fact, DishSales Sales)>> ReadDishesAsync(DeliveryDb db, IReadOnlyList<OrderFact> facts, CancellationToken cancellationToken)
    {
        var found = new List<(OrderFact Fact, DishSales Sales)>();
        foreach (var part in facts.Where(fact => fact.Status is not OrderStatus.Deleted).Chunk(Batch))
        {
            // What the till has is large to read, and says something only of those that differ.
            var (same, differing) = (part.Where(fact => !fact.Differs).Select(fact => fact.OrderId).ToList(), part.Where(fact => fact.Differs).Select(fact => fact.OrderId).ToList());
            var lines = same is []
                ? []
                : await db.Orders.AsNoTracking().Where(order => same.Contains(order.Id))
                    .Select(order => new { order.Id, Lines = order.Lines.OrderBy(line => line.Line).ToList() })
                    .ToDictionaryAsync(order => order.Id, order => order.Lines, cancellationToken);
            var compared = differing is []
                ? []
                : await db.Orders.AsNoTracking().Where(order => differing.Contains(order.Id))
                    .Select(order => new { order.Id, order.Status, order.Total, Lines = order.Lines.OrderBy(line => line.Line).ToList(), order.Handoff })
                    .ToDictionaryAsync(
                        order => order.Id,
                        order => (order.Lines, Difference: Difference.Between(order.Status, order.Handoff, order.Lines, order.Total)),
                        cancellationToken);
            foreach (var fact in part)
            {
                var sales = new DishSales();
                if (compared.TryGetValue(fact.OrderId, out var order))
                {
                    sales.Add(fact.Status, order.Lines, order.Difference);
                }
                else if (lines.TryGetValue(fact.OrderId, out var own))
                {
                    sales.Add(fact.Status, own, null);
                }

                found.Add((fact, sales));
            }
        }

        return found;
    }

    // The order's own row is written with its fact, unchanged: whoever changes the order in this moment refuses this writing, not theirs.
    private async Task<(int Last, int Count)> RewriteAsync(RestaurantId restaurant, int after, CancellationToken cancellationToken)
    {
        while (true)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var orders = await db.Orders.Where(order => order.RestaurantId == restaurant && order.Number > after)
                .OrderBy(order => order.Number).Take(Batch).ToListAsync(cancellationToken);
            if (orders is [])
            {
                return (after, 0);
            }

            foreach (var order in orders.Where(order => !order.IsTest))
            {
                db.Entry(order).Property(found => found.Version).IsModified = true;
            }

            try
            {
                // The interceptor sees changed orders and does the rest.
                await db.SaveChangesAsync(cancellationToken);
                return (orders[^1].Number, orders.Count);
            }
            catch (DbUpdateException error) when (error is DbUpdateConcurrencyException || error.IsDuplicate)
            {
                // One of them was just changed: look again.
            }
        }
    }
}

internal static partial class Logs
{
    [LoggerMessage(1701, LogLevel.Information, "The facts of {Orders} orders were written anew")]
    public static partial void Rebuilt(ILogger logger, int orders);

    [LoggerMessage(1702, LogLevel.Warning, "Days could not be counted ({Error}); reports count them from their orders until it works")]
    public static partial void NotCounted(ILogger logger, string error);
}
