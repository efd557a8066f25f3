using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MiniDelivery.Domain.Couriers;
using MiniDelivery.Domain.Restaurants;

namespace MiniDelivery.Web.Data;

internal sealed class CourierConfiguration : IEntityTypeConfiguration<Courier>
{
    public void Configure(EntityTypeBuilder<Courier> courier)
    {
        courier.ToTable("Couriers");
        courier.Property(c => c.Id).ValueGeneratedNever();
        courier.Property(c => c.Name).HasMaxLength(Courier.LongestName);
        courier.Property(c => c.Phone).HasMaxLength(Courier.LongestPhone);
        courier.Property(c => c.LinkHash).HasMaxLength(32);
        courier.HasIndex(c => c.LinkHash);
        courier.Property(c => c.Version).IsConcurrencyToken();
        courier.HasOne<Restaurant>().WithMany().HasForeignKey(c => c.RestaurantId).OnDelete(DeleteBehavior.Restrict);
    }
}
