using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Domain.Till;

namespace MiniDelivery.Web.Data;

internal sealed class TillSettingsConfiguration : IEntityTypeConfiguration<TillSettings>
{
    public void Configure(EntityTypeBuilder<TillSettings> settings)
    {
        settings.ToTable("TillSettings");
        settings.HasKey(s => s.RestaurantId);
        settings.Property(s => s.RestaurantId).ValueGeneratedNever();
        settings.Property(s => s.Url).HasMaxLength(TillSettingsRules.LongestText);
        settings.Property(s => s.User).HasMaxLength(TillSettingsRules.LongestText);
        settings.Property(s => s.LicenseAnchor).HasMaxLength(TillSettingsRules.LongestText);
        settings.Property(s => s.CertificateThumbprint).HasMaxLength(100);
        settings.Property(s => s.Station).HasMaxLength(TillSettingsRules.LongestCode);
        settings.Property(s => s.Table).HasMaxLength(TillSettingsRules.LongestCode);
        settings.Property(s => s.OrderCategory).HasMaxLength(TillSettingsRules.LongestCode);
        settings.Property(s => s.OrderType).HasMaxLength(TillSettingsRules.LongestCode);
        settings.Property(s => s.GuestType).HasMaxLength(TillSettingsRules.LongestCode);
        settings.Property(s => s.Waiter).HasMaxLength(TillSettingsRules.LongestCode);
        settings.Property(s => s.Manager).HasMaxLength(TillSettingsRules.LongestCode);
        settings.Property(s => s.DeleteReason).HasMaxLength(TillSettingsRules.LongestCode);
        settings.Property(s => s.Timeout).HasMaxLength(TillSettingsRules.LongestCode);
        settings.Property(s => s.ChangedBy).HasMaxLength(Limits.Name);
        settings.Property(s => s.ChangedAt).IsConcurrencyToken();
        settings.HasOne<Restaurant>().WithOne().HasForeignKey<TillSettings>(s => s.RestaurantId).OnDelete(DeleteBehavior.Cascade);
    }
}
