using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MiniDelivery.Web.Data;

internal sealed class SystemChangeConfiguration : IEntityTypeConfiguration<SystemChange>
{
    public void Configure(EntityTypeBuilder<SystemChange> change)
    {
        change.ToTable("SystemChanges");
        change.Property(c => c.Id).ValueGeneratedNever();
        change.Property(c => c.Machine).HasMaxLength(Limits.Code);
        change.Property(c => c.Part).HasConversion<string>().HasMaxLength(20);
        change.Property(c => c.Subject).HasMaxLength(Limits.Code);
        change.Property(c => c.Level).HasConversion<string>().HasMaxLength(20);
        change.Property(c => c.Code).HasMaxLength(Limits.Code);
        change.Property(c => c.Detail).HasMaxLength(Limits.Name);
        change.HasIndex(c => c.At);
        change.Ignore(c => c.Finding);
    }
}
