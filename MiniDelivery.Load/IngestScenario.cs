using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Orders;

namespace MiniDelivery.Load;

/// <summary>How many orders a second are stored durably, and how long each takes, beside what Kestrel alone and SQLite alone would do.</summary>
internal static class IngestScenario
{
    private const int DaysStored = 365;
    private const int WarmConnections = 32;

    /// <summary>Measures.</summary>
    public static async Task RunAsync(LoadOptions options, TextWriter console, CancellationToken cancellationToken)
    {
        var duration = options.Duration(10);
        var connections = options.Numbers("connections", 1, 8, 32, 128);
        await console.WriteLineAsync($"ingest, {duration.TotalSeconds:0} s each; {Machine.Words}");
        var empty = await MeasureAsync(0, connections, duration, console, cancellationToken);
        if (options.Number("stored", 0) is > 0 and var stored)
        {
            var full = await MeasureAsync(stored, connections, duration, console, cancellationToken);
            foreach (var (many, before, after) in connections.Zip(empty, full))
            {
                await SayAsync(console, $"with {stored} stored, {many} connections: {after.Rate / before.Rate:P0} of the creates/s with none; of the raw writer {after.OfRaw:P0} against {before.OfRaw:P0}");
            }
        }
    }

    private static async Task<List<Measured>> MeasureAsync(
        int stored, IReadOnlyList<int> connections, TimeSpan duration, TextWriter console, CancellationToken cancellationToken)
    {
        await using var app = await LoadedApp.CreateAsync(cancellationToken);
        var bodies = new OrderBodies();
        await app.StartForOrdersAsync(cancellationToken);
        string answer;
        using (var shop = app.Shop(1))
        {
            await bodies.CreateAsync(shop, cancellationToken);
            answer = await shop.GetStringAsync(new Uri($"api/v1/orders?externalId={OrderBodies.ExternalId(bodies.Last)}", UriKind.Relative), cancellationToken);
        }

        await using var raw = await RawWriter.OpenAsync(app.DatabaseFile, Path.Combine(app.Folder, "raw.db"), cancellationToken);
        if (stored > 0)
        {
            await app.FillAsync(stored, DaysStored, cancellationToken);
        }

        using var bare = await StartBareAsync(app.Folder, answer, cancellationToken);
        await SayAsync(console, $"{stored} orders stored before, {raw.RowsPerOrder} rows an order, synchronous=FULL");
        var measured = new List<Measured>();
        foreach (var many in connections)
        {
            await StartAnewAsync(app, cancellationToken);
            using var bareClient = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = many, UseProxy = false }) { BaseAddress = bare.Address };
            await WarmUpAsync(app, bodies, duration, cancellationToken);
            using var shop = app.Shop(many);
            var kestrel = await Rush.RunAsync(many, duration / 2, stop => OrderBodies.PostAsync(bareClient, bodies.Last, stop), cancellationToken);
            var writer = await Rush.RunAsync(many, duration / 2, raw.StoreAsync, cancellationToken);
            var cpu = app.Cpu;
            var before = bodies.Last;
            var product = await Rush.RunAsync(many, duration, stop => bodies.CreateAsync(shop, stop), cancellationToken);
            var cost = (app.Cpu - cpu).TotalMilliseconds / (bodies.Last - before);
            measured.Add(new Measured(product.PerSecond, product.PerSecond / writer.PerSecond));
            await SayAsync(console, $"{many,4} connections: {product.PerSecond,6:0} creates/s, {product}, {cost:0.00} ms CPU each; floors: Kestrel {kestrel.PerSecond:0}/s ({product.PerSecond / kestrel.PerSecond:P0}), raw writer {writer.PerSecond:0}/s ({product.PerSecond / writer.PerSecond:P0}); load {Machine.Load}");
        }

        await DemandAllAsync(app, bodies.Last, cancellationToken);
        return measured;
    }

    // A program that runs for weeks is compiled for what it does most; one connection alone would take minutes to get it there.
    private static async Task WarmUpAsync(LoadedApp app, OrderBodies bodies, TimeSpan duration, CancellationToken cancellationToken)
    {
        using var shop = app.Shop(WarmConnections);
        await Rush.RunAsync(WarmConnections, duration / 2, stop => bodies.CreateAsync(shop, stop), cancellationToken);
    }

    // What was handed in before is done: thousands of orders that nobody accepts for minutes would be told of by every alarm there is, and
    // that is another measurement.
    private static async Task StartAnewAsync(LoadedApp app, CancellationToken cancellationToken)
    {
        await app.KillAsync();
        await using (var db = await app.Contexts.CreateDbContextAsync(cancellationToken))
        {
            await db.Orders.Where(order => order.Status == OrderStatus.Waiting)
                .ExecuteUpdateAsync(set => set.SetProperty(order => order.Status, OrderStatus.Archived), cancellationToken);
        }

        await app.StartForOrdersAsync(cancellationToken);
    }

    // What was answered 201 is there, or no number above means anything.
    private static async Task DemandAllAsync(LoadedApp app, int answered, CancellationToken cancellationToken)
    {
        await using var db = await app.Contexts.CreateDbContextAsync(cancellationToken);
        var found = await db.Orders.CountAsync(order => order.ExternalId.StartsWith("LOAD-"), cancellationToken);
        if (found != answered)
        {
            throw new InvalidOperationException($"{answered} orders were answered 201, {found} are stored.");
        }
    }

    private static async Task<Bare> StartBareAsync(string folder, string answer, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, "answer.json");
        await File.WriteAllTextAsync(file, answer, cancellationToken);
        var port = BuiltApp.FreePort();
        var process = ChildProcess.Start(BuiltApp.StartInfo(
            "MiniDelivery.Load", new Dictionary<string, string>(), BareServer.Name, "--port", port.ToString(CultureInfo.InvariantCulture), "--answer", file));
        var address = new Uri($"http://127.0.0.1:{port}/");
        using var client = new HttpClient { BaseAddress = address };
        await BuiltApp.WaitAsync(process, client, "", TimeSpan.FromMilliseconds(50), () => "The bare server.", cancellationToken);
        return new Bare(process, address);
    }

    private static Task SayAsync(TextWriter console, FormattableString words) => console.WriteLineAsync(words.ToString(CultureInfo.InvariantCulture));

    private sealed record Measured(double Rate, double OfRaw);

    private sealed record Bare(Process Process, Uri Address) : IDisposable
    {
        public void Dispose()
        {
            Process.Kill();
            Process.Dispose();
        }
    }
}
