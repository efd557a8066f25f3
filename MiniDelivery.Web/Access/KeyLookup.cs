using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Access;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Web.Access;

/// <summary>A shop's key as it is stored, and whose it is.</summary>
/// <param name="Shop">The shop that may call with it.</param>
internal sealed record StoredKey(ApiKey Key, Shop Shop);

/// <summary>Finds keys, each time in the database: a revoked one is refused at once by every instance.</summary>
internal sealed class KeyLookup(IDbContextFactory<DeliveryDb> contexts)
{
    private static readonly PreparedQuery<Func<DeliveryDb, string, CancellationToken, Task<StoredKey?>>> _find = new(() => EF.CompileAsyncQuery(
        (DeliveryDb db, string id, CancellationToken _) =>
            (from key in db.ApiKeys.AsNoTracking()
             join source in db.Sources on key.SourceId equals source.Id
             where key.Id == id
             select new StoredKey(key, new Shop(source.Id, source.RestaurantId, source.Name))).SingleOrDefault()));

    /// <summary>The key of an identity; null = there is none such.</summary>
    public async Task<StoredKey?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await _find.On(db)(db, id, cancellationToken);
    }
}
