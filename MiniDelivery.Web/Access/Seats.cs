using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Claims;

namespace MiniDelivery.Web.Access;

/// <summary>
/// Whether whoever is signed in at a terminal may still sit there: not when nobody has touched it for as long as its rule says, and
/// with a PIN only at the shared terminal that took it. Asked with every request and by every open page, so a script that was stopped
/// keeps nobody in. In memory: after a restart a terminal counts as touched when its page was last heard of.
/// </summary>
public sealed class Seats(TimeProvider time)
{
    // Between a request and the heartbeat that it brings.
    private static readonly TimeSpan _margin = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Guid, Seat> _seats = new();
    private ImmutableHashSet<Action> _listeners = [];

    /// <summary>Somebody has touched the terminal, or signed in at it.</summary>
    public void Touch(Guid terminal) =>
        _seats.AddOrUpdate(terminal, _ => new Seat(time.GetUtcNow(), TimeSpan.Zero, false), (_, known) => known with { TouchedAt = time.GetUtcNow() });

    /// <summary>What the terminal's rules are.</summary>
    /// <param name="idle">After how long without a touch the person is sent out; zero = never.</param>
    /// <param name="takesPins">Whether it is a shared one.</param>
    /// <param name="seenAt">When its page was last heard of; stands for the last touch when none is known.</param>
    public void Know(Guid terminal, TimeSpan idle, bool takesPins, DateTimeOffset? seenAt)
    {
        var before = _seats.GetValueOrDefault(terminal);
        var now = _seats.AddOrUpdate(
            terminal,
            _ => new Seat(seenAt ?? DateTimeOffset.MinValue, idle, takesPins) { KnownAt = time.GetUtcNow() },
            // Another instance has heard it since this one last did, and touches are counted there.
            (_, known) => known with
            {
                Idle = idle,
                TakesPins = takesPins,
                KnownAt = time.GetUtcNow(),
                TouchedAt = seenAt is { } seen && seen > known.TouchedAt && known.KnownAt is { } last && seen > last + _margin ? seen : known.TouchedAt,
            });
        if (before is not null && (before.Idle, before.TakesPins) != (now.Idle, now.TakesPins))
        {
            Tell();
        }
    }

    /// <summary>The person leaves the terminal: its other pages, too.</summary>
    public void Leave(Guid terminal)
    {
        _seats.AddOrUpdate(terminal, _ => new Seat(DateTimeOffset.MinValue, TimeSpan.Zero, false), (_, known) => known with { TouchedAt = DateTimeOffset.MinValue });
        Tell();
    }

    /// <summary>The terminal is none any more: nobody may sit there.</summary>
    public void Expel(Guid terminal)
    {
        _seats[terminal] = new Seat(DateTimeOffset.MinValue, TimeSpan.Zero, TakesPins: false, IsGone: true);
        Tell();
    }

    /// <summary>Whether the person may stay.</summary>
    public bool Holds(ClaimsPrincipal user)
    {
        var terminal = CurrentStaff.TerminalOf(user);
        var seat = terminal is { } id ? _seats.GetValueOrDefault(id) : null;
        if (CurrentStaff.IsByPin(user) && (seat is not { TakesPins: true } || user.FindFirstValue(CurrentStaff.PinTerminalClaim) != terminal.ToString()))
        {
            return false;
        }

        return seat is null || (!seat.IsGone && (seat.Idle <= TimeSpan.Zero || time.GetUtcNow() - seat.TouchedAt < seat.Idle));
    }

    /// <summary>Calls when pages should ask again, until disposed.</summary>
    public IDisposable Listen(Action listener)
    {
        ImmutableInterlocked.Update(ref _listeners, all => all.Add(listener));
        return new Listening(() => ImmutableInterlocked.Update(ref _listeners, all => all.Remove(listener)));
    }

    private void Tell()
    {
        foreach (var listener in _listeners)
        {
            listener();
        }
    }

    private sealed record Seat(DateTimeOffset TouchedAt, TimeSpan Idle, bool TakesPins, bool IsGone = false)
    {
        public DateTimeOffset? KnownAt { get; init; }
    }

    private sealed class Listening(Action stop) : IDisposable
    {
        public void Dispose() => stop();
    }
}
