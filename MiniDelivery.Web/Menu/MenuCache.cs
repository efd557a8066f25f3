using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Menu;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Menu;

/// <summary>
/// Every till's menu, kept in memory and in the database: it is there at once after a restart and while the till is silent,
/// and read anew now and then.
/// </summary>
public sealed class MenuCache(
    IDbContextFactory<DeliveryDb> contexts, RestaurantDirectory restaurants, ITills tills, TimeProvider time, ILogger<MenuCache> logger)
    : BackgroundService
{
    private static readonly TimeSpan _every = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan _afterFailure = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<RestaurantId, Domain.Menu.RestaurantMenu> _menus = new();

    /// <summary>The menu as last read; null = the till has never given one.</summary>
    public Domain.Menu.RestaurantMenu? For(RestaurantId restaurant) => _menus.GetValueOrDefault(restaurant);

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var snapshot in await db.MenuSnapshots.AsNoTracking().ToListAsync(cancellationToken))
        {
            _menus[snapshot.RestaurantId] = new Domain.Menu.RestaurantMenu(
                snapshot.ReadAt, JsonSerializer.Deserialize<List<MenuItem>>(snapshot.Items)!);
        }

        await base.StartAsync(cancellationToken);
    }

    /// <summary>Reads one till's menu now. False when the till did not give it; the old one stays.</summary>
    public async Task<bool> ReadAsync(RestaurantId restaurant, CancellationToken cancellationToken)
    {
        var answer = await tills.For(restaurant).ReadMenuAsync(time.GetUtcNow(), cancellationToken);
        if (answer is not TillAnswer<Domain.Menu.RestaurantMenu>.Done { Value: var menu })
        {
            Logs.MenuNotRead(logger, restaurant, answer.TroubleOrNull!.Code);
            return false;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var snapshot = await db.MenuSnapshots.SingleOrDefaultAsync(found => found.RestaurantId == restaurant, cancellationToken);
        if (snapshot is null)
        {
            snapshot = new MenuSnapshot { RestaurantId = restaurant };
            db.Add(snapshot);
        }

        (snapshot.ReadAt, snapshot.Items) = (menu.ReadAt, JsonSerializer.Serialize(menu.Items));
        await db.SaveChangesAsync(cancellationToken);
        _menus[restaurant] = menu;
        return true;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var complete = true;
            foreach (var restaurant in restaurants.All)
            {
                try
                {
                    complete &= await ReadAsync(restaurant.Id, stoppingToken);
                }
                catch (Exception error) when (error is not OperationCanceledException)
                {
                    Logs.MenuFailed(logger, error);
                    complete = false;
                }
            }

            await Task.Delay(complete ? _every : _afterFailure, time, stoppingToken);
        }
    }
}

internal static partial class Logs
{
    [LoggerMessage(3301, LogLevel.Warning, "The till of restaurant {Restaurant} did not give its menu: {Trouble}")]
    public static partial void MenuNotRead(ILogger logger, RestaurantId restaurant, string trouble);

    [LoggerMessage(3302, LogLevel.Error, "The menu could not be kept")]
    public static partial void MenuFailed(ILogger logger, Exception error);
}
