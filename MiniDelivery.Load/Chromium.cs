using Microsoft.Playwright;

namespace MiniDelivery.Load;

/// <summary>
/// Finds the machine's own Chromium, Chrome or Edge; else installs one: Debian's by apt when run as root, else Playwright's own;
/// else says the one command to run. Debian's headless shell, the same engine without windows nobody sees, takes a third less processor
/// time and is taken first, where whoever asks does not need the whole.
/// </summary>
internal static class Chromium
{
    /// <summary>Path of a browser to use instead of any that is found.</summary>
    public const string Variable = "MINIDELIVERY_TEST_BROWSER";

    private const string Advice =
        "The browser tests need Chromium, Chrome or Edge. Run: sudo apt-get install -y chromium   (or set " + Variable + " to a browser's path)";

    private const string Shell = "chromium-headless-shell";

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

    private static readonly Lazy<Task<string?>> _whole = new(() => FindOrInstallAsync(isWhole: true));
    private static readonly Lazy<Task<string?>> _light = new(() => FindOrInstallAsync(isWhole: false));

    /// <summary>Starts a browser.</summary>
    /// <param name="playwright">What drives it.</param>
    /// <param name="isWhole">One that can show notifications.</param>
    public static async Task<IBrowser> LaunchAsync(IPlaywright playwright, bool isWhole = false) =>
        await playwright.Chromium.LaunchAsync(new() { ExecutablePath = await (isWhole ? _whole : _light).Value, Args = _quiet });

    private static async Task<string?> FindOrInstallAsync(bool isWhole)
    {
        if (Find(isWhole) is { } found)
        {
            return found;
        }

        // Not every Debian has the shell.
        if (await Debian.InstallAsync("chromium", Shell, "fonts-noto-core") || await Debian.InstallAsync("chromium", "fonts-noto-core"))
        {
            return Find(isWhole) ?? throw new InvalidOperationException(Advice);
        }

        // Null lets Playwright use the browser that its own installer has just put down.
        return Microsoft.Playwright.Program.Main(["install", "chromium"]) is 0 ? null : throw new InvalidOperationException(Advice);
    }

    private static string? Find(bool isWhole) => new[] { Environment.GetEnvironmentVariable(Variable) }.Where(File.Exists)
        .Concat((isWhole ? _names : [Shell, .. _names]).Select(Debian.Which))
        .Concat(_elsewhere.Where(File.Exists))
        .FirstOrDefault(found => found is not null);
}
