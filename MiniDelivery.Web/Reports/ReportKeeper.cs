using MiniDelivery.Web.Data;
using MiniDelivery.Web.Work;

namespace MiniDelivery.Web.Reports;

/// <summary>Counts the days that were touched, a little later: reports do not wait for it.</summary>
internal sealed class ReportKeeper(ReportBooks books, TimeProvider time, ILogger<ReportKeeper> logger) : RegularWork(time)
{
    private static readonly TimeSpan _every = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override TimeSpan Every => _every;

    /// <inheritdoc/>
    protected override bool BeginsWithRest => true;

    /// <inheritdoc/>
    protected override Task DoAsync(CancellationToken stoppingToken) => books.CountAsync(stoppingToken);

    /// <inheritdoc/>
    protected override void SayFailed(Exception error) => Logs.NotCounted(logger, error.GetType().Name);
}
