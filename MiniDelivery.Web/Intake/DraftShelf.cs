using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Web.Intake;

/// <summary>
/// Keeps orders that are being written down, so that a reload, a lost connection or a restart costs nothing. Here and not in the
/// browser: a shared terminal's storage is open to whoever sits there next, and what a guest says by phone is personal. Encrypted,
/// and only for a day: nobody looks for a guest's data in half an order.
/// </summary>
public sealed class DraftShelf(IDbContextFactory<DeliveryDb> contexts, IDataProtectionProvider protection, TimeProvider time)
{
    /// <summary>How long a draft waits for its person.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(24);

    private readonly IDataProtector _box = protection.CreateProtector("MiniDelivery.OrderDrafts");

    /// <summary>What the person was writing at this terminal; null = nothing, or nothing that can still be read.</summary>
    public async Task<string?> FindAsync(RestaurantId restaurant, Guid terminal, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.May(Permission.WorkWithOrders, restaurant))
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var since = time.GetUtcNow() - Patience;
        var sketch = await Of(db, restaurant, terminal, by.Name).AsNoTracking().SingleOrDefaultAsync(found => found.KeptAt >= since, cancellationToken);
        try
        {
            return sketch is null ? null : _box.Unprotect(sketch.Content);
        }
        catch (CryptographicException)
        {
            // Its key is gone, after a restored backup for example; nothing was promised of a draft.
            return null;
        }
    }

    /// <summary>Keeps what is written so far.</summary>
    public async Task KeepAsync(RestaurantId restaurant, Guid terminal, string content, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.May(Permission.WorkWithOrders, restaurant))
        {
            return;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var own = await Of(db, restaurant, terminal, by.Name).SingleOrDefaultAsync(cancellationToken)
            ?? db.Add(new OrderSketch { RestaurantId = restaurant, TerminalId = terminal, Who = by.Name, Content = "" }).Entity;
        (own.Content, own.KeptAt) = (_box.Protect(content), time.GetUtcNow());
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException error) when (error is DbUpdateConcurrencyException || error.IsDuplicate)
        {
            // A second window of the same person keeps at the same moment; the next key press keeps again.
        }
    }

    /// <summary>Throws the draft away: it has become an order, or is not wanted.</summary>
    public async Task DropAsync(RestaurantId restaurant, Guid terminal, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (by.May(Permission.WorkWithOrders, restaurant))
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            await Of(db, restaurant, terminal, by.Name).ExecuteDeleteAsync(cancellationToken);
        }
    }

    private static IQueryable<OrderSketch> Of(DeliveryDb db, RestaurantId restaurant, Guid terminal, string who) =>
        db.OrderSketches.Where(found => found.RestaurantId == restaurant && found.TerminalId == terminal && found.Who == who);
}
