using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Restaurants;

namespace MiniDelivery.Web.Data;

/// <summary>
/// What a person is in one restaurant. Who has none of these is what their role says, in every restaurant; who has some works in those
/// restaurants only.
/// </summary>
public sealed class StaffPost
{
    /// <summary>Who.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>Where.</summary>
    public required RestaurantId RestaurantId { get; init; }

    /// <summary>As what.</summary>
    public required StaffRole Role { get; set; }
}

internal sealed class StaffPostConfiguration : IEntityTypeConfiguration<StaffPost>
{
    public void Configure(EntityTypeBuilder<StaffPost> post)
    {
        post.ToTable("StaffPosts");
        post.HasKey(p => new { p.PersonId, p.RestaurantId });
        post.Property(p => p.Role).HasConversion<string>().HasMaxLength(20);
        post.HasOne<StaffMember>().WithMany().HasForeignKey(p => p.PersonId).OnDelete(DeleteBehavior.Cascade);
        post.HasOne<Restaurant>().WithMany().HasForeignKey(p => p.RestaurantId).OnDelete(DeleteBehavior.Cascade);
    }
}
