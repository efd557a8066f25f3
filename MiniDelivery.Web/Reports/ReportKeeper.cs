using MiniDelivery.Web.Data;

namespace MiniDelivery.Web.Reports;

/// <summary>Counts the days that were touched, a little later: reports do not wait for it.</summary>
internal sealed class ReportKeeper(ReportBooks books, TimeProvider time, ILogger<ReportKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan _every = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await books.CountAsync(stoppingToken);
            }
            catch (Exception error) when (error.IsStorageTrouble)
            {
                Logs.NotCounted(logger, error.GetType().Name);
            }
        }
    }
}
