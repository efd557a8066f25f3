using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Domain.Webhooks;

namespace MiniDelivery.Web.Data;

internal sealed class WebhookEndpointConfiguration : IEntityTypeConfiguration<WebhookEndpoint>
{
    public void Configure(EntityTypeBuilder<WebhookEndpoint> endpoint)
    {
        endpoint.ToTable("WebhookEndpoints");
        endpoint.Property(e => e.Id).ValueGeneratedNever();
        endpoint.Property(e => e.Url).HasMaxLength(WebhookEndpoint.LongestUrl);
        endpoint.Property(e => e.Events).HasJsonConversion().HasMaxLength(500);
        endpoint.Property(e => e.Secret).HasMaxLength(WebhookEndpoint.LongestSecret);
        endpoint.Property(e => e.OldSecret).HasMaxLength(WebhookEndpoint.LongestSecret);
        endpoint.Property(e => e.Off).HasConversion<string>().HasMaxLength(20);
        endpoint.Property(e => e.Version).IsConcurrencyToken();
        endpoint.HasIndex(e => e.RestaurantId);
        endpoint.HasOne<OrderSource>().WithMany().HasForeignKey(e => e.SourceId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class WebhookDeliveryConfiguration : IEntityTypeConfiguration<WebhookDelivery>
{
    public void Configure(EntityTypeBuilder<WebhookDelivery> delivery)
    {
        delivery.ToTable("WebhookDeliveries");
        delivery.Property(d => d.Type).HasMaxLength(40).IsUnicode(false);
        delivery.Property(d => d.MessageId).HasMaxLength(40).IsUnicode(false);
        delivery.Property(d => d.CallbackUrl).HasMaxLength(Limits.Url);
        // A sender claims a row by changing these two, past the change tracker: whoever saves from an older picture must be refused.
        delivery.Property(d => d.State).HasConversion<string>().HasMaxLength(20).IsConcurrencyToken();
        delivery.Property(d => d.DueAt).IsConcurrencyToken();
        delivery.HasIndex(d => new { d.State, d.DueAt });
        delivery.HasIndex(d => new { d.EndpointId, d.OrderId, d.State });
        delivery.HasIndex(d => d.OrderId);
        delivery.HasIndex(d => d.CreatedAt);
        delivery.HasOne<WebhookEndpoint>().WithMany().HasForeignKey(d => d.EndpointId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class WebhookAttemptConfiguration : IEntityTypeConfiguration<WebhookAttempt>
{
    public void Configure(EntityTypeBuilder<WebhookAttempt> attempt)
    {
        attempt.ToTable("WebhookAttempts");
        attempt.Property(a => a.Trouble).HasConversion<string>().HasMaxLength(20);
        attempt.Property(a => a.Answer).HasMaxLength(WebhookAttempt.LongestAnswer);
        attempt.HasIndex(a => a.DeliveryId);
        attempt.HasOne<WebhookDelivery>().WithMany().HasForeignKey(a => a.DeliveryId).OnDelete(DeleteBehavior.Cascade);
    }
}
