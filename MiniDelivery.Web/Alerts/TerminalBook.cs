using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Alerts;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Instances;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Work;

namespace MiniDelivery.Web.Alerts;

/// <summary>Who can hear an order of one restaurant. Immutable.</summary>
/// <param name="Terminals">Every terminal whose page is open, by name.</param>
/// <param name="Count">How many of them can hear.</param>
/// <param name="NobodySince">Since when nobody can; null = somebody can.</param>
/// <param name="IsAlarming">Nobody can, for longer than a page takes to load anew.</param>
public sealed record Hearing(ImmutableArray<Terminal> Terminals, int Count, DateTimeOffset? NobodySince, bool IsAlarming)
{
    /// <summary>Nothing is known yet.</summary>
    public static Hearing Unknown { get; } = new([], 0, null, false);
}

/// <summary>What a terminal says of itself every ten seconds.</summary>
/// <param name="Sound">Whether its browser lets it sound.</param>
/// <param name="IsVisible">Whether its page is in view.</param>
/// <param name="Page">Tells the page that speaks from the one before it and after it.</param>
public sealed record TerminalBeat(TerminalSound Sound, bool IsVisible, string? Page = null);

/// <summary>
/// The terminals and their last heartbeats: in memory, and in the database at a quiet pace, so that several instances see each
/// other's terminals.
/// </summary>
public sealed class TerminalBook(
    IDbContextFactory<DeliveryDb> contexts, LiveSignal signal, InstanceLink link, TimeProvider time, ILogger<TerminalBook> logger) : RegularWork(time)
{
    /// <summary>How often at most a terminal's heartbeats are written.</summary>
    public static readonly TimeSpan WrittenEvery = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan _lookEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _readEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _grace = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan _forgottenAfter = TimeSpan.FromDays(60);

    private readonly ConcurrentDictionary<TerminalId, Terminal> _terminals = new();
    private readonly ConcurrentDictionary<TerminalId, DateTimeOffset> _written = new();
    private readonly ConcurrentDictionary<TerminalId, DateTimeOffset> _heardHere = new();
    private readonly ConcurrentDictionary<TerminalId, string?> _speaking = new();
    private readonly ConcurrentDictionary<TerminalId, string?> _left = new();
    private readonly ConcurrentDictionary<RestaurantId, Hearing> _hearing = new();
    private DateTimeOffset _readAt;
    private bool _isTidy;

    /// <summary>Who can hear.</summary>
    public Hearing For(RestaurantId restaurant) => _hearing.GetValueOrDefault(restaurant, Hearing.Unknown);

    /// <summary>Every terminal of a restaurant, the last seen first.</summary>
    public IReadOnlyList<Terminal> All(RestaurantId restaurant) =>
        [.. _terminals.Values.Where(terminal => terminal.RestaurantId == restaurant).OrderByDescending(terminal => terminal.LastSeenAt ?? terminal.CreatedAt)];

    /// <summary>A terminal; null = it was removed, or is of another database.</summary>
    public async ValueTask<Terminal?> FindAsync(TerminalId id, CancellationToken cancellationToken)
    {
        if (_terminals.TryGetValue(id, out var known))
        {
            return known;
        }

        // Another instance may have met it a moment ago.
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await db.Terminals.AsNoTracking().SingleOrDefaultAsync(terminal => terminal.Id == id, cancellationToken);
        return found is null ? null : _terminals.GetOrAdd(id, found);
    }

    /// <summary>Meets a browser for the first time. Its name is a number until somebody gives it a better one.</summary>
    public async Task<Terminal> EnrolAsync(RestaurantId restaurant, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var names = await db.Terminals.Where(known => known.RestaurantId == restaurant).Select(known => known.Name).ToListAsync(cancellationToken);
        var number = Enumerable.Range(1, names.Count + 1).First(number => !names.Contains(NameOf(number)));
        var terminal = new Terminal { RestaurantId = restaurant, Name = NameOf(number), CreatedAt = Time.GetUtcNow() };
        db.Add(terminal);
        await db.SaveChangesAsync(cancellationToken);
        return _terminals.GetOrAdd(terminal.Id, terminal);

        static string NameOf(int number) => $"Терминал {number}";
    }

    /// <summary>The terminal rings for another restaurant from now on.</summary>
    public async Task<Terminal> MoveAsync(Terminal terminal, RestaurantId restaurant, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Terminals.Where(known => known.Id == terminal.Id).ExecuteUpdateAsync(row => row.SetProperty(known => known.RestaurantId, restaurant), cancellationToken);
        var moved = terminal with { RestaurantId = restaurant };
        Learn(moved);
        link.Tell([nameof(Terminal)], []);
        return moved;
    }

    /// <summary>Takes a heartbeat. False = there is no such terminal any more.</summary>
    /// <param name="by">Who works on it.</param>
    public async Task<bool> BeatAsync(TerminalId id, TerminalBeat beat, string by, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, cancellationToken) is not { } before)
        {
            return false;
        }

        // Sent before the page was closed, and overtaken by its good-bye.
        if (beat.Page is { } page && _left.GetValueOrDefault(id) == page)
        {
            return true;
        }

        _speaking[id] = beat.Page;
        var now = Time.GetUtcNow();
        _heardHere[id] = now;
        var beaten = Change(id, known => known with
        {
            LastSeenAt = now,
            SeenSince = known.IsOpen(now) && known.SeenBy == by ? known.SeenSince ?? now : now,
            SeenBy = by,
            Sound = beat.Sound,
            IsVisible = beat.IsVisible,
        });
        if (beaten is null)
        {
            return false;
        }

        if (!_written.TryGetValue(id, out var written) || now - written >= WrittenEvery
            || before.CanHear(now) != beaten.CanHear(now) || before.SeenBy != by)
        {
            _written[id] = now;
            await WriteSightAsync(beaten, cancellationToken);
        }

        Look(beaten.RestaurantId, now);
        return true;
    }

    /// <summary>The terminal's page was closed: it does not count from this moment on, unless another page of it speaks already.</summary>
    /// <param name="page">The page, as its heartbeats name it.</param>
    public async Task LeaveAsync(TerminalId id, string? page, CancellationToken cancellationToken)
    {
        _left[id] = page;
        if (_speaking.GetValueOrDefault(id) != page)
        {
            return;
        }

        if (Change(id, known => known with { LastSeenAt = null, SeenSince = null }) is { } left)
        {
            _written.TryRemove(id, out _);
            await WriteSightAsync(left, cancellationToken);
            Look(left.RestaurantId, Time.GetUtcNow());
        }
    }

    /// <summary>Reads what is stored: at the start, and now and then what other instances have written.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var stored = await db.Terminals.AsNoTracking().ToListAsync(cancellationToken);
        foreach (var terminal in stored)
        {
            Merge(terminal);
        }

        // One that was met while the database was read is there next time.
        var met = Time.GetUtcNow() - _readEvery;
        foreach (var gone in _terminals.Values.Where(terminal => terminal.CreatedAt < met).ExceptBy(stored.Select(terminal => terminal.Id), terminal => terminal.Id))
        {
            _terminals.TryRemove(gone.Id, out _);
        }

        LookEverywhere();
    }

    /// <summary>Takes over what was just stored of a terminal; its heartbeats stay as they came in here, if they are newer.</summary>
    internal void Learn(Terminal stored)
    {
        var before = _terminals.GetValueOrDefault(stored.Id);
        Merge(stored);
        Look(stored.RestaurantId, Time.GetUtcNow());
        if (before is not null && before.RestaurantId != stored.RestaurantId)
        {
            Look(before.RestaurantId, Time.GetUtcNow());
        }
    }

    /// <summary>A terminal was removed.</summary>
    internal void Forget(Terminal removed)
    {
        _terminals.TryRemove(removed.Id, out _);
        Look(removed.RestaurantId, Time.GetUtcNow());
    }

    /// <inheritdoc/>
    protected override TimeSpan Every => _lookEvery;

    /// <inheritdoc/>
    protected override async Task DoAsync(CancellationToken stoppingToken)
    {
        try
        {
            if (!_isTidy)
            {
                await ForgetOldAsync(stoppingToken);
                (_isTidy, _readAt) = (true, Time.GetUtcNow());
            }

            if (Time.GetUtcNow() - _readAt >= _readEvery)
            {
                _readAt = Time.GetUtcNow();
                await ReadAsync(stoppingToken);
            }
        }
        finally
        {
            // Who can hear is known without the database, too.
            LookEverywhere();
        }
    }

    /// <inheritdoc/>
    protected override void SayFailed(Exception error) => Logs.TerminalsNotRead(logger, error);

    // Every private window that somebody ever signed in from would stay for ever.
    private async Task ForgetOldAsync(CancellationToken cancellationToken)
    {
        var old = Time.GetUtcNow() - _forgottenAfter;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Terminals.Where(terminal => (terminal.LastSeenAt ?? terminal.CreatedAt) < old && terminal.CreatedAt < old).ExecuteDeleteAsync(cancellationToken);
    }

    // What somebody stores of it at this moment, a name or a removal, stays. Null = there is no such terminal any more.
    private Terminal? Change(TerminalId id, Func<Terminal, Terminal> change)
    {
        while (_terminals.TryGetValue(id, out var known))
        {
            var changed = change(known);
            if (_terminals.TryUpdate(id, changed, known))
            {
                return changed;
            }
        }

        return null;
    }

    // Only what came in here can be newer than what is stored, a good-bye like a heartbeat: what is still stored from before it undoes
    // neither. Of a terminal that another instance hears, what is stored is all there is to know, its good-bye included.
    private void Merge(Terminal stored) => _terminals.AddOrUpdate(
        stored.Id,
        stored,
        (_, known) => _heardHere.TryGetValue(stored.Id, out var heard) && (known.LastSeenAt ?? heard) == heard && (stored.LastSeenAt ?? heard) <= heard
            ? stored with { LastSeenAt = known.LastSeenAt, SeenSince = known.SeenSince, SeenBy = known.SeenBy, Sound = known.Sound, IsVisible = known.IsVisible }
            : stored);

    private async Task WriteSightAsync(Terminal seen, CancellationToken cancellationToken)
    {
        try
        {
            // Past the change tracker: a new name, or a removal, that another person stores at this moment stays.
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            await db.Terminals.Where(terminal => terminal.Id == seen.Id).ExecuteUpdateAsync(
                row => row
                    .SetProperty(terminal => terminal.LastSeenAt, seen.LastSeenAt)
                    .SetProperty(terminal => terminal.SeenSince, seen.SeenSince)
                    .SetProperty(terminal => terminal.SeenBy, seen.SeenBy)
                    .SetProperty(terminal => terminal.Sound, seen.Sound)
                    .SetProperty(terminal => terminal.IsVisible, seen.IsVisible),
                cancellationToken);
            link.Tell([nameof(Terminal)], []);
        }
        catch (Exception error) when (error.IsStorageTrouble)
        {
            // The heartbeat itself was heard; that the database is busy must not make a terminal look deaf.
            _written.TryRemove(seen.Id, out _);
            Logs.SightNotWritten(logger, seen.Id, error.GetType().Name);
        }
    }

    private void LookEverywhere()
    {
        var now = Time.GetUtcNow();
        foreach (var restaurant in _terminals.Values.Select(terminal => terminal.RestaurantId).Concat(_hearing.Keys).Distinct())
        {
            Look(restaurant, now);
        }
    }

    private void Look(RestaurantId restaurant, DateTimeOffset now)
    {
        var before = For(restaurant);
        var open = _terminals.Values.Where(terminal => terminal.RestaurantId == restaurant && terminal.IsOpen(now))
            .OrderBy(terminal => terminal.Name, StringComparer.Ordinal).ToImmutableArray();
        var count = open.Count(terminal => terminal.CanHear(now));
        DateTimeOffset? nobodySince = count > 0 ? null : before.NobodySince ?? now;
        var seen = new Hearing(open, count, nobodySince, nobodySince is { } since && now - since >= _grace);

        _hearing[restaurant] = seen;
        // A heartbeat alone changes nothing that anybody is shown without asking.
        if (Essence(before) != Essence(seen))
        {
            signal.Ring();
        }

        static string Essence(Hearing hearing) => string.Join(
            '|',
            hearing.Terminals
                .Select(terminal => $"{terminal.Id},{terminal.Name},{terminal.SeenBy},{terminal.Sound},{terminal.IsVisible},{terminal.Volume},{terminal.TestedAt}")
                .Append($"{hearing.Count},{hearing.NobodySince.HasValue},{hearing.IsAlarming}"));
    }
}

internal static partial class Logs
{
    [LoggerMessage(2201, LogLevel.Error, "The terminals could not be read; those known before stay")]
    public static partial void TerminalsNotRead(ILogger logger, Exception error);

    [LoggerMessage(2202, LogLevel.Warning, "The last heartbeat of terminal {Terminal} could not be written ({Error})")]
    public static partial void SightNotWritten(ILogger logger, TerminalId terminal, string error);
}
