using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Web.Handoff;

/// <summary>
/// One watcher's hold on the tills. Claimed by compare-and-set in plain SQL, like a handoff. Long against the rounds, so that most
/// rounds write nothing; short enough that another instance takes over soon after this one has died.
/// </summary>
/// <param name="length">How long a till stays with a watcher that says nothing.</param>
internal sealed class WatchLeases(IDbContextFactory<DeliveryDb> contexts, Func<TimeSpan> length, TimeProvider time)
{
    private readonly Guid _me = Guid.NewGuid();
    private readonly ConcurrentDictionary<RestaurantId, DateTimeOffset> _held = new();

    /// <summary>Whether this watcher may look now, taking or renewing the lease where needed; and whether others may have looked since it last did.</summary>
    public async Task<(bool IsHeld, bool IsNew)> HoldAsync(RestaurantId restaurant, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var until = _held.GetValueOrDefault(restaurant);
        if (until - now > length() / 2)
        {
            return (true, false);
        }

        var next = now + length();
        var isHeld = await ClaimAsync(restaurant, now, next, cancellationToken);
        if (isHeld)
        {
            _held[restaurant] = next;
        }

        return (isHeld, isHeld && until <= now);
    }

    /// <summary>Lets go of everything, so that another instance need not wait.</summary>
    public async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        _held.Clear();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.WatchLeases.Where(lease => lease.Holder == _me).ExecuteDeleteAsync(cancellationToken);
    }

    private async Task<bool> ClaimAsync(RestaurantId restaurant, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.WatchLeases
            .Where(lease => lease.RestaurantId == restaurant && (lease.Holder == _me || lease.LeaseUntil <= now))
            .ExecuteUpdateAsync(
                set => set.SetProperty(lease => lease.Holder, _me).SetProperty(lease => lease.LeaseUntil, until),
                cancellationToken);
        if (rows == 1)
        {
            return true;
        }

        // Looked at first to keep the log quiet: a refused insert is logged as an error.
        if (await db.WatchLeases.AnyAsync(lease => lease.RestaurantId == restaurant, cancellationToken))
        {
            return false;
        }

        db.Add(new WatchLease { RestaurantId = restaurant, Holder = _me, LeaseUntil = until });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException error) when (error.IsDuplicate)
        {
            // Another instance wrote the first lease in the same moment.
            return false;
        }
    }
}
