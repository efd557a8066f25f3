using Microsoft.EntityFrameworkCore;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Phones;

namespace MiniDelivery.Web.Intake;

/// <summary>
/// Gives orders that were stored before phones had keys theirs, a few at a time and behind everybody's back: a year of orders must not
/// keep a restaurant from opening after an update. Until then the search finds them by the digits as written.
/// </summary>
internal sealed class PhoneKeyFill(IDbContextFactory<DeliveryDb> contexts, TimeProvider time, ILogger<PhoneKeyFill> logger) : BackgroundService
{
    private const int AtOnce = 200;

    private static readonly TimeSpan _afterFailure = TimeSpan.FromSeconds(15);

    /// <summary>Fills the next few. False = there is nothing left.</summary>
    internal async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var filled = 0;
        foreach (var restaurant in await db.Restaurants.AsNoTracking().ToListAsync(cancellationToken))
        {
            // By restaurant, so that the index finds them.
            var orders = await db.Orders.Where(order => order.RestaurantId == restaurant.Id && order.PhoneKey == null)
                .OrderBy(order => order.ReceivedAt).Take(AtOnce - filled).ToListAsync(cancellationToken);
            orders.ForEach(order => order.TakePhoneKey(PhoneText.Key(order.Guest.Phone, restaurant.Country)));
            filled += orders.Count;
            if (filled == AtOnce)
            {
                break;
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        return filled > 0;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var isLeft = true;
        while (isLeft)
        {
            try
            {
                isLeft = await FillAsync(stoppingToken);
            }
            catch (DbUpdateException error) when (error is DbUpdateConcurrencyException || error.IsDuplicate)
            {
                // Somebody changed one of them meanwhile, or a guest of theirs ordered: they are read again.
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                Logs.PhoneKeysNotFilled(logger, error.GetType().Name);
                await Task.Delay(_afterFailure, time, stoppingToken);
            }
        }
    }
}

internal static partial class Logs
{
    [LoggerMessage(1105, LogLevel.Error, "Keys of older orders' phones could not be stored ({Error}); it is tried again")]
    public static partial void PhoneKeysNotFilled(ILogger logger, string error);
}
