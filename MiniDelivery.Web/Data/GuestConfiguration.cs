using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MiniDelivery.Domain.Guests;
using MiniDelivery.Domain.Restaurants;

namespace MiniDelivery.Web.Data;

internal sealed class GuestConfiguration : IEntityTypeConfiguration<KnownGuest>
{
    public void Configure(EntityTypeBuilder<KnownGuest> guest)
    {
        guest.ToTable("Guests");
        guest.Property(g => g.Id).ValueGeneratedNever();
        guest.Property(g => g.PhoneKey).HasMaxLength(Limits.Phone).IsUnicode(false);
        guest.Property(g => g.Phone).HasMaxLength(Limits.Phone);
        guest.Property(g => g.Name).HasMaxLength(Limits.Name);
        guest.Property(g => g.Addresses).HasJsonConversion();
        guest.Property(g => g.Notes).HasMaxLength(KnownGuest.LongestNotes);
        guest.Property(g => g.SearchText).HasMaxLength(Limits.Name + (2 * Limits.Phone) + 2);
        guest.Property(g => g.Version).IsConcurrencyToken();
        guest.OwnsOne(g => g.Block, block =>
        {
            block.Property(b => b.Reason).HasMaxLength(KnownGuest.LongestReason);
            block.Property(b => b.By).HasMaxLength(Limits.Name);
        });
        guest.HasOne<Restaurant>().WithMany().HasForeignKey(g => g.RestaurantId).OnDelete(DeleteBehavior.Restrict);

        // One phone is one guest, whoever counts at the same moment.
        guest.HasIndex(g => new { g.RestaurantId, g.PhoneKey }).IsUnique();
        guest.HasIndex(g => new { g.RestaurantId, g.LastAt });
    }
}
