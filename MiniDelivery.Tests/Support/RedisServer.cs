using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace MiniDelivery.Tests.Support;

/// <summary>Debian's own redis-server on a free port of this machine, which remembers nothing. Ended, it can be started again at the same port.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    /// <summary>Why the tests that need one are skipped where it is missing.</summary>
    public const string Advice = "This test needs redis-server. Run: sudo apt-get install -y redis-server";

    private static readonly Lazy<Task<string?>> _program = new(FindOrInstallAsync);

    private Process? _process;

    /// <summary>Where it listens.</summary>
    public int Port { get; } = BuiltApp.FreePort();

    /// <summary>What to write into <c>Redis:Configuration</c>.</summary>
    public string Configuration => $"127.0.0.1:{Port}";

    /// <summary>Whether there is one on this machine; as root on Debian it is installed.</summary>
    public static async Task<bool> IsThereAsync() => await _program.Value is not null;

    /// <summary>Starts it, and returns when it answers.</summary>
    public async Task StartAsync()
    {
        _process = ChildProcess.Start(new ProcessStartInfo(
            (await _program.Value)!,
            ["--port", $"{Port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--daemonize", "no", "--dir", Path.GetTempPath()]));
        await TestApp.Eventually(AnswersAsync, "Redis answers");
    }

    /// <summary>Ends it, as a power cut would.</summary>
    public async Task KillAsync()
    {
        await ChildProcess.KillAsync(_process);
        _process = null;
    }

    public async ValueTask DisposeAsync() => await KillAsync();

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async Task<string?> FindOrInstallAsync() =>
        Debian.Which("redis-server") ?? (await Debian.InstallAsync("redis-server") ? Debian.Which("redis-server") : null);
}
