using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Orders;

namespace MiniDelivery.Web.Data;

/// <summary>
/// Who edits an order at the till at this moment, whichever instance their page lives in. The till cannot tell them apart: to it, every
/// instance is the same holder of the same lock.
/// </summary>
public sealed class EditorHold
{
    /// <summary>Which order; one row each.</summary>
    public OrderId OrderId { get; init; }

    /// <summary>The window: a number of its own for each opening.</summary>
    public Guid Holder { get; init; }

    /// <summary>Who, as others are told.</summary>
    public string By { get; init; } = "";

    /// <summary>Since when.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>Until when, unless it is renewed. From then on anybody may take it.</summary>
    public DateTimeOffset Until { get; init; }
}

internal sealed class EditorHoldConfiguration : IEntityTypeConfiguration<EditorHold>
{
    public void Configure(EntityTypeBuilder<EditorHold> hold)
    {
        hold.ToTable("EditorHolds");
        hold.HasKey(h => h.OrderId);
        hold.Property(h => h.OrderId).ValueGeneratedNever();
        hold.Property(h => h.By).HasMaxLength((2 * Limits.Name) + 2); // A person and a terminal.
        hold.HasOne<Order>().WithOne().HasForeignKey<EditorHold>(h => h.OrderId).OnDelete(DeleteBehavior.Cascade);
    }
}
