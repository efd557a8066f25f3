using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Restaurants;
using MiniDelivery.Web.Work;

namespace MiniDelivery.Web.Handoff;

/// <summary>What is known of a till at the moment.</summary>
/// <param name="Info">Who and what it is, as it last said; null = it never answered.</param>
/// <param name="Trouble">What is wrong; null = it answers.</param>
/// <param name="Since">Since when it is so.</param>
public sealed record TillHealth(TillInfo? Info, TillTrouble? Trouble, DateTimeOffset Since)
{
    /// <summary>Whether it answers and may be used.</summary>
    public bool IsWell => Info is not null && Trouble is null;

    /// <summary>Nobody answers. It passes by itself, and orders go on coming in.</summary>
    public bool IsSilent => Trouble?.Code is TillTroubles.Unreachable or TillTroubles.NameUnknown
        or TillTroubles.Timeout or TillTroubles.BrokenAnswer;

    /// <summary>How many orders wait for it: promises that are not kept yet.</summary>
    public int Queue { get; init; }
}

/// <summary>Asks every till now and then whether it is there, and tells open pages when that changes.</summary>
public sealed class TillMonitor(
    RestaurantDirectory restaurants,
    ITills tills,
    IDbContextFactory<DeliveryDb> contexts,
    LiveSignal signal,
    TimeProvider time,
    ILogger<TillMonitor> logger) : RegularWork(time)
{
    private static readonly TimeSpan _every = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<RestaurantId, TillHealth> _health = new();
    private readonly ConcurrentDictionary<RestaurantId, DateTimeOffset> _answers = new();

    /// <summary>What is known; null = not asked yet.</summary>
    public TillHealth? For(RestaurantId restaurant) => _health.GetValueOrDefault(restaurant);

    /// <summary>
    /// When it answered last, yes or no; null = not since our start. Apart from its health: it changes with each look, and open pages
    /// are told of changes of health only.
    /// </summary>
    public DateTimeOffset? LastAnswer(RestaurantId restaurant) => _answers.TryGetValue(restaurant, out var at) ? at : null;

    /// <summary>Asks one till now.</summary>
    public async Task CheckAsync(RestaurantId restaurant, CancellationToken cancellationToken)
    {
        var answer = await tills.For(restaurant).GetInfoAsync(cancellationToken);
        if (answer is TillAnswer<TillInfo>.Done or TillAnswer<TillInfo>.Refused or TillAnswer<TillInfo>.Later)
        {
            _answers[restaurant] = Time.GetUtcNow();
        }

        var before = For(restaurant);
        var info = answer is TillAnswer<TillInfo>.Done done ? done.Value : before?.Info;
        var now = new TillHealth(info, answer.TroubleOrNull, Time.GetUtcNow())
        {
            Queue = await CountQueueAsync(restaurant, cancellationToken) ?? before?.Queue ?? 0,
        };
        // A silence that goes from "refused" to "no answer" is one silence.
        if (before is not null && before.IsWell == now.IsWell)
        {
            now = now with { Since = before.Since };
        }

        _health[restaurant] = now;
        if (now == before)
        {
            return;
        }

        if (before?.Trouble?.Code != now.Trouble?.Code)
        {
            Logs.TillChanged(logger, restaurant, now.Trouble?.Code ?? "well", now.Info?.Version);
        }

        signal.Ring();
    }

    private async Task<int?> CountQueueAsync(RestaurantId restaurant, CancellationToken cancellationToken)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            return await (from handoff in db.Handoffs
                          join order in db.Orders on handoff.OrderId equals order.Id
                          where order.RestaurantId == restaurant
                              && (handoff.State == HandoffState.Due || handoff.State == HandoffState.Sending || handoff.State == HandoffState.InDoubt)
                          select handoff.OrderId).CountAsync(cancellationToken);
        }
        catch (Exception error) when (error.IsStorageTrouble)
        {
            // What is known of the till matters more than a number beside it.
            Logs.QueueNotCounted(logger, error);
            return null;
        }
    }

    /// <inheritdoc/>
    protected override TimeSpan Every => _every;

    /// <inheritdoc/>
    protected override Task DoAsync(CancellationToken stoppingToken) => Task.WhenAll(restaurants.Active.Select(restaurant => CheckAsync(restaurant.Id, stoppingToken)));

    /// <inheritdoc/>
    protected override void SayFailed(Exception error) => Logs.TillsNotAsked(logger, error);
}

internal static partial class Logs
{
    [LoggerMessage(3201, LogLevel.Information, "Till of restaurant {Restaurant} is now {State}, version {Version}")]
    public static partial void TillChanged(ILogger logger, RestaurantId restaurant, string state, string? version);

    [LoggerMessage(3202, LogLevel.Warning, "The orders that wait for the till could not be counted")]
    public static partial void QueueNotCounted(ILogger logger, Exception error);

    [LoggerMessage(3203, LogLevel.Error, "The tills could not be asked whether they are there; it is tried again")]
    public static partial void TillsNotAsked(ILogger logger, Exception error);
}
