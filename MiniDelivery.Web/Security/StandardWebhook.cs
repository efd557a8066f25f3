using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace MiniDelivery.Web.Security;

/// <summary>A signed call as Standard Webhooks has it: whoever holds a secret can tell that it is from us, and when it was made.</summary>
internal static class StandardWebhook
{
    /// <summary>Begins a secret whose rest is base64.</summary>
    public const string SecretPrefix = "whsec_";

    private const int SecretBytes = 32;

    /// <summary>A new secret.</summary>
    public static string NewSecret() => SecretPrefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>A call, signed with each of the secrets: while one is being replaced, either of the two proves it.</summary>
    public static HttpRequestMessage Request(Uri address, string id, DateTimeOffset at, byte[] body, params ReadOnlySpan<string> secrets)
    {
        var timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signatures = new List<string>(secrets.Length);
        foreach (var secret in secrets)
        {
            signatures.Add($"v1,{Sign(secret, id, timestamp, body)}");
        }

        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.Add("webhook-signature", string.Join(' ', signatures));
        return request;
    }

    /// <summary>Base64 of HMAC-SHA256 over id, time and body. A secret of the form <c>whsec_…</c> is base64, any other is taken as it is.</summary>
    public static string Sign(string key, string id, string timestamp, byte[] body) => Convert.ToBase64String(
        HMACSHA256.HashData(KeyOf(key), (byte[])[.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body]));

    private static byte[] KeyOf(string key)
    {
        var bytes = new byte[key.Length];
        return key.StartsWith(SecretPrefix, StringComparison.Ordinal) && Convert.TryFromBase64String(key[SecretPrefix.Length..], bytes, out var written)
            ? bytes[..written]
            : Encoding.UTF8.GetBytes(key);
    }
}
