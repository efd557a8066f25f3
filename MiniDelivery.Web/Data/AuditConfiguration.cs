using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MiniDelivery.Web.Data;

internal sealed class AuditConfiguration : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> entry)
    {
        entry.ToTable("AuditEntries");
        entry.Property(e => e.Id).ValueGeneratedNever();
        entry.Property(e => e.Who).HasMaxLength(Limits.Name);
        entry.Property(e => e.From).HasMaxLength(Limits.Name);
        entry.Property(e => e.What).HasMaxLength(Limits.Code);
        entry.Property(e => e.Subject).HasMaxLength(Limits.Name);
        entry.Property(e => e.Old).HasMaxLength(Limits.AuditText);
        entry.Property(e => e.New).HasMaxLength(Limits.AuditText);
        entry.HasIndex(e => e.At);
    }
}
