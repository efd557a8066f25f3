using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace MiniDelivery.Load;

/// <summary>The built programs of this repository, in the very configuration that the caller was built with.</summary>
internal static class BuiltApp
{
    // …/PROJECT/bin/CONFIGURATION/FRAMEWORK
    private static readonly DirectoryInfo _framework = new(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    private static readonly DirectoryInfo _root = _framework.Parent!.Parent!.Parent!.Parent!;

    /// <summary>How to start one of them with settings of its own.</summary>
    public static ProcessStartInfo StartInfo(string project, IReadOnlyDictionary<string, string> settings, params IReadOnlyList<string> arguments)
    {
        var folder = Path.Combine(_root.FullName, project);
        var start = new ProcessStartInfo("dotnet", [Path.Combine(folder, "bin", _framework.Parent!.Name, _framework.Name, $"{project}.dll"), .. arguments]) { WorkingDirectory = folder };
        foreach (var (key, value) in settings)
        {
            start.Environment[key] = value;
        }

        return start;
    }

    /// <summary>A port that nobody listens on, below those that systems give away themselves: it is still free when a program gets to it.</summary>
    public static int FreePort()
    {
        while (true)
        {
#pragma warning disable CA5394 // Nothing is kept secret by a port.
            using var listener = new TcpListener(IPAddress.Loopback, Random.Shared.Next(20_000, 32_000));
#pragma warning restore CA5394
            try
            {
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
                // Somebody listens on this one.
            }
        }
    }

    /// <summary>Waits until an address answers well.</summary>
    /// <exception cref="InvalidOperationException">It did not in three minutes, or the process has ended; <paramref name="said"/> says more.</exception>
    public static async Task WaitAsync(Process process, HttpClient client, string path, TimeSpan between, Func<string> said, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await AnswersAsync(client, path, cancellationToken))
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(started) > TimeSpan.FromMinutes(3))
            {
                throw new InvalidOperationException($"{client.BaseAddress}{path} does not answer:\n{said()}");
            }

            await Task.Delay(between, cancellationToken);
        }
    }

    private static async Task<bool> AnswersAsync(HttpClient client, string path, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false; // Nobody listens yet.
        }
    }
}
