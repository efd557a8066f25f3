using System.Net;
using System.Security.Authentication;
using System.Text;
using MiniDelivery.Domain.Webhooks;
using MiniDelivery.Web.Security;

namespace MiniDelivery.Web.Webhooks;

/// <summary>What became of an attempt.</summary>
/// <param name="Trouble">Null = it was taken.</param>
/// <param name="Status">Null = there was no answer.</param>
/// <param name="Text">The beginning of what was answered.</param>
internal sealed record WebhookAnswer(WebhookTrouble? Trouble, int? Status = null, string? Text = null);

/// <summary>One signed call. Whatever is wrong outside is an answer, not an exception; nothing of it is logged but its kind.</summary>
internal sealed class WebhookClient(IHttpClientFactory clients, TimeProvider time)
{
    /// <summary>Name of the client that connects to the public internet only.</summary>
    public const string Name = "webhooks";

    /// <summary>Name of the one that connects everywhere.</summary>
    public const string PrivateName = "webhooks-private";

    /// <summary>How long an attempt may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    // More of an answer is not read: it may have no end.
    private const int MostRead = 64 * 1024;

    /// <summary>Sends.</summary>
    public async Task<WebhookAnswer> SendAsync(
        string url, bool allowsPrivate, string id, byte[] body, IReadOnlyList<string> secrets, CancellationToken cancellationToken)
    {
        if (!OutsideAddress.IsUsable(url, allowsPrivate))
        {
            return new WebhookAnswer(WebhookTrouble.AddressRefused);
        }

        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            using var http = clients.CreateClient(allowsPrivate ? PrivateName : Name);
            using var request = StandardWebhook.Request(AsGiven(url), id, time.GetUtcNow(), body, [.. secrets]);
            request.Headers.UserAgent.ParseAdd("MiniDelivery");
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var text = await ReadAsync(answer, either.Token);
            cancellationToken.ThrowIfCancellationRequested();
            return new WebhookAnswer(Of(answer.StatusCode), (int)answer.StatusCode, text);
        }
        catch (HttpRequestException error)
        {
            return new WebhookAnswer(error switch
            {
                { InnerException: AddressRefusedException } => WebhookTrouble.AddressRefused,
                { InnerException: AuthenticationException } => WebhookTrouble.Certificate,
                _ => WebhookTrouble.Unreachable,
            });
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new WebhookAnswer(WebhookTrouble.TimedOut);
        }
    }

    // A tidied path could be another one over there. Only what a request line can carry as it is may go as it is: no empty path, no
    // strange letters, and never an anchor.
    private static Uri AsGiven(string url)
    {
        var plain = url.Split('#')[0];
        var given = new Uri(plain, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        return given.PathAndQuery.StartsWith('/') && plain.All(letter => letter is > ' ' and < (char)127) ? given : new Uri(plain);
    }

    // The status has been said; what comes after it is for the log alone.
    private static async Task<string?> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var buffer = new byte[MostRead];
        var length = 0;
        try
        {
            await using var stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
            while (length < MostRead && await stream.ReadAsync(buffer.AsMemory(length), cancellationToken) is > 0 and var read)
            {
                length += read;
            }
        }
        catch (Exception error) when (error is IOException or HttpRequestException or OperationCanceledException)
        {
            // It broke off, or goes on too slowly: what has come is kept.
        }

        // A database takes no zero.
        var text = Encoding.UTF8.GetString(buffer, 0, length).Replace('\0', '\uFFFD');
        return text is "" ? null : text.Length > WebhookAttempt.LongestAnswer ? text[..WebhookAttempt.LongestAnswer] : text;
    }

    private static WebhookTrouble? Of(HttpStatusCode status) => (int)status switch
    {
        >= 200 and < 300 => null,
        >= 300 and < 400 => WebhookTrouble.Redirected,
        410 => WebhookTrouble.Gone,
        _ => WebhookTrouble.Refused,
    };
}
