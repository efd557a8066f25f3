using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Web.Access;

/// <summary>How PINs are stored and compared: hashed as passwords are, and the hash encrypted with the installation's keys.</summary>
internal sealed class PinKeeper(IDataProtectionProvider protection, IPasswordHasher<StaffMember> hasher)
{
    private readonly IDataProtector _protector = protection.CreateProtector("MiniDelivery.Pin.v1");
    private readonly string _nobodys = hasher.HashPassword(new StaffMember(), Guid.NewGuid().ToString());

    /// <summary>As it is stored.</summary>
    public string Hide(StaffMember person, string pin) => _protector.Protect(hasher.HashPassword(person, pin));

    /// <summary>Whether the PIN is the person's. Costs the same work when there is no such person or PIN.</summary>
    public bool Fits(StaffMember? person, StaffPin? kept, string pin) =>
        hasher.VerifyHashedPassword(person ?? new StaffMember(), Show(kept) ?? _nobodys, pin) is not PasswordVerificationResult.Failed && person is not null && kept is not null;

    private string? Show(StaffPin? kept)
    {
        try
        {
            return kept is null ? null : _protector.Unprotect(kept.Hash);
        }
        catch (CryptographicException)
        {
            return null; // Of keys that are gone: a new PIN must be set.
        }
    }
}
