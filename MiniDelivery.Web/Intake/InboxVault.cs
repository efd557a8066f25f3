using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using MiniDelivery.Domain.Intake;

namespace MiniDelivery.Web.Intake;

/// <summary>
/// Closes what is kept in the inbox, and opens it: compressed, then encrypted, for it holds whatever a guest told their shop. A stolen
/// copy of the database alone tells nothing of it.
/// </summary>
public sealed class InboxVault(IDataProtectionProvider protection, ILogger<InboxVault> logger)
{
    private readonly IDataProtector _protector = protection.CreateProtector("MiniDelivery.Inbox.v1");

    /// <summary>Compresses and encrypts.</summary>
    public byte[] Close(ReadOnlySpan<byte> plain)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest))
        {
            brotli.Write(plain);
        }

        return _protector.Protect(packed.ToArray());
    }

    /// <summary>The same of what a list shows.</summary>
    public byte[] Close(InboxGlance glance) => Close(JsonSerializer.SerializeToUtf8Bytes(glance));

    /// <summary>Opens; null = the key is gone, as after a move of the database without its keys.</summary>
    public byte[]? Open(byte[] closed)
    {
        try
        {
            using var brotli = new BrotliStream(new MemoryStream(_protector.Unprotect(closed)), CompressionMode.Decompress);
            using var plain = new MemoryStream();
            brotli.CopyTo(plain);
            return plain.ToArray();
        }
        catch (CryptographicException error)
        {
            Logs.InboxKeyLost(logger, error);
            return null;
        }
    }

    /// <summary>The same of what a list shows; what cannot be opened shows nothing.</summary>
    public InboxGlance OpenGlance(byte[] closed) =>
        Open(closed) is { } plain ? JsonSerializer.Deserialize<InboxGlance>(plain)! : new InboxGlance(null, []);

    /// <summary>A body as a text that people can read: UTF-8, else in the old Russian alphabet of Windows, which any bytes can be read in.</summary>
    public static string TextOf(ReadOnlySpan<byte> body)
    {
        // What was cut off may end within a letter.
        var whole = body;
        for (var cut = 0; cut < 4 && cut <= body.Length; cut++)
        {
            whole = body[..^cut];
            if (System.Text.Unicode.Utf8.IsValid(whole))
            {
                return Encoding.UTF8.GetString(whole).TrimStart('\uFEFF');
            }
        }

        return CodePagesEncodingProvider.Instance.GetEncoding(1251)!.GetString(body);
    }
}

internal static partial class Logs
{
    [LoggerMessage(1121, LogLevel.Error, "A body in the inbox cannot be decrypted")]
    public static partial void InboxKeyLost(ILogger logger, Exception error);
}
