using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MiniDelivery.Domain.Health;
using MiniDelivery.Domain.Licensing;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Handoff;
using MiniDelivery.Web.Instances;
using MiniDelivery.Web.Intake;
using MiniDelivery.Web.Licensing;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Restaurants;
using MiniDelivery.Web.Work;

namespace MiniDelivery.Web.Operations;

/// <summary>Looks at one part of the system. Quick, and harmless: watchdogs ask every few seconds.</summary>
internal interface ISystemCheck
{
    /// <summary>What it looks at.</summary>
    SystemPart Part { get; }

    /// <summary>What there is to say; of each subject one finding, the good ones too.</summary>
    Task<IReadOnlyList<Finding>> LookAsync(CancellationToken cancellationToken);
}

internal sealed class DatabaseCheck(IDbContextFactory<DeliveryDb> contexts, IntakeWriter intake, TimeProvider time) : ISystemCheck
{
    // After that an order must be tried again: who is never sent one would never know that it is well again.
    private static readonly TimeSpan _believed = TimeSpan.FromSeconds(30);

    // A database that is slower is none.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    public SystemPart Part => SystemPart.Database;

    public async Task<IReadOnlyList<Finding>> LookAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(_patience);
        try
        {
            await using var db = await contexts.CreateDbContextAsync(patience.Token);
            await db.Restaurants.AnyAsync(patience.Token);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            return [new Finding(Part, FindingLevel.Trouble, "Unreachable", Detail: error.GetType().Name)];
        }

        return intake.NotStoredAt is { } failed && time.GetUtcNow() - failed < _believed
            ? [new Finding(Part, FindingLevel.Trouble, "CannotStore")]
            : [new Finding(Part, FindingLevel.Ok, Finding.Well)];
    }
}

internal sealed class BoardCheck(OrderBoard board) : ISystemCheck
{
    public SystemPart Part => SystemPart.Board;

    public Task<IReadOnlyList<Finding>> LookAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Finding>>(
        [board.IsRead ? new Finding(Part, FindingLevel.Ok, Finding.Well) : new Finding(Part, FindingLevel.Notice, "NotRead")]);
}

internal sealed class TillCheck(RestaurantDirectory restaurants, TillMonitor tills) : ISystemCheck
{
    public SystemPart Part => SystemPart.Till;

    public Task<IReadOnlyList<Finding>> LookAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Finding>>([.. restaurants.Active.Select(restaurant => Of(restaurant.Id))]);

    private Finding Of(RestaurantId restaurant)
    {
        var (level, code, detail) = tills.For(restaurant) switch
        {
            null => (FindingLevel.Ok, "Asking", null),
            { IsWell: true } well => (FindingLevel.Ok, Finding.Well, well.Info!.Version),
            { Trouble: { Code: TillTroubles.NotConfigured } trouble } => (FindingLevel.Notice, "NotConfigured", trouble.Code),
            { IsSilent: true } silent => (FindingLevel.Trouble, "Silent", silent.Trouble!.Code),
            var wrong => (FindingLevel.Trouble, "Refuses", wrong.Trouble?.Code),
        };
        return new Finding(Part, level, code, Restaurant: restaurant, Detail: detail);
    }
}

internal sealed class LicenseFinding(RestaurantDirectory restaurants, LicenseWatch licenses) : ISystemCheck
{
    public SystemPart Part => SystemPart.License;

    public Task<IReadOnlyList<Finding>> LookAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Finding>>([.. restaurants.Active.Select(restaurant => Of(restaurant, licenses.For(restaurant.Id)))]);

    private Finding Of(RestaurantInfo restaurant, LicenseCheck check) => new(
        Part,
        check.State switch
        {
            LicenseState.Valid => FindingLevel.Ok,
            LicenseState.EndsSoon => FindingLevel.Notice,
            LicenseState.Grace or LicenseState.Expired or LicenseState.Missing => FindingLevel.Trouble,
        },
        check.State is LicenseState.Valid ? Finding.Well : check.State.ToString(),
        Restaurant: restaurant.Id,
        Detail: check.Expires is { } expires ? TimeZoneInfo.ConvertTime(expires, restaurant.Zone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null);
}

/// <summary>Whether the instances hear each other. One that cannot hear the others still takes orders and shows them, a moment later.</summary>
internal sealed class InstancesCheck(InstanceLink link) : ISystemCheck
{
    public SystemPart Part => SystemPart.Instances;

    public Task<IReadOnlyList<Finding>> LookAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Finding>>([link switch
    {
        { IsShared: false } => new Finding(Part, FindingLevel.Ok, "Alone"),
        { IsApart: true } => new Finding(Part, FindingLevel.Trouble, "Apart"),
        _ => new Finding(Part, FindingLevel.Ok, Finding.Well, Detail: (link.Others + 1).ToString(CultureInfo.InvariantCulture)),
    }]);
}

/// <summary>The room where the database and the log's files lie. A database server has its own disk, and its own people.</summary>
internal sealed class DiskCheck(IDbContextFactory<DeliveryDb> contexts, LogFiles files, BackupJob backup, IOptions<HealthOptions> options) : ISystemCheck
{
    private const long Megabyte = 1024 * 1024;

    public SystemPart Part => SystemPart.Disk;

    public async Task<IReadOnlyList<Finding>> LookAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return
        [
            .. new (string Subject, string? Folder)[] { ("database", FolderOf(db.Database.GetDbConnection())), ("log", files.Folder), ("backup", backup.Folder) }
                .Where(place => place.Folder is not null).Select(place => Of(place.Subject, place.Folder!)),
        ];
    }

    private static string? FolderOf(DbConnection connection) => connection is SqliteConnection ? Path.GetDirectoryName(Path.GetFullPath(connection.DataSource)) : null;

    private Finding Of(string subject, string folder)
    {
        var free = Free(folder);
        var (level, code) = new DiskLimits(options.Value.LowDiskMegabytes * Megabyte, options.Value.FullDiskMegabytes * Megabyte).Of(free);
        return new Finding(Part, level, code, subject, Detail: (free / Megabyte)?.ToString(CultureInfo.InvariantCulture));
    }

    // A folder that is made with its first file lies where the one above it does.
    private static string Existing(string folder) => Directory.Exists(folder) || Path.GetDirectoryName(folder) is not { } above ? folder : Existing(above);

    // On Windows a drive is asked for by its letter, elsewhere by any folder on it. A share of another machine has neither.
    private static long? Free(string folder)
    {
        try
        {
            return new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(folder)! : Existing(folder)).AvailableFreeSpace;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}

internal sealed class LogCheck(LogFiles files) : ISystemCheck
{
    public SystemPart Part => SystemPart.Log;

    public Task<IReadOnlyList<Finding>> LookAsync(CancellationToken cancellationToken)
    {
        files.Try();
        return Task.FromResult<IReadOnlyList<Finding>>([files switch
        {
            { Folder: null } => new Finding(Part, FindingLevel.Ok, "Off"),
            { FailingSince: not null } => new Finding(Part, FindingLevel.Trouble, "NotWritten"),
            _ => new Finding(Part, FindingLevel.Ok, Finding.Well),
        }]);
    }
}

/// <summary>Whether what is done again and again is being done. Asked late: most of that work needs what looks at it.</summary>
internal sealed class WorkCheck(IServiceProvider services, TimeProvider time) : ISystemCheck
{
    public SystemPart Part => SystemPart.Work;

    /// <summary>All of it.</summary>
    public IEnumerable<RegularWork> All => services.GetServices<IHostedService>().OfType<RegularWork>();

    public Task<IReadOnlyList<Finding>> LookAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Finding>>([.. All.Select(work => Of(work, time.GetUtcNow()))]);

    private Finding Of(RegularWork work, DateTimeOffset now) => work.State switch
    {
        { BusySince: { } since } when now - since > work.Patience => new Finding(Part, FindingLevel.Trouble, "Stuck", work.Name),
        { FailingSince: not null } failing => new Finding(Part, FindingLevel.Notice, "Failing", work.Name, Detail: failing.Error),
        _ => new Finding(Part, FindingLevel.Ok, Finding.Well, work.Name),
    };
}
