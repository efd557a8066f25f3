using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Reports;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Instances;

namespace MiniDelivery.Web.Live;

/// <summary>
/// Tells the other instances what kinds of things a transaction stored, and which orders. Here and not in each use case: none can forget
/// it.
/// </summary>
internal sealed class RelayInterceptor(InstanceLink link) : AfterCommit<RelayInterceptor.Changed>
{
    // Bookkeeping that no page shows and nobody keeps in memory; most of it goes with every order, which is told by itself.
    private static readonly HashSet<string> _quiet =
    [
        nameof(ChangeCounter), nameof(KeptAnswer), nameof(LicenseSequence), nameof(AuditEntry), nameof(OrderSketch), nameof(DataProtectionKey),
        nameof(OrderFact), nameof(DayTouch), nameof(DayFigures), nameof(DayDishes), nameof(FactBook),
    ];

    protected override Changed? Look(DbContext context)
    {
        if (!link.IsShared)
        {
            return null;
        }

        var changed = context.ChangeTracker.Entries().Where(entry => entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted).ToList();
        var kinds = changed.Select(entry => KindOf(entry.Metadata)).Except(_quiet).ToHashSet();
        return kinds is { Count: 0 } ? null : new Changed(kinds, [.. changed.Select(entry => entry.Entity).OfType<Order>().Select(order => order.Id.Value)]);
    }

    protected override void Tell(Changed changed) => link.Tell(changed.Kinds, changed.Orders);

    // A part is stored with its whole, and it is the whole that is asked for.
    private static string KindOf(IReadOnlyEntityType type)
    {
        while (type.FindOwnership() is { } part)
        {
            type = part.PrincipalEntityType;
        }

        return type.ClrType.Name;
    }

    /// <summary>What is being stored.</summary>
    internal sealed record Changed(HashSet<string> Kinds, IReadOnlyCollection<Guid> Orders);
}
