using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Restaurants;
using MiniDelivery.Web.Work;

namespace MiniDelivery.Web.Handoff;

/// <summary>
/// Looks at what the tills have of our orders, and brings changes back (RK7 protocol digest, section 10.4): one question a round
/// and restaurant, however many orders; an order is read whole only when the list says that it changed. It tells the till nothing,
/// and leaves alone what the dispatcher is at.
/// </summary>
public sealed class TillWatch(
    RestaurantDirectory restaurants,
    ITills tills,
    TillMonitor monitor,
    IDbContextFactory<DeliveryDb> contexts,
    IOptionsMonitor<TillWatchOptions> options,
    TimeProvider time,
    ILogger<TillWatch> logger) : RegularWork(time)
{
    private const int Tries = 5;

    private readonly WatchLeases _leases = new(contexts, () => options.CurrentValue.Lease, time);
    private readonly Dictionary<RestaurantId, Round> _rounds = [];
    private readonly Dictionary<RestaurantId, Task> _looks = [];

    /// <summary>One look at one till.</summary>
    internal async Task LookAsync(RestaurantId restaurant, CancellationToken cancellationToken)
    {
        var round = RoundOf(restaurant);
        if (IsResting(restaurant, round))
        {
            return;
        }

        var (isHeld, isNew) = await _leases.HoldAsync(restaurant, cancellationToken);
        if (!isHeld)
        {
            return;
        }

        if (isNew)
        {
            round.Forget();
        }

        if (ShiftHasChanged(restaurant, round))
        {
            round.ForgetShift();
        }

        var watched = await FindAsync(restaurant, cancellationToken);
        if (watched is [])
        {
            round.Forget();
            return;
        }

        // An order that is new to the watch may have changed before the list did.
        var since = watched.All(round.Known.Contains) ? round.LastVersion : null;
        var till = tills.For(restaurant);
        var listed = await till.ListOrdersAsync(since, cancellationToken);
        if (listed is not TillAnswer<TillOrderList>.Done { Value: var list })
        {
            Rest(restaurant, round, listed.TroubleOrNull!);
            return;
        }

        if (!list.Unchanged && await BringBackAsync(restaurant, till, list, round, cancellationToken) is { } trouble)
        {
            Rest(restaurant, round, trouble);
            return;
        }

        if (round.Failures > 0)
        {
            Logs.WatchGoesOn(logger, restaurant, round.Failures);
        }

        round.Failures = 0;
    }

    /// <inheritdoc/>
    protected override TimeSpan Every => options.CurrentValue.Every;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await base.ExecuteAsync(stoppingToken);
        }
        finally
        {
            await Task.WhenAll(_looks.Values);
            await ReleaseAsync();
        }
    }

    /// <inheritdoc/>
    protected override Task DoAsync(CancellationToken stoppingToken)
    {
        // A till that is slow to answer keeps only its own restaurant waiting.
        foreach (var restaurant in restaurants.Active.Where(one => _looks.GetValueOrDefault(one.Id) is null or { IsCompleted: true }))
        {
            _looks[restaurant.Id] = LookSafelyAsync(restaurant.Id, stoppingToken);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override void SayFailed(Exception error) => Logs.WatchNotBegun(logger, error);

    private async Task LookSafelyAsync(RestaurantId restaurant, CancellationToken stoppingToken)
    {
        try
        {
            await LookAsync(restaurant, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping: the next start looks at everything anew.
        }
        catch (Exception error)
        {
            RoundOf(restaurant).Forget();
            Logs.WatchFailed(logger, restaurant, error);
        }
    }

    private async Task ReleaseAsync()
    {
        try
        {
            await _leases.ReleaseAsync(CancellationToken.None);
        }
        catch (Exception error) when (error.IsStorageTrouble)
        {
            Logs.LeaseNotReleased(logger, error);
        }
    }

    // What changed is stored order by order; the list's version is kept only when nothing of it was left out.
    private async Task<TillTrouble?> BringBackAsync(
        RestaurantId restaurant, ITill till, TillOrderList list, Round round, CancellationToken cancellationToken)
    {
        var byGuid = list.Orders.ToLookup(order => order.Guid);
        var byVisit = list.Orders.ToLookup(order => (Visit: (long?)order.Visit, Ident: (int?)order.OrderIdent));
        var isWhole = true;
        TillTrouble? unread = null;
        var known = new HashSet<OrderId>();
        foreach (var handoff in await ReadAsync(restaurant, cancellationToken))
        {
            if (!handoff.IsAtRest)
            {
                // The dispatcher is at it, and remembers what it finds. Until then the same list is asked for again.
                isWhole = false;
                continue;
            }

            var listed = byGuid[handoff.OrderGuid].FirstOrDefault() ?? byVisit[(handoff.Visit, handoff.OrderIdent)].FirstOrDefault();
            var (isDone, trouble) = listed is null
                ? await MissAsync(till, handoff, round, cancellationToken)
                : await CompareAsync(till, handoff, listed, round, cancellationToken);
            if (trouble is not null && !isDone)
            {
                return trouble;
            }

            // An order that alone cannot be read does not keep the others waiting.
            unread ??= trouble;
            isWhole &= isDone && trouble is null;
            known.Add(handoff.OrderId);
        }

        if (isWhole)
        {
            (round.LastVersion, round.Known, round.MustReadAll) = (list.Version, known, false);
        }

        return unread;
    }

    // With trouble, "done" means that the till said no to this order alone.
    private async Task<(bool IsDone, TillTrouble? Trouble)> CompareAsync(
        ITill till, Domain.Till.Handoff handoff, TillOrder listed, Round round, CancellationToken cancellationToken)
    {
        if (!round.MustReadAll && handoff.Seen?.Matches(listed) is true)
        {
            return (true, null);
        }

        if (!round.MustReadAll && handoff.Seen?.HasDishesOf(listed) is true)
        {
            // Only the lock or the bill changed, and the list says all of that.
            return (await ApplyAsync(handoff.OrderId, (order, now) => ReportListed(order, listed, now), cancellationToken), null);
        }

        var read = await till.FindOrderAsync(listed.Key, cancellationToken);
        return read switch
        {
            TillAnswer<TillOrder?>.Done { Value: { } found } => (
                await ApplyAsync(
                    handoff.OrderId,
                    (order, now) =>
                    {
                        order.TillReports(
                            found with { BilledAt = listed.BilledAt, LockedBy = listed.LockedBy, IsLockedByUs = listed.IsLockedByUs, IsLocked = listed.IsLocked }, now);
                        return true;
                    },
                    cancellationToken),
                null),
            // Listed a moment ago and gone now: the next list says what became of it.
            TillAnswer<TillOrder?>.Done => (false, null),
            TillAnswer<TillOrder?>.Refused refused => NotRead(handoff, refused.Trouble),
            _ => (false, read.TroubleOrNull),
        };
    }

    // Lists forget finished orders when the shift closes, so an order that is in none is asked for by its guid, then by its visit.
    private async Task<(bool IsDone, TillTrouble? Trouble)> MissAsync(
        ITill till, Domain.Till.Handoff handoff, Round round, CancellationToken cancellationToken)
    {
        if (!round.MustReadAll && handoff.Seen is { IsFinished: true } or { IsLost: true })
        {
            return (true, null);
        }

        var read = await till.FindOrderAsync(handoff.Key, cancellationToken);
        return read switch
        {
            TillAnswer<TillOrder?>.Done { Value: { } found } => (
                await ApplyAsync(
                    handoff.OrderId,
                    (order, now) =>
                    {
                        // GetOrder does not tell when the bill was printed; what the list once said stays true.
                        order.TillReports(found with { BilledAt = order.Handoff?.Seen?.BilledAt }, now);
                        return true;
                    },
                    cancellationToken),
                null),
            TillAnswer<TillOrder?>.Done => (
                await ApplyAsync(
                    handoff.OrderId,
                    (order, now) =>
                    {
                        if (order.TillHasLost(now))
                        {
                            Logs.OrderLost(logger, order.Id);
                        }

                        return true;
                    },
                    cancellationToken),
                null),
            TillAnswer<TillOrder?>.Refused refused => NotRead(handoff, refused.Trouble),
            _ => (false, read.TroubleOrNull),
        };
    }

    private static bool ReportListed(Order order, TillOrder listed, DateTimeOffset now)
    {
        if (order.Handoff?.Seen is not { } seen || !seen.HasDishesOf(listed))
        {
            return false;
        }

        order.TillReports(listed with { Packages = seen.Packages }, now);
        return true;
    }

    private (bool IsDone, TillTrouble? Trouble) NotRead(Domain.Till.Handoff handoff, TillTrouble trouble)
    {
        Logs.OrderNotRead(logger, handoff.OrderId, trouble.Code);
        return (true, trouble);
    }

    /// <summary>Stores what was seen, on top of whatever people did meanwhile. False: the order is not at rest any more; look again.</summary>
    private async Task<bool> ApplyAsync(OrderId id, Func<Order, DateTimeOffset, bool> report, CancellationToken cancellationToken)
    {
        for (var left = Tries; ; left--)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var order = await db.Orders.SingleAsync(found => found.Id == id, cancellationToken);
            var isDone = order.IsWatched && report(order, Time.GetUtcNow());
            try
            {
                // Nothing learned saves nothing.
                await db.SaveChangesAsync(cancellationToken);
                return isDone || !order.Status.IsLive;
            }
            catch (DbUpdateConcurrencyException) when (left > 1)
            {
                // Somebody changed the order meanwhile; what the till has is true all the same.
            }
        }
    }

    private async Task<List<OrderId>> FindAsync(RestaurantId restaurant, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Watched(db, restaurant).Select(handoff => handoff.OrderId).ToListAsync(cancellationToken);
    }

    private async Task<List<Domain.Till.Handoff>> ReadAsync(RestaurantId restaurant, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Watched(db, restaurant).ToListAsync(cancellationToken);
    }

    // What the till is just being told is read, too, though left alone: while there is any, the list's version is not kept.
    private static IQueryable<Domain.Till.Handoff> Watched(DeliveryDb db, RestaurantId restaurant) =>
        from order in db.Orders.AsNoTracking().IgnoreAutoIncludes()
        join handoff in db.Handoffs.AsNoTracking() on order.Id equals handoff.OrderId
        where order.RestaurantId == restaurant && order.Status != OrderStatus.Archived && order.Status != OrderStatus.Deleted
            && handoff.OrderName != null && handoff.State != HandoffState.Dropped
        select handoff;

    private Round RoundOf(RestaurantId restaurant)
    {
        lock (_rounds)
        {
            return _rounds.TryGetValue(restaurant, out var round) ? round : _rounds[restaurant] = new Round();
        }
    }

    private bool ShiftHasChanged(RestaurantId restaurant, Round round)
    {
        var before = round.Shift;
        round.Shift = monitor.For(restaurant)?.Info?.ShiftNumber ?? before;
        return before is not null && before != round.Shift;
    }

    // The last state stays as it is; the strip says what is wrong with the till, and since when.
    private void Rest(RestaurantId restaurant, Round round, TillTrouble trouble)
    {
        if (++round.Failures is 1)
        {
            Logs.WatchRests(logger, restaurant, trouble.Code);
        }

        round.FailedAt = Time.GetUtcNow();
        round.RestUntil = round.FailedAt + Domain.Till.Handoff.Backoff(round.Failures, trouble);
    }

    // The monitor asks more often: once the till is well again there is nothing to wait for.
    private bool IsResting(RestaurantId restaurant, Round round) =>
        round.RestUntil > Time.GetUtcNow()
        && !(monitor.For(restaurant) is { IsWell: true } health && health.Since > round.FailedAt);

    // What is kept in memory between two looks at one till. Nothing in it must survive a restart.
    private sealed class Round
    {
        /// <summary>The list's version that is brought back as a whole; only ever compared for equality, by the till.</summary>
        public long? LastVersion { get; set; }

        /// <summary>The orders that were brought back with it.</summary>
        public HashSet<OrderId> Known { get; set; } = [];

        /// <summary>Whether each order is to be read whole, whatever the list says.</summary>
        public bool MustReadAll { get; set; }

        public int? Shift { get; set; }

        public int Failures { get; set; }

        public DateTimeOffset FailedAt { get; set; }

        public DateTimeOffset RestUntil { get; set; }

        public void Forget() => (LastVersion, Known) = (null, []);

        // A new shift may count its list's version and its orders anew.
        public void ForgetShift() => (LastVersion, Known, MustReadAll) = (null, [], true);
    }
}

internal static partial class Logs
{
    [LoggerMessage(3501, LogLevel.Warning, "The orders at the till of restaurant {Restaurant} cannot be watched: {Trouble}; asked again now and then")]
    public static partial void WatchRests(ILogger logger, RestaurantId restaurant, string trouble);

    [LoggerMessage(3502, LogLevel.Information, "The orders at the till of restaurant {Restaurant} are watched again after {Failures} failures")]
    public static partial void WatchGoesOn(ILogger logger, RestaurantId restaurant, int failures);

    [LoggerMessage(3503, LogLevel.Error, "A look at the till of restaurant {Restaurant} failed; the next one looks at everything")]
    public static partial void WatchFailed(ILogger logger, RestaurantId restaurant, Exception error);

    [LoggerMessage(3504, LogLevel.Warning, "Order {OrderId} is lost: the till answers, and knows it neither by guid nor by visit")]
    public static partial void OrderLost(ILogger logger, OrderId orderId);

    [LoggerMessage(3505, LogLevel.Warning, "Order {OrderId} could not be read from the till: {Trouble}")]
    public static partial void OrderNotRead(ILogger logger, OrderId orderId, string trouble);

    [LoggerMessage(3506, LogLevel.Warning, "The leases of the watch could not be released; they end by themselves")]
    public static partial void LeaseNotReleased(ILogger logger, Exception error);

    [LoggerMessage(3507, LogLevel.Error, "A round of looks at the tills could not begin; it is tried again")]
    public static partial void WatchNotBegun(ILogger logger, Exception error);
}
