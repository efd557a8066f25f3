using Microsoft.EntityFrameworkCore;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Web.Access;

/// <summary>Says which keys still open anything, for what outlives the call that it began with.</summary>
internal sealed class KeyRing(IDbContextFactory<DeliveryDb> contexts, TimeProvider time)
{
    /// <summary>Those of the keys that are in force.</summary>
    public async Task<IReadOnlySet<string>> InForceAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var keys = await db.ApiKeys.AsNoTracking().Where(key => ids.Contains(key.Id)).ToListAsync(cancellationToken);
        return keys.Where(key => key.IsInForce(now)).Select(key => key.Id).ToHashSet();
    }
}
