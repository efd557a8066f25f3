using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Menu;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Restaurants;
using MiniDelivery.Web.Work;

namespace MiniDelivery.Web.Menu;

/// <summary>When what people said of sources' dishes was last held against the till's menu, and what came of it.</summary>
/// <param name="CheckedAt">When.</param>
/// <param name="Mappings">How many choices are remembered.</param>
/// <param name="Broken">How many of them name something that the menu no longer has.</param>
public sealed record MappingState(DateTimeOffset CheckedAt, int Mappings, int Broken);

/// <summary>
/// Holds what people said of sources' dishes against the till's menu: every night after the business day has turned, and whenever
/// somebody asks. The result is in the database, so every instance shows the same; of several instances one counts a night.
/// </summary>
public sealed class MappingWatch(
    IDbContextFactory<DeliveryDb> contexts,
    RestaurantDirectory restaurants,
    MenuCache menus,
    LiveSignal signal,
    TimeProvider time,
    ILogger<MappingWatch> logger) : RegularWork(time)
{
    private static readonly TimeSpan _every = TimeSpan.FromMinutes(1);

    // A till closes its day and takes its new menu just then; let it finish.
    private static readonly TimeSpan _afterTurn = TimeSpan.FromMinutes(15);

    private ImmutableDictionary<RestaurantId, MappingState> _states = ImmutableDictionary<RestaurantId, MappingState>.Empty;

    /// <summary>The last check; null = there was none yet.</summary>
    public MappingState? For(RestaurantId restaurant) => _states.GetValueOrDefault(restaurant);

    /// <summary>Checks now. Nothing happens while the till has never given a menu.</summary>
    public async Task CheckAsync(RestaurantId restaurant, CancellationToken cancellationToken)
    {
        if (await CountAsync(restaurant, cancellationToken) is { } found)
        {
            await KeepAsync(restaurant, found, found.CheckedAt, isNightly: false, cancellationToken);
            await ReadAsync(cancellationToken);
        }
    }

    /// <summary>Reads the last checks, and makes those that are due.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken);
        foreach (var restaurant in restaurants.Active)
        {
            var last = For(restaurant.Id);
            var due = restaurant.Day.Start(restaurant.Day.Of(Time.GetUtcNow() - _afterTurn)) + _afterTurn;
            var isDue = last is null || last.CheckedAt < due;
            // What was broken may have been put right on an order's card: nobody shall be sent to look for it until the next night.
            if ((isDue || last is { Broken: > 0 }) && await CountAsync(restaurant.Id, cancellationToken) is { } found
                && (isDue || (found.Mappings, found.Broken) != (last!.Mappings, last.Broken)))
            {
                await KeepAsync(restaurant.Id, found, isDue ? due.AddTicks(-1) : found.CheckedAt, isDue, cancellationToken);
                await ReadAsync(cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    protected override TimeSpan Every => _every;

    /// <inheritdoc/>
    protected override Task DoAsync(CancellationToken stoppingToken) => LookAsync(stoppingToken);

    /// <inheritdoc/>
    protected override void SayFailed(Exception error) => Logs.MappingsNotChecked(logger, error);

    /// <summary>Reads the last checks; what is different is on every page at once.</summary>
    internal async Task ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var checks = await db.MenuChecks.AsNoTracking().ToListAsync(cancellationToken);
        var before = _states;
        _states = checks.ToImmutableDictionary(check => check.RestaurantId, check => new MappingState(check.CheckedAt, check.Mappings, check.Broken));
        if (_states.Any(state => before.GetValueOrDefault(state.Key) != state.Value))
        {
            signal.Ring();
        }
    }

    private async Task<MappingState?> CountAsync(RestaurantId restaurant, CancellationToken cancellationToken)
    {
        if (menus.For(restaurant) is not { } menu)
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var mappings = await (from mapping in db.DishMappings.AsNoTracking()
                              join source in db.Sources on mapping.SourceId equals source.Id
                              where source.RestaurantId == restaurant
                              select mapping).ToListAsync(cancellationToken);
        return new MappingState(Time.GetUtcNow(), mappings.Count, MappingCheck.Of(mappings, menu).Count);
    }

    // In plain SQL and only over an older one: of two instances one counts, and only that one speaks of it.
    private async Task KeepAsync(
        RestaurantId restaurant, MappingState found, DateTimeOffset notAfter, bool isNightly, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.MenuChecks
            .Where(check => check.RestaurantId == restaurant && check.CheckedAt <= notAfter)
            .ExecuteUpdateAsync(
                set => set.SetProperty(check => check.CheckedAt, found.CheckedAt)
                    .SetProperty(check => check.Mappings, found.Mappings)
                    .SetProperty(check => check.Broken, found.Broken),
                cancellationToken);
        if (rows is 0 && !await AddAsync(db, restaurant, found, cancellationToken))
        {
            return;
        }

        if (found.Broken > 0 && (isNightly || found.Broken != For(restaurant)?.Broken))
        {
            Logs.MappingsBroken(logger, restaurant, found.Broken, found.Mappings);
        }
    }

    private static async Task<bool> AddAsync(DeliveryDb db, RestaurantId restaurant, MappingState found, CancellationToken cancellationToken)
    {
        // Looked at first to keep the log quiet: a refused insert is logged as an error.
        if (await db.MenuChecks.AnyAsync(check => check.RestaurantId == restaurant, cancellationToken))
        {
            return false;
        }

        db.Add(new MenuCheck { RestaurantId = restaurant, CheckedAt = found.CheckedAt, Mappings = found.Mappings, Broken = found.Broken });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException error) when (error.IsDuplicate)
        {
            // Another instance made the first check in the same moment.
            return false;
        }
    }
}

internal static partial class Logs
{
    [LoggerMessage(3303, LogLevel.Warning, "At restaurant {Restaurant} {Broken} of {Mappings} remembered dishes are no longer in the till's menu")]
    public static partial void MappingsBroken(ILogger logger, RestaurantId restaurant, int broken, int mappings);

    [LoggerMessage(3304, LogLevel.Error, "The remembered dishes could not be held against the menu")]
    public static partial void MappingsNotChecked(ILogger logger, Exception error);
}
