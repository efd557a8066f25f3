using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MiniDelivery.Domain.Licensing;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Work;

namespace MiniDelivery.Web.Licensing;

/// <summary>Keeps every restaurant's licence in memory, checked, and looks now and then whether another one was stored.</summary>
public sealed class LicenseWatch(
    IDbContextFactory<DeliveryDb> contexts,
    LicenseReader reader,
    LiveSignal signal,
    IOptions<LicensingOptions> options,
    TimeProvider time,
    ILogger<LicenseWatch> logger) : RegularWork(time)
{
    private static readonly TimeSpan _every = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<RestaurantId, (string Code, License? License)> _licenses = new();

    /// <summary>What the restaurant's licence permits now.</summary>
    public LicenseCheck For(RestaurantId restaurant)
    {
        var (code, license) = _licenses.GetValueOrDefault(restaurant, ("", null));
        return LicenseCheck.OnlineOrders(license, code, Time.GetUtcNow(), TimeSpan.FromDays(options.Value.GraceDays));
    }

    /// <summary>Reads the stored licences now.</summary>
    public Task ReadAsync(CancellationToken cancellationToken) => InTurnAsync(ReadNowAsync, cancellationToken);

    /// <inheritdoc/>
    protected override TimeSpan Every => _every;

    /// <inheritdoc/>
    protected override Task DoAsync(CancellationToken stoppingToken) => ReadAsync(stoppingToken);

    /// <inheritdoc/>
    protected override void SayFailed(Exception error) => Logs.LicenseNotRead(logger, error);

    private async Task ReadNowAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var stored = await db.Restaurants.AsNoTracking()
            .Select(restaurant => new { restaurant.Id, restaurant.Code, restaurant.LicenseToken })
            .ToListAsync(cancellationToken);
        var changed = false;
        foreach (var restaurant in stored)
        {
            var license = restaurant.LicenseToken is { } token ? await reader.ReadAsync(token) : null;
            var before = For(restaurant.Id);
            _licenses[restaurant.Id] = (restaurant.Code, license);
            changed |= For(restaurant.Id) != before;
        }

        if (changed)
        {
            signal.Ring();
        }
    }
}

internal static partial class Logs
{
    [LoggerMessage(4001, LogLevel.Error, "The licences could not be read; those known before stay in force")]
    public static partial void LicenseNotRead(ILogger logger, Exception error);
}
