using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Instances;

namespace MiniDelivery.Web.Handoff;

/// <summary>Of all windows of all instances, which one edits an order. Claimed by compare-and-set in plain SQL, like a handoff.</summary>
public sealed class EditorHolds(IDbContextFactory<DeliveryDb> contexts, InstanceLink link, TimeProvider time)
{
    private const int Tries = 5;

    /// <summary>Takes an order for a window. Null = it has it; else who has.</summary>
    /// <param name="wanted">Whose, and until when.</param>
    /// <param name="takeOver">Even if another window has it: that one will notice.</param>
    internal async Task<EditorHold?> TakeAsync(EditorHold wanted, bool takeOver, CancellationToken cancellationToken)
    {
        for (var left = Tries; ; left--)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var now = time.GetUtcNow();
            var rows = await db.EditorHolds
                .Where(hold => hold.OrderId == wanted.OrderId && (takeOver || hold.Holder == wanted.Holder || hold.Until <= now))
                .ExecuteUpdateAsync(
                    set => set.SetProperty(hold => hold.Holder, wanted.Holder).SetProperty(hold => hold.By, wanted.By)
                        .SetProperty(hold => hold.Since, wanted.Since).SetProperty(hold => hold.Until, wanted.Until),
                    cancellationToken);
            if (rows is 1)
            {
                link.Tell([nameof(EditorHold)], []);
                return null;
            }

            if (await db.EditorHolds.AsNoTracking().SingleOrDefaultAsync(hold => hold.OrderId == wanted.OrderId, cancellationToken) is { } other)
            {
                return other;
            }

            db.Add(wanted);
            try
            {
                await db.SaveChangesAsync(cancellationToken);
                return null;
            }
            catch (DbUpdateException error) when (left > 1 && error.IsDuplicate)
            {
                // Another instance was quicker: then it is theirs, unless it is to be taken over.
            }
        }
    }

    /// <summary>The window goes on. False = another one has taken the order over.</summary>
    internal async Task<bool> RenewAsync(OrderId order, Guid holder, DateTimeOffset until, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.EditorHolds.Where(hold => hold.OrderId == order && hold.Holder == holder)
            .ExecuteUpdateAsync(set => set.SetProperty(hold => hold.Until, until), cancellationToken) is 1;
    }

    /// <summary>The window lets go. False = it was not its any more.</summary>
    internal async Task<bool> ReleaseAsync(OrderId order, Guid holder)
    {
        await using var db = await contexts.CreateDbContextAsync();
        return await db.EditorHolds.Where(hold => hold.OrderId == order && hold.Holder == holder).ExecuteDeleteAsync() is 1;
    }

    /// <summary>Whether the order is this window's.</summary>
    internal async Task<bool> IsOfAsync(OrderId order, Guid holder, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.EditorHolds.AnyAsync(hold => hold.OrderId == order && hold.Holder == holder, cancellationToken);
    }

    /// <summary>Whether any window has the order.</summary>
    internal async Task<bool> IsHeldAsync(OrderId order)
    {
        await using var db = await contexts.CreateDbContextAsync();
        var now = time.GetUtcNow();
        return await db.EditorHolds.AnyAsync(hold => hold.OrderId == order && hold.Until > now);
    }
}
