using Microsoft.Playwright;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Browser;

/// <summary>The application on a real port and the machine's own Chromium looking at it.</summary>
public class BrowserApp : TestApp
{
    /// <summary>Milliseconds: no page that is followed so asks by itself this often, so what is there in this time was sent to it.</summary>
    internal const float Live = 15_000;

    /// <summary>How long an effect is waited for, on a machine that has much else to do, in milliseconds.</summary>
    internal const float Patience = 60_000;

    private readonly List<string> _errors = [];
    private readonly BrowserContexts _contexts;

    public BrowserApp()
        : this(isWhole: false)
    {
    }

    /// <param name="isWhole">It needs what only a browser with windows has, though nobody sees them: notifications.</param>
    internal BrowserApp(bool isWhole) => _contexts = new BrowserContexts(isWhole);

    /// <summary>What the pages' consoles complained of.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>A person at a browser of their own: own cookies, own circuit, signed in unless nobody is named.</summary>
    internal async Task<IPage> OpenAsync(
        string path = "/", string? who = "operator", int width = 1366, int height = 768, bool isDark = false, string locale = "ru-RU", bool hasTouch = false)
    {
        var context = await _contexts.NewAsync(new()
        {
            BaseURL = Address.ToString(),
            Locale = locale,
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
            HasTouch = hasTouch,
            // The ring's swing, drawn without a graphics card on every page that is still open, would take a core from the tests.
            ReducedMotion = ReducedMotion.Reduce,
        });
        var page = await context.NewPageAsync();
        page.Console += (_, message) =>
        {
            if (message.Type is "error")
            {
                lock (_errors)
                {
                    _errors.Add(message.Text);
                }
            }
        };
        await page.GotoAsync(path);
        if (who is not null)
        {
            await page.GetByTestId("sign-in-name").FillAsync(who);
            await page.GetByTestId("sign-in-password").FillAsync(Password);
            await page.GetByTestId("sign-in-submit").ClickAsync();
            await Assertions.Expect(page.GetByTestId("who")).ToBeVisibleAsync();
        }

        return page;
    }

    /// <summary>A phone whose browser runs no scripts.</summary>
    internal async Task<IPage> OpenPlainAsync(string path)
    {
        var context = await _contexts.NewAsync(new()
        {
            BaseURL = Address.ToString(), Locale = "ru-RU", ViewportSize = new() { Width = 390, Height = 844 }, JavaScriptEnabled = false,
        });
        var page = await context.NewPageAsync();
        await page.GotoAsync(path);
        return page;
    }

    /// <summary>Nothing on the page is wider than its window, once everything has come: letters, and what the circuit sends after the first drawing.</summary>
    internal static async Task FitsAsync(IPage page, string what)
    {
        string[] wide = [];
        await Eventually(
            async () => (wide = await page.EvaluateAsync<string[]>(
                """
                () => document.documentElement.scrollWidth <= innerWidth
                    ? []
                    : ['wider', ...[...document.querySelectorAll('body *')].filter(part => part.getBoundingClientRect().right > innerWidth).map(part => part.outerHTML.slice(0, 200))]
                """)) is [],
            $"{what} fits",
            () => string.Join('\n', wide),
            seconds: 10);
    }

    public override async ValueTask DisposeAsync()
    {
        await _contexts.DisposeAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
