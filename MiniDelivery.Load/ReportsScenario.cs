using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using MiniDelivery.Domain.Access;
using MiniDelivery.Web.Reports;

namespace MiniDelivery.Load;

/// <summary>How long each question of the reports takes, asked of a year of so many orders. Asked as the pages ask, in this process.</summary>
internal static class ReportsScenario
{
    private const int Days = 365;

    /// <summary>Measures.</summary>
    public static async Task RunAsync(LoadOptions options, TextWriter console, CancellationToken cancellationToken)
    {
        var (count, times) = (options.Number("orders", 100_000), options.Number("times", 5));
        await console.WriteLineAsync($"reports, a year of {count} orders; {Machine.Words}");
        await using var app = await LoadedApp.CreateAsync(cancellationToken);
        await app.StartForOrdersAsync(cancellationToken);
        using (var shop = app.Shop(1))
        {
            await new OrderBodies().CreateAsync(shop, cancellationToken);
        }

        var (restaurant, source) = await app.FillAsync(count, Days, cancellationToken);
        var books = new ReportBooks(app.Contexts, TimeProvider.System, NullLogger<ReportBooks>.Instance);
        await SayAsync($"counting all days once: {await TimeAsync(() => books.CountAsync(cancellationToken)) / 1000:0.0} s");

        var last = DateOnly.FromDateTime(DateTime.UtcNow);
        var reports = new ReportQueries(app.Contexts);
        var manager = new Actor("load", StaffRole.Manager);
        var filter = new ReportFilter([restaurant], last.AddDays(1 - Days), last);
        var received = (await reports.ReadAsync(filter, manager, cancellationToken))!.All.Received;
        if (received < count * (Days - 1) / Days)
        {
            throw new InvalidOperationException($"The report knows {received} of {count} orders.");
        }

        var slowest = 0.0;
        foreach (var (name, ask) in ReportQuestions.Of(reports, filter, source, manager, cancellationToken))
        {
            var taken = new List<double>();
            while (taken.Count < times)
            {
                taken.Add(await TimeAsync(ask));
            }

            var median = Latencies.Of(taken, TimeSpan.Zero).Median;
            slowest = Math.Max(slowest, median);
            await SayAsync($"{name}: {median:0} ms");
        }

        await SayAsync($"slowest question: {slowest:0} ms, median of {times}; load {Machine.Load}");

        Task SayAsync(FormattableString words) => console.WriteLineAsync(words.ToString(CultureInfo.InvariantCulture));
    }

    private static async Task<double> TimeAsync(Func<Task> ask)
    {
        var started = Stopwatch.GetTimestamp();
        await ask();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
}
