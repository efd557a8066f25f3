using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace MiniDelivery.Web.Escalation;

/// <summary>
/// What a push service may carry but not read: RFC 8291 (keys) over RFC 8188 (aes128gcm), and who it comes from: RFC 8292 (VAPID).
/// </summary>
internal static class PushCipher
{
    /// <summary>Longest text that every push service takes: 4096 bytes less what the encryption adds (RFC 8291, section 4).</summary>
    public const int LongestText = 3993;

    private const int PointBytes = 65;
    private const int TagBytes = 16;

    // More than a record ever has: there is one.
    private const uint RecordBytes = 4096;

    /// <summary>Encrypts for one browser.</summary>
    /// <param name="p256dh">The browser's public key, an uncompressed point.</param>
    /// <param name="auth">The browser's authentication secret.</param>
    /// <param name="own">A key for this one message.</param>
    /// <param name="salt">16 random bytes for this one message.</param>
    /// <exception cref="CryptographicException">The key is no point of the curve.</exception>
    public static byte[] Encrypt(ReadOnlySpan<byte> text, byte[] p256dh, byte[] auth, ECDiffieHellman own, byte[] salt)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Length, LongestText);
        using var browser = ECDiffieHellman.Create(Public(p256dh));
        var ownPoint = PointOf(own.ExportParameters(includePrivateParameters: false));
        var shared = own.DeriveRawSecretAgreement(browser.PublicKey);
        var material = HKDF.DeriveKey(HashAlgorithmName.SHA256, shared, 32, auth, [.. "WebPush: info\0"u8, .. p256dh, .. ownPoint]);
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, material, 16, salt, [.. "Content-Encoding: aes128gcm\0"u8]);
        var nonce = HKDF.DeriveKey(HashAlgorithmName.SHA256, material, 12, salt, [.. "Content-Encoding: nonce\0"u8]);

        // 2 ends the last record.
        byte[] padded = [.. text, 2];
        var sealedText = new byte[padded.Length];
        var tag = new byte[TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, padded, sealedText, tag);
        var size = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(size, RecordBytes);
        return [.. salt, .. size, PointBytes, .. ownPoint, .. sealedText, .. tag];
    }

    /// <summary>The same with a new key and salt, as every message must have.</summary>
    public static byte[] Encrypt(ReadOnlySpan<byte> text, byte[] p256dh, byte[] auth)
    {
        using var own = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        return Encrypt(text, p256dh, auth, own, RandomNumberGenerator.GetBytes(16));
    }

    /// <summary>Value of the header Authorization: a token for one push service, for twelve hours.</summary>
    /// <param name="contact">Whom the push service may write to: mailto: or https:.</param>
    public static string Authorize(ECDsa key, Uri endpoint, string contact, DateTimeOffset now)
    {
        var head = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new { typ = "JWT", alg = "ES256" }));
        var body = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new
        {
            aud = endpoint.GetLeftPart(UriPartial.Authority), exp = now.AddHours(12).ToUnixTimeSeconds(), sub = contact,
        }));
        var signature = key.SignData(Encoding.ASCII.GetBytes($"{head}.{body}"), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return $"vapid t={head}.{body}.{Base64Url.EncodeToString(signature)}, k={Base64Url.EncodeToString(PublicPoint(key))}";
    }

    /// <summary>The public key as browsers ask for it: an uncompressed point.</summary>
    public static byte[] PublicPoint(ECDsa key) => PointOf(key.ExportParameters(includePrivateParameters: false));

    /// <summary>Whether what a browser said are keys that can be encrypted for.</summary>
    public static bool AreKeys(string p256dh, string auth)
    {
        try
        {
            using var browser = ECDiffieHellman.Create(Public(Base64Url.DecodeFromChars(p256dh)));
            return Base64Url.DecodeFromChars(auth).Length is 16;
        }
        catch (Exception error) when (error is FormatException or CryptographicException)
        {
            return false;
        }
    }

    private static ECParameters Public(byte[] point) => point is [4, ..] && point.Length is PointBytes
        ? new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = point[1..33], Y = point[33..] } }
        : throw new CryptographicException("Not an uncompressed point of P-256.");

    private static byte[] PointOf(ECParameters key) => [4, .. key.Q.X!, .. key.Q.Y!];
}
