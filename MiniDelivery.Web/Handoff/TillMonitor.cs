using System.Collections.Concurrent;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Handoff;

/// <summary>What is known of a till at the moment.</summary>
/// <param name="Info">Who and what it is, as it last said; null = it never answered.</param>
/// <param name="Trouble">What is wrong; null = it answers.</param>
/// <param name="Since">Since when it is so.</param>
public sealed record TillHealth(TillInfo? Info, TillTrouble? Trouble, DateTimeOffset Since)
{
    /// <summary>Whether it answers and may be used.</summary>
    public bool IsWell => Info is not null && Trouble is null;
}

/// <summary>Asks every till now and then whether it is there, and tells open pages when that changes.</summary>
public sealed class TillMonitor(
    RestaurantDirectory restaurants, ITills tills, LiveSignal signal, TimeProvider time, ILogger<TillMonitor> logger) : BackgroundService
{
    private static readonly TimeSpan _every = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<RestaurantId, TillHealth> _health = new();

    /// <summary>What is known; null = not asked yet.</summary>
    public TillHealth? For(RestaurantId restaurant) => _health.GetValueOrDefault(restaurant);

    /// <summary>Asks one till now.</summary>
    public async Task CheckAsync(RestaurantId restaurant, CancellationToken cancellationToken)
    {
        var answer = await tills.For(restaurant).GetInfoAsync(cancellationToken);
        var before = For(restaurant);
        var info = answer is TillAnswer<TillInfo>.Done done ? done.Value : before?.Info;
        var now = new TillHealth(info, answer.TroubleOrNull, time.GetUtcNow());
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

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.WhenAll(restaurants.All.Select(restaurant => CheckAsync(restaurant.Id, stoppingToken)));
            await Task.Delay(_every, time, stoppingToken);
        }
    }
}

internal static partial class Logs
{
    [LoggerMessage(3201, LogLevel.Information, "Till of restaurant {Restaurant} is now {State}, version {Version}")]
    public static partial void TillChanged(ILogger logger, RestaurantId restaurant, string state, string? version);
}
