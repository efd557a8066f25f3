using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Work;

namespace MiniDelivery.Web.Intake;

/// <summary>
/// How each restaurant's intake is, for pages and <c>/status</c>: read every second, for the clock changes it, too. What has run out is
/// written down here, once for all instances. The intake itself does not ask here but the database.
/// </summary>
public sealed class IntakeWatch(IDbContextFactory<DeliveryDb> contexts, LiveSignal signal, TimeProvider time, ILogger<IntakeWatch> logger) : RegularWork(time)
{
    private static readonly TimeSpan _every = TimeSpan.FromSeconds(1);
    private ImmutableDictionary<RestaurantId, IntakeNow> _now = ImmutableDictionary<RestaurantId, IntakeNow>.Empty;

    /// <summary>How intake is; open until it was read for the first time.</summary>
    public IntakeNow For(RestaurantId restaurant) => _now.GetValueOrDefault(restaurant) ?? IntakeNow.Open;

    /// <summary>Reads it now; what is different is on every page at once.</summary>
    public Task ReadAsync(CancellationToken cancellationToken) => InTurnAsync(ReadNowAsync, cancellationToken);

    /// <inheritdoc/>
    protected override TimeSpan Every => _every;

    /// <inheritdoc/>
    protected override Task DoAsync(CancellationToken stoppingToken) => ReadAsync(stoppingToken);

    /// <inheritdoc/>
    protected override void SayFailed(Exception error) => Logs.IntakeNotRead(logger, error);

    private async Task EndAsync(IntakeState state, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.SayIntake(state, state.Say(IntakeMode.Open, null, 0, null, Actor.Program.Name, now), Actor.Program, now);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another instance wrote it down, or a person said something new.
        }
    }

    private async Task ReadNowAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = Time.GetUtcNow();
        var restaurants = await db.Restaurants.AsNoTracking().Where(restaurant => restaurant.IsActive)
            .Select(restaurant => new { restaurant.Id, restaurant.TimeZone, restaurant.Hours }).ToListAsync(cancellationToken);
        var states = await db.IntakeStates.AsNoTracking().ToDictionaryAsync(state => state.RestaurantId, cancellationToken);
        var before = _now;
        var seen = before.ToBuilder();
        foreach (var restaurant in restaurants)
        {
            var state = states.GetValueOrDefault(restaurant.Id) ?? new IntakeState { RestaurantId = restaurant.Id };
            if (state.HasRunOut(now))
            {
                await EndAsync(state, now, cancellationToken);
            }

            var hours = new OpeningHours(restaurant.Hours, TimeZoneInfo.FindSystemTimeZoneById(restaurant.TimeZone));
            seen[restaurant.Id] = state.At(now, hours, await db.InSlotAsync(state, now, cancellationToken));
        }

        _now = seen.ToImmutable();
        if (!ReferenceEquals(before, _now))
        {
            signal.Ring();
        }
    }
}

internal static partial class Logs
{
    [LoggerMessage(1102, LogLevel.Error, "The state of the intake could not be read; what was known before stays")]
    public static partial void IntakeNotRead(ILogger logger, Exception error);
}
