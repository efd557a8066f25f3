using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Domain.Till;

namespace MiniDelivery.Web.Data;

/// <summary>Where the numbering of licensed requests to one restaurant's till stands (RK7 protocol digest, section 8).</summary>
public sealed class LicenseSequence
{
    /// <summary>Whose till; one each.</summary>
    public RestaurantId RestaurantId { get; init; }

    /// <summary>Made once for this installation.</summary>
    public Guid InstanceGuid { get; init; }

    /// <summary>The number for a new request; 0 for the first.</summary>
    public long NextNumber { get; set; }

    /// <summary>The request whose outcome nobody knows; null = there is none.</summary>
    public PendingRequest? Pending { get; set; }

    /// <summary>Until when somebody holds the turn.</summary>
    public DateTimeOffset LeaseUntil { get; set; } = DateTimeOffset.MinValue;
}

internal sealed class LicenseSequenceConfiguration : IEntityTypeConfiguration<LicenseSequence>
{
    public void Configure(EntityTypeBuilder<LicenseSequence> sequence)
    {
        sequence.HasKey(s => s.RestaurantId);
        sequence.Property(s => s.RestaurantId).ValueGeneratedNever();
        sequence.OwnsOne(s => s.Pending);
        sequence.HasOne<Restaurant>().WithOne().HasForeignKey<LicenseSequence>(s => s.RestaurantId).OnDelete(DeleteBehavior.Cascade);
    }
}
