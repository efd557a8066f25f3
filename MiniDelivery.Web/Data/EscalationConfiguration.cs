using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MiniDelivery.Domain.Alerts;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;

namespace MiniDelivery.Web.Data;

internal sealed class EscalationSettingsConfiguration : IEntityTypeConfiguration<EscalationSettings>
{
    public void Configure(EntityTypeBuilder<EscalationSettings> settings)
    {
        settings.ToTable("EscalationSettings");
        settings.HasKey(s => s.RestaurantId);
        settings.Property(s => s.RestaurantId).ValueGeneratedNever();
        settings.Property(s => s.Rungs).HasJsonConversion();
        settings.Property(s => s.TelegramChat).HasMaxLength(EscalationSettings.LongestChat);
        settings.Property(s => s.TelegramToken).HasMaxLength(EscalationSettings.LongestSecret);
        settings.Property(s => s.WebhookUrl).HasMaxLength(EscalationSettings.LongestUrl);
        settings.Property(s => s.WebhookKey).HasMaxLength(EscalationSettings.LongestSecret);
        settings.Property(s => s.MailHost).HasMaxLength(EscalationSettings.LongestMail);
        settings.Property(s => s.MailUser).HasMaxLength(EscalationSettings.LongestMail);
        settings.Property(s => s.MailPassword).HasMaxLength(EscalationSettings.LongestSecret);
        settings.Property(s => s.MailFrom).HasMaxLength(EscalationSettings.LongestMail);
        settings.Property(s => s.MailTo).HasMaxLength(EscalationSettings.LongestMail);
        settings.Property(s => s.Version).IsConcurrencyToken();
        settings.HasOne<Restaurant>().WithOne().HasForeignKey<EscalationSettings>(s => s.RestaurantId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class AlertDispatchConfiguration : IEntityTypeConfiguration<AlertDispatch>
{
    public void Configure(EntityTypeBuilder<AlertDispatch> dispatch)
    {
        dispatch.ToTable("AlertDispatches");
        // Of several instances that find the same rung due, the database lets one take it.
        dispatch.HasKey(d => new { d.OrderId, d.Rung });
        dispatch.Property(d => d.Trouble).HasMaxLength(AlertDispatch.LongestTrouble);
        dispatch.HasIndex(d => new { d.State, d.DueAt });
        dispatch.HasOne<Order>().WithMany().HasForeignKey(d => d.OrderId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class PushSubscriptionConfiguration : IEntityTypeConfiguration<PushSubscription>
{
    public void Configure(EntityTypeBuilder<PushSubscription> subscription)
    {
        subscription.ToTable("PushSubscriptions");
        subscription.Property(s => s.Id).ValueGeneratedNever();
        subscription.Property(s => s.SignIn).HasMaxLength(256);
        subscription.Property(s => s.Endpoint).HasMaxLength(PushSubscription.LongestEndpoint);
        subscription.Property(s => s.EndpointHash).HasMaxLength(64).IsUnicode(false);
        subscription.Property(s => s.P256dh).HasMaxLength(PushSubscription.LongestKey).IsUnicode(false);
        subscription.Property(s => s.Auth).HasMaxLength(PushSubscription.LongestKey).IsUnicode(false);
        subscription.Property(s => s.Language).HasMaxLength(2).IsUnicode(false);
        subscription.HasIndex(s => s.EndpointHash).IsUnique();
        subscription.HasOne<Restaurant>().WithMany().HasForeignKey(s => s.RestaurantId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class PushKeyConfiguration : IEntityTypeConfiguration<PushKey>
{
    public void Configure(EntityTypeBuilder<PushKey> key)
    {
        key.ToTable("PushKeys");
        key.Property(k => k.Id).ValueGeneratedNever();
        key.Property(k => k.Secret).HasMaxLength(EscalationSettings.LongestSecret);
    }
}
