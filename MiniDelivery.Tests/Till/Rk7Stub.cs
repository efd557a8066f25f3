using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Rk7;

namespace MiniDelivery.Tests.Till;

/// <summary>One request as it came over the wire.</summary>
internal sealed record Rk7Call(int Number, byte[] Body, HttpContext Http)
{
    public XElement Query => XElement.Parse(Encoding.UTF8.GetString(Body));

    public string Command => (string)Query.Element("RK7CMD")!.Attribute("CMD")!;

    public Task AnswerAsync(string xml, int status = 200)
    {
        Http.Response.StatusCode = status;
        Http.Response.ContentType = "application/xml";
        return Http.Response.WriteAsync(xml, CancellationToken.None);
    }

    public Task SilenceAsync() => Task.Delay(Timeout.Infinite, Http.RequestAborted)
        .ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}

/// <summary>A till that really listens on a port and does as each test says: the wire is where the differences are.</summary>
internal sealed class Rk7Stub : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly ConcurrentQueue<Rk7Call> _calls = new();
    private Rk7Connection? _connection;

    private Rk7Stub(Func<Rk7Call, Task> answer, X509Certificate2? certificate)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        _server = builder.Build();
        _server.Run(async http =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            var call = new Rk7Call(_calls.Count + 1, body.ToArray(), http);
            _calls.Enqueue(call);
            await answer(call);
        });
    }

    public IReadOnlyList<Rk7Call> Calls => [.. _calls];

    public ITill Till => _connection!.Till;

    public IReadOnlyList<string> Log => _connection!.Log;

    public string Url => _server.Urls.Single();

    public static async Task<Rk7Stub> StartAsync(
        Func<Rk7Call, Task> answer, X509Certificate2? certificate = null, params (string Key, string Value)[] settings)
    {
        var stub = new Rk7Stub(answer, certificate);
        await stub._server.StartAsync();
        stub._connection = new Rk7Connection([("Url", stub.Url), .. settings]);
        return stub;
    }

    public Task StopListeningAsync() => _server.StopAsync();

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }

        await _server.DisposeAsync();
    }
}

/// <summary>Our side of the wire, as the app registers it.</summary>
internal sealed class Rk7Connection : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly LogLines _log = new();

    public Rk7Connection(params (string Key, string Value)[] settings)
    {
        (string Key, string Value)[] ordinary =
        [
            ("User", "web"), ("Password", "пароль"), ("Station", "1"), ("Table", "102"), ("Waiter", "9001"), ("Manager", "9002"),
            ("DeleteReason", "5"), ("Timeout", "60"),
        ];
        Configuration = new ConfigurationBuilder().AddInMemoryCollection(
            ordinary.Concat(settings).Select(setting => KeyValuePair.Create($"Till:{setting.Key}", (string?)setting.Value))
                .DistinctByLast()).Build();
        _services = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(_log))
            .AddSingleton<IConfiguration>(Configuration)
            .AddSingleton<ILicenseSequence, NoSequence>()
            .AddRk7()
            .BuildServiceProvider(validateScopes: true);
    }

    /// <summary>Every line that anybody logged, with its number.</summary>
    public IReadOnlyList<string> Log => [.. _log.Lines];

    public IConfigurationRoot Configuration { get; }

    public ITill Till => _services.GetRequiredService<ITills>().For(RestaurantId.New());

    public ITillSetup Setup => _services.GetRequiredService<ITillSetup>();

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private sealed class LogLines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{eventId.Id} {formatter(state, exception)}{exception}");

        public void Dispose()
        {
        }
    }
}

internal static class Rk7SettingPairs
{
    /// <summary>The later setting of a key wins.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> DistinctByLast(this IEnumerable<KeyValuePair<string, string?>> settings) =>
        settings.Reverse().DistinctBy(setting => setting.Key);
}

/// <summary>Reads whole requests from a socket and answers with bytes; null closes politely, as an idle server does.</summary>
internal sealed class Rk7RawTill : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private readonly Func<int, byte[]?> _answer;
    private readonly bool _closeAfterwards;

    public Rk7RawTill(Func<int, byte[]?> answer, bool closeAfterwards = false)
    {
        (_answer, _closeAfterwards) = (answer, closeAfterwards);
        _listener.Start();
        _running = RunAsync();
    }

    public string Url => $"http://{_listener.LocalEndpoint}";

    public int Requests { get; private set; }

    public int Connections { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
        _listener.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Connections++;
                var stream = client.GetStream();
                while (await ReadRequestAsync(stream))
                {
                    Requests++;
                    if (_answer(Requests) is not { } bytes)
                    {
                        break;
                    }

                    await stream.WriteAsync(bytes, _stop.Token);
                    if (_closeAfterwards)
                    {
                        break;
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task<bool> ReadRequestAsync(NetworkStream stream)
    {
        var text = new StringBuilder();
        var buffer = new byte[8192];
        while (!text.ToString().Contains("</RK7Query>", StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer, _stop.Token);
            if (read is 0)
            {
                return false;
            }

            text.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }

        return true;
    }
}

/// <summary>A till under the lifetime licence has no sequence to keep.</summary>
internal sealed class NoSequence : ILicenseSequence
{
    public Task<ILicenseTurn?> EnterAsync(RestaurantId restaurant, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("Nothing here is under a subscription.");

    public Task<Guid> InstanceAsync(RestaurantId restaurant, CancellationToken cancellationToken) =>
        Task.FromResult(new Guid("5b1c6d3e-90a7-4e0b-8b7f-2d8b4c0e9a11"));
}
