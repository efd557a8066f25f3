using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Access;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Web.Access;

/// <summary>
/// Signing in. There is one "no" for an unknown name, a wrong password, a closed account and one that waits after wrong passwords, and
/// each costs the same work: whoever guesses learns nothing.
/// </summary>
public sealed class StaffDoor
{
    // As many parallel guesses at one account as are still counted one by one.
    private const int Rounds = 8;

    private static readonly string _nobodysHash = new PasswordHasher<StaffMember>().HashPassword(new StaffMember(), Guid.NewGuid().ToString());

    private readonly UserManager<StaffMember> _users;
    private readonly SignInManager<StaffMember> _signIn;
    private readonly DeliveryDb _db;
    private readonly TimeProvider _time;
    private readonly ILogger<StaffDoor> _logger;

    internal StaffDoor(UserManager<StaffMember> users, SignInManager<StaffMember> signIn, DeliveryDb db, TimeProvider time, ILogger<StaffDoor> logger) =>
        (_users, _signIn, _db, _time, _logger) = (users, signIn, db, time, logger);

    /// <summary>Signs in with a password. False says no more than that.</summary>
    public async Task<bool> EnterAsync(string name, string password, bool remember, string? address, CancellationToken cancellationToken)
    {
        for (var round = 0; round < Rounds; round++)
        {
            try
            {
                return await TryAsync(name, password, remember, address, cancellationToken);
            }
            catch (DbUpdateConcurrencyException)
            {
                // Somebody tries the same account at the same moment; each try must count.
                _db.ChangeTracker.Clear();
            }
        }

        return false;
    }

    /// <summary>Signs in with a passkey, as the browser gave it. The wait after wrong passwords does not hold for it: it cannot be guessed.</summary>
    public async Task<bool> EnterWithPasskeyAsync(string credential, string? address, CancellationToken cancellationToken)
    {
        var answer = await PerformAsync(credential);
        if (answer is not { Succeeded: true, User: { IsDisabled: false } person })
        {
            Logs.PasskeyRefused(_logger, address);
            return false;
        }

        await _users.AddOrUpdatePasskeyAsync(person, answer.Passkey);
        await WelcomeAsync(person, address, cancellationToken);
        await _signIn.SignInAsync(person, isPersistent: false);
        return true;
    }

    /// <summary>Signs in a person who has just been made.</summary>
    internal Task EnterAsync(StaffMember person) => _signIn.SignInAsync(person, isPersistent: false);

    /// <summary>Counts a wrong password; from the fifth on the account waits.</summary>
    internal static void Strike(StaffMember person, DateTimeOffset now)
    {
        person.AccessFailedCount++;
        var wait = StaffRules.WaitAfter(person.AccessFailedCount);
        person.LockoutEnd = wait > TimeSpan.Zero ? now + wait : null;
    }

    /// <summary>
    /// Whoever else changes the account at this moment is told. By hand, because Identity's own update may have been called before, and
    /// a second one takes the first one's stamp for the stored one.
    /// </summary>
    internal static void Touch(StaffMember person) => person.ConcurrencyStamp = Guid.NewGuid().ToString();

    private async Task<bool> TryAsync(string name, string password, bool remember, string? address, CancellationToken cancellationToken)
    {
        var person = await _users.FindByNameAsync(name);
        if (person?.PasswordHash is null)
        {
            _users.PasswordHasher.VerifyHashedPassword(new StaffMember(), _nobodysHash, password);
            Logs.Refused(_logger, address);
            return false;
        }

        var now = _time.GetUtcNow();
        var fits = await _users.CheckPasswordAsync(person, password);
        if (person.IsDisabled || person.LockoutEnd > now)
        {
            _db.ChangeTracker.Clear();
            Logs.Refused(_logger, address);
            return false;
        }

        if (!fits)
        {
            Strike(person, now);
            _db.Audit(new Actor("", Address: address), now, AuditActs.SignInFailed, person.UserName, now: person.LockoutEnd?.ToString("u"));
            Touch(person);
            await _db.SaveChangesAsync(cancellationToken);
            Logs.Refused(_logger, address);
            return false;
        }

        await WelcomeAsync(person, address, cancellationToken);
        await _signIn.SignInAsync(person, remember);
        return true;
    }

    private async Task WelcomeAsync(StaffMember person, string? address, CancellationToken cancellationToken)
    {
        (person.AccessFailedCount, person.LockoutEnd) = (0, null);
        await _db.ForgivePinsAsync(person.Id, CurrentStaff.TerminalOf(_signIn.Context.User), cancellationToken);
        _db.Audit(new Actor(person.DisplayName, Address: address), _time.GetUtcNow(), AuditActs.SignedIn, person.UserName);
        Touch(person);
        await _db.SaveChangesAsync(cancellationToken);
    }

    private async Task<PasskeyAssertionResult<StaffMember>?> PerformAsync(string credential)
    {
        try
        {
            return await _signIn.PerformPasskeyAssertionAsync(credential);
        }
        catch (InvalidOperationException)
        {
            // The question that this answers is gone: the page stood open too long, or nobody asked.
            return null;
        }
    }
}

internal static partial class Logs
{
    [LoggerMessage(2101, LogLevel.Warning, "A sign-in from {Address} was refused")]
    public static partial void Refused(ILogger logger, string? address);

    [LoggerMessage(2102, LogLevel.Warning, "A sign-in with a passkey from {Address} was refused")]
    public static partial void PasskeyRefused(ILogger logger, string? address);
}
