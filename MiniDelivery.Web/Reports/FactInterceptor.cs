using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Reports;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Web.Reports;

/// <summary>
/// Writes the fact of every order that a transaction changes into the same transaction, and the mark of its day. Whoever changes
/// orders need not think of it; what is stored is never ahead of the facts nor behind them.
/// </summary>
/// <remarks>
/// Exact with several writers: a fact is changed only together with its order, whose version refuses the second of two; a new guest
/// is told while the order takes its number, which the database gives to one instance at a time; marks are only added.
/// </remarks>
internal sealed class FactInterceptor : SaveChangesInterceptor
{
    private static readonly PreparedQuery<Func<DbContext, RestaurantId, List<long?>, IAsyncEnumerable<long?>>> _seen = new(() => EF.CompileAsyncQuery(
        (DbContext db, RestaurantId restaurant, List<long?> keys) => db.Set<OrderFact>().AsNoTracking()
            .Where(fact => fact.RestaurantId == restaurant && keys.Contains(fact.GuestKey))
            .Select(fact => fact.GuestKey)
            .Distinct()));

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result) =>
        Changed(eventData.Context!) is []
            ? result
            : throw new InvalidOperationException("Orders are saved with SaveChangesAsync: their facts have to be read first.");

    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        var db = eventData.Context!;
        if (Changed(db) is [_, ..] changed)
        {
            await WriteAsync(db, changed, cancellationToken);
        }

        return result;
    }

    /// <summary>Adds or changes the facts of these orders, which the context holds, and marks their days.</summary>
    internal static async Task WriteAsync(DbContext db, IReadOnlyList<Order> orders, CancellationToken cancellationToken)
    {
        var days = new HashSet<(RestaurantId, DateOnly)>();
        var known = await KnownAsync(db, orders, cancellationToken);
        var added = new List<OrderFact>();
        // Whoever saves may lose a race for something else and save the same changes again: what was written for that is still there.
        var again = db.ChangeTracker.Entries<OrderFact>().Where(entry => entry.State is EntityState.Added).ToDictionary(entry => entry.Entity.OrderId, entry => entry.Entity);
        // In the order in which they took their numbers: of two first orders of a guest, the first one is the new guest's.
        foreach (var order in orders.OrderBy(order => order.Number))
        {
            if (again.TryGetValue(order.Id, out var fact))
            {
                fact.Follow(order);
                added.Add(fact);
            }
            else if (known.TryGetValue(order.Id, out fact))
            {
                fact.Follow(order);
                if (db.Entry(fact).State is EntityState.Unchanged or EntityState.Detached && !HasChanges(db, fact))
                {
                    continue;
                }
            }
            else
            {
                fact = OrderFact.Of(order, await HoursAsync(db, order.RestaurantId, cancellationToken));
                added.Add(fact);
            }

            days.Add((fact.RestaurantId, fact.Day));
        }

        days.ExceptWith(db.ChangeTracker.Entries<DayTouch>().Where(entry => entry.State is EntityState.Added).Select(entry => (entry.Entity.RestaurantId, entry.Entity.Day)));
        await MarkNewGuestsAsync(db, added, cancellationToken);
        db.AddRange(added);
        db.AddRange(days.Select(day => new DayTouch { RestaurantId = day.Item1, Day = day.Item2 }));
    }

    // A try is nobody's business: it has no fact, so no report can count it.
    private static List<Order> Changed(DbContext db) =>
    [
        .. db.ChangeTracker.Entries<Order>()
            .Where(entry => entry.State is EntityState.Added or EntityState.Modified && !entry.Entity.IsTest)
            .Select(entry => entry.Entity),
    ];

    private static bool HasChanges(DbContext db, OrderFact fact)
    {
        db.Entry(fact).DetectChanges();
        return db.Entry(fact).State is EntityState.Modified;
    }

    // One question for all; none where every order is new, as in the intake.
    private static async Task<Dictionary<OrderId, OrderFact>> KnownAsync(DbContext db, IReadOnlyList<Order> orders, CancellationToken cancellationToken)
    {
        var ids = orders.Where(order => db.Entry(order).State is not EntityState.Added).Select(order => order.Id).ToList();
        return ids is []
            ? []
            : await db.Set<OrderFact>().Where(fact => ids.Contains(fact.OrderId)).ToDictionaryAsync(fact => fact.OrderId, cancellationToken);
    }

    // The intake holds the restaurant anyway, for its numbers.
    private static async Task<BusinessDay> HoursAsync(DbContext db, RestaurantId id, CancellationToken cancellationToken) =>
        (await db.Set<Restaurant>().FindAsync([id], cancellationToken))!.Day;

    private static async Task MarkNewGuestsAsync(DbContext db, List<OrderFact> added, CancellationToken cancellationToken)
    {
        foreach (var restaurant in added.Where(fact => fact.GuestKey is not null).GroupBy(fact => fact.RestaurantId))
        {
            var keys = restaurant.Select(fact => fact.GuestKey).Distinct().ToList();
            var here = await _seen.On(db)(db, restaurant.Key, keys).ToHashSetAsync(cancellationToken: cancellationToken);
            foreach (var fact in restaurant)
            {
                fact.IsNewGuest = here.Add(fact.GuestKey);
            }
        }
    }
}
