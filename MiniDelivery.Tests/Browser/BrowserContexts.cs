using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(MiniDelivery.Tests.Browser.Browsers))]

namespace MiniDelivery.Tests.Browser;

/// <summary>
/// The browsers of a whole run, started when somebody first needs one: one for each class of tests would cost more than most of them look at.
/// </summary>
public sealed class Browsers : IAsyncDisposable
{
    private static readonly SemaphoreSlim _oneByOne = new(1);
    private static readonly Dictionary<bool, IBrowser> _running = [];
    private static IPlaywright? _playwright;

    /// <summary>The one that all share; another one where it has crashed.</summary>
    internal static async Task<IBrowser> GetAsync(bool isWhole)
    {
        await _oneByOne.WaitAsync();
        try
        {
            if (_running.TryGetValue(isWhole, out var running) && running.IsConnected)
            {
                return running;
            }

            _playwright ??= await Playwright.CreateAsync();
            return _running[isWhole] = await Chromium.LaunchAsync(_playwright, isWhole);
        }
        finally
        {
            _oneByOne.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var browser in _running.Values)
        {
            await browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}

/// <summary>The windows of one class of tests, each with cookies of its own. Those that an earlier test has left open are closed: they would go on following.</summary>
internal sealed class BrowserContexts(bool isWhole = false) : IAsyncDisposable
{
    private readonly List<(string? Test, IBrowserContext Context)> _open = [];

    static BrowserContexts() => Assertions.SetDefaultExpectTimeout(BrowserApp.Patience);

    public async Task<IBrowserContext> NewAsync(BrowserNewContextOptions options)
    {
        var test = TestContext.Current.Test?.UniqueID;
        await CloseAsync(left => left != test);
        var context = await (await Browsers.GetAsync(isWhole)).NewContextAsync(options);
        context.SetDefaultTimeout(BrowserApp.Patience); // Else a press and a way to another page have half of it.
        lock (_open)
        {
            _open.Add((test, context));
        }

        return context;
    }

    public ValueTask DisposeAsync() => CloseAsync(_ => true);

    private async ValueTask CloseAsync(Func<string?, bool> ofTest)
    {
        List<IBrowserContext> closing;
        lock (_open)
        {
            closing = [.. _open.Where(one => ofTest(one.Test)).Select(one => one.Context)];
            _open.RemoveAll(one => ofTest(one.Test));
        }

        foreach (var context in closing)
        {
            await context.CloseAsync();
        }
    }
}
