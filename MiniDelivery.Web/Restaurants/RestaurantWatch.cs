using MiniDelivery.Web.Live;

namespace MiniDelivery.Web.Restaurants;

/// <summary>Looks now and then what other instances have changed about the restaurants, and tells open pages.</summary>
internal sealed class RestaurantWatch(
    RestaurantDirectory directory, OrderBoard board, LiveSignal signal, TimeProvider time, ILogger<RestaurantWatch> logger) : BackgroundService
{
    private static readonly TimeSpan _every = TimeSpan.FromSeconds(5);

    /// <summary>Reads the restaurants now; what is different is on every page at once.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        if (await directory.ReadAsync(cancellationToken))
        {
            board.Invalidate();
            signal.Ring();
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(_every, time, stoppingToken);
            try
            {
                await ReadAsync(stoppingToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                Logs.RestaurantsNotRead(logger, error);
            }
        }
    }
}

internal static partial class Logs
{
    [LoggerMessage(4101, LogLevel.Error, "The restaurants could not be read; those known before stay")]
    public static partial void RestaurantsNotRead(ILogger logger, Exception error);
}
