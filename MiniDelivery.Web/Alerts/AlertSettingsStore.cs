using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Alerts;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Work;

namespace MiniDelivery.Web.Alerts;

/// <summary>How each restaurant's terminals ring, kept in memory; now and then it looks what other instances have stored.</summary>
internal sealed class AlertSettingsStore(
    IDbContextFactory<DeliveryDb> contexts, LiveSignal signal, TimeProvider time, ILogger<AlertSettingsStore> logger) : RegularWork(time)
{
    private const int Tries = 5;
    private static readonly TimeSpan _readEvery = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<RestaurantId, AlertSettings> _settings = new();

    /// <summary>The settings; the usual ones while nobody has saved any.</summary>
    public AlertSettings For(RestaurantId restaurant) => _settings.GetValueOrDefault(restaurant) ?? new AlertSettings { RestaurantId = restaurant };

    /// <summary>Changes the settings in one transaction; of two changes at once the second is made to the first's.</summary>
    /// <param name="alongside">What is stored with it: the settings before and after.</param>
    public async Task ChangeAsync(
        RestaurantId restaurant,
        Func<AlertSettings, AlertSettings> change,
        CancellationToken cancellationToken,
        Action<DeliveryDb, AlertSettings, AlertSettings>? alongside = null)
    {
        for (var left = Tries; ; left--)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var stored = await db.AlertSettings.SingleOrDefaultAsync(found => found.RestaurantId == restaurant, cancellationToken);
            var before = stored ?? new AlertSettings { RestaurantId = restaurant };
            var changed = change(before) with { Version = before.Version + 1 };
            alongside?.Invoke(db, before, changed);
            if (stored is null)
            {
                db.Add(changed);
            }
            else
            {
                db.Entry(stored).CurrentValues.SetValues(changed);
            }

            try
            {
                await db.SaveChangesAsync(cancellationToken);
                _settings[restaurant] = changed;
                signal.Ring();
                return;
            }
            catch (DbUpdateException error) when (left > 1 && (error is DbUpdateConcurrencyException || error.IsDuplicate))
            {
                // Somebody was quicker: what they saved is the new beginning.
            }
        }
    }

    /// <summary>Reads what is stored.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var changed = false;
        foreach (var stored in await db.AlertSettings.AsNoTracking().ToListAsync(cancellationToken))
        {
            if (stored.Version > For(stored.RestaurantId).Version)
            {
                _settings[stored.RestaurantId] = stored;
                changed = true;
            }
        }

        if (changed)
        {
            signal.Ring();
        }
    }

    /// <inheritdoc/>
    protected override TimeSpan Every => _readEvery;

    /// <inheritdoc/>
    protected override Task DoAsync(CancellationToken stoppingToken) => ReadAsync(stoppingToken);

    /// <inheritdoc/>
    protected override void SayFailed(Exception error) => Logs.AlertSettingsNotRead(logger, error);
}

internal static partial class Logs
{
    [LoggerMessage(2203, LogLevel.Error, "The settings of the alert could not be read; those known before stay in force")]
    public static partial void AlertSettingsNotRead(ILogger logger, Exception error);
}
