using System.Net.Http.Json;
using Microsoft.Extensions.Options;
using MiniDelivery.Domain.Alerts;
using MiniDelivery.Web.Security;

namespace MiniDelivery.Web.Escalation;

/// <summary>A message of a bot to a chat (Bot API, sendMessage).</summary>
internal sealed class TelegramChannel(OutsideClient outside, SecretBox secrets, IOptions<EscalationOptions> options) : IAlarmChannel
{
    public EscalationRung Rung => EscalationRung.Telegram;

    public async Task<AlarmAnswer> SendAsync(AlarmMessage message, EscalationSettings settings, CancellationToken cancellationToken)
    {
        if (!settings.IsSetUp(Rung))
        {
            return new AlarmAnswer(AlarmTrouble.NotSetUp);
        }

        if (secrets.Open(settings.TelegramToken) is not { } token)
        {
            return new AlarmAnswer(AlarmTrouble.SecretLost);
        }

        using var request = new HttpRequestMessage(
            HttpMethod.Post, new Uri($"{options.Value.TelegramUrl.TrimEnd('/')}/bot{Uri.EscapeDataString(token).Replace("%3A", ":", StringComparison.Ordinal)}/sendMessage"))
        {
            Content = JsonContent.Create(new { chat_id = settings.TelegramChat, text = message.Text(AlarmMessage.UsualLanguage) }),
        };
        var (answer, status) = await outside.SendAsync(request, cancellationToken);
        // Telegram says 404 of a token that is no bot's.
        return status is System.Net.HttpStatusCode.NotFound ? new AlarmAnswer(AlarmTrouble.SignInRefused, 404) : answer;
    }
}
