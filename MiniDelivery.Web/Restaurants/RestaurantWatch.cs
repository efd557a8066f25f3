using MiniDelivery.Web.Live;
using MiniDelivery.Web.Work;

namespace MiniDelivery.Web.Restaurants;

/// <summary>Looks now and then what other instances have changed about the restaurants, and tells open pages.</summary>
internal sealed class RestaurantWatch(
    RestaurantDirectory directory, OrderBoard board, LiveSignal signal, TimeProvider time, ILogger<RestaurantWatch> logger) : RegularWork(time)
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
    protected override TimeSpan Every => _every;

    /// <inheritdoc/>
    protected override bool BeginsWithRest => true;

    /// <inheritdoc/>
    protected override Task DoAsync(CancellationToken stoppingToken) => ReadAsync(stoppingToken);

    /// <inheritdoc/>
    protected override void SayFailed(Exception error) => Logs.RestaurantsNotRead(logger, error);
}

internal static partial class Logs
{
    [LoggerMessage(4101, LogLevel.Error, "The restaurants could not be read; those known before stay")]
    public static partial void RestaurantsNotRead(ILogger logger, Exception error);
}
