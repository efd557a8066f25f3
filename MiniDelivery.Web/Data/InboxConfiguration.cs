using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Restaurants;

namespace MiniDelivery.Web.Data;

internal sealed class InboxConfiguration : IEntityTypeConfiguration<InboxItem>
{
    public void Configure(EntityTypeBuilder<InboxItem> item)
    {
        item.ToTable("InboxItems");
        item.Property(i => i.Id).ValueGeneratedNever();
        item.Property(i => i.Hash).HasMaxLength(64).IsUnicode(false);
        item.Property(i => i.ContentType).HasMaxLength(Limits.Name);
        item.Property(i => i.Problem).HasMaxLength(60);
        item.Property(i => i.State).HasConversion<string>().HasMaxLength(20);
        item.Property(i => i.SettledBy).HasMaxLength(Limits.Name);
        item.Property(i => i.Reason).HasMaxLength(InboxItem.LongestReason);
        item.Property(i => i.Version).IsConcurrencyToken();
        // The same again is the same one, whichever instance heard it.
        item.HasIndex(i => new { i.SourceId, i.Hash }).IsUnique();
        item.HasIndex(i => new { i.SourceId, i.FirstAt });
        item.HasIndex(i => new { i.RestaurantId, i.State, i.LastAt });
        item.HasIndex(i => i.LastAt);
        item.HasOne<Restaurant>().WithMany().HasForeignKey(i => i.RestaurantId).OnDelete(DeleteBehavior.Restrict);
        item.HasOne<OrderSource>().WithMany().HasForeignKey(i => i.SourceId).OnDelete(DeleteBehavior.Restrict);
    }
}
