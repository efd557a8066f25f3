using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MiniDelivery.Domain.Health;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Work;

namespace MiniDelivery.Web.Operations;

/// <summary>
/// Copies the SQLite database every night. What was done is told by the files' names alone, so it holds over restarts; a night that the
/// program slept through is made up for at once.
/// </summary>
internal sealed class BackupJob(
    IDbContextFactory<DeliveryDb> contexts, IOptions<BackupOptions> options, IHostEnvironment environment, TimeProvider time, ILogger<BackupJob> logger)
    : RegularWork(time)
{
    private static readonly TimeSpan _every = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _afterFailure = TimeSpan.FromHours(1);

    private DateTimeOffset? _failedAt;

    /// <summary>Where copies go; null = nowhere.</summary>
    public string? Folder { get; } =
        options.Value.Folder is { Length: > 0 } folder ? Path.GetFullPath(folder, environment.ContentRootPath) : null;

    /// <summary>When it last failed, if it has not gone well since.</summary>
    public DateTimeOffset? FailedAt => _failedAt;

    /// <summary>When the last copy was made; null = there is none.</summary>
    public DateTimeOffset? LastAt => Folder is null ? null : Backup.LastIn(Folder, Time.LocalTimeZone);

    /// <summary>A large database takes a while to copy.</summary>
    public override TimeSpan Patience => TimeSpan.FromHours(1);

    /// <summary>The database's file; null = it is on a server.</summary>
    public async Task<string?> DatabaseAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return db.Database.IsSqlite() ? Backup.FileOf(db.Database.GetConnectionString()!) : null;
    }

    /// <summary>Makes a copy if one is due.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var now = Time.GetLocalNow();
        if (Folder is not { } folder || !IsDue(now) || await DatabaseAsync(cancellationToken) is not { } database)
        {
            return;
        }

        try
        {
            // Reading it all takes a while: not on a thread that others wait for.
            var copy = await Task.Run(() => Backup.Make(database, folder, now), cancellationToken);
            Backup.Tidy(folder, options.Value.Keep);
            _failedAt = null;
            Logs.BackedUp(logger, copy.Orders, copy.Bytes);
        }
        catch (BackupException error)
        {
            // Of the backup and not of the work: that goes on, and the page has one line for it that stays until a copy is made.
            _failedAt = Time.GetUtcNow();
            Logs.BackupFailed(logger, error);
        }
    }

    /// <inheritdoc/>
    protected override TimeSpan Every => _every;

    /// <inheritdoc/>
    protected override Task DoAsync(CancellationToken stoppingToken) => LookAsync(stoppingToken);

    /// <inheritdoc/>
    protected override void SayFailed(Exception error) => Logs.BackupNotBegun(logger, error);

    // None at all is due at once: whoever has just set it up wants to see that it works.
    private bool IsDue(DateTimeOffset now)
    {
        if (_failedAt is { } failed && Time.GetUtcNow() - failed < _afterFailure)
        {
            return false;
        }

        var today = now.Date + options.Value.Time!.Value.ToTimeSpan();
        var last = now.DateTime >= today ? today : today.AddDays(-1);
        return LastAt is not { } made || made.DateTime < last;
    }
}

/// <summary>Whether there is a copy of the database, and not an old one.</summary>
internal sealed class BackupCheck(BackupJob job, TimeProvider time) : ISystemCheck
{
    private static readonly TimeSpan _late = TimeSpan.FromDays(2);

    public SystemPart Part => SystemPart.Backup;

    public async Task<IReadOnlyList<Finding>> LookAsync(CancellationToken cancellationToken) => [await OfAsync(cancellationToken)];

    private async Task<Finding> OfAsync(CancellationToken cancellationToken)
    {
        if (await job.DatabaseAsync(cancellationToken) is null)
        {
            return new Finding(Part, FindingLevel.Ok, "Elsewhere");
        }

        var last = job.LastAt;
        var said = last?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return (job.Folder, job.FailedAt, last) switch
        {
            (null, _, _) => new Finding(Part, FindingLevel.Notice, "Off"),
            (_, not null, _) => new Finding(Part, FindingLevel.Trouble, "Failed", Detail: said),
            (_, _, null) => new Finding(Part, FindingLevel.Ok, "Waiting"),
            (_, _, { } at) when time.GetUtcNow() - at > _late => new Finding(Part, FindingLevel.Trouble, "Late", Detail: said),
            _ => new Finding(Part, FindingLevel.Ok, Finding.Well, Detail: said),
        };
    }
}

internal static partial class Logs
{
    [LoggerMessage(4221, LogLevel.Information, "The database was copied and the copy checked: {Orders} orders, {Bytes} bytes")]
    public static partial void BackedUp(ILogger logger, long orders, long bytes);

    [LoggerMessage(4222, LogLevel.Error, "The database could not be copied; it is tried again in an hour")]
    public static partial void BackupFailed(ILogger logger, Exception error);

    [LoggerMessage(4223, LogLevel.Error, "Whether the database is to be copied could not be found out; it is tried again")]
    public static partial void BackupNotBegun(ILogger logger, Exception error);
}
