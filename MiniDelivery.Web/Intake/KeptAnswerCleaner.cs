using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Work;

namespace MiniDelivery.Web.Intake;

/// <summary>
/// Forgets the answers that were kept for calls with an Idempotency-Key once their day is over: they hold guests' names and addresses
/// a second time, and nobody asks for them any more. What lay in the inbox for its time, and marks of old commits, go with them.
/// </summary>
internal sealed class KeptAnswerCleaner(IDbContextFactory<DeliveryDb> contexts, TimeProvider time, ILogger<KeptAnswerCleaner> logger) : RegularWork(time)
{
    private static readonly TimeSpan _every = TimeSpan.FromMinutes(15);

    /// <summary>Forgets what has outlived its day; how many that were.</summary>
    public async Task<int> CleanAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = Time.GetUtcNow();
        var until = now - KeptAnswer.KeptFor;
        var last = now - InboxItem.KeptFor;
        var marks = now - CommitMark.KeptFor;
        await db.CommitMarks.Where(mark => mark.At <= marks).ExecuteDeleteAsync(cancellationToken);
        await db.InboxItems.Where(item => item.LastAt <= last).ExecuteDeleteAsync(cancellationToken);
        return await db.KeptAnswers.Where(answer => answer.At <= until).ExecuteDeleteAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override TimeSpan Every => _every;

    /// <inheritdoc/>
    protected override Task DoAsync(CancellationToken stoppingToken) => CleanAsync(stoppingToken);

    /// <inheritdoc/>
    protected override void SayFailed(Exception error) => CleanerLogs.NotCleaned(logger, error);
}

internal static partial class CleanerLogs
{
    [LoggerMessage(1109, LogLevel.Warning, "Kept answers of old calls could not be forgotten; it is tried again")]
    public static partial void NotCleaned(ILogger logger, Exception error);
}
