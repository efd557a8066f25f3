using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace MiniDelivery.Web.Security;

/// <summary>Encrypts what only this program may read.</summary>
internal sealed class SecretBox(IDataProtectionProvider protection, ILogger<SecretBox> logger)
{
    // Named after where it was first needed: another name would lose what is stored.
    private readonly IDataProtector _protector = protection.CreateProtector("MiniDelivery.Escalation.v1");

    /// <summary>Encrypts; nothing stays nothing.</summary>
    public string Close(string secret) => secret is "" ? "" : _protector.Protect(secret);

    /// <summary>Decrypts; null = the key is gone, as after a move of the database without its keys.</summary>
    public string? Open(string closed)
    {
        if (closed is "")
        {
            return "";
        }

        try
        {
            return _protector.Unprotect(closed);
        }
        catch (CryptographicException error)
        {
            Logs.SecretLost(logger, error);
            return null;
        }
    }
}

internal static partial class Logs
{
    [LoggerMessage(1201, LogLevel.Error, "A stored secret cannot be decrypted; an administrator must enter it again")]
    public static partial void SecretLost(ILogger logger, Exception error);
}
