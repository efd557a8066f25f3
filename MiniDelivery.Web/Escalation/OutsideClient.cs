using System.Net;
using MiniDelivery.Web.Security;

namespace MiniDelivery.Web.Escalation;

/// <summary>One attempt over HTTP, and what its answer means. No address is ever logged: Telegram's holds the bot's token.</summary>
internal sealed class OutsideClient(IHttpClientFactory clients)
{
    /// <summary>Name of the client; no factory line of it is logged.</summary>
    public const string Name = "escalation";

    /// <summary>How long an attempt may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Sends; the status is null when there was none.</summary>
    public async Task<(AlarmAnswer Answer, HttpStatusCode? Status)> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            using var http = clients.CreateClient(Name);
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return (Of(answer.StatusCode), answer.StatusCode);
        }
        catch (HttpRequestException error)
        {
            return (new AlarmAnswer(error.InnerException is AddressRefusedException ? AlarmTrouble.AddressRefused : AlarmTrouble.Unreachable), null);
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (new AlarmAnswer(AlarmTrouble.TimedOut), null);
        }
    }

    private static AlarmAnswer Of(HttpStatusCode status) => (int)status switch
    {
        >= 200 and < 300 => AlarmAnswer.Sent,
        401 or 403 => new AlarmAnswer(AlarmTrouble.SignInRefused, (int)status),
        var other => new AlarmAnswer(AlarmTrouble.Refused, other),
    };
}
