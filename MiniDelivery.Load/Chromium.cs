using Microsoft.Playwright;

namespace MiniDelivery.Load;

/// <summary>
/// Finds the machine's own Chromium, Chrome or Edge; else installs one: Debian's by apt when run as root, else Playwright's own;
/// else says the one command to run.
/// </summary>
internal static class Chromium
{
    /// <summary>Path of a browser to use instead of any that is found.</summary>
    public const string Variable = "MINIDELIVERY_TEST_BROWSER";

    private const string Advice =
        "The browser tests need Chromium, Chrome or Edge. Run: sudo apt-get install -y chromium   (or set " + Variable + " to a browser's path)";

    private static readonly string[] _names =
        ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "chrome.exe", "msedge.exe"];

    private static readonly string[] _elsewhere =
    [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe",
        @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ];

    // Chromium's own background traffic is refused by closed networks, many requests at a time.
    private static readonly string[] _quiet =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private static readonly Lazy<Task<string?>> _executable = new(FindOrInstallAsync);

    /// <summary>Starts a browser.</summary>
    public static async Task<IBrowser> LaunchAsync(IPlaywright playwright) =>
        await playwright.Chromium.LaunchAsync(new() { ExecutablePath = await _executable.Value, Args = _quiet });

    private static async Task<string?> FindOrInstallAsync()
    {
        if (Find() is { } found)
        {
            return found;
        }

        if (await Debian.InstallAsync("chromium", "fonts-noto-core"))
        {
            return Find() ?? throw new InvalidOperationException(Advice);
        }

        // Null lets Playwright use the browser that its own installer has just put down.
        return Microsoft.Playwright.Program.Main(["install", "chromium"]) is 0 ? null : throw new InvalidOperationException(Advice);
    }

    private static string? Find() => new[] { Environment.GetEnvironmentVariable(Variable) }.Where(File.Exists)
        .Concat(_names.Select(Debian.Which))
        .Concat(_elsewhere.Where(File.Exists))
        .FirstOrDefault(found => found is not null);
}
