using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Restaurants;

namespace MiniDelivery.Web.Data;

internal sealed class IntakeStateConfiguration : IEntityTypeConfiguration<IntakeState>
{
    public void Configure(EntityTypeBuilder<IntakeState> state)
    {
        state.ToTable("IntakeStates");
        state.HasKey(s => s.RestaurantId);
        state.Property(s => s.RestaurantId).ValueGeneratedNever();
        state.Property(s => s.By).HasMaxLength(Limits.Name);
        state.Property(s => s.Version).IsConcurrencyToken();
        state.HasOne<Restaurant>().WithOne().HasForeignKey<IntakeState>(s => s.RestaurantId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class IntakeChangeConfiguration : IEntityTypeConfiguration<IntakeChange>
{
    public void Configure(EntityTypeBuilder<IntakeChange> change)
    {
        change.ToTable("IntakeChanges");
        change.Property(c => c.Id).ValueGeneratedNever();
        change.Property(c => c.By).HasMaxLength(Limits.Name);
        change.HasIndex(c => new { c.RestaurantId, c.At });
        change.HasOne<Restaurant>().WithMany().HasForeignKey(c => c.RestaurantId).OnDelete(DeleteBehavior.Cascade);
    }
}
