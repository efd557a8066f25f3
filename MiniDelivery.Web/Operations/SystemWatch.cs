using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Health;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Work;

namespace MiniDelivery.Web.Operations;

/// <summary>What holds of one part at the moment.</summary>
/// <param name="Finding">What.</param>
/// <param name="Since">Since when.</param>
public sealed record PartState(Finding Finding, DateTimeOffset Since);

/// <summary>
/// Looks at every part of the system again and again, tells open pages when something became better or worse, and keeps that in the
/// database. While it is the database that is away, what happened is kept in memory.
/// </summary>
public sealed class SystemWatch : RegularWork
{
    /// <summary>How long changes are kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    private const int MostUnsaved = 1000;

    private static readonly TimeSpan _every = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _tidyEvery = TimeSpan.FromHours(6);

    private readonly IDbContextFactory<DeliveryDb> _contexts;
    private readonly IEnumerable<ISystemCheck> _checks;
    private readonly LiveSignal _signal;
    private readonly ILogger<SystemWatch> _logger;
    private readonly List<SystemChange> _unsaved = [];
    private Dictionary<(SystemPart, string, RestaurantId?), SystemChange>? _remembered;
    private ImmutableArray<PartState> _now = [];
    private DateTimeOffset _tidiedAt;
    private int _version;

    internal SystemWatch(IDbContextFactory<DeliveryDb> contexts, IEnumerable<ISystemCheck> checks, LiveSignal signal, TimeProvider time, ILogger<SystemWatch> logger)
        : base(time) => (_contexts, _checks, _signal, _logger, StartedAt) = (contexts, checks, signal, logger, time.GetUtcNow());

    /// <summary>When the program began.</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>The machine that it runs on.</summary>
    public static string Machine { get; } = Environment.MachineName[..Math.Min(Environment.MachineName.Length, Limits.Code)];

    /// <summary>What holds now; empty until the first look.</summary>
    public IReadOnlyList<PartState> Now => _now;

    /// <summary>Another number whenever something became better or worse.</summary>
    public int Version => Volatile.Read(ref _version);

    /// <summary>One look at everything.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var found = new List<Finding>();
        foreach (var check in _checks)
        {
            found.AddRange(await LookAsync(check, cancellationToken));
        }

        var remembered = _remembered ??= await TryRememberAsync(cancellationToken);
        var now = Time.GetUtcNow();
        var before = _now;
        var standing = found.ConvertAll(finding => new PartState(finding, SinceOf(finding, before, remembered, now)));
        _now = [.. standing];
        if (before.Length != standing.Count || standing.Exists(one => !before.Any(known => known.Finding.IsAs(one.Finding))))
        {
            Interlocked.Increment(ref _version);
            _signal.Ring();
        }

        await SaveAsync(now, cancellationToken);
    }

    /// <inheritdoc/>
    protected override TimeSpan Every => _every;

    /// <inheritdoc/>
    protected override Task DoAsync(CancellationToken stoppingToken) => LookAsync(stoppingToken);

    /// <inheritdoc/>
    protected override void SayFailed(Exception error) => Logs.SystemNotLookedAt(_logger, error);

    // A look that breaks is itself something to be said.
    private async Task<IReadOnlyList<Finding>> LookAsync(ISystemCheck check, CancellationToken cancellationToken)
    {
        try
        {
            return await check.LookAsync(cancellationToken);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            Logs.PartNotLookedAt(_logger, check.Part, error);
            return [new Finding(check.Part, FindingLevel.Trouble, "NotLookedAt", Detail: error.GetType().Name)];
        }
    }

    // What was so before a restart has been so since then. What has always been well is no change, and what nobody can compare is none yet.
    private DateTimeOffset SinceOf(
        Finding finding,
        ImmutableArray<PartState> before,
        Dictionary<(SystemPart, string, RestaurantId?), SystemChange>? remembered,
        DateTimeOffset now)
    {
        var since = before.FirstOrDefault(known => known.Finding.IsAs(finding))?.Since;
        if (remembered is null)
        {
            return since ?? now;
        }

        var last = remembered.GetValueOrDefault(finding.Key);
        if (last?.Finding.IsAs(finding) is true)
        {
            return last.At;
        }

        if (last is null && finding.Level is FindingLevel.Ok)
        {
            return StartedAt;
        }

        var change = new SystemChange
        {
            At = since ?? now,
            Machine = Machine,
            Part = finding.Part,
            Subject = finding.Subject,
            RestaurantId = finding.Restaurant,
            Level = finding.Level,
            Code = finding.Code,
            Detail = finding.Detail,
        };
        remembered[finding.Key] = change;
        if (_unsaved.Count < MostUnsaved)
        {
            _unsaved.Add(change);
        }

        if (finding.Level is FindingLevel.Ok)
        {
            Logs.PartIsWell(_logger, NameOf(finding));
        }
        else
        {
            Logs.PartIsNot(_logger, NameOf(finding), finding.Level, finding.Code);
        }

        return change.At;
    }

    private static string NameOf(Finding finding) => finding.Subject is "" ? finding.Part.ToString() : $"{finding.Part} {finding.Subject}";

    // Null: the database is away.
    private async Task<Dictionary<(SystemPart, string, RestaurantId?), SystemChange>?> TryRememberAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await RememberAsync(cancellationToken);
        }
        catch (Exception error) when (error.IsStorageTrouble)
        {
            Logs.SystemNotLookedAt(_logger, error);
            return null;
        }
    }

    private async Task<Dictionary<(SystemPart, string, RestaurantId?), SystemChange>> RememberAsync(CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var known = new Dictionary<(SystemPart, string, RestaurantId?), SystemChange>();
        await foreach (var change in db.SystemChanges.AsNoTracking().Where(change => change.Machine == Machine)
            .OrderBy(change => change.At).ThenBy(change => change.Id).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            known[change.Finding.Key] = change;
        }

        return known;
    }

    private async Task SaveAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var isUntidy = now - _tidiedAt >= _tidyEvery;
        if (_unsaved is [] && !isUntidy)
        {
            return;
        }

        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        db.AddRange(_unsaved);
        await db.SaveChangesAsync(cancellationToken);
        _unsaved.Clear();
        if (isUntidy)
        {
            var old = now - Kept;
            await db.SystemChanges.Where(change => change.At < old).ExecuteDeleteAsync(cancellationToken);
            _tidiedAt = now;
        }
    }
}

internal static partial class Logs
{
    [LoggerMessage(4214, LogLevel.Information, "{Part} is well again")]
    public static partial void PartIsWell(ILogger logger, string part);

    [LoggerMessage(4211, LogLevel.Warning, "{Part} is now {Level}: {Code}")]
    public static partial void PartIsNot(ILogger logger, string part, FindingLevel level, string code);

    [LoggerMessage(4212, LogLevel.Error, "{Part} could not be looked at")]
    public static partial void PartNotLookedAt(ILogger logger, SystemPart part, Exception error);

    [LoggerMessage(4213, LogLevel.Error, "The system's state could not be looked at or kept; it is tried again")]
    public static partial void SystemNotLookedAt(ILogger logger, Exception error);
}
