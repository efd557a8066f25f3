using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Menu;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Restaurants;
using MiniDelivery.Web.Work;

namespace MiniDelivery.Web.Menu;

/// <summary>
/// Every till's menu, kept in memory and in the database: it is there at once after a restart and while the till is silent,
/// and read anew now and then.
/// </summary>
public sealed class MenuCache(
    IDbContextFactory<DeliveryDb> contexts, RestaurantDirectory restaurants, ITills tills, OrderBoard board, LiveSignal signal, TimeProvider time, ILogger<MenuCache> logger)
    : RegularWork(time)
{
    // Cheap: one request tells which references changed, one more what can be sold now.
    private static readonly TimeSpan _every = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _afterFailure = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<RestaurantId, RestaurantMenu> _menus = new();
    private ImmutableDictionary<SourceId, ImmutableDictionary<string, int>> _remembered =
        ImmutableDictionary<SourceId, ImmutableDictionary<string, int>>.Empty;

    private bool _isComplete;

    /// <summary>The menu as last read; null = the till has never given one.</summary>
    public RestaurantMenu? For(RestaurantId restaurant) => _menus.GetValueOrDefault(restaurant);

    /// <summary>The menu as one source sees it, with what people said of its dishes; null = the till has never given one.</summary>
    public RestaurantMenu? For(RestaurantId restaurant, SourceId source) =>
        For(restaurant)?.Remembering(_remembered.GetValueOrDefault(source, ImmutableDictionary<string, int>.Empty));

    /// <summary>Reads what people said of sources' dishes; after a change of it, and now and then for what other instances changed.</summary>
    public Task ReadMappingsAsync(CancellationToken cancellationToken) => InTurnAsync(ReadMappingsNowAsync, cancellationToken);

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await RecallAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <summary>Brings back what was kept: there is a menu before the till is asked.</summary>
    public async Task RecallAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var snapshot in await db.MenuSnapshots.AsNoTracking().ToListAsync(cancellationToken))
        {
            Learn(snapshot.RestaurantId, new RestaurantMenu(snapshot.ReadAt, JsonSerializer.Deserialize<List<MenuItem>>(snapshot.Items)!));
        }

        await ReadMappingsAsync(cancellationToken);
    }

    /// <summary>Reads one till's menu now. What was wrong when the till did not give it, and the old one stays; null = it was read.</summary>
    public async Task<TillTrouble?> ReadAsync(RestaurantId restaurant, CancellationToken cancellationToken)
    {
        var answer = await tills.For(restaurant).ReadMenuAsync(Time.GetUtcNow(), cancellationToken);
        if (answer is not TillAnswer<RestaurantMenu>.Done { Value: var menu })
        {
            var trouble = answer.TroubleOrNull!;
            Logs.MenuNotRead(logger, restaurant, trouble.Code);
            return trouble;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var snapshot = await db.MenuSnapshots.SingleOrDefaultAsync(found => found.RestaurantId == restaurant, cancellationToken);
        if (snapshot is null)
        {
            snapshot = new MenuSnapshot { RestaurantId = restaurant };
            db.Add(snapshot);
        }

        // An unchanged menu is not written again every minute; the moment it was first seen so is what matters after a restart.
        var items = JsonSerializer.Serialize(menu.Items);
        if (snapshot.Items != items)
        {
            (snapshot.ReadAt, snapshot.Items) = (menu.ReadAt, items);
            try
            {
                await db.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateException error) when (error is DbUpdateConcurrencyException || error.IsDuplicate)
            {
                // Another instance has read the same and was quicker.
            }
        }

        Learn(restaurant, menu);
        signal.Ring();
        return null;
    }

    /// <inheritdoc/>
    protected override TimeSpan Every => _isComplete ? _every : _afterFailure;

    /// <inheritdoc/>
    protected override async Task DoAsync(CancellationToken stoppingToken)
    {
        // Each by itself: one that cannot be read leaves the others as they are.
        _isComplete = await TryAsync(
            async token =>
            {
                await ReadMappingsAsync(token);
                return true;
            },
            stoppingToken);
        foreach (var restaurant in restaurants.Active)
        {
            _isComplete &= await TryAsync(async token => await ReadAsync(restaurant.Id, token) is null, stoppingToken);
        }
    }

    /// <inheritdoc/>
    protected override void SayFailed(Exception error) => Logs.MenuFailed(logger, error);

    private void Learn(RestaurantId restaurant, RestaurantMenu menu)
    {
        _menus[restaurant] = menu;
        board.StopListIs(restaurant, menu.Items.Where(item => item.IsStopped).Select(item => item.Ident));
    }

    private async Task<bool> TryAsync(Func<CancellationToken, Task<bool>> read, CancellationToken cancellationToken)
    {
        try
        {
            return await read(cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Logs.MenuFailed(logger, error);
            return false;
        }
    }

    private async Task ReadMappingsNowAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var mappings = await db.DishMappings.AsNoTracking().ToListAsync(cancellationToken);
        _remembered = mappings.GroupBy(mapping => mapping.SourceId).ToImmutableDictionary(
            group => group.Key, group => group.ToImmutableDictionary(mapping => mapping.Key, mapping => mapping.MenuIdent));
    }
}

internal static partial class Logs
{
    [LoggerMessage(3301, LogLevel.Warning, "The till of restaurant {Restaurant} did not give its menu: {Trouble}")]
    public static partial void MenuNotRead(ILogger logger, RestaurantId restaurant, string trouble);

    [LoggerMessage(3302, LogLevel.Error, "The menu could not be kept")]
    public static partial void MenuFailed(ILogger logger, Exception error);
}
