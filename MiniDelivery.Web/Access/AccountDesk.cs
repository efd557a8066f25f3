using System.Buffers.Text;
using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Access;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Web.Access;

/// <summary>A passkey of the person's own.</summary>
/// <param name="Id">Base64url of its number.</param>
/// <param name="Name">As the person called it.</param>
/// <param name="CreatedAt">When it was added.</param>
public sealed record OwnPasskey(string Id, string Name, DateTimeOffset CreatedAt);

/// <summary>What a page shows of a person's own account.</summary>
/// <param name="SignInName">What they sign in with.</param>
/// <param name="Name">As others see them.</param>
/// <param name="MustChangePassword">Nothing else can be done before.</param>
/// <param name="Passkeys">Their passkeys.</param>
/// <param name="HasPin">They have a PIN for shared terminals.</param>
/// <param name="IsByPin">They signed in with it, and change nothing here.</param>
public sealed record OwnAccount(
    string SignInName, string Name, bool MustChangePassword, IReadOnlyList<OwnPasskey> Passkeys, bool HasPin, bool IsByPin);

/// <summary>What everybody can do about their own account, within one request.</summary>
public sealed class AccountDesk
{
    /// <summary>More than anybody has devices.</summary>
    public const int MostPasskeys = 20;

    private const int LongestPasskeyName = 60;

    private readonly UserManager<StaffMember> _users;
    private readonly SignInManager<StaffMember> _signIn;
    private readonly DeliveryDb _db;
    private readonly PinKeeper _pins;
    private readonly StaffStamps _stamps;
    private readonly TimeProvider _time;

    internal AccountDesk(
        UserManager<StaffMember> users, SignInManager<StaffMember> signIn, DeliveryDb db, PinKeeper pins, StaffStamps stamps, TimeProvider time) =>
        (_users, _signIn, _db, _pins, _stamps, _time) = (users, signIn, db, pins, stamps, time);

    /// <summary>The account; null when it is gone.</summary>
    public async Task<OwnAccount?> ShowAsync(ClaimsPrincipal who)
    {
        if (await _users.GetUserAsync(who) is not { } person)
        {
            return null;
        }

        var passkeys = await _users.GetPasskeysAsync(person);
        return new OwnAccount(
            person.UserName!,
            person.DisplayName,
            person.MustChangePassword,
            [.. passkeys.OrderBy(key => key.CreatedAt).Select(key => new OwnPasskey(Base64Url.EncodeToString(key.CredentialId), key.Name ?? "", key.CreatedAt))],
            await _db.StaffPins.AnyAsync(pin => pin.PersonId == person.Id),
            CurrentStaff.IsByPin(who));
    }

    /// <summary>Changes the password. All other sessions end; this one goes on.</summary>
    public Task<StaffRefusal?> ChangePasswordAsync(
        ClaimsPrincipal who, string current, string next, string? address, CancellationToken cancellationToken) =>
        ChangeAsync(who, address, async (person, by, now) =>
        {
            if (!await KnowsPasswordAsync(person, current, by, now))
            {
                return StaffRefusal.WrongPassword;
            }

            if (next == current)
            {
                return StaffRefusal.SamePassword;
            }

            if (PasswordRules.Fault(next, person.UserName, person.DisplayName) is { } fault)
            {
                return fault;
            }

            person.PasswordHash = _users.PasswordHasher.HashPassword(person, next);
            person.SecurityStamp = Guid.NewGuid().ToString("N");
            (person.MustChangePassword, person.AccessFailedCount, person.LockoutEnd) = (false, 0, null);
            _db.Audit(by, now, AuditActs.PasswordChanged, person.UserName, AuditEntry.Masked, AuditEntry.Masked);
            return null;
        }, cancellationToken);

    /// <summary>Sets the PIN for shared terminals, or another one.</summary>
    public Task<StaffRefusal?> SetPinAsync(ClaimsPrincipal who, string password, string pin, string? address, CancellationToken cancellationToken) =>
        ChangeAsync(who, address, async (person, by, now) =>
        {
            if (!await KnowsPasswordAsync(person, password, by, now))
            {
                return StaffRefusal.WrongPassword;
            }

            if (person.MustChangePassword)
            {
                return StaffRefusal.PasswordNeeded;
            }

            if (PinRules.Fault(pin) is { } fault)
            {
                return fault;
            }

            var old = await _db.StaffPins.SingleOrDefaultAsync(kept => kept.PersonId == person.Id, cancellationToken);
            var hidden = _pins.Hide(person, pin);
            if (old is null)
            {
                _db.Add(new StaffPin { PersonId = person.Id, Hash = hidden, SetAt = now });
            }
            else
            {
                (old.Hash, old.SetAt, old.Wrong, old.ClosedUntil, old.Stamp) = (hidden, now, 0, null, Guid.NewGuid());
            }

            (person.AccessFailedCount, person.LockoutEnd) = (0, null);
            _db.Audit(by, now, AuditActs.PinSet, person.UserName, old is null ? null : AuditEntry.Masked, AuditEntry.Masked);
            return null;
        }, cancellationToken);

    /// <summary>Forgets the PIN.</summary>
    public Task<StaffRefusal?> RemovePinAsync(ClaimsPrincipal who, string? address, CancellationToken cancellationToken) =>
        ChangeAsync(who, address, async (person, by, now) =>
        {
            if (await _db.StaffPins.SingleOrDefaultAsync(kept => kept.PersonId == person.Id, cancellationToken) is not { } kept)
            {
                return StaffRefusal.Unknown;
            }

            _db.Remove(kept);
            _db.Audit(by, now, AuditActs.PinRemoved, person.UserName, AuditEntry.Masked);
            return null;
        }, cancellationToken);

    /// <summary>Ends all other sessions of the person.</summary>
    public Task<StaffRefusal?> SignOutEverywhereAsync(ClaimsPrincipal who, string? address, CancellationToken cancellationToken) =>
        ChangeAsync(who, address, (person, by, now) =>
        {
            person.SecurityStamp = Guid.NewGuid().ToString("N");
            _db.Audit(by, now, AuditActs.SignedOutEverywhere, person.UserName);
            return Task.FromResult<StaffRefusal?>(null);
        }, cancellationToken);

    /// <summary>What the browser needs to make a passkey (JSON); null when the account is gone, must get a password first, or was entered with a PIN.</summary>
    public async Task<string?> PasskeyToMakeAsync(ClaimsPrincipal who) =>
        !CurrentStaff.IsByPin(who) && await _users.GetUserAsync(who) is { MustChangePassword: false } person
            ? await _signIn.MakePasskeyCreationOptionsAsync(new PasskeyUserEntity
            {
                Id = person.Id.ToString(),
                Name = person.UserName!,
                DisplayName = person.DisplayName,
            })
            : null;

    /// <summary>What the browser needs to sign in with any passkey of ours (JSON). The same for everybody: it names no account.</summary>
    public Task<string> PasskeyToUseAsync() => _signIn.MakePasskeyRequestOptionsAsync(null);

    /// <summary>Keeps a passkey that the browser has made.</summary>
    public Task<StaffRefusal?> AddPasskeyAsync(
        ClaimsPrincipal who, string credential, string name, string? address, CancellationToken cancellationToken) =>
        ChangeAsync(who, address, async (person, by, now) =>
        {
            if ((await _users.GetPasskeysAsync(person)).Count >= MostPasskeys || await AttestAsync(credential) is not { Succeeded: true } made)
            {
                return StaffRefusal.PasskeyRefused;
            }

            // Asked for by this person, and not by whoever sat here before.
            if (made.UserEntity.Id != person.Id.ToString())
            {
                return StaffRefusal.PasskeyRefused;
            }

            made.Passkey.Name = NameOf(name);
            await _users.AddOrUpdatePasskeyAsync(person, made.Passkey);
            _db.Audit(by, now, AuditActs.PasskeyAdded, person.UserName, now: made.Passkey.Name);
            return null;
        }, cancellationToken);

    /// <summary>Calls a passkey something else.</summary>
    public Task<StaffRefusal?> RenamePasskeyAsync(
        ClaimsPrincipal who, string id, string name, string? address, CancellationToken cancellationToken) =>
        ChangeAsync(who, address, async (person, by, now) =>
        {
            if (await FindAsync(person, id) is not { } passkey)
            {
                return StaffRefusal.Unknown;
            }

            var old = passkey.Name;
            passkey.Name = NameOf(name);
            await _users.AddOrUpdatePasskeyAsync(person, passkey);
            _db.Audit(by, now, AuditActs.PasskeyRenamed, person.UserName, old, passkey.Name);
            return null;
        }, cancellationToken);

    /// <summary>Forgets a passkey.</summary>
    public Task<StaffRefusal?> RemovePasskeyAsync(ClaimsPrincipal who, string id, string? address, CancellationToken cancellationToken) =>
        ChangeAsync(who, address, async (person, by, now) =>
        {
            if (await FindAsync(person, id) is not { } passkey)
            {
                return StaffRefusal.Unknown;
            }

            await _users.RemovePasskeyAsync(person, passkey.CredentialId);
            _db.Audit(by, now, AuditActs.PasskeyRemoved, person.UserName, passkey.Name);
            return null;
        }, cancellationToken);

    private async Task<bool> KnowsPasswordAsync(StaffMember person, string password, Actor by, DateTimeOffset now)
    {
        var fits = await _users.CheckPasswordAsync(person, password);
        if (fits && !(person.LockoutEnd > now))
        {
            return true;
        }

        StaffDoor.Strike(person, now);
        _db.Audit(by, now, AuditActs.SignInFailed, person.UserName);
        return false;
    }

    // A refusal is saved, too: a wrong password counts.
    private async Task<StaffRefusal?> ChangeAsync(
        ClaimsPrincipal who,
        string? address,
        Func<StaffMember, Actor, DateTimeOffset, Task<StaffRefusal?>> change,
        CancellationToken cancellationToken)
    {
        if (await _users.GetUserAsync(who) is not { } person)
        {
            return StaffRefusal.Unknown;
        }

        if (CurrentStaff.IsByPin(who))
        {
            return StaffRefusal.PasswordNeeded;
        }

        var stamp = person.SecurityStamp;
        var refusal = await change(person, new Actor(person.DisplayName, Address: address), _time.GetUtcNow());
        StaffDoor.Touch(person);
        if (await _db.SaveStaffAsync(cancellationToken) is { } notSaved)
        {
            return notSaved;
        }

        if (refusal is null && person.SecurityStamp != stamp)
        {
            _stamps.Forget(person.Id);
            await _signIn.RefreshSignInAsync(person);
        }

        return refusal;
    }

    private async Task<UserPasskeyInfo?> FindAsync(StaffMember person, string id) =>
        (await _users.GetPasskeysAsync(person)).FirstOrDefault(key => Base64Url.EncodeToString(key.CredentialId) == id);

    private async Task<PasskeyAttestationResult?> AttestAsync(string credential)
    {
        try
        {
            return await _signIn.PerformPasskeyAttestationAsync(credential);
        }
        catch (InvalidOperationException)
        {
            // The question that this answers is gone: the page stood open too long, or nobody asked.
            return null;
        }
    }

    private static string NameOf(string? name) => name?.Trim() is { Length: > 0 } given ? given[..Math.Min(given.Length, LongestPasskeyName)] : "Passkey";
}
