using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MiniDelivery.Domain.Restaurants;

namespace MiniDelivery.Web.Data;

internal sealed class MenuCheckConfiguration : IEntityTypeConfiguration<MenuCheck>
{
    public void Configure(EntityTypeBuilder<MenuCheck> check)
    {
        check.ToTable("MenuChecks");
        check.HasKey(c => c.RestaurantId);
        check.Property(c => c.RestaurantId).ValueGeneratedNever();
        check.HasOne<Restaurant>().WithOne().HasForeignKey<MenuCheck>(c => c.RestaurantId).OnDelete(DeleteBehavior.Cascade);
    }
}
