using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using MiniDelivery.Domain.Alerts;

namespace MiniDelivery.Web.Escalation;

/// <summary>A signed call of an address, as Standard Webhooks has it: whoever holds the secret can tell that it is from us.</summary>
internal sealed class WebhookChannel(OutsideClient outside, SecretBox secrets, IOptions<EscalationOptions> options, TimeProvider time) : IAlarmChannel
{
    private const string SecretPrefix = "whsec_";

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

        var id = message.Id(Rung);
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var body = Body(message);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(settings.WebhookUrl)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.Add("webhook-signature", $"v1,{Sign(key, id, timestamp, body)}");
        return (await outside.SendAsync(request, cancellationToken)).Answer;
    }

    /// <summary>Base64 of HMAC-SHA256 over id, time and body. A secret of the form <c>whsec_…</c> is base64, any other is taken as it is.</summary>
    internal static string Sign(string key, string id, string timestamp, byte[] body) => Convert.ToBase64String(
        HMACSHA256.HashData(KeyOf(key), (byte[])[.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body]));

    private static byte[] KeyOf(string key)
    {
        var bytes = new byte[key.Length];
        return key.StartsWith(SecretPrefix, StringComparison.Ordinal) && Convert.TryFromBase64String(key[SecretPrefix.Length..], bytes, out var written)
            ? bytes[..written]
            : Encoding.UTF8.GetBytes(key);
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
