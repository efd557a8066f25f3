namespace MiniDelivery.Load;

/// <summary>
/// Measures how fast the product is: <c>dotnet run --project MiniDelivery.Load -c Release -- SCENARIO [--option value]…</c>. What it
/// prints are ratios and percentiles of one run, with the machine's load beside them; no speed is right or wrong here.
/// </summary>
internal static class Entry
{
    private const string Usage = """
        dotnet run --project MiniDelivery.Load -c Release -- SCENARIO [options]

          ingest    creates/s and latency at some numbers of connections, beside two floors of the same run
                    --seconds 10  --connections 1,8,32,128  --stored 0 (again with so many orders stored before)
          board     from a POST to every open page, and what an open page costs
                    --seconds 30  --pages 50 (of which --browsers 2 in Chromium)  --orders 200  --rate 5
          reports   each question of the reports, asked of a year of orders
                    --orders 100000  --times 5 (of which the median)
          soak      a mixed load with a till that fails now and then: memory, and whether every order is at the till once
                    --minutes 30  --rate 2
          start-up  from the start of the process to the first page answered, first and later starts
                    --runs 5
        """;

    private static readonly Dictionary<string, Func<LoadOptions, TextWriter, CancellationToken, Task>> _scenarios = new()
    {
        ["board"] = BoardScenario.RunAsync,
        ["ingest"] = IngestScenario.RunAsync,
        ["reports"] = ReportsScenario.RunAsync,
        ["soak"] = SoakScenario.RunAsync,
        ["start-up"] = StartUpScenario.RunAsync,
        [BareServer.Name] = BareServer.RunAsync,
    };

    /// <summary>0 = measured, 1 = something went wrong on the way, 2 = nobody knows what was asked for.</summary>
    public static async Task<int> Main(string[] args)
    {
        if (args is not [var name, .. var rest] || !_scenarios.TryGetValue(name, out var scenario) || LoadOptions.Read(rest) is not { } options)
        {
            await Console.Error.WriteLineAsync(Usage);
            return 2;
        }

        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) => (pressed.Cancel, _) = (true, stop.CancelAsync());
        try
        {
            await scenario(options, Console.Out, stop.Token);
            return 0;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            await Console.Error.WriteLineAsync(error.ToString());
            return 1;
        }
    }
}
