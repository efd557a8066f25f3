using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace MiniDelivery.Web.Simulator;

/// <summary>
/// A simulated r_keeper 7 cash server behind a real HTTP endpoint of its own: the client that talks to a real till talks
/// to this one and cannot tell. Each instance is independent; several may run in one process. Beside the till's one path
/// it offers <c>/control/…</c> to tests and scripts (<see cref="ControlEndpoints"/>).
/// </summary>
public sealed class SimulatedTillServer : IAsyncDisposable
{
    /// <summary>Path of the XML interface under <see cref="Address"/> (RK7 protocol digest, section 1).</summary>
    public const string XmlPath = "rk7api/v0/xmlinterface.xml";

    private readonly WebApplication _app;
    private readonly SimulatedTillOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private readonly CancellationTokenSource _stopping = new();

    private SimulatedTillServer(
        WebApplication app, SimulatedTillOptions options, TimeProvider time, HttpClient http, X509Certificate2? certificate)
    {
        _app = app;
        _options = options;
        _time = time;
        _http = http;
        CertificateThumbprint = certificate?.GetCertHashString(HashAlgorithmName.SHA256);
        Till = new SimulatedTill(options, time, CallAsync);
    }

    /// <summary>Base address; the XML interface is at <see cref="XmlPath"/> below it.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    /// <summary>The till itself.</summary>
    public SimulatedTill Till { get; }

    /// <summary>SHA-256 of the self-signed certificate, hexadecimal; null without https.</summary>
    public string? CertificateThumbprint { get; }

    /// <summary>Starts a till and returns when it listens.</summary>
    public static async Task<SimulatedTillServer> StartAsync(
        SimulatedTillOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var url = new Uri(options.Url);
        var certificate = url.Scheme == Uri.UriSchemeHttps ? MakeCertificate(options.CertificateBits, time) : null;
        // Empty: no configuration, environment variables or logging of the application leak into the till.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, url.Port, endpoint =>
            {
                if (certificate is not null)
                {
                    endpoint.UseHttps(certificate);
                }
            });
        });

        // What a real till cuts after about a minute, this one cuts at once when it is stopped.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        var app = builder.Build();
        var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };
        var server = new SimulatedTillServer(app, options, time, http, certificate);
        app.MapPost("/" + XmlPath, server.AnswerAsync);
        ControlEndpoints.Map(app, server.Till);
        await app.StartAsync(cancellationToken);
        server.Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return server;
    }

    /// <summary>Stops listening. What is being delayed is cut off.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _app.DisposeAsync();
        Till.Dispose();
        _http.Dispose();
        _stopping.Dispose();
    }

    private static X509Certificate2 MakeCertificate(int bits, TimeProvider time)
    {
        using var key = RSA.Create(bits);
        var request = new CertificateRequest("CN=RK7 simulated till", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        var now = time.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(10));
        // Through PKCS#12, because Windows cannot serve TLS with a key that was never stored.
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var request = TillRequest.Parse(body.ToArray(), context.Request.ContentType);
        if (!IsEmployee(context.Request.Headers.Authorization))
        {
            Till.Note(request, null, "401");
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"RK7\"";
            return;
        }

        try
        {
            await AnswerAsync(context, request, Till.TakeFault(request));
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            context.Abort();
        }
    }

    private async Task AnswerAsync(HttpContext context, TillRequest request, SimulatorFault? fault)
    {
        switch (fault?.Kind)
        {
            case null:
                await SendAsync(context, Till.Execute(request, fault));
                break;
            case FaultKind.DelayBefore:
                await WaitAsync(fault);
                await SendAsync(context, Till.Execute(request, fault));
                break;
            case FaultKind.DelayAfter:
                var late = Till.Execute(request, fault);
                await WaitAsync(fault);
                await SendAsync(context, late);
                break;
            case FaultKind.DropBefore:
                Till.Note(request, fault.Kind, "—");
                context.Abort();
                break;
            case FaultKind.DropAfter:
                Till.Execute(request, fault);
                context.Abort();
                break;
            case FaultKind.HalfAnswer:
                await SendHalfAsync(context, Till.Execute(request, fault));
                break;
            case FaultKind.Http500:
                Till.Note(request, fault.Kind, "500");
                await SendErrorPageAsync(context);
                break;
            case FaultKind.Http500After:
                Till.Execute(request, fault);
                await SendErrorPageAsync(context);
                break;
            case FaultKind.Http401:
                Till.Note(request, fault.Kind, "401");
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                break;
            case FaultKind.LostBody:
                await SendAsync(context, Till.Execute(TillRequest.Parse(""), fault));
                break;
            case FaultKind.Locked:
                await SendAsync(context, Till.Execute(request, fault));
                break;
            case FaultKind.Hang:
                Till.Note(request, fault.Kind, "—");
                await WaitAsync(fault);
                context.Abort();
                break;
        }
    }

    // Not tied to the request: a till does not notice that its client has given up, and executes all the same.
    private Task WaitAsync(SimulatorFault fault) =>
        Task.Delay(TimeSpan.FromSeconds(fault.Seconds), _time, _stopping.Token);

    private static async Task SendAsync(HttpContext context, string answer)
    {
        context.Response.ContentType = "application/xml; charset=utf-8";
        await context.Response.WriteAsync(answer, context.RequestAborted);
    }

    private static async Task SendHalfAsync(HttpContext context, string answer)
    {
        var bytes = Encoding.UTF8.GetBytes(answer);
        context.Response.ContentType = "application/xml; charset=utf-8";
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes.AsMemory(0, bytes.Length / 2), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        context.Abort();
    }

    private static async Task SendErrorPageAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.WriteAsync("<html><body><h1>Internal Server Error</h1></body></html>", context.RequestAborted);
    }

    private bool IsEmployee(string? authorization)
    {
        if (!AuthenticationHeaderValue.TryParse(authorization, out var header)
            || !string.Equals(header.Scheme, "Basic", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var pair = new byte[header.Parameter?.Length ?? 0];
        return Convert.TryFromBase64String(header.Parameter ?? "", pair, out var length)
            && Encoding.UTF8.GetString(pair, 0, length) == $"{_options.User}:{_options.Password}";
    }

    private async Task<HookAnswer> CallAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await _http.GetAsync(address, cancellationToken);
            return new HookAnswer(answer.IsSuccessStatusCode, address, answer.IsSuccessStatusCode ? null : $"HTTP {(int)answer.StatusCode}");
        }
        catch (HttpRequestException error)
        {
            return new HookAnswer(false, address, error.Message);
        }
    }
}
