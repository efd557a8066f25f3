using Microsoft.EntityFrameworkCore.Diagnostics;

namespace MiniDelivery.Web.Reports;

internal static class ReportsSetup
{
    /// <summary>What <c>reports rebuild</c> is asked with.</summary>
    private static readonly string[] _rebuild = ["reports", "rebuild"];

    public static IServiceCollection AddReports(this IServiceCollection services) => services
        .AddFacts().AddSingleton<ReportBooks>().AddSingleton<ReportQueries>().AddHostedService<ReportKeeper>();

    /// <summary>What every writer of orders needs, tests' small containers too.</summary>
    public static IServiceCollection AddFacts(this IServiceCollection services) => services.AddSingleton<IInterceptor, FactInterceptor>();

    /// <summary><c>reports rebuild</c>: counts everything anew and says how much it was. True = that was what was asked for.</summary>
    public static async Task<bool> RebuildReportsAsync(this WebApplication app, string[] arguments)
    {
        if (!arguments.SequenceEqual(_rebuild))
        {
            return false;
        }

        var count = await app.Services.GetRequiredService<ReportBooks>().RebuildAsync(CancellationToken.None);
        await Console.Out.WriteLineAsync(FormattableString.Invariant($"Counted anew: {count} orders."));
        return true;
    }
}
