using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Telemetry;
using Polly;
using Polly.Retry;

namespace MiniDelivery.Web.Rk7;

/// <summary>
/// Moves XML to an RK7 server and back (RK7 protocol digest, section 1). It knows nothing of orders, but it alone can see whether
/// a request left this machine; so it answers with <see cref="TillAnswer{T}"/>, where done means only that the till wrote
/// something readable.
/// </summary>
internal sealed class Rk7Client(IHttpClientFactory http, TimeProvider time, ILogger<Rk7Client> logger)
{
    /// <summary>Name of the client in the factory.</summary>
    public const string HttpName = "rk7";

    /// <summary>The longest answer that is read, bytes; a menu of some thousand dishes is a tenth of it.</summary>
    public const int LongestAnswer = 20_000_000;

    // The answer comes from a machine on the premises, but it is still outside input.
    private static readonly XmlReaderSettings _careful = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = LongestAnswer,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    private static readonly XmlWriterSettings _plain = new() { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) };

    private readonly ResiliencePipeline<TillAnswer<XElement>> _again =
        new ResiliencePipelineBuilder<TillAnswer<XElement>> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<TillAnswer<XElement>>
            {
                MaxRetryAttempts = 2,
                Delay = TimeSpan.FromMilliseconds(200),
                ShouldHandle = new PredicateBuilder<TillAnswer<XElement>>().HandleResult(
                    answer => answer is TillAnswer<XElement>.NotSent or TillAnswer<XElement>.NoIdea),
            })
            .Build();

    /// <summary>Asks something that changes nothing. Repeated up to twice while the one time-out lasts.</summary>
    /// <exception cref="OperationCanceledException">The caller does not want the answer any more.</exception>
    public async Task<TillAnswer<XElement>> AskAsync(TillOptions till, XElement query, CancellationToken cancellationToken)
    {
        using var clock = new CancellationTokenSource(till.Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, cancellationToken);
        var last = TimedOut<XElement>(till, wasSent: false);
        try
        {
            await _again.ExecuteAsync(
                async token => last = await PostAsync(till, query, isQuestion: true, token), either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time ran out between two attempts: what the last one said still holds.
            return last;
        }

        // An attempt that was broken off looks like one that ran out of time.
        cancellationToken.ThrowIfCancellationRequested();
        return last;
    }

    /// <summary>
    /// Tells the till to change something: exactly once, by no layer repeated. The caller may change its mind before it is sent,
    /// not after: what was sent cannot be unsent, and only waiting for the answer tells what became of it.
    /// </summary>
    /// <exception cref="OperationCanceledException">The caller changed its mind in time; nothing was sent.</exception>
    public async Task<TillAnswer<XElement>> TellAsync(TillOptions till, XElement query, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var clock = new CancellationTokenSource(till.Patience, time);
        return await PostAsync(till, query, isQuestion: false, clock.Token);
    }

    private static TillAnswer<T> TimedOut<T>(TillOptions till, bool wasSent)
    {
        var seconds = till.Patience.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return wasSent
            ? new TillAnswer<T>.NoIdea(new TillTrouble(TillTroubles.Timeout, $"No answer within {seconds} s."))
            : new TillAnswer<T>.NotSent(new TillTrouble(TillTroubles.Unreachable, $"No connection within {seconds} s."));
    }

    private async Task<TillAnswer<XElement>> PostAsync(TillOptions till, XElement query, bool isQuestion, CancellationToken clock)
    {
        var command = query.Element("RK7CMD")?.Text("CMD") ?? "";
        var started = time.GetTimestamp();
        using var content = new WatchedContent(Bytes(query));
        using var measured = Meters.Till.Begin("till", ActivityKind.Client, time, KeyValuePair.Create<string, object?>("command", command));
        var answer = await PostAsync(till, content, clock);
        measured.Outcome = answer switch
        {
            TillAnswer<XElement>.Done => "answered",
            TillAnswer<XElement>.NotSent => "not_sent",
            TillAnswer<XElement>.NoIdea => "no_idea",
            _ => "refused",
        };
        var milliseconds = (long)time.GetElapsedTime(started).TotalMilliseconds;
        switch (answer)
        {
            case TillAnswer<XElement>.Done done when isQuestion:
                logger.Asked(command, done.Value.Text("Status"), milliseconds);
                break;
            case TillAnswer<XElement>.Done done:
                logger.Told(command, done.Value.Text("Status"), milliseconds);
                break;
            default:
                logger.Failed(command, answer.TroubleOrNull?.Code, answer is not TillAnswer<XElement>.NotSent, milliseconds);
                break;
        }

        return answer;
    }

    private async Task<TillAnswer<XElement>> PostAsync(TillOptions till, WatchedContent content, CancellationToken clock)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, till.Endpoint) { Content = content };
            request.Options.Set(Rk7Handlers.Pin, till.Pin);
            if (till.User is not "")
            {
                request.Headers.Authorization = new AuthenticationHeaderValue(
                    "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{till.User}:{till.Password}")));
            }

            using var client = http.CreateClient(HttpName);
            // The whole answer is read here, so that one clock covers it.
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseContentRead, clock);
            return response.StatusCode switch
            {
                HttpStatusCode.OK => new TillAnswer<XElement>.Done(Parse(await response.Content.ReadAsByteArrayAsync(clock))),
                HttpStatusCode.Unauthorized => new TillAnswer<XElement>.Refused(
                    new TillTrouble(TillTroubles.Unauthorized, "HTTP 401: wrong name or password of the till's employee, or no HTTP privilege.")),
                // A server or something before it broke; whether after or before it did what was asked, nobody knows.
                >= HttpStatusCode.InternalServerError => new TillAnswer<XElement>.NoIdea(HttpTrouble(response.StatusCode)),
                _ => new TillAnswer<XElement>.Refused(HttpTrouble(response.StatusCode)),
            };
        }
        catch (OperationCanceledException) when (clock.IsCancellationRequested)
        {
            return TimedOut<XElement>(till, content.WasTouched);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or XmlException or OperationCanceledException)
        {
            return content.WasTouched
                ? new TillAnswer<XElement>.NoIdea(new TillTrouble(TillTroubles.BrokenAnswer, Innermost(error)))
                : new TillAnswer<XElement>.NotSent(new TillTrouble(
                    error is HttpRequestException http ? CodeOf(http.HttpRequestError) : TillTroubles.Unreachable,
                    Innermost(error)));
        }
    }

    private static string CodeOf(HttpRequestError error) => error switch
    {
        HttpRequestError.SecureConnectionError => TillTroubles.Certificate,
        HttpRequestError.NameResolutionError => TillTroubles.NameUnknown,
        _ => TillTroubles.Unreachable,
    };

    private static TillTrouble HttpTrouble(HttpStatusCode status) =>
        new(TillTroubles.HttpStatus, FormattableString.Invariant($"HTTP {(int)status} instead of an answer of the till."));

    // HttpClient's own message is "An error occurred while sending the request."; the cause is inside.
    private static string Innermost(Exception error) => error.GetBaseException().Message;

    private static byte[] Bytes(XElement query)
    {
        using var stream = new MemoryStream();
        using (var writer = XmlWriter.Create(stream, _plain))
        {
            new XDocument(query).Save(writer);
        }

        return stream.ToArray();
    }

    private static XElement Parse(byte[] answer)
    {
        using var stream = new MemoryStream(answer);
        using var reader = XmlReader.Create(stream, _careful);
        return XElement.Load(reader);
    }

    /// <summary>
    /// A body that remembers whether anybody began to send it. It is only read once the connection stands, TLS included, so
    /// an untouched body proves that the till got nothing, whatever the exception says.
    /// </summary>
    private sealed class WatchedContent : ByteArrayContent
    {
        private volatile bool _wasTouched;

        public WatchedContent(byte[] content)
            : base(content) => Headers.ContentType = new MediaTypeHeaderValue("application/xml", "utf-8");

        public bool WasTouched => _wasTouched;

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            _wasTouched = true;
            return base.SerializeToStreamAsync(stream, context, cancellationToken);
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            _wasTouched = true;
            return base.SerializeToStreamAsync(stream, context);
        }
    }
}

internal static partial class Rk7ClientLogs
{
    [LoggerMessage(3100, LogLevel.Information, "The till was told {Command}: {Status} in {Milliseconds} ms")]
    public static partial void Told(this ILogger logger, string command, string? status, long milliseconds);

    [LoggerMessage(3101, LogLevel.Debug, "The till was asked {Command}: {Status} in {Milliseconds} ms")]
    public static partial void Asked(this ILogger logger, string command, string? status, long milliseconds);

    [LoggerMessage(3102, LogLevel.Warning, "{Command} failed: {Code} (reached the till: {MaybeSent}) after {Milliseconds} ms")]
    public static partial void Failed(this ILogger logger, string command, string? code, bool maybeSent, long milliseconds);
}
