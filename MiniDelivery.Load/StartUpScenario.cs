using System.Globalization;

namespace MiniDelivery.Load;

/// <summary>How long it takes from the start of the process to the first page answered: with an empty folder, and later.</summary>
internal static class StartUpScenario
{
    private const string FirstPage = "sign-in";

    /// <summary>Measures.</summary>
    public static async Task RunAsync(LoadOptions options, TextWriter console, CancellationToken cancellationToken)
    {
        var runs = options.Number("runs", 5);
        await console.WriteLineAsync($"start-up, {runs} runs each; {Machine.Words}");
        var (first, later) = (new List<double>(), new List<double>());
        for (var run = 0; run < runs; run++)
        {
            await using var app = await LoadedApp.CreateAsync(cancellationToken);
            first.Add((await app.StartAsync(cancellationToken, FirstPage)).TotalMilliseconds);
            await app.KillAsync();
            later.Add((await app.StartAsync(cancellationToken, FirstPage)).TotalMilliseconds);
        }

        await SayAsync("first start (new database, all migrations, demo data)", first);
        await SayAsync("later starts", later);

        Task SayAsync(string what, List<double> times) => console.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{what}: {Latencies.Of(times, TimeSpan.Zero).Median:0} ms median, {times.Min():0} to {times.Max():0}; load {Machine.Load}"));
    }
}
