using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MiniDelivery.Domain.Restaurants;

namespace MiniDelivery.Web.Data;

internal sealed class OrderSketchConfiguration : IEntityTypeConfiguration<OrderSketch>
{
    public void Configure(EntityTypeBuilder<OrderSketch> sketch)
    {
        sketch.ToTable("OrderDrafts");
        sketch.HasKey(s => new { s.RestaurantId, s.TerminalId, s.Who });
        sketch.Property(s => s.Who).HasMaxLength(Limits.Name);
        sketch.HasOne<Restaurant>().WithMany().HasForeignKey(s => s.RestaurantId).OnDelete(DeleteBehavior.Cascade);
        sketch.HasIndex(s => s.KeptAt);
    }
}
