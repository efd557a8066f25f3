using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;

namespace MiniDelivery.Web.Data;

/// <summary>
/// How many changes a source's orders have had. Every transaction that changes an order of the source takes the next number from
/// here and writes it on the order as its <see cref="Position"/>; a shop that polls asks for what is after the last it saw.
/// <para>
/// None can be missed. The number is taken in the transaction of the change itself, from a row that is written only if it still is as
/// it was read. So 8 is given out only when whoever took 7 has committed, whichever instance that was: committed numbers have no holes
/// that fill later, which is what an identity column, a clock or a row version would leave. Whoever reads the counter first and then
/// the orders up to it sees all of them; an order that changes in between has moved behind that mark, and is told with the next page.
/// </para>
/// </summary>
public sealed class ChangeCounter
{
    /// <summary>Name of the number on the order: storage knows it, the rules have no use for it.</summary>
    public const string Position = "Position";

    /// <summary>Whose orders.</summary>
    public required SourceId SourceId { get; init; }

    /// <summary>The number that was given out last.</summary>
    public long Last { get; set; }
}

internal sealed class ChangeCounterConfiguration : IEntityTypeConfiguration<ChangeCounter>
{
    public void Configure(EntityTypeBuilder<ChangeCounter> counter)
    {
        counter.ToTable("ChangeCounters");
        counter.HasKey(c => c.SourceId);
        counter.Property(c => c.SourceId).ValueGeneratedNever();
        counter.Property(c => c.Last).IsConcurrencyToken();
        counter.HasOne<OrderSource>().WithOne().HasForeignKey<ChangeCounter>(c => c.SourceId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class KeptAnswerConfiguration : IEntityTypeConfiguration<KeptAnswer>
{
    public void Configure(EntityTypeBuilder<KeptAnswer> answer)
    {
        answer.ToTable("KeptAnswers");
        // Two that come at once with one key: the database, not a prior SELECT, lets one of them through.
        answer.HasKey(a => new { a.SourceId, a.Key });
        answer.Property(a => a.Key).HasMaxLength(Limits.IdempotencyKey);
        answer.Property(a => a.Fingerprint).HasMaxLength(64).IsUnicode(false);
        answer.HasIndex(a => a.At);
        answer.HasOne<OrderSource>().WithMany().HasForeignKey(a => a.SourceId).OnDelete(DeleteBehavior.Cascade);
    }
}

/// <summary>Gives the orders that are about to be saved their places in the row of changes.</summary>
internal sealed class ChangePositions(DeliveryDb db)
{
    private static readonly PreparedQuery<Func<DeliveryDb, List<SourceId>, IAsyncEnumerable<ChangeCounter>>> _counters = new(() => EF.CompileAsyncQuery(
        (DeliveryDb db, List<SourceId> sources) => db.ChangeCounters.AsNoTracking().Where(counter => sources.Contains(counter.SourceId))));

    private readonly List<IGrouping<SourceId, Order>> _changed = [.. db.ChangeTracker.Entries<Order>()
        .Where(entry => entry.State is EntityState.Added or EntityState.Modified)
        .Select(entry => entry.Entity)
        .GroupBy(order => order.SourceId)];

    /// <summary>Whether any order is about to be saved.</summary>
    public bool IsAny => _changed is not [];

    /// <summary>A new source counts from nothing.</summary>
    public static void BeginForNewSources(DeliveryDb db)
    {
        foreach (var added in db.ChangeTracker.Entries<OrderSource>().Where(entry => entry.State is EntityState.Added).Select(entry => entry.Entity.Id).ToList())
        {
            if (db.ChangeCounters.Local.All(counter => counter.SourceId != added))
            {
                db.Add(new ChangeCounter { SourceId = added });
            }
        }
    }

    /// <summary>Takes the next numbers; they are the orders' when the transaction is committed, and nobody's otherwise.</summary>
    public async Task TakeAsync(CancellationToken cancellationToken)
    {
        var sources = _changed.ConvertAll(group => group.Key);
        var last = await _counters.On(db)(db, sources).ToDictionaryAsync(counter => counter.SourceId, counter => counter.Last, cancellationToken: cancellationToken);
        foreach (var group in _changed)
        {
            var counter = db.ChangeCounters.Local.FirstOrDefault(found => found.SourceId == group.Key)
                ?? db.Attach(new ChangeCounter { SourceId = group.Key }).Entity;
            var entry = db.Entry(counter);
            var position = last.GetValueOrDefault(group.Key);
            if (entry.State is not EntityState.Added)
            {
                entry.Property(c => c.Last).OriginalValue = position;
            }

            foreach (var order in group)
            {
                db.Entry(order).Property<long>(ChangeCounter.Position).CurrentValue = ++position;
            }

            entry.Property(c => c.Last).CurrentValue = position;
        }
    }
}

/// <summary>Answers that are kept for calls with an Idempotency-Key, as a transaction sees them.</summary>
internal static class KeptAnswers
{
    extension(DeliveryDb db)
    {
        /// <summary>Keeps an answer; one under the same key that has outlived its day makes room.</summary>
        public void Keep(KeptAnswer answer, KeptAnswer? outlived)
        {
            if (outlived is null)
            {
                db.Add(answer);
                return;
            }

            db.Entry(outlived).CurrentValues.SetValues(answer);
        }
    }
}
