using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Security;

namespace MiniDelivery.Web.Escalation;

/// <summary>The key by which push services know this installation: made at the first start, kept in the database, encrypted.</summary>
internal sealed class PushVault(IDbContextFactory<DeliveryDb> contexts, SecretBox secrets, TimeProvider time, ILogger<PushVault> logger)
{
    /// <summary>Makes the key if there is none. One that cannot be decrypted any more is replaced, and browsers must ask again.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var stored = await db.PushKeys.SingleOrDefaultAsync(cancellationToken);
        if (stored is not null && secrets.Open(stored.Secret) is not null)
        {
            return;
        }

        if (stored is not null)
        {
            Logs.PushKeyLost(logger);
            await db.PushSubscriptions.ExecuteDeleteAsync(cancellationToken);
            await db.PushKeys.ExecuteDeleteAsync(cancellationToken);
            db.ChangeTracker.Clear();
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        db.Add(new PushKey { Secret = secrets.Close(Convert.ToBase64String(key.ExportPkcs8PrivateKey())), CreatedAt = time.GetUtcNow() });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException error) when (error.IsDuplicate)
        {
            // Another instance starts at the same moment; its key is as good.
        }
    }

    /// <summary>The key. The caller disposes it.</summary>
    /// <exception cref="InvalidOperationException">There is none: it was not prepared.</exception>
    public async Task<ECDsa> OpenAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var stored = await db.PushKeys.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        var secret = stored is null ? null : secrets.Open(stored.Secret);
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(Convert.FromBase64String(secret ?? throw new InvalidOperationException("There is no key for push services.")), out _);
        return key;
    }
}

internal static partial class Logs
{
    [LoggerMessage(2311, LogLevel.Warning, "The key for push services cannot be decrypted; a new one is made, and browsers must ask for notifications again")]
    public static partial void PushKeyLost(ILogger logger);
}
