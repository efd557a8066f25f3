using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MiniDelivery.Domain.Alerts;

namespace MiniDelivery.Web.Data;

internal sealed class StaffPinConfiguration : IEntityTypeConfiguration<StaffPin>
{
    public void Configure(EntityTypeBuilder<StaffPin> pin)
    {
        pin.ToTable("StaffPins");
        pin.HasKey(p => p.PersonId);
        pin.Property(p => p.PersonId).ValueGeneratedNever();
        pin.Property(p => p.Hash).HasMaxLength(StaffPin.LongestHash);
        pin.Property(p => p.Stamp).IsConcurrencyToken();
        pin.HasOne<StaffMember>().WithOne().HasForeignKey<StaffPin>(p => p.PersonId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class TerminalTriesConfiguration : IEntityTypeConfiguration<TerminalTries>
{
    public void Configure(EntityTypeBuilder<TerminalTries> tries)
    {
        tries.ToTable("TerminalTries");
        tries.HasKey(t => t.TerminalId);
        tries.Property(t => t.TerminalId).ValueGeneratedNever();
        tries.Property(t => t.Stamp).IsConcurrencyToken();
        tries.HasOne<Terminal>().WithOne().HasForeignKey<TerminalTries>(t => t.TerminalId).OnDelete(DeleteBehavior.Cascade);
    }
}
