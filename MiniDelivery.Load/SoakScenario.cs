using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Intake;

namespace MiniDelivery.Load;

/// <summary>
/// Hours of an ordinary day: shops hand in orders, ask for menu, state and changes; each order is accepted by a rule and goes to a
/// till that fails now and then; cashiers open and cancel them there, and close the shift, after which the till's lists are short
/// again. Memory must stay flat, and no order may be lost.
/// </summary>
internal static class SoakScenario
{
    private const int Shops = 4;
    private const int SampleParts = 20;
    private const int Shifts = 6;

    private static readonly TimeSpan _faultEvery = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan _orderLives = TimeSpan.FromSeconds(30);

    // The till's own back-off is five minutes at most.
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(7);

    private static readonly object[] _faults =
    [
        new { kind = "dropBefore", times = 2 }, new { kind = "dropAfter", times = 2 }, new { kind = "halfAnswer", times = 1 }, new { kind = "http500", times = 2 },
        new { kind = "http500After", times = 1 }, new { kind = "delayAfter", times = 1, seconds = 2 }, new { kind = "locked", times = 1 },
    ];

    /// <summary>Measures.</summary>
    public static async Task RunAsync(LoadOptions options, TextWriter console, CancellationToken cancellationToken)
    {
        var duration = options.Duration(options.Number("minutes", 30) * 60);
        var rate = options.Number("rate", 2);
        await console.WriteLineAsync(Line($"soak, {duration.TotalMinutes:0.#} min with {rate} orders/s; {Machine.Words}"));
        await using var app = await LoadedApp.CreateAsync(cancellationToken);
        await app.StartForOrdersAsync(cancellationToken);
        await AcceptByRuleAsync(app, cancellationToken);
        using var shop = app.Shop(Shops);
        using var till = new HttpClient { BaseAddress = app.Till.Address };
        var bodies = new OrderBodies();
        var answered = new ConcurrentBag<int>();
        var samples = new List<(double Minutes, double Heap, double WorkingSet)>();
        var seenAtTill = new HashSet<Guid>();
        var started = Stopwatch.GetTimestamp();
        using (var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
        {
            over.CancelAfter(duration);
            await Task.WhenAll(
                EveryAsync(TimeSpan.FromSeconds(1.0 / rate), stop => HandInAsync(shop, bodies.Next(), answered, stop), over.Token),
                EveryAsync(TimeSpan.FromSeconds(1), stop => AskAsync(shop, stop), over.Token),
                EveryAsync(TimeSpan.FromSeconds(1), stop => WorkAtTillAsync(till, stop), over.Token),
                EveryAsync(duration < _faultEvery * 2 ? duration / 3 : _faultEvery, stop => BreakAsync(till, stop), over.Token),
                EveryAsync(duration / Shifts, CloseShiftAsync, over.Token),
                // One that has begun is finished: the measured process would still be busy with it when the next one comes.
                EveryAsync(duration / SampleParts, _ => SampleAsync(cancellationToken), over.Token));
        }

        await SwitchAsync(till, [], cancellationToken);
        await SampleAsync(cancellationToken);
        await SayMemoryAsync(console, samples);
        await CountAsync(console, app, answered, seenAtTill, cancellationToken);

        async Task SampleAsync(CancellationToken stop)
        {
            samples.Add((Stopwatch.GetElapsedTime(started).TotalMinutes, await app.HeapAsync(stop), app.WorkingSet));
            var (minutes, heap, workingSet) = samples[^1];
            await console.WriteLineAsync(Line($"{minutes:0.0} min: {answered.Count} orders, heap {heap:0.0} MiB, working set {workingSet:0} MiB, load {Machine.Load}"));
        }

        // What is finished leaves the till's lists then: it is counted before.
        async Task CloseShiftAsync(CancellationToken stop)
        {
            seenAtTill.UnionWith(AtTill(app));
            using var answer = await till.PostAsJsonAsync(new Uri("control/cashier/close-shift", UriKind.Relative), new { }, stop);
            answer.EnsureSuccessStatusCode();
        }
    }

    // The first half of the time warms up: code is compiled, buffers find their size.
    private static Task SayMemoryAsync(TextWriter console, List<(double Minutes, double Heap, double WorkingSet)> samples)
    {
        var settled = samples.Skip(samples.Count / 2).ToList();
        return console.WriteLineAsync(Line($"memory, second half: heap grows {Slope(sample => sample.Heap):0.000} MiB/min, working set {Slope(sample => sample.WorkingSet):0.000} MiB/min"));

        double Slope(Func<(double Minutes, double Heap, double WorkingSet), double> of)
        {
            var (x, y) = (settled.Average(sample => sample.Minutes), settled.Average(of));
            var spread = settled.Sum(sample => Math.Pow(sample.Minutes - x, 2));
            return spread is 0 ? 0 : settled.Sum(sample => (sample.Minutes - x) * (of(sample) - y)) / spread;
        }
    }

    private static IEnumerable<Guid> AtTill(LoadedApp app) => app.Till.Till.View().Orders.Select(order => Guid.Parse(order.Id));

    private static async Task CountAsync(
        TextWriter console, LoadedApp app, ConcurrentBag<int> answered, HashSet<Guid> atTill, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            await using var db = await app.Contexts.CreateDbContextAsync(cancellationToken);
            var stored = await db.Orders.AsNoTracking().Select(order => order.ExternalId).ToListAsync(cancellationToken);
            var names = await db.Handoffs.AsNoTracking().Where(handoff => handoff.OrderName != null).Select(handoff => handoff.OrderGuid).ToListAsync(cancellationToken);
            atTill.UnionWith(AtTill(app));
            var isWhole = stored.ToHashSet().SetEquals(answered.Select(OrderBodies.ExternalId)) && stored.Count == answered.Count && atTill.SetEquals(names) && atTill.Count == stored.Count;
            if (isWhole || Stopwatch.GetElapsedTime(started) > _patience)
            {
                await console.WriteLineAsync(Line($"answered {answered.Count}, stored {stored.Count}, at the till {atTill.Count}: {(isWhole ? "nothing lost, nothing twice" : "NOT THE SAME")}"));
                _ = isWhole ? 0 : throw new InvalidOperationException("Orders were lost or are at the till twice.");
                return;
            }

            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
        }
    }

    // A shop sends again what was not answered, until it is.
    private static async Task HandInAsync(HttpClient shop, int number, ConcurrentBag<int> answered, CancellationToken cancellationToken)
    {
        while (await OrderBodies.PostAsync(shop, number, CancellationToken.None) is not (HttpStatusCode.Created or HttpStatusCode.OK))
        {
            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
        }

        answered.Add(number);
    }

    private static async Task AskAsync(HttpClient shop, CancellationToken cancellationToken)
    {
        foreach (var path in new[] { "api/v1/orders?after=latest", "api/v1/orders?limit=50", "api/v1/menu", "api/v1/status" })
        {
            using var answer = await shop.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
            answer.EnsureSuccessStatusCode();
        }
    }

    // The newest is opened, which lets its dishes fall into it; those that have lived long enough are cancelled there.
    private static async Task WorkAtTillAsync(HttpClient till, CancellationToken cancellationToken)
    {
        var orders = await till.GetFromJsonAsync<List<TillSide>>(new Uri("control/orders", UriKind.Relative), cancellationToken) ?? [];
        var live = orders.Where(order => !order.IsDeleted && !order.IsFinished).ToList();
        if (live is [.., var newest])
        {
            await ActAsync("open", newest);
            await ActAsync("close", newest);
        }

        foreach (var old in live.Where(order => DateTimeOffset.UtcNow - order.OpenedAt > _orderLives))
        {
            await ActAsync("void", old);
        }

        async Task ActAsync(string act, TillSide order)
        {
            using var answer = await till.PostAsJsonAsync(new Uri($"control/cashier/{act}", UriKind.Relative), new { order = order.Id }, cancellationToken);
            answer.EnsureSuccessStatusCode();
        }
    }

    private static Task BreakAsync(HttpClient till, CancellationToken cancellationToken) =>
        SwitchAsync(till, [_faults[Random.Shared.Next(_faults.Length)]], cancellationToken);

    private static async Task SwitchAsync(HttpClient till, object[] faults, CancellationToken cancellationToken)
    {
        using var answer = await till.PutAsJsonAsync(new Uri("control/switches", UriKind.Relative), new { faults }, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task AcceptByRuleAsync(LoadedApp app, CancellationToken cancellationToken)
    {
        await using var db = await app.Contexts.CreateDbContextAsync(cancellationToken);
        var source = await db.Sources.FirstAsync(found => !found.IsStaff, cancellationToken);
        source.AutoAccept = new AutoAcceptRule { IsOn = true, IsForKnownGuests = false };
        await db.SaveChangesAsync(cancellationToken);
    }

    // As often as it is due; what takes longer than that is begun again at once, and what was begun is brought to its end.
    private static async Task EveryAsync(TimeSpan every, Func<CancellationToken, Task> act, CancellationToken over)
    {
        using var timer = new PeriodicTimer(every);
        try
        {
            while (await timer.WaitForNextTickAsync(over))
            {
                await act(over);
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The time is over.
        }
    }

    private static string Line(FormattableString words) => words.ToString(CultureInfo.InvariantCulture);

    private sealed record TillSide(string Id, DateTimeOffset OpenedAt, bool IsDeleted, bool IsFinished);
}
