using System.Buffers.Binary;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage;

namespace MiniDelivery.Web.Data;

/// <summary>
/// That a transaction was committed; written by it. A server may commit and the connection break before it can say so. Whoever then
/// tries again would store everything twice, or be told that somebody else was quicker; who looks for the mark first knows.
/// Only where attempts are repeated (SQL Server): a SQLite file answers or is not there at all.
/// </summary>
public sealed class CommitMark
{
    /// <summary>For how long marks are kept: longer than anybody tries again.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    /// <summary>Identity, a UUIDv7.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>When it was made: what the identity says of it, for those who throw old ones away.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>A new one.</summary>
    public static CommitMark New()
    {
        var mark = new CommitMark();
        Span<byte> bytes = stackalloc byte[16];
        mark.Id.TryWriteBytes(bytes, bigEndian: true, out _);
        mark.At = DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(bytes) >>> 16);
        return mark;
    }
}

internal sealed class CommitMarkConfiguration : IEntityTypeConfiguration<CommitMark>
{
    public void Configure(EntityTypeBuilder<CommitMark> mark)
    {
        mark.ToTable("CommitMarks");
        mark.Property(m => m.Id).ValueGeneratedNever();
        mark.HasIndex(m => m.At);
    }
}

/// <summary>
/// Tries again what a passing trouble of the server has broken off: a restart, a failover, a lost connection, a deadlock; with 20 s of patience
/// in all, so that a shop or a person still hears an answer. What is saved is saved once: see <see cref="CommitMark"/>.
/// </summary>
internal sealed class PatientStrategy(ExecutionStrategyDependencies dependencies)
    : SqlServerRetryingExecutionStrategy(dependencies, maxRetryCount: 6, maxRetryDelay: TimeSpan.FromSeconds(5), errorNumbersToAdd: null)
{
    public override Task<TResult> ExecuteAsync<TState, TResult>(
        TState state,
        Func<DbContext, TState, CancellationToken, Task<TResult>> operation,
        Func<DbContext, TState, CancellationToken, Task<ExecutionResult<TResult>>>? verifySucceeded,
        CancellationToken cancellationToken = default) =>
        base.ExecuteAsync(state, operation, verifySucceeded ?? ((context, _, token) => IsSavedAsync<TResult>(context, token)), cancellationToken);

    // Only an attempt to save has a mark; everything else that comes here is a question, or a single statement that says how many rows it took.
    private static async Task<ExecutionResult<TResult>> IsSavedAsync<TResult>(DbContext context, CancellationToken cancellationToken) =>
        context is DeliveryDb { Saving: not null } db && await db.WasSavedAsync(cancellationToken) is { } rows && rows is TResult result
            ? new ExecutionResult<TResult>(successful: true, result)
            : new ExecutionResult<TResult>(successful: false, default!);
}
