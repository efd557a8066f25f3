using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Couriers;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Live;

namespace MiniDelivery.Web.Couriers;

/// <summary>A courier, and what they have with them.</summary>
/// <param name="Id">Identity.</param>
/// <param name="Name">Name.</param>
/// <param name="Phone">Phone; empty = not known.</param>
/// <param name="IsActive">Whether they still work here.</param>
/// <param name="OnShiftSince">Since when they are on shift; null = they are not.</param>
/// <param name="HasLink">There is a link that opens.</param>
/// <param name="Carries">Numbers of the orders that are on the way with them.</param>
/// <param name="ToTake">What they are to take from these guests.</param>
/// <param name="Owed">What they have taken and not handed in.</param>
/// <param name="Delivered">How many they have brought in this shift.</param>
public sealed record CourierView(
    CourierId Id,
    string Name,
    string Phone,
    bool IsActive,
    DateTimeOffset? OnShiftSince,
    bool HasLink,
    IReadOnlyList<int> Carries,
    Money ToTake,
    Money Owed,
    int Delivered);

/// <summary>What became of a change.</summary>
/// <param name="Refusal">Why not; null = it is done.</param>
/// <param name="Link">What the courier's link says; shown once and kept nowhere.</param>
public sealed record CourierAnswer(CourierRefusal? Refusal, string? Link = null)
{
    /// <summary>Whether it is done.</summary>
    public bool IsDone => Refusal is null;
}

/// <summary>
/// What people do about couriers: operators start shifts and hand out links, managers hire and take the cash.
/// </summary>
public sealed class CourierDesk(IDbContextFactory<DeliveryDb> contexts, LiveSignal signal, TimeProvider time)
{
    /// <summary>Every courier of a restaurant, those on shift first; null for who may not see them.</summary>
    public async Task<IReadOnlyList<CourierView>?> ListAsync(RestaurantId restaurant, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.May(Permission.WorkWithOrders, restaurant))
        {
            return null;
        }

        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var couriers = await db.Couriers.AsNoTracking().Where(courier => courier.RestaurantId == restaurant).ToListAsync(cancellationToken);
        var carried = await db.Orders.AsNoTracking()
            .Where(order => order.RestaurantId == restaurant && order.Status == OrderStatus.OnTheWay && order.CourierId != null)
            .Select(order => new { order.CourierId, order.Number, order.Total, order.Type, order.Payment })
            .ToListAsync(cancellationToken);
        var owed = await db.Orders.AsNoTracking()
            .Where(order => order.RestaurantId == restaurant && order.IsCashOwed)
            .Select(order => new { order.CourierId, order.Total })
            .ToListAsync(cancellationToken);
        var since = couriers.Min(courier => courier.OnShiftSince);
        var delivered = since is null
            ? []
            : await db.Orders.AsNoTracking()
                .Where(order => order.RestaurantId == restaurant && order.Status == OrderStatus.Archived && order.StatusChangedAt >= since && order.CourierId != null)
                .Select(order => new { order.CourierId, order.StatusChangedAt }).ToListAsync(cancellationToken);
        return
        [
            .. couriers
                .OrderByDescending(courier => courier.IsActive).ThenBy(courier => courier.OnShiftSince is null)
                .ThenBy(courier => courier.Name, StringComparer.CurrentCulture)
                .Select(courier =>
                {
                    var own = carried.Where(order => order.CourierId == courier.Id).ToList();
                    return new CourierView(
                        courier.Id,
                        courier.Name,
                        courier.Phone,
                        courier.IsActive,
                        courier.OnShiftSince,
                        courier.LinkExpiresAt > now,
                        [.. own.Select(order => order.Number).Order()],
                        Sum(own.Select(order => Order.CashDueOf(order.Type, order.Payment, order.Total))),
                        Sum(owed.Where(order => order.CourierId == courier.Id).Select(order => order.Total)),
                        delivered.Count(order => order.CourierId == courier.Id && order.StatusChangedAt >= courier.OnShiftSince));
                }),
        ];
    }

    /// <summary>Hires a courier.</summary>
    public async Task<CourierAnswer> AddAsync(RestaurantId restaurant, string name, string phone, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.May(Permission.KeepCouriers, restaurant))
        {
            return new CourierAnswer(CourierRefusal.NotPermitted);
        }

        if (!Courier.IsUsable(name, phone))
        {
            return new CourierAnswer(CourierRefusal.Unusable);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var courier = new Courier { RestaurantId = restaurant, Name = name.Trim(), Phone = phone.Trim() };
        db.Add(courier);
        db.Audit(by, time.GetUtcNow(), AuditActs.CourierAdded, courier.Name, restaurant: restaurant);
        await db.SaveChangesAsync(cancellationToken);
        signal.Ring();
        return new CourierAnswer(null);
    }

    /// <summary>Another name or phone.</summary>
    public Task<CourierAnswer> RenameAsync(CourierId id, string name, string phone, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(id, Permission.KeepCouriers, by, (db, courier, now) =>
        {
            if (!Courier.IsUsable(name, phone))
            {
                return Task.FromResult(new CourierAnswer(CourierRefusal.Unusable));
            }

            var (whom, old) = (courier.Name, Card(courier));
            courier.Rename(name, phone);
            db.Audit(by, now, AuditActs.CourierChanged, whom, old, Card(courier), courier.RestaurantId);
            return Done;
        }, cancellationToken);

    /// <summary>Works here no more, or again. Not while there is something with them.</summary>
    public Task<CourierAnswer> SetActiveAsync(CourierId id, bool isActive, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(id, Permission.KeepCouriers, by, async (db, courier, now) =>
        {
            if (!isActive && await HasAnythingAsync(db, courier, cancellationToken))
            {
                return new CourierAnswer(CourierRefusal.NotDone);
            }

            courier.SetActive(isActive);
            db.Audit(by, now, isActive ? AuditActs.CourierActivated : AuditActs.CourierDeactivated, courier.Name, restaurant: courier.RestaurantId);
            return new CourierAnswer(null);
        }, cancellationToken);

    /// <summary>Begins or ends a shift. It does not end while the courier carries something.</summary>
    public Task<CourierAnswer> SetShiftAsync(CourierId id, bool isOn, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(id, Permission.WorkWithOrders, by, async (db, courier, now) =>
        {
            if (isOn)
            {
                if (!courier.IsActive)
                {
                    return new CourierAnswer(CourierRefusal.Unknown);
                }

                courier.StartShift(now);
                db.Audit(by, now, AuditActs.CourierShiftStarted, courier.Name, restaurant: courier.RestaurantId);
                return new CourierAnswer(null);
            }

            if (await CarriesAsync(db, id, cancellationToken))
            {
                return new CourierAnswer(CourierRefusal.NotDone);
            }

            courier.EndShift();
            db.Audit(by, now, AuditActs.CourierShiftEnded, courier.Name, restaurant: courier.RestaurantId);
            return new CourierAnswer(null);
        }, cancellationToken);

    /// <summary>Makes the link that opens the courier's page for this shift; the one before opens no more.</summary>
    public Task<CourierAnswer> IssueLinkAsync(CourierId id, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(id, Permission.WorkWithOrders, by, (db, courier, now) =>
        {
            if (courier.OnShiftSince is null)
            {
                return Task.FromResult(new CourierAnswer(CourierRefusal.NotOnShift));
            }

            var link = courier.IssueLink(now);
            db.Audit(by, now, AuditActs.CourierLinkIssued, courier.Name, now: AuditEntry.Masked, restaurant: courier.RestaurantId);
            return Task.FromResult(new CourierAnswer(null, link));
        }, cancellationToken);

    /// <summary>The courier hands in all the cash that they owe.</summary>
    /// <param name="counted">The sum that the person saw and has counted.</param>
    public Task<CourierAnswer> TakeCashAsync(CourierId id, Money counted, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(id, Permission.KeepCouriers, by, async (db, courier, now) =>
        {
            var owed = await db.Orders.Where(order => order.RestaurantId == courier.RestaurantId && order.IsCashOwed && order.CourierId == id).ToListAsync(cancellationToken);
            if (Sum(owed.Select(order => order.Total)) != counted || counted == Money.Zero)
            {
                return new CourierAnswer(CourierRefusal.ChangedMeanwhile);
            }

            owed.ForEach(order => order.HandInCash(by, now));
            db.Audit(by, now, AuditActs.CourierCashTaken, courier.Name, now: $"{counted.Amount:0.00}", restaurant: courier.RestaurantId);
            return new CourierAnswer(null);
        }, cancellationToken);

    private static Task<CourierAnswer> Done => Task.FromResult(new CourierAnswer(null));

    private async Task<CourierAnswer> ChangeAsync(
        CourierId id,
        Permission needed,
        Actor by,
        Func<DeliveryDb, Courier, DateTimeOffset, Task<CourierAnswer>> change,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var courier = await db.Couriers.SingleOrDefaultAsync(found => found.Id == id, cancellationToken);
        if (!(courier is null ? by.MaySomewhere(needed) : by.May(needed, courier.RestaurantId)))
        {
            return new CourierAnswer(CourierRefusal.NotPermitted);
        }

        if (courier is null)
        {
            return new CourierAnswer(CourierRefusal.Unknown);
        }

        var answer = await change(db, courier, time.GetUtcNow());
        if (!answer.IsDone)
        {
            return answer;
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken);
            signal.Ring();
            return answer;
        }
        catch (DbUpdateConcurrencyException)
        {
            return new CourierAnswer(CourierRefusal.ChangedMeanwhile);
        }
    }

    private static async Task<bool> HasAnythingAsync(DeliveryDb db, Courier courier, CancellationToken cancellationToken) =>
        await CarriesAsync(db, courier.Id, cancellationToken)
        || await db.Orders.AnyAsync(order => order.RestaurantId == courier.RestaurantId && order.IsCashOwed && order.CourierId == courier.Id, cancellationToken);

    private static Task<bool> CarriesAsync(DeliveryDb db, CourierId id, CancellationToken cancellationToken) =>
        db.Orders.AnyAsync(order => order.CourierId == id && order.Status == OrderStatus.OnTheWay, cancellationToken);

    private static string Card(Courier courier) => courier.Phone is "" ? courier.Name : $"{courier.Name}, {courier.Phone}";

    private static Money Sum(IEnumerable<Money> parts) => parts.Aggregate(Money.Zero, (sum, part) => sum + part);
}
