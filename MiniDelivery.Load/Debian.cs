using System.Diagnostics;

namespace MiniDelivery.Load;

/// <summary>Programs of this machine; as root on Debian those that are missing are installed.</summary>
internal static class Debian
{
    // Two installations at once would wait for each other's lock and give up.
    private static readonly SemaphoreSlim _oneByOne = new(1);

    /// <summary>Where a program is; null = nowhere.</summary>
    public static string? Which(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>Installs packages. False = this is no Debian, or somebody else must.</summary>
    public static async Task<bool> InstallAsync(params string[] packages)
    {
        if (!File.Exists("/etc/debian_version") || Environment.UserName is not "root")
        {
            return false;
        }

        await _oneByOne.WaitAsync();
        try
        {
            return await RunAsync("update", "-qq") && await RunAsync(["install", "-y", "-qq", .. packages]);
        }
        finally
        {
            _oneByOne.Release();
        }
    }

    private static async Task<bool> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("apt-get", arguments) { Environment = { ["DEBIAN_FRONTEND"] = "noninteractive" } })!;
        await process.WaitForExitAsync();
        return process.ExitCode is 0;
    }
}
