using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MiniDelivery.Domain.Couriers;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;

namespace MiniDelivery.Web.Data;

/// <summary>Longest texts that the database takes; the intake refuses longer ones with words.</summary>
internal static class Limits
{
    public const int ExternalId = 200;
    public const int Name = 200;
    public const int Phone = 60;
    public const int Email = 254;
    public const int Code = 60;
    public const int Address = 500;
    public const int AddressPart = 60;
    public const int Comment = 1000;
    public const int Url = 2000;
    public const int AuditText = 2000;
    public const int IdempotencyKey = 255;
}

internal sealed class OrderConfiguration : IEntityTypeConfiguration<Order>
{
    public void Configure(EntityTypeBuilder<Order> order)
    {
        order.Property(o => o.Id).ValueGeneratedNever();
        order.Property(o => o.ExternalId).HasMaxLength(Limits.ExternalId);
        order.Property(o => o.Fingerprint).HasMaxLength(64).IsUnicode(false);
        order.Property(o => o.Version).IsConcurrencyToken();
        // Whoever changes an order that was given its key meanwhile looks at it again: what is counted by the key depends on both.
        order.Property(o => o.PhoneKey).HasMaxLength(Limits.Phone).IsUnicode(false).IsConcurrencyToken();
        order.Property(o => o.Comment).HasMaxLength(Limits.Comment);
        order.Property(o => o.CallbackUrl).HasMaxLength(Limits.Url);
        order.Property(o => o.SearchText).HasMaxLength(Limits.Name + Limits.Phone + Limits.Address + 20);
        order.Property(o => o.Metadata).HasJsonConversion();
        order.Property(o => o.Warnings).HasJsonConversion();
        order.Property(o => o.LookAlikes).HasJsonConversion();
        order.OwnsOne(o => o.Guest, guest =>
        {
            guest.Property(g => g.Name).HasMaxLength(Limits.Name).HasColumnName("GuestName");
            guest.Property(g => g.Phone).HasMaxLength(Limits.Phone).HasColumnName("GuestPhone");
            guest.Property(g => g.Email).HasMaxLength(Limits.Email).HasColumnName("GuestEmail");
        });
        order.Navigation(o => o.Guest).IsRequired();
        order.OwnsOne(o => o.Address, address =>
        {
            address.Property(a => a.Text).HasMaxLength(Limits.Address);
            address.Property(a => a.Entrance).HasMaxLength(Limits.AddressPart);
            address.Property(a => a.Floor).HasMaxLength(Limits.AddressPart);
            address.Property(a => a.Apartment).HasMaxLength(Limits.AddressPart);
            address.Property(a => a.Intercom).HasMaxLength(Limits.AddressPart);
            address.Property(a => a.Comment).HasMaxLength(Limits.Comment);
        });
        order.OwnsOne(o => o.Payment);
        order.Navigation(o => o.Payment).IsRequired();
        order.OwnsOne(o => o.Cancellation, Cancellation);
        order.OwnsOne(o => o.CancelWish, Cancellation);
        order.Property<long>(ChangeCounter.Position);
        order.OwnsMany(o => o.Lines, line =>
        {
            line.ToTable("OrderLines");
            OwnKey(line);
            line.Property(l => l.Code).HasMaxLength(Limits.Code);
            line.Property(l => l.Name).HasMaxLength(Limits.Name);
            line.Property(l => l.Comment).HasMaxLength(Limits.Comment);
            line.Property(l => l.Modifiers).HasJsonConversion();
        });
        order.OwnsMany(o => o.History, step =>
        {
            step.ToTable("OrderSteps");
            OwnKey(step);
            step.Property(s => s.By).HasMaxLength(Limits.Name);
            step.Property(s => s.Terminal).HasMaxLength(Limits.Name);
            step.Property(s => s.Note).HasMaxLength(Limits.Comment);
        });
        order.HasOne(o => o.Handoff).WithOne().HasForeignKey<Domain.Till.Handoff>(h => h.OrderId).OnDelete(DeleteBehavior.Cascade);
        order.Navigation(o => o.Handoff).AutoInclude();
        order.HasOne<Restaurant>().WithMany().HasForeignKey(o => o.RestaurantId).OnDelete(DeleteBehavior.Restrict);
        order.HasOne<OrderSource>().WithMany().HasForeignKey(o => o.SourceId).OnDelete(DeleteBehavior.Restrict);

        order.Property(o => o.CourierName).HasMaxLength(Courier.LongestName);
        order.HasOne<Courier>().WithMany().HasForeignKey(o => o.CourierId).OnDelete(DeleteBehavior.Restrict);
        order.HasIndex(o => new { o.CourierId, o.Status, o.StatusChangedAt });
        order.HasIndex(o => new { o.RestaurantId, o.IsCashOwed });

        // The same order sent twice is one order: the database, not a prior SELECT, says so.
        order.HasIndex(o => new { o.SourceId, o.ExternalId }).IsUnique();
        order.HasIndex(o => new { o.RestaurantId, o.Number }).IsUnique();
        order.HasIndex(o => new { o.RestaurantId, o.Status, o.StatusChangedAt });
        order.HasIndex(o => new { o.RestaurantId, o.ReceivedAt });
        order.HasIndex(o => new { o.RestaurantId, o.PhoneKey, o.ReceivedAt });
        // What has aged out is looked for every night, and years of it are done already.
        order.HasIndex(o => new { o.RestaurantId, o.ForgottenAt, o.ReceivedAt });
        order.HasIndex(nameof(Order.SourceId), ChangeCounter.Position).IsUnique();

        static void Cancellation(OwnedNavigationBuilder<Order, Cancellation> cancellation)
        {
            cancellation.Property(c => c.Comment).HasMaxLength(Limits.Comment);
            cancellation.Property(c => c.By).HasMaxLength(Limits.Name);
        }
    }

    // By default an owned row is keyed (OrderId, Id), and SQLite numbers only a single-column key.
    private static void OwnKey<T>(OwnedNavigationBuilder<Order, T> owned)
        where T : class
    {
        owned.Property<long>("Id");
        owned.HasKey("Id");
    }
}

internal sealed class HandoffConfiguration : IEntityTypeConfiguration<Domain.Till.Handoff>
{
    public void Configure(EntityTypeBuilder<Domain.Till.Handoff> handoff)
    {
        handoff.ToTable("Handoffs");
        handoff.HasKey(h => h.OrderId);
        handoff.Property(h => h.OrderId).ValueGeneratedNever();
        // A dispatcher claims a row by changing these two, past the change tracker: whoever saves from an older picture must be refused.
        handoff.Property(h => h.State).IsConcurrencyToken();
        handoff.Property(h => h.DueAt).IsConcurrencyToken();
        handoff.Property(h => h.Marker).HasMaxLength(20);
        handoff.Property(h => h.OrderName).HasMaxLength(Limits.Name);
        handoff.Property(h => h.Table).HasMaxLength(Limits.Name);
        handoff.Property(h => h.Edit).HasJsonConversion();
        handoff.OwnsOne(h => h.Trouble, trouble =>
        {
            trouble.Property(t => t.Code).HasMaxLength(60);
            trouble.Property(t => t.Text).HasMaxLength(1000);
        });
        handoff.OwnsOne(h => h.Seen, seen =>
        {
            seen.Property(s => s.OpenBy).HasMaxLength(Domain.Till.TillSight.LongestName);
            seen.Property(s => s.Packages).HasJsonConversion();
            seen.Ignore(s => s.Dishes);
        });
        handoff.HasIndex(h => h.OrderGuid);
        handoff.HasIndex(h => new { h.State, h.DueAt });
    }
}

internal static class JsonProperties
{
    extension<T>(PropertyBuilder<T> property)
    {
        public PropertyBuilder<T> HasJsonConversion() => property.HasConversion(new JsonConverter<T>(), new JsonComparer<T>());
    }
}
