using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Work;

namespace MiniDelivery.Web.Api;

/// <summary>Ends connections whose key was revoked or has run out: it was looked at when they began, and they may last for weeks.</summary>
internal sealed class HubKeys(KeyRing keys, TimeProvider time, ILogger<HubKeys> logger) : RegularWork(time)
{
    private static readonly TimeSpan _every = TimeSpan.FromSeconds(20);
    private readonly ConcurrentDictionary<string, (string Key, HubCallerContext Connection)> _open = new();

    /// <summary>A connection has begun. Staff's own ones have no key.</summary>
    public void Opened(HubCallerContext connection)
    {
        if (connection.User?.FindFirst(Shop.KeyClaim)?.Value is { } key)
        {
            _open[connection.ConnectionId] = (key, connection);
        }
    }

    /// <summary>A connection has ended.</summary>
    public void Closed(string connection) => _open.TryRemove(connection, out _);

    /// <summary>Ends those whose key opens nothing any more.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        var open = _open.Values.ToList();
        if (open is [])
        {
            return;
        }

        var inForce = await keys.InForceAsync([.. open.Select(one => one.Key).Distinct()], cancellationToken);
        foreach (var (_, connection) in open.Where(one => !inForce.Contains(one.Key)))
        {
            connection.Abort();
        }
    }

    /// <inheritdoc/>
    protected override TimeSpan Every => _every;

    /// <inheritdoc/>
    protected override bool BeginsWithRest => true;

    /// <inheritdoc/>
    protected override Task DoAsync(CancellationToken stoppingToken) => CheckAsync(stoppingToken);

    /// <inheritdoc/>
    protected override void SayFailed(Exception error) => HubLogs.KeysNotChecked(logger, error);
}
