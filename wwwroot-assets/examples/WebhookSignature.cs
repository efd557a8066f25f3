using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MyShop;

/// <summary>Tells whether an event is the restaurant's.</summary>
public static class WebhookSignature
{
    /// <summary>The secret is «Секрет» of the address in «События магазинам»; the rest is what came with the POST, the body as it came.</summary>
    public static bool IsGenuine(string secret, string id, string timestamp, string signatures, byte[] body, DateTimeOffset now)
    {
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var at) || Math.Abs(now.ToUnixTimeSeconds() - at) > 300)
        {
            return false; // Older than 5 minutes: somebody may have kept it and sent it again.
        }

        var key = Convert.FromBase64String(secret.Replace("whsec_", "", StringComparison.Ordinal));
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        var hash = HMACSHA256.HashData(key, signed);
        var expected = Encoding.UTF8.GetBytes($"v1,{Convert.ToBase64String(hash)}");
        // While the secret changes there are two.
        return signatures.Split(' ').Any(signature => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature), expected));
    }
}
