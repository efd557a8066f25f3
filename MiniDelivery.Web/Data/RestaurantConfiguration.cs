using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Menu;
using MiniDelivery.Domain.Restaurants;

namespace MiniDelivery.Web.Data;

internal sealed class RestaurantConfiguration : IEntityTypeConfiguration<Restaurant>
{
    public void Configure(EntityTypeBuilder<Restaurant> restaurant)
    {
        restaurant.Property(r => r.Id).ValueGeneratedNever();
        restaurant.Property(r => r.Code).HasMaxLength(RestaurantRules.LongestCode);
        restaurant.HasIndex(r => r.Code).IsUnique();
        restaurant.Property(r => r.Name).HasMaxLength(Limits.Name);
        restaurant.Property(r => r.TimeZone).HasMaxLength(RestaurantRules.LongestCode);
        restaurant.Property(r => r.Currency).HasMaxLength(3);
        restaurant.Property(r => r.Country).HasMaxLength(2).HasDefaultValue(RestaurantRules.DefaultCountry);
        restaurant.Property(r => r.Hours).HasJsonConversion();
        restaurant.Ignore(r => r.Appearance);
        restaurant.Property(r => r.Language).HasMaxLength(10);
        restaurant.Ignore(r => r.OpeningHours);
        restaurant.Property(r => r.Version).IsConcurrencyToken();
        // Two writers that both took the next number: the second is refused and takes another.
        restaurant.Property(r => r.LastOrderNumber).IsConcurrencyToken();
    }
}

internal sealed class OrderSourceConfiguration : IEntityTypeConfiguration<OrderSource>
{
    public void Configure(EntityTypeBuilder<OrderSource> source)
    {
        source.Property(s => s.Id).ValueGeneratedNever();
        source.Property(s => s.Name).HasMaxLength(Limits.Name);
        source.Property(s => s.AutoAccept).HasJsonConversion();
        source.Property(s => s.Version).IsConcurrencyToken();
        source.HasOne<Restaurant>().WithMany().HasForeignKey(s => s.RestaurantId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ApiKeyConfiguration : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> key)
    {
        key.Property(k => k.Id).HasMaxLength(20);
        key.Property(k => k.SecretHash).HasMaxLength(32);
        key.Property(k => k.ScopeList).HasMaxLength(200);
        key.Property(k => k.Label).HasMaxLength(SourceRules.LongestLabel);
        key.HasIndex(k => k.SourceId);
        key.Ignore(k => k.Grants);
        key.HasOne<OrderSource>().WithMany().HasForeignKey(k => k.SourceId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class MenuSnapshotConfiguration : IEntityTypeConfiguration<MenuSnapshot>
{
    public void Configure(EntityTypeBuilder<MenuSnapshot> snapshot)
    {
        snapshot.HasKey(s => s.RestaurantId);
        snapshot.Property(s => s.RestaurantId).ValueGeneratedNever();
        // Of two instances that have read the same change one stores it, and with it what shops are told.
        snapshot.Property(s => s.ReadAt).IsConcurrencyToken();
        snapshot.HasOne<Restaurant>().WithOne().HasForeignKey<MenuSnapshot>(s => s.RestaurantId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class WatchLeaseConfiguration : IEntityTypeConfiguration<WatchLease>
{
    public void Configure(EntityTypeBuilder<WatchLease> lease)
    {
        lease.ToTable("WatchLeases");
        lease.HasKey(l => l.RestaurantId);
        lease.Property(l => l.RestaurantId).ValueGeneratedNever();
        lease.HasOne<Restaurant>().WithOne().HasForeignKey<WatchLease>(l => l.RestaurantId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class DishMappingConfiguration : IEntityTypeConfiguration<DishMapping>
{
    public void Configure(EntityTypeBuilder<DishMapping> mapping)
    {
        mapping.HasKey(m => new { m.SourceId, m.Key });
        mapping.Property(m => m.Key).HasMaxLength(Limits.Name + 20);
        mapping.Property(m => m.Name).HasMaxLength(Limits.Name);
        mapping.Property(m => m.ChosenBy).HasMaxLength(Limits.Name);
        mapping.HasOne<OrderSource>().WithMany().HasForeignKey(m => m.SourceId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class StaffConfiguration : IEntityTypeConfiguration<StaffMember>
{
    public void Configure(EntityTypeBuilder<StaffMember> staff) => staff.Property(s => s.DisplayName).HasMaxLength(Limits.Name);
}
