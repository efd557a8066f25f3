using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MiniDelivery.Tests.Support;

/// <summary>A call as it came in.</summary>
internal sealed record OutsideCall(string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);
}

/// <summary>Telegram, a webhook or a push service, on a real port of 127.0.0.1, answering as a test says.</summary>
internal sealed class OutsideStub : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly ConcurrentQueue<OutsideCall> _calls = new();

    private OutsideStub()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _server = builder.Build();
        _server.Run(async http =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            _calls.Enqueue(new OutsideCall(
                http.Request.Path, http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase), body.ToArray()));
            if (Instead is { } behave)
            {
                await behave(http);
                return;
            }

            http.Response.StatusCode = Answers.TryDequeue(out var status) ? status : 200;
            if (http.Response.StatusCode is 302)
            {
                http.Response.Headers.Location = "/elsewhere";
            }
        });
    }

    public IReadOnlyList<OutsideCall> Calls => [.. _calls];

    /// <summary>What the next calls are answered with; after that 200.</summary>
    public ConcurrentQueue<int> Answers { get; } = new();

    /// <summary>What is done instead of answering.</summary>
    public Func<HttpContext, Task>? Instead { get; set; }

    public string Address => _server.Urls.First();

    public static async Task<OutsideStub> StartAsync()
    {
        var stub = new OutsideStub();
        await stub._server.StartAsync();
        return stub;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}

/// <summary>A mail server of a few words, on a real port of 127.0.0.1.</summary>
internal sealed class MailStub : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _letters = new();
    private readonly Task _work;

    public MailStub()
    {
        _listener.Start();
        _work = ListenAsync();
    }

    /// <summary>Whole letters, headers first.</summary>
    public IReadOnlyList<string> Letters => [.. _letters];

    /// <summary>What the next recipients are answered with; after that 250.</summary>
    public ConcurrentQueue<string> Answers { get; } = new();

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        try
        {
            await _work;
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or IOException)
        {
            // It was told to stop.
        }

        _stop.Dispose();
    }

    private async Task ListenAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            await TalkAsync(client);
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
        await using var writer = new StreamWriter(client.GetStream(), new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 stub");
        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            switch (line.Split(' ')[0].ToUpperInvariant())
            {
                case "RCPT":
                    await writer.WriteLineAsync(Answers.TryDequeue(out var answer) ? answer : "250 ok");
                    break;
                case "DATA":
                    await writer.WriteLineAsync("354 go on");
                    var letter = new StringBuilder();
                    while (await reader.ReadLineAsync(_stop.Token) is { } part and not ".")
                    {
                        letter.AppendLine(part);
                    }

                    _letters.Enqueue(letter.ToString());
                    await writer.WriteLineAsync("250 taken");
                    break;
                case "QUIT":
                    await writer.WriteLineAsync("221 bye");
                    return;
                default:
                    await writer.WriteLineAsync("250 ok");
                    break;
            }
        }
    }
}
