using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MiniDelivery.Domain.Restaurants;

namespace MiniDelivery.Web.Data;

internal sealed class RetentionConfiguration : IEntityTypeConfiguration<RetentionPlan>
{
    public void Configure(EntityTypeBuilder<RetentionPlan> plan)
    {
        plan.ToTable("RetentionPlans");
        plan.HasKey(p => p.RestaurantId);
        plan.Property(p => p.RestaurantId).ValueGeneratedNever();
        // Of two instances that find the same night's work, and of a person who changes it meanwhile, one is refused.
        plan.Property(p => p.DueAt).IsConcurrencyToken();
        plan.Property(p => p.Version).IsConcurrencyToken();
        plan.HasOne<Restaurant>().WithOne().HasForeignKey<RetentionPlan>(p => p.RestaurantId).OnDelete(DeleteBehavior.Cascade);
    }
}
