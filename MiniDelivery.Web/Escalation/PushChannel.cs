using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Options;
using MiniDelivery.Domain.Alerts;

namespace MiniDelivery.Web.Escalation;

/// <summary>A notification on every browser that asked for it (Web Push, RFC 8030). It has arrived when one of them was reached.</summary>
internal sealed class PushChannel(OutsideClient outside, PushBook book, PushVault vault, IOptions<EscalationOptions> options, TimeProvider time) : IAlarmChannel
{
    // An order that nobody has accepted for longer rings anyway where somebody is.
    private const string LivesForSeconds = "600";

    public EscalationRung Rung => EscalationRung.Push;

    public async Task<AlarmAnswer> SendAsync(AlarmMessage message, EscalationSettings settings, CancellationToken cancellationToken)
    {
        var subscriptions = await book.AllAsync(settings.RestaurantId, cancellationToken);
        using var key = await vault.OpenAsync(cancellationToken);
        var worst = new AlarmAnswer(AlarmTrouble.NobodySubscribed);
        var isReached = false;
        foreach (var subscription in subscriptions)
        {
            var answer = await SendAsync(message, subscription, key, cancellationToken);
            isReached |= answer is { Trouble: null };
            worst = answer is { Trouble: null or AlarmTrouble.NobodySubscribed } ? worst : answer;
        }

        return isReached ? AlarmAnswer.Sent : worst;
    }

    private async Task<AlarmAnswer> SendAsync(AlarmMessage message, PushSubscription subscription, ECDsa key, CancellationToken cancellationToken)
    {
        var endpoint = new Uri(subscription.Endpoint);
        var text = PayloadOf(message, CultureInfo.GetCultureInfo(subscription.Language));
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint)
        {
            Content = new ByteArrayContent(PushCipher.Encrypt(text, Base64Url.DecodeFromChars(subscription.P256dh), Base64Url.DecodeFromChars(subscription.Auth))),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        request.Content.Headers.ContentEncoding.Add("aes128gcm");
        request.Headers.Add("TTL", LivesForSeconds);
        request.Headers.Add("Urgency", "high");
        // While the browser is away, a later message of the same order takes the place of the earlier one.
        request.Headers.Add("Topic", message.Order.Value.ToString("N"));
        request.Headers.TryAddWithoutValidation("Authorization", PushCipher.Authorize(key, endpoint, options.Value.Contact, time.GetUtcNow()));
        var (answer, status) = await outside.SendAsync(request, cancellationToken);
        if (status is HttpStatusCode.NotFound or HttpStatusCode.Gone)
        {
            await book.RemoveAsync(subscription.EndpointHash, cancellationToken);
            return new AlarmAnswer(AlarmTrouble.NobodySubscribed, (int)status);
        }

        return answer;
    }

    // As sw.js reads it.
    private static byte[] PayloadOf(AlarmMessage message, CultureInfo language) => JsonSerializer.SerializeToUtf8Bytes(
        new
        {
            title = message.Title(language),
            body = message.Body(language),
            open = AlarmMessage.OpenWord(language),
            url = message.IsTrial ? "./" : $"orders/{message.Order}",
            tag = message.IsTrial ? "trial" : message.Order.ToString(),
            lang = language.TwoLetterISOLanguageName,
        },
        JsonSerializerOptions.Web);
}
