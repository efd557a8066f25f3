using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Alerts;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Web.Access;

/// <summary>Somebody who can sign in with a PIN.</summary>
/// <param name="Id">Who.</param>
/// <param name="Name">As others see them.</param>
public sealed record PinPerson(Guid Id, string Name);

/// <summary>
/// Signing in with a PIN, on a shared terminal only. There is one "no", for whatever reason, and each costs the same work. Wrong ones
/// are counted for the person and for the terminal; from the tenth on only the person's password helps.
/// </summary>
public sealed class PinDoor
{
    // As many parallel guesses as are still counted one by one.
    private const int Rounds = 8;

    private readonly UserManager<StaffMember> _users;
    private readonly SignInManager<StaffMember> _signIn;
    private readonly DeliveryDb _db;
    private readonly PinKeeper _pins;
    private readonly TimeProvider _time;
    private readonly ILogger<PinDoor> _logger;

    internal PinDoor(
        UserManager<StaffMember> users, SignInManager<StaffMember> signIn, DeliveryDb db, PinKeeper pins, TimeProvider time, ILogger<PinDoor> logger) =>
        (_users, _signIn, _db, _pins, _time, _logger) = (users, signIn, db, pins, time, logger);

    /// <summary>Who can sign in with a PIN here, by name; null = this terminal is nobody's but its owner's.</summary>
    public async Task<IReadOnlyList<PinPerson>?> PeopleAsync(Guid? terminal, CancellationToken cancellationToken) =>
        await SharedAsync(terminal, cancellationToken) is not { } seat
            ? null
            : await (from pin in _db.StaffPins
                     join person in _db.Users on pin.PersonId equals person.Id
                     where !person.IsDisabled && !person.MustChangePassword
                        && (_db.StaffPosts.All(post => post.PersonId != person.Id)
                            || _db.StaffPosts.Any(post => post.PersonId == person.Id && post.RestaurantId == seat.RestaurantId))
                     orderby person.DisplayName
                     select new PinPerson(person.Id, person.DisplayName)).ToListAsync(cancellationToken);

    /// <summary>Signs in with a PIN. False says no more than that.</summary>
    public async Task<bool> EnterAsync(Guid? terminal, Guid person, string pin, string? address, CancellationToken cancellationToken)
    {
        for (var round = 0; round < Rounds; round++)
        {
            try
            {
                return await TryAsync(terminal, person, pin, address, cancellationToken);
            }
            catch (DbUpdateException)
            {
                // Somebody tries the same at the same moment; each try must count.
                _db.ChangeTracker.Clear();
            }
        }

        return false;
    }

    private async Task<bool> TryAsync(Guid? terminal, Guid id, string pin, string? address, CancellationToken cancellationToken)
    {
        var seat = await SharedAsync(terminal, cancellationToken);
        var person = await _users.FindByIdAsync(id.ToString());
        var kept = await _db.StaffPins.SingleOrDefaultAsync(known => known.PersonId == id, cancellationToken);
        var tries = seat is null ? null : await _db.TerminalTries.SingleOrDefaultAsync(known => known.TerminalId == seat.Id, cancellationToken);
        var posts = await _db.StaffPosts.AsNoTracking().Where(post => post.PersonId == id).ToListAsync(cancellationToken);
        var now = _time.GetUtcNow();
        var fits = _pins.Fits(person, kept, pin);
        if (seat is null || (posts is not [] && posts.All(post => post.RestaurantId != seat.RestaurantId))
            || person is null or { IsDisabled: true } or { MustChangePassword: true } || kept is null
            || PinRules.IsClosed(kept.Wrong, kept.ClosedUntil, now) || tries?.ClosedUntil > now)
        {
            _db.ChangeTracker.Clear();
            Logs.PinRefused(_logger, address);
            return false;
        }

        if (tries is null)
        {
            tries = new TerminalTries { TerminalId = seat.Id };
            _db.Add(tries);
        }

        (kept.Wrong, tries.Wrong) = fits ? (0, 0) : (kept.Wrong + 1, tries.Wrong + 1);
        (kept.ClosedUntil, tries.ClosedUntil) = (PinRules.ClosedUntil(kept.Wrong, now), PinRules.TerminalClosedUntil(tries.Wrong, now));
        (kept.Stamp, tries.Stamp) = (Guid.NewGuid(), Guid.NewGuid());
        _db.Audit(
            new Actor(fits ? person.DisplayName : "", Terminal: seat.Name, Address: address),
            now,
            fits ? AuditActs.SignedInByPin : AuditActs.PinFailed,
            person.UserName,
            now: kept.ClosedUntil?.ToString("u"));
        await _db.SaveChangesAsync(cancellationToken);
        if (!fits)
        {
            Logs.PinRefused(_logger, address);
            return false;
        }

        // Not kept when the browser is closed, and good for this terminal only.
        await _signIn.SignInWithClaimsAsync(
            person,
            isPersistent: false,
            [new Claim(CurrentStaff.MethodClaim, CurrentStaff.ByPin), new Claim(CurrentStaff.PinTerminalClaim, seat.Id.ToString())]);
        return true;
    }

    private async Task<Terminal?> SharedAsync(Guid? terminal, CancellationToken cancellationToken)
    {
        if (terminal is not { } id)
        {
            return null;
        }

        var wanted = new TerminalId(id);
        return await _db.Terminals.AsNoTracking().SingleOrDefaultAsync(known => known.Id == wanted && known.IsShared, cancellationToken);
    }
}

internal static class PinForgiving
{
    extension(DeliveryDb db)
    {
        /// <summary>The password was right: wrong PINs are forgotten, the person's and those of the terminal they stand at.</summary>
        public async Task ForgivePinsAsync(Guid person, Guid? terminal, CancellationToken cancellationToken)
        {
            if (await db.StaffPins.SingleOrDefaultAsync(pin => pin.PersonId == person && pin.Wrong > 0, cancellationToken) is { } kept)
            {
                (kept.Wrong, kept.ClosedUntil, kept.Stamp) = (0, null, Guid.NewGuid());
            }

            var here = new TerminalId(terminal ?? Guid.Empty);
            if (await db.TerminalTries.SingleOrDefaultAsync(tries => tries.TerminalId == here && tries.Wrong > 0, cancellationToken) is { } missed)
            {
                (missed.Wrong, missed.ClosedUntil, missed.Stamp) = (0, null, Guid.NewGuid());
            }
        }
    }
}

internal static partial class Logs
{
    [LoggerMessage(2103, LogLevel.Warning, "A sign-in with a PIN from {Address} was refused")]
    public static partial void PinRefused(ILogger logger, string? address);
}
