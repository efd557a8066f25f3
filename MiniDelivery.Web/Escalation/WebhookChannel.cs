using System.Text.Json;
using Microsoft.Extensions.Options;
using MiniDelivery.Domain.Alerts;
using MiniDelivery.Web.Security;

namespace MiniDelivery.Web.Escalation;

/// <summary>A signed call of an address, as Standard Webhooks has it: whoever holds the secret can tell that it is from us.</summary>
internal sealed class WebhookChannel(OutsideClient outside, SecretBox secrets, IOptions<EscalationOptions> options, TimeProvider time) : IAlarmChannel
{
    public EscalationRung Rung => EscalationRung.Webhook;

    public async Task<AlarmAnswer> SendAsync(AlarmMessage message, EscalationSettings settings, CancellationToken cancellationToken)
    {
        if (!settings.IsSetUp(Rung))
        {
            return new AlarmAnswer(AlarmTrouble.NotSetUp);
        }

        if (!OutsideAddress.IsUsable(settings.WebhookUrl, options.Value.AllowPrivateAddresses))
        {
            return new AlarmAnswer(AlarmTrouble.AddressRefused);
        }

        if (secrets.Open(settings.WebhookKey) is not { } key)
        {
            return new AlarmAnswer(AlarmTrouble.SecretLost);
        }

        using var request = StandardWebhook.Request(new Uri(settings.WebhookUrl), message.Id(Rung), time.GetUtcNow(), Body(message), key);
        return (await outside.SendAsync(request, cancellationToken)).Answer;
    }

    private byte[] Body(AlarmMessage message) => message.IsTrial
        ? JsonSerializer.SerializeToUtf8Bytes(new { type = "ping", timestamp = time.GetUtcNow(), data = new { restaurant = message.Restaurant } }, JsonSerializerOptions.Web)
        : JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                type = "order.unaccepted",
                timestamp = time.GetUtcNow(),
                data = new
                {
                    id = message.Order.Value,
                    number = message.Number,
                    total = message.Total.Amount,
                    currency = message.Currency,
                    source = message.Source,
                    restaurant = message.Restaurant,
                    receivedAt = message.ReceivedAt,
                    waitingSeconds = (long)message.Age.TotalSeconds,
                },
            },
            JsonSerializerOptions.Web);
}
