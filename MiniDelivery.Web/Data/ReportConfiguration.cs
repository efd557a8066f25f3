using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Reports;
using MiniDelivery.Domain.Restaurants;

namespace MiniDelivery.Web.Data;

internal sealed class OrderFactConfiguration : IEntityTypeConfiguration<OrderFact>
{
    public void Configure(EntityTypeBuilder<OrderFact> fact)
    {
        fact.ToTable("OrderFacts");
        fact.HasKey(f => f.OrderId);
        fact.Property(f => f.OrderId).ValueGeneratedNever();
        fact.Property(f => f.Courier).HasMaxLength(Limits.Name);
        fact.Property(f => f.AcceptedBy).HasMaxLength(Limits.Name);
        fact.Property(f => f.Stage).HasConversion<string>().HasMaxLength(20);
        fact.HasOne<Order>().WithOne().HasForeignKey<OrderFact>(f => f.OrderId).OnDelete(DeleteBehavior.Cascade);
        // Days of a period, newest first; the same of one state; has this guest been here before.
        fact.HasIndex(f => new { f.RestaurantId, f.Day, f.ReceivedAt });
        fact.HasIndex(f => new { f.RestaurantId, f.Status, f.Day, f.ReceivedAt });
        fact.HasIndex(f => new { f.RestaurantId, f.GuestKey });
    }
}

internal sealed class DayFiguresConfiguration : IEntityTypeConfiguration<DayFigures>
{
    public void Configure(EntityTypeBuilder<DayFigures> day)
    {
        day.ToTable("DayFigures");
        day.HasKey(d => new { d.RestaurantId, d.Day, d.SourceId, d.CourierId });
        day.Property(d => d.Courier).HasMaxLength(Limits.Name);
        day.Property(d => d.Figures).HasReportConversion();
        day.HasOne<Restaurant>().WithMany().HasForeignKey(d => d.RestaurantId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class DayDishesConfiguration : IEntityTypeConfiguration<DayDishes>
{
    public void Configure(EntityTypeBuilder<DayDishes> day)
    {
        day.ToTable("DayDishes");
        day.HasKey(d => new { d.RestaurantId, d.Day, d.SourceId });
        day.Property(d => d.Sales).HasReportConversion();
        day.HasOne<Restaurant>().WithMany().HasForeignKey(d => d.RestaurantId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class DayTouchConfiguration : IEntityTypeConfiguration<DayTouch>
{
    public void Configure(EntityTypeBuilder<DayTouch> touch)
    {
        touch.ToTable("DayTouches");
        touch.HasIndex(t => new { t.RestaurantId, t.Day });
        touch.HasOne<Restaurant>().WithMany().HasForeignKey(t => t.RestaurantId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class FactBookConfiguration : IEntityTypeConfiguration<FactBook>
{
    public void Configure(EntityTypeBuilder<FactBook> book)
    {
        book.ToTable("FactBook");
        book.Property(b => b.Id).ValueGeneratedNever();
    }
}

internal static class ReportProperties
{
    // What is computed from the rest is not kept.
    private static readonly JsonSerializerOptions _json = new() { IgnoreReadOnlyProperties = true };

    extension<T>(PropertyBuilder<T> property)
    {
        public PropertyBuilder<T> HasReportConversion() => property.HasConversion(
            new ValueConverter<T, string>(value => Write(value), stored => JsonSerializer.Deserialize<T>(stored, _json)!),
            new ValueComparer<T>((left, right) => Write(left) == Write(right), value => Write(value).GetHashCode(StringComparison.Ordinal), value => value));
    }

    private static string Write<T>(T value) => JsonSerializer.Serialize(value, _json);
}
