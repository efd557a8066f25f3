using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.Playwright;

namespace MiniDelivery.Load;

/// <summary>
/// How soon a change is on every open page, and what an open page costs the server. A few pages are real ones in headless Chromium on the
/// same machine, the others have real circuits and no browser (<see cref="ScriptedPage"/>): fifty drawing pages would take the
/// processor from the server that is measured.
/// </summary>
internal static class BoardScenario
{
    private const int PagesPerPerson = 10;
    private const int FirstPages = 10;

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    // Count and rows of the list are drawn together, and the count is always in view: when it was drawn, and what it said.
    private const string Watch = """
        window.loadSeen = [];
        document.addEventListener('DOMContentLoaded', () => {
          const count = () => document.querySelector('[data-testid=tab-waiting] .md-count')?.textContent;
          let last = count();
          new MutationObserver(() => {
            const now = count();
            if (now !== last) { last = now; window.loadSeen.push([Date.now(), Number(now)]); }
          }).observe(document.body, { childList: true, subtree: true, characterData: true });
        });
        """;

    /// <summary>Measures.</summary>
    public static async Task RunAsync(LoadOptions options, TextWriter console, CancellationToken cancellationToken)
    {
        var duration = options.Duration(30);
        var (pages, orders, rate) = (options.Number("pages", 50), options.Number("orders", 200), options.Number("rate", 5));
        var browsers = Math.Min(pages, options.Number("browsers", 2));
        await console.WriteLineAsync(Line($"board, {pages} pages, {browsers} of them in Chromium, {orders} live orders, {rate} changes/s for {duration.TotalSeconds:0} s; {Machine.Words}"));
        await using var app = await LoadedApp.CreateAsync(cancellationToken);
        await app.StartForOrdersAsync(cancellationToken);
        using var shop = app.Shop(4);
        var board = new Changes(shop, orders, TimeSpan.FromSeconds(1.0 / rate));
        await board.FillAsync(cancellationToken);

        // Compiled for what it does most, as a program is that has run for a day.
        await board.RushAsync(duration, cancellationToken);

        // Without a page: what the change itself costs, and what the server does anyway.
        var (_, alone) = await CpuAsync(app, () => board.ChangeAsync(duration / 2, cancellationToken));
        var (_, nothing) = await CpuAsync(app, () => Rest(duration / 2, cancellationToken));

        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Chromium.LaunchAsync(playwright);
        var (open, cookies) = await OpenAsync(browser, app, browsers);
        var scripted = new List<ScriptedPage>();

        // What the program makes once for all pages it makes with the first ones, and it is no page's own.
        var first = await OpenUntilAsync(Math.Min(FirstPages, pages / 2));
        var (heapFirst, setFirst) = await MemoryAsync();
        await OpenUntilAsync(pages);
        var (heap, set) = await MemoryAsync();
        var (_, idle) = await CpuAsync(app, () => Rest(duration / 2, cancellationToken));
        var (made, busy) = await CpuAsync(app, () => board.ChangeAsync(duration, cancellationToken));

        var times = new List<double>();
        foreach (var page in open)
        {
            times.AddRange(Match(made, await SeenAsync(page)));
        }

        var batches = scripted.SelectMany(page => made.Select(change => page.Saw(change.At, change.Count) - change.At)).Where(double.IsFinite).ToList();
        foreach (var page in scripted)
        {
            await page.DisposeAsync();
        }

        await console.WriteLineAsync(Line($"POST to changed DOM in Chromium: {Latencies.Of(times, duration)}, {times.Count} of {made.Count * open.Count} changes seen"));
        await console.WriteLineAsync(Line($"POST to the drawing at the other pages: {Latencies.Of(batches, duration)}, {batches.Count} of {made.Count * scripted.Count} changes seen; load {Machine.Load}"));
        var perChange = (busy - idle - alone + nothing) * 1000 / rate / pages;
        await console.WriteLineAsync(Line($"server CPU per change per circuit: {perChange:0.00} ms (a change without pages {alone * 1000 / rate:0.0} ms; {pages} idle circuits {(idle - nothing) * 1000:0} ms a second)"));
        var others = pages - first;
        await console.WriteLineAsync(Line($"memory per circuit, {others} of them beside the first {first}: {(heap - heapFirst) / others:0.00} MiB of managed heap after a full collection, {(set - setFirst) / others:0.00} MiB of working set"));

        async Task<int> OpenUntilAsync(int count)
        {
            while (open.Count + scripted.Count < count)
            {
                scripted.Add(await ScriptedPage.OpenAsync(app.Address, cookies, cancellationToken));
            }

            return open.Count + scripted.Count;
        }

        // With everything that a page and a change need compiled and read.
        async Task<(double Heap, double WorkingSet)> MemoryAsync()
        {
            await LookAsync(open, board, cancellationToken);
            await board.ChangeAsync(duration / 2, cancellationToken);
            return (await app.HeapAsync(cancellationToken), app.WorkingSet);
        }
    }

    private static async Task<(List<IPage> Pages, CookieContainer Cookies)> OpenAsync(IBrowser browser, LoadedApp app, int pages)
    {
        var open = new List<IPage>();
        var cookies = new CookieContainer();
        while (open.Count < pages)
        {
            var person = await browser.NewContextAsync(new()
            {
                BaseURL = app.Address.ToString(), Locale = "ru-RU", ViewportSize = new() { Width = 1366, Height = 768 }, ReducedMotion = ReducedMotion.Reduce,
            });
            await person.AddInitScriptAsync(Watch);
            var first = await person.NewPageAsync();
            await first.GotoAsync("/");
            await first.GetByTestId("sign-in-name").FillAsync("operator");
            await first.GetByTestId("sign-in-password").FillAsync(LoadedApp.Password);
            await first.GetByTestId("sign-in-submit").ClickAsync();
            await first.GetByTestId("who").WaitForAsync();
            open.Add(first);
            foreach (var cookie in await person.CookiesAsync())
            {
                cookies.Add(app.Address, new System.Net.Cookie(cookie.Name, cookie.Value));
            }

            for (var more = 1; more < PagesPerPerson && open.Count < pages; more++)
            {
                var page = await person.NewPageAsync();
                await page.GotoAsync("/");
                open.Add(page);
            }
        }

        return (open, cookies);
    }

    // A page is live once it has drawn a change.
    private static async Task LookAsync(List<IPage> open, Changes board, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var waiting = open.ToList();
        while (waiting is not [])
        {
            if (Stopwatch.GetElapsedTime(started) > _patience)
            {
                throw new InvalidOperationException($"{waiting.Count} of {open.Count} pages never drew a change.");
            }

            await board.ChangeAsync(TimeSpan.FromSeconds(1), cancellationToken);
            var still = new List<IPage>();
            foreach (var page in waiting)
            {
                if (await SeenAsync(page) is [])
                {
                    still.Add(page);
                }
            }

            waiting = still;
        }
    }

    // What was drawn over by the next change before anybody saw it counts as seen when the same number is there again.
    private static IEnumerable<double> Match(IReadOnlyList<(double At, int Count)> made, IReadOnlyList<(double At, int Count)> seen) => made
        .Select(change => seen.Where(one => one.At >= change.At && one.Count == change.Count).Select(one => one.At - change.At).DefaultIfEmpty(double.NaN).First())
        .Where(double.IsFinite);

    private static async Task<IReadOnlyList<(double At, int Count)>> SeenAsync(IPage page) =>
        [.. (await page.EvaluateAsync<JsonElement>("() => window.loadSeen")).EnumerateArray().Select(one => (one[0].GetDouble(), one[1].GetInt32()))];

    // Seconds of all cores for each second.
    private static async Task<(T Result, double Cpu)> CpuAsync<T>(LoadedApp app, Func<Task<T>> act)
    {
        var (cpu, started) = (app.Cpu, Stopwatch.GetTimestamp());
        var result = await act();
        return (result, (app.Cpu - cpu) / Stopwatch.GetElapsedTime(started));
    }

    private static async Task<bool> Rest(TimeSpan duration, CancellationToken cancellationToken)
    {
        await Task.Delay(duration, cancellationToken);
        return true;
    }

    private static string Line(FormattableString words) => words.ToString(CultureInfo.InvariantCulture);

    /// <summary>By turns a new order and the cancellation of the oldest, so that their number stays.</summary>
    private sealed class Changes(HttpClient shop, int orders, TimeSpan every)
    {
        private readonly OrderBodies _bodies = new();
        private readonly Queue<string> _waiting = [];

        public async Task FillAsync(CancellationToken cancellationToken)
        {
            while (_waiting.Count < orders)
            {
                await CreateAsync(cancellationToken);
            }
        }

        /// <summary>When each change was begun (milliseconds of the world's clock), and how many orders waited after it.</summary>
        public async Task<IReadOnlyList<(double At, int Count)>> ChangeAsync(TimeSpan duration, CancellationToken cancellationToken)
        {
            var made = new List<(double At, int Count)>();
            var started = Stopwatch.GetTimestamp();
            using var timer = new PeriodicTimer(every);
            while (Stopwatch.GetElapsedTime(started) < duration && await timer.WaitForNextTickAsync(cancellationToken))
            {
                var at = (DateTime.UtcNow - DateTime.UnixEpoch).TotalMilliseconds;
                await ChangeOneAsync(cancellationToken);
                made.Add((at, _waiting.Count));
            }

            // The last one, too, has time to be seen.
            await Task.Delay(every, cancellationToken);
            return made;
        }

        /// <summary>One after the other, as fast as they are answered.</summary>
        public async Task RushAsync(TimeSpan duration, CancellationToken cancellationToken)
        {
            var started = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(started) < duration)
            {
                await ChangeOneAsync(cancellationToken);
            }
        }

        private Task ChangeOneAsync(CancellationToken cancellationToken) => _waiting.Count > orders ? CancelAsync(cancellationToken) : CreateAsync(cancellationToken);

        private async Task CreateAsync(CancellationToken cancellationToken) => _waiting.Enqueue(await _bodies.CreateForIdAsync(shop, cancellationToken));

        private async Task CancelAsync(CancellationToken cancellationToken)
        {
            using var body = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
            using var answer = await shop.PostAsync(new Uri($"api/v1/orders/{_waiting.Dequeue()}/cancel", UriKind.Relative), body, cancellationToken);
            answer.EnsureSuccessStatusCode();
        }
    }
}
