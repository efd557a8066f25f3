using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Work;

namespace MiniDelivery.Web.Intake;

/// <summary>How many bodies of a restaurant need help.</summary>
/// <param name="Open">So many.</param>
/// <param name="NewestAt">When one of them came last; null = there is none.</param>
public sealed record InboxNow(int Open, DateTimeOffset? NewestAt)
{
    /// <summary>Nothing needs help.</summary>
    public static InboxNow Empty { get; } = new(0, null);
}

/// <summary>How many bodies need help, for the pages; read every second, for another instance may have kept one.</summary>
public sealed class InboxWatch(IDbContextFactory<DeliveryDb> contexts, LiveSignal signal, TimeProvider time, ILogger<InboxWatch> logger) : RegularWork(time)
{
    private static readonly TimeSpan _every = TimeSpan.FromSeconds(1);
    private ImmutableDictionary<RestaurantId, InboxNow> _now = ImmutableDictionary<RestaurantId, InboxNow>.Empty;

    /// <summary>How many there are; none until they were counted for the first time.</summary>
    public InboxNow For(RestaurantId restaurant) => _now.GetValueOrDefault(restaurant) ?? InboxNow.Empty;

    /// <summary>Counts them now; what is different is on every page at once.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await db.InboxItems.Where(item => item.State == InboxState.Open)
            .GroupBy(item => item.RestaurantId)
            .Select(items => new { Restaurant = items.Key, Open = items.Count(), NewestAt = items.Max(item => item.LastAt) })
            .ToDictionaryAsync(one => one.Restaurant, one => new InboxNow(one.Open, one.NewestAt), cancellationToken);
        var before = _now;
        if (found.Count != before.Count || found.Any(one => before.GetValueOrDefault(one.Key) != one.Value))
        {
            _now = found.ToImmutableDictionary();
            signal.Ring();
        }
    }

    /// <inheritdoc/>
    protected override TimeSpan Every => _every;

    /// <inheritdoc/>
    protected override Task DoAsync(CancellationToken stoppingToken) => ReadAsync(stoppingToken);

    /// <inheritdoc/>
    protected override void SayFailed(Exception error) => Logs.InboxNotRead(logger, error);
}

internal static partial class Logs
{
    [LoggerMessage(1125, LogLevel.Error, "What needs help could not be counted; what was known before stays")]
    public static partial void InboxNotRead(ILogger logger, Exception error);
}
