using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MiniDelivery.Domain.Alerts;
using MiniDelivery.Domain.Restaurants;

namespace MiniDelivery.Web.Data;

internal sealed class TerminalConfiguration : IEntityTypeConfiguration<Terminal>
{
    public void Configure(EntityTypeBuilder<Terminal> terminal)
    {
        terminal.ToTable("Terminals");
        terminal.Property(t => t.Id).ValueGeneratedNever();
        terminal.Property(t => t.Name).HasMaxLength(Terminal.LongestName);
        terminal.Property(t => t.SeenBy).HasMaxLength(Limits.Name);
        terminal.Property(t => t.TestedBy).HasMaxLength(Limits.Name);
        terminal.Ignore(t => t.IsEnrolled);
        terminal.Ignore(t => t.Look);
        terminal.HasOne<Restaurant>().WithMany().HasForeignKey(t => t.RestaurantId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class AlertSettingsConfiguration : IEntityTypeConfiguration<AlertSettings>
{
    public void Configure(EntityTypeBuilder<AlertSettings> settings)
    {
        settings.ToTable("AlertSettings");
        settings.HasKey(s => s.RestaurantId);
        settings.Property(s => s.RestaurantId).ValueGeneratedNever();
        settings.Property(s => s.Sources).HasJsonConversion();
        settings.Property(s => s.TestStartedBy).HasMaxLength(Limits.Name);
        settings.Property(s => s.Version).IsConcurrencyToken();
        settings.HasOne<Restaurant>().WithOne().HasForeignKey<AlertSettings>(s => s.RestaurantId).OnDelete(DeleteBehavior.Cascade);
    }
}
