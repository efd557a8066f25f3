using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Alerts;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Alerts;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Restaurants;
using MiniDelivery.Web.Work;

namespace MiniDelivery.Web.Escalation;

/// <summary>
/// Climbs the ladder for orders that nobody accepts. A rung is written into the order's history together with the promise to send it,
/// and then sent by whoever claims it: several instances promise it once and, unless one dies in the middle, send it once.
/// </summary>
internal sealed class EscalationLadder(
    IDbContextFactory<DeliveryDb> contexts,
    EscalationStore settings,
    IEnumerable<IAlarmChannel> channels,
    TerminalBook terminals,
    RestaurantDirectory restaurants,
    TimeProvider time,
    ILogger<EscalationLadder> logger) : RegularWork(time)
{
    private const int AtOnce = 16;

    // With a thousand orders that nobody accepts, a transaction for each would keep the next ones from being stored.
    private const int PromisedAtOnce = 64;
    private const int Tries = 5;
    private static readonly TimeSpan _lookEvery = TimeSpan.FromSeconds(2);

    // Longer than the slowest channel takes.
    private static readonly TimeSpan _claim = TimeSpan.FromMinutes(2);

    /// <summary>Promises every rung that is due now.</summary>
    internal async Task PlanAsync(CancellationToken cancellationToken)
    {
        foreach (var restaurant in restaurants.All)
        {
            await PlanAsync(restaurant, cancellationToken);
        }
    }

    /// <summary>Sends what is promised, oldest first.</summary>
    internal async Task SendAsync(CancellationToken cancellationToken)
    {
        List<AlertDispatch> due;
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            var now = Time.GetUtcNow();
            due = await db.AlertDispatches.AsNoTracking()
                .Where(d => (d.State == DispatchState.Due || d.State == DispatchState.Sending) && d.DueAt <= now)
                .OrderBy(d => d.DueAt).Take(AtOnce).ToListAsync(cancellationToken);
        }

        await Parallel.ForEachAsync(due, cancellationToken, async (dispatch, token) =>
        {
            if (await ClaimAsync(dispatch, token) is { } lease)
            {
                await SendOneAsync(dispatch, lease);
            }
        });
    }

    /// <inheritdoc/>
    protected override TimeSpan Every => _lookEvery;

    /// <inheritdoc/>
    protected override async Task DoAsync(CancellationToken stoppingToken)
    {
        await PlanAsync(stoppingToken);
        await SendAsync(stoppingToken);
    }

    /// <inheritdoc/>
    protected override void SayFailed(Exception error) => Logs.LadderFailed(logger, error);

    private async Task PlanAsync(RestaurantInfo restaurant, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await Waiting(db, restaurant.Id).AnyAsync(cancellationToken))
        {
            return;
        }

        var chosen = await settings.ReadAsync(restaurant.Id, cancellationToken);
        var isAnybodySubscribed = await db.PushSubscriptions.AnyAsync(found => found.RestaurantId == restaurant.Id, cancellationToken);
        var reachable = Enum.GetValues<EscalationRung>().Where(rung => chosen.IsSetUp(rung) && (rung is not EscalationRung.Push || isAnybodySubscribed)).ToHashSet();
        var nobodySince = terminals.For(restaurant.Id) is { IsAlarming: true, NobodySince: { } since } ? since : (DateTimeOffset?)null;
        var now = Time.GetUtcNow();
        if (EscalationPolicy.LeastWait(chosen, reachable, nobodySince is null) is not { } least || await WaitingAsync(db, restaurant.Id, now - least, cancellationToken) is not [_, ..] waiting)
        {
            return;
        }

        var taken = (await db.AlertDispatches.AsNoTracking()
                .Join(Waiting(db, restaurant.Id), dispatch => dispatch.OrderId, order => order.Id, (dispatch, _) => new { dispatch.OrderId, dispatch.Rung })
                .ToListAsync(cancellationToken))
            .ToLookup(d => d.OrderId, d => d.Rung);
        var due = from order in waiting
                  let sight = new EscalationSight(order, [.. taken[order.Id]], reachable, nobodySince)
                  from rung in EscalationPolicy.Due(sight, chosen, restaurant.Zone, now)
                  select (order.Id, rung);
        foreach (var some in due.Chunk(PromisedAtOnce))
        {
            await PromiseAsync(some, cancellationToken);
        }
    }

    // A try alarms nobody who is not here.
    private static IQueryable<Order> Waiting(DeliveryDb db, RestaurantId restaurant) =>
        db.Orders.AsNoTracking().Where(order => order.RestaurantId == restaurant && order.Status == OrderStatus.Waiting && !order.IsTest);

    // No more of them than decides: this is asked every few seconds, however many wait.
    private static async Task<List<AlertOrder>> WaitingAsync(DeliveryDb db, RestaurantId restaurant, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var found = await (from order in Waiting(db, restaurant)
                           where (order.AcknowledgedAt ?? order.ReceivedAt) <= until
                           join source in db.Sources on order.SourceId equals source.Id
                           select new { order.Id, order.SourceId, source.IsStaff, order.Status, order.Handoff, order.Cancellation, order.ReceivedAt, order.AcknowledgedAt })
            .ToListAsync(cancellationToken);
        return found.ConvertAll(order => new AlertOrder(
            order.Id, order.SourceId, order.IsStaff, order.Status, order.Handoff?.TillState ?? Domain.Till.TillState.None, order.Cancellation is not null, order.ReceivedAt, order.AcknowledgedAt));
    }

    private async Task PromiseAsync(IReadOnlyCollection<(OrderId Order, EscalationRung Rung)> due, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var ids = due.Select(one => one.Order).Distinct().ToList();
        var orders = await db.Orders.Where(found => ids.Contains(found.Id)).ToDictionaryAsync(found => found.Id, cancellationToken);
        var now = Time.GetUtcNow();
        var promised = due.Where(one => orders[one.Order].Escalate(one.Rung, now).IsDone).ToList();
        db.AddRange(promised.Select(one => AlertDispatch.Promise(one.Order, one.Rung, now)));
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException error) when (error is DbUpdateConcurrencyException || error.IsDuplicate)
        {
            // A person did something meanwhile, or another instance was quicker: the next look, in a moment, says what is left to do.
            return;
        }

        promised.ForEach(one => Logs.RungTaken(logger, one.Order, one.Rung));
    }

    private async Task<DateTimeOffset?> ClaimAsync(AlertDispatch seen, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var lease = Time.GetUtcNow() + _claim;
        var rows = await db.AlertDispatches
            .Where(d => d.OrderId == seen.OrderId && d.Rung == seen.Rung && d.State == seen.State && d.DueAt == seen.DueAt)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(d => d.State, DispatchState.Sending)
                    .SetProperty(d => d.DueAt, lease)
                    .SetProperty(d => d.Attempts, d => d.Attempts + 1),
                cancellationToken);
        return rows is 1 ? lease : null;
    }

    // Not given up half-way because the host stops: what was sent must be known to be.
    private async Task SendOneAsync(AlertDispatch claimed, DateTimeOffset lease)
    {
        var answer = await TryAsync(claimed);
        for (var left = Tries; ; left--)
        {
            await using var db = await contexts.CreateDbContextAsync();
            var dispatch = await db.AlertDispatches.SingleAsync(d => d.OrderId == claimed.OrderId && d.Rung == claimed.Rung);
            if (dispatch.State is not DispatchState.Sending || dispatch.DueAt != lease)
            {
                return;
            }

            var now = Time.GetUtcNow();
            dispatch.Trouble = answer?.Trouble?.ToString();
            dispatch.State = answer switch
            {
                null => DispatchState.Dropped,
                { Trouble: null } => DispatchState.Sent,
                { IsWorthRepeating: true } when dispatch.Attempts < AlertDispatch.MostAttempts => DispatchState.Due,
                _ => DispatchState.Failed,
            };
            dispatch.DueAt = dispatch.State is DispatchState.Due ? now + AlertDispatch.WaitAfter(dispatch.Attempts) : now;
            if (dispatch.State is DispatchState.Failed)
            {
                (await db.Orders.SingleAsync(found => found.Id == claimed.OrderId)).HasNotReached(claimed.Rung, now);
            }

            try
            {
                await db.SaveChangesAsync();
                Logs.RungTried(logger, claimed.OrderId, claimed.Rung, dispatch.State, dispatch.Attempts, dispatch.Trouble, answer?.Detail);
                return;
            }
            catch (DbUpdateConcurrencyException) when (left > 1)
            {
                // A person changed the order meanwhile; whether the alarm arrived is true all the same.
            }
        }
    }

    // Null: nobody need be told any more.
    private async Task<AlarmAnswer?> TryAsync(AlertDispatch claimed)
    {
        await using var db = await contexts.CreateDbContextAsync();
        var order = (await BoardReader.ReadAsync(db, db.Orders.AsNoTracking().Where(found => found.Id == claimed.OrderId), CancellationToken.None)).Single();
        if (!AlertPolicy.AsksForSomebody(order.ForAlert))
        {
            return null;
        }

        var restaurant = restaurants.Get(order.RestaurantId);
        var message = new AlarmMessage(
            order.Id, order.Number, order.Total, restaurant.Currency, order.Source, restaurant.Name, order.ReceivedAt, Time.GetUtcNow() - order.ReceivedAt);
        return await channels.Single(channel => channel.Rung == claimed.Rung).SendAsync(message, await settings.ReadAsync(restaurant.Id, CancellationToken.None), CancellationToken.None);
    }
}

internal static partial class Logs
{
    [LoggerMessage(2301, LogLevel.Warning, "Order {OrderId} is not accepted: {Rung}")]
    public static partial void RungTaken(ILogger logger, OrderId orderId, EscalationRung rung);

    [LoggerMessage(2302, LogLevel.Information, "Order {OrderId}: {Rung} is {State} after {Attempts} attempts, trouble {Trouble} ({Detail})")]
    public static partial void RungTried(ILogger logger, OrderId orderId, EscalationRung rung, DispatchState state, int attempts, string? trouble, int? detail);

    [LoggerMessage(2303, LogLevel.Error, "The ladder could not be climbed; it is tried again")]
    public static partial void LadderFailed(ILogger logger, Exception error);
}
