using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;

namespace MiniDelivery.Tests.Support;

/// <summary>One instance of the built program in a process of its own, which can be killed and started again at the same address.</summary>
internal sealed class WebInstance(IReadOnlyDictionary<string, string> settings) : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _said = new();
    private Process? _process;

    /// <summary>Where it listens.</summary>
    public Uri Address { get; } = new($"http://127.0.0.1:{BuiltApp.FreePort()}/");

    /// <summary>What it wrote to its console.</summary>
    public string Said => string.Join('\n', _said);

    /// <summary>Starts it, and returns when it is ready.</summary>
    public async Task StartAsync()
    {
        Begin();
        using var client = new HttpClient { BaseAddress = Address };
        await TestApp.Eventually(() => AnswersAsync(client), "the instance is ready", () => Said, seconds: 90);
    }

    /// <summary>Starts it, and returns with its exit code when it has ended by itself.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var process = Begin();
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode;
    }

    /// <summary>Asks it to end, as a service manager does (SIGTERM), and answers with its exit code.</summary>
    public Task<int> TerminateAsync(CancellationToken cancellationToken) => ChildProcess.TerminateAsync(_process!, cancellationToken);

    /// <summary>Ends it, as a power cut would.</summary>
    public async Task KillAsync()
    {
        await ChildProcess.KillAsync(_process);
        _process = null;
    }

    /// <summary>A shop that calls this instance.</summary>
    public HttpClient Shop() => new()
    {
        BaseAddress = Address,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", TestApp.ApiKey) },
    };

    public async ValueTask DisposeAsync() => await KillAsync();

    private Process Begin()
    {
        var start = BuiltApp.StartInfo("MiniDelivery.Web", settings);
        start.Environment["ASPNETCORE_URLS"] = Address.ToString();
        return _process = ChildProcess.Start(start, _said.Enqueue);
    }

    private static async Task<bool> AnswersAsync(HttpClient client)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
