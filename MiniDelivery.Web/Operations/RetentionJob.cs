using System.Globalization;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Intake;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Restaurants;
using MiniDelivery.Web.Work;

namespace MiniDelivery.Web.Operations;

/// <summary>
/// Erases, night by night, the guests' data of orders that are older than their restaurant keeps it. In batches, each of them one
/// transaction with its own part of the claim, so that of several instances one works, and what a killed one has done stays done.
/// </summary>
internal sealed class RetentionJob(
    IDbContextFactory<DeliveryDb> contexts, RestaurantDirectory restaurants, LiveSignal signal, TimeProvider time, ILogger<RetentionJob> logger)
    : RegularWork(time)
{
    /// <summary>Orders of one transaction: few enough that intake never waits for it.</summary>
    public const int BatchSize = 50;

    private static readonly TimeSpan _every = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _claim = TimeSpan.FromMinutes(5);

    /// <summary>Does what is due.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        await GuestEraser.DropDraftsAsync(contexts, Time.GetUtcNow() - DraftShelf.Patience, cancellationToken);
        foreach (var restaurant in await DueAsync(cancellationToken))
        {
            if (restaurants.Find(restaurant) is { } known && await ClaimAsync(known, cancellationToken) is { } claim)
            {
                await EraseAsync(known, claim, cancellationToken);
            }
        }
    }

    /// <summary>Does the next batch of a claim. Null = all are done, or the claim was lost.</summary>
    internal async Task<DateTimeOffset?> BatchAsync(RestaurantInfo restaurant, DateTimeOffset claim, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = Time.GetUtcNow();
        if (await db.RetentionPlans.SingleAsync(plan => plan.RestaurantId == restaurant.Id, cancellationToken) is not { Months: { } months } plan
            || plan.DueAt != claim)
        {
            return null;
        }

        var orders = await GuestEraser.Aged(db, restaurant.Id, RetentionPlan.Cutoff(restaurant.Day, months, now))
            .OrderBy(order => order.ReceivedAt).ThenBy(order => order.Id)
            .Take(BatchSize)
            .ToListAsync(cancellationToken);
        var erased = await GuestEraser.EraseAsync(db, orders, now, cancellationToken);
        var isLast = orders.Count < BatchSize;
        if (isLast)
        {
            plan.Finish(erased, restaurant.Day, now);
            if (plan.RanOrders > 0)
            {
                db.Audit(Actor.Program, now, AuditActs.GuestsForgotten, restaurant.Name, now: plan.RanOrders.ToString(CultureInfo.InvariantCulture), restaurant: restaurant.Id);
            }
        }
        else
        {
            plan.Progress(erased, NextClaim(claim, now));
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            // A person has said something else, or moved one of these orders; when the claim lapses the rest is looked at anew.
            Logs.RetentionInterrupted(logger, restaurant.Id);
            return null;
        }

        if (isLast)
        {
            Logs.GuestsForgotten(logger, restaurant.Id, plan.RanOrders);
            signal.Ring();
        }

        return isLast ? null : plan.DueAt;
    }

    /// <summary>Takes the night's work of a restaurant. Null = another instance has it, or there is none.</summary>
    /// <returns>The claim: what <see cref="RetentionPlan.DueAt"/> is while it holds.</returns>
    internal async Task<DateTimeOffset?> ClaimAsync(RestaurantInfo restaurant, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = Time.GetUtcNow();
        var until = now + _claim;
        var rows = await db.RetentionPlans
            .Where(plan => plan.RestaurantId == restaurant.Id && plan.Months != null && plan.DueAt <= now)
            .ExecuteUpdateAsync(set => set.SetProperty(plan => plan.DueAt, until), cancellationToken);
        return rows is 1 ? until : null;
    }

    /// <inheritdoc/>
    protected override TimeSpan Every => _every;

    /// <inheritdoc/>
    protected override Task DoAsync(CancellationToken stoppingToken) => LookAsync(stoppingToken);

    /// <inheritdoc/>
    protected override void SayFailed(Exception error) => Logs.RetentionFailed(logger, error);

    private async Task EraseAsync(RestaurantInfo restaurant, DateTimeOffset first, CancellationToken cancellationToken)
    {
        for (DateTimeOffset? claim = first; claim is { } held;)
        {
            claim = await BatchAsync(restaurant, held, cancellationToken);
        }
    }

    private async Task<List<RestaurantId>> DueAsync(CancellationToken cancellationToken)
    {
        var now = Time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.RetentionPlans.Where(plan => plan.Months != null && plan.DueAt <= now).Select(plan => plan.RestaurantId).ToListAsync(cancellationToken);
    }

    // Always another one, however quick a batch is: the claim is what tells two workers apart.
    private static DateTimeOffset NextClaim(DateTimeOffset claim, DateTimeOffset now) => now + _claim > claim ? now + _claim : claim.AddTicks(1);
}

internal static partial class Logs
{
    [LoggerMessage(4201, LogLevel.Information, "The guests of {Orders} old orders of restaurant {Restaurant} were erased")]
    public static partial void GuestsForgotten(ILogger logger, RestaurantId restaurant, int orders);

    [LoggerMessage(4202, LogLevel.Information, "The erasing of old orders' guests at restaurant {Restaurant} was interrupted and goes on later")]
    public static partial void RetentionInterrupted(ILogger logger, RestaurantId restaurant);

    [LoggerMessage(4203, LogLevel.Error, "The guests of old orders could not be erased; it is tried again")]
    public static partial void RetentionFailed(ILogger logger, Exception error);
}
