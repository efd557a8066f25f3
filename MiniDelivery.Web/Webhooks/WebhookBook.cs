using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Domain.Webhooks;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Web.Webhooks;

/// <summary>Somebody who is told of events.</summary>
internal sealed record WebhookListener(Guid Id, RestaurantId Restaurant, SourceId Source, string SourceName, IReadOnlyList<string> Events, bool IsForCallbacks);

/// <summary>
/// Who listens, and who was switched off, kept in memory: an order that nobody listens to costs nothing. Read again after a change here,
/// and when it is a few seconds old for what other instances changed.
/// </summary>
public sealed class WebhookBook(IDbContextFactory<DeliveryDb> contexts, TimeProvider time)
{
    private static readonly TimeSpan _fresh = TimeSpan.FromSeconds(5);

    private Picture? _picture;

    /// <summary>How many endpoints of a restaurant the program itself switched off.</summary>
    public int InTrouble(RestaurantId restaurant) => _picture?.InTrouble.GetValueOrDefault(restaurant) ?? 0;

    /// <summary>Everybody who listens now.</summary>
    internal async ValueTask<ImmutableArray<WebhookListener>> ListenersAsync(CancellationToken cancellationToken) =>
        _picture is { } picture && time.GetUtcNow() - picture.At < _fresh ? picture.Listeners : (await LookAsync(cancellationToken)).Listeners;

    /// <summary>Reads who listens. True = somebody was switched off or on again.</summary>
    internal async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        var before = _picture?.InTrouble ?? ImmutableDictionary<RestaurantId, int>.Empty;
        var now = (await LookAsync(cancellationToken)).InTrouble;
        return before.Count != now.Count || before.Any(pair => now.GetValueOrDefault(pair.Key) != pair.Value);
    }

    private async Task<Picture> LookAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var found = await (
            from endpoint in db.WebhookEndpoints.AsNoTracking()
            join source in db.Sources.AsNoTracking() on endpoint.SourceId equals source.Id
            select new { Endpoint = endpoint, source.Name }).ToListAsync(cancellationToken);
        return _picture = new Picture(
            now,
            [
                .. found.Where(one => one.Endpoint.IsOn).Select(one => new WebhookListener(
                    one.Endpoint.Id, one.Endpoint.RestaurantId, one.Endpoint.SourceId, one.Name, one.Endpoint.Events, one.Endpoint.IsForCallbacks)),
            ],
            found.Where(one => one.Endpoint.IsInTrouble).GroupBy(one => one.Endpoint.RestaurantId).ToImmutableDictionary(group => group.Key, group => group.Count()));
    }

    private sealed record Picture(DateTimeOffset At, ImmutableArray<WebhookListener> Listeners, ImmutableDictionary<RestaurantId, int> InTrouble);
}
