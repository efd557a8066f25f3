using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Web.Access;

/// <summary>
/// Whether a session still holds. Each carries the account's security stamp of when it began; a new password, another role, a closed
/// account and «выйти везде» make another stamp. That ends sessions at once; where another instance did it and could not tell this one,
/// within <see cref="Believed"/>.
/// </summary>
internal sealed class StaffStamps(IDbContextFactory<DeliveryDb> contexts, IOptions<IdentityOptions> identity, TimeProvider time)
{
    /// <summary>How long a stamp that was read is believed.</summary>
    public static readonly TimeSpan Believed = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<Guid, (string? Stamp, DateTimeOffset ReadAt)> _known = new();
    private ImmutableHashSet<Action> _listeners = [];

    /// <summary>Whether whoever is signed in with these claims still may be.</summary>
    public async Task<bool> IsCurrentAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var claims = identity.Value.ClaimsIdentity;
        return Guid.TryParse(user.FindFirstValue(claims.UserIdClaimType), out var person)
            && user.FindFirstValue(claims.SecurityStampClaimType) is { Length: > 0 } stamp
            && stamp == await StampOfAsync(person, cancellationToken);
    }

    /// <summary>The account was changed: whoever is signed in with it is asked again now.</summary>
    public void Forget(Guid person)
    {
        _known.TryRemove(person, out _);
        Tell();
    }

    /// <summary>Any account may have been changed by another instance.</summary>
    public void Forget()
    {
        _known.Clear();
        Tell();
    }

    /// <summary>Calls when any account was changed, until disposed.</summary>
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

    private async Task<string?> StampOfAsync(Guid person, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_known.TryGetValue(person, out var known) && now - known.ReadAt < Believed)
        {
            return known.Stamp;
        }

        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var stamp = await db.Users.Where(user => user.Id == person && !user.IsDisabled).Select(user => user.SecurityStamp).SingleOrDefaultAsync(cancellationToken);
            _known[person] = (stamp, now);
            return stamp;
        }
        catch (Exception error) when (error.IsStorageTrouble && known.Stamp is not null)
        {
            // A database that is gone for a moment must not send a whole shift to the sign-in page.
            return known.Stamp;
        }
    }

    private sealed class Listening(Action stop) : IDisposable
    {
        public void Dispose() => stop();
    }
}
