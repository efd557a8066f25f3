using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Web.Access;

/// <summary>A person, as administrators see them.</summary>
/// <param name="Id">Identity.</param>
/// <param name="SignInName">What they sign in with.</param>
/// <param name="Name">As others see them.</param>
/// <param name="Role">Their role; null = none. Of who works in some restaurants only, the highest.</param>
/// <param name="IsDisabled">The account is closed.</param>
/// <param name="MustChangePassword">They have not yet signed in with their one-time password.</param>
/// <param name="LockedUntil">After wrong passwords; null = not.</param>
/// <param name="Passkeys">How many passkeys they have.</param>
/// <param name="Posts">Where they work and as what; empty = everywhere.</param>
public sealed record StaffView(
    Guid Id,
    string SignInName,
    string Name,
    StaffRole? Role,
    bool IsDisabled,
    bool MustChangePassword,
    DateTimeOffset? LockedUntil,
    int Passkeys,
    IReadOnlyDictionary<RestaurantId, StaffRole> Posts);

/// <summary>What became of a change.</summary>
/// <param name="Refusal">Why not; null = it is done.</param>
/// <param name="OneTimePassword">To be told to the person; shown once and kept nowhere.</param>
public sealed record StaffAnswer(StaffRefusal? Refusal, string? OneTimePassword = null)
{
    /// <summary>Whether it is done.</summary>
    public bool IsDone => Refusal is null;
}

/// <summary>What administrators can do about people. Everybody else is refused, whatever page they found.</summary>
public sealed class StaffDesk : IDisposable
{
    private readonly IServiceScopeFactory _scopes;
    private readonly StaffStamps _stamps;
    private readonly TimeProvider _time;

    // Two administrators who close each other's account at the same moment would leave nobody.
    private readonly SemaphoreSlim _oneByOne = new(1);

    internal StaffDesk(IServiceScopeFactory scopes, StaffStamps stamps, TimeProvider time) => (_scopes, _stamps, _time) = (scopes, stamps, time);

    /// <inheritdoc/>
    public void Dispose() => _oneByOne.Dispose();

    /// <summary>Everybody, open accounts first; null for who may not see them.</summary>
    public async Task<IReadOnlyList<StaffView>?> ListAsync(Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.May(Permission.ChangeSettings))
        {
            return null;
        }

        await using var scope = _scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DeliveryDb>();
        var now = _time.GetUtcNow();
        var people = await db.Users.AsNoTracking().ToListAsync(cancellationToken);
        var roles = (await db.UserRoles.Join(db.Roles, link => link.RoleId, role => role.Id, (link, role) => new { link.UserId, role.Name })
            .ToListAsync(cancellationToken)).ToLookup(pair => pair.UserId, pair => Enum.Parse<StaffRole>(pair.Name!));
        var passkeys = await db.UserPasskeys.GroupBy(key => key.UserId).Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(pair => pair.Key, pair => pair.Count, cancellationToken);
        var posts = (await db.StaffPosts.AsNoTracking().ToListAsync(cancellationToken)).ToLookup(post => post.PersonId);
        return
        [
            .. people.OrderBy(person => person.IsDisabled).ThenBy(person => person.DisplayName, StringComparer.CurrentCulture).Select(person => new StaffView(
                person.Id,
                person.UserName!,
                person.DisplayName,
                roles[person.Id].Cast<StaffRole?>().Max(),
                person.IsDisabled,
                person.MustChangePassword,
                person.LockoutEnd > now ? person.LockoutEnd : null,
                passkeys.GetValueOrDefault(person.Id),
                posts[person.Id].ToDictionary(post => post.RestaurantId, post => post.Role))),
        ];
    }

    /// <summary>Makes an account with a one-time password.</summary>
    /// <param name="only">Where the person works; null = everywhere.</param>
    public async Task<StaffAnswer> CreateAsync(
        string signInName, string name, StaffRole role, RestaurantId? only, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.May(Permission.ChangeSettings))
        {
            return new StaffAnswer(StaffRefusal.NotPermitted);
        }

        var (signIn, shown) = (signInName?.Trim() ?? "", name?.Trim() ?? "");
        if (!StaffRules.IsSignInName(signIn) || shown.Length is 0 or > Limits.Name)
        {
            return new StaffAnswer(StaffRefusal.NameUnusable);
        }

        await using var scope = _scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DeliveryDb>();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<StaffMember>>();
        if (await users.FindByNameAsync(signIn) is not null)
        {
            return new StaffAnswer(StaffRefusal.NameTaken);
        }

        var person = new StaffMember { Id = Guid.CreateVersion7(), UserName = signIn, DisplayName = shown, LockoutEnabled = true, MustChangePassword = true };
        var password = OneTimePassword();
        if (await users.CreateAsync(person, password) is { Succeeded: false })
        {
            return new StaffAnswer(StaffRefusal.NameUnusable);
        }

        await db.SetRoleAsync(person.Id, role, cancellationToken);
        if (only is { } restaurant)
        {
            db.Add(new StaffPost { PersonId = person.Id, RestaurantId = restaurant, Role = role });
        }

        db.Audit(by, _time.GetUtcNow(), AuditActs.StaffCreated, $"{signIn} ({shown})", now: role.ToString(), restaurant: only);
        return await db.SaveStaffAsync(cancellationToken) is { } refusal ? new StaffAnswer(refusal) : new StaffAnswer(null, password);
    }

    /// <summary>Gives a person another role, everywhere. They sign in again with it.</summary>
    public Task<StaffAnswer> ChangeRoleAsync(Guid id, StaffRole role, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(id, by, async (db, person) =>
        {
            var old = await db.RoleOfAsync(id, cancellationToken);
            if (old is StaffRole.Admin && role is not StaffRole.Admin && await IsLastAdminAsync(db, id, cancellationToken))
            {
                return StaffRefusal.LastAdmin;
            }

            db.RemoveRange(await db.StaffPosts.Where(post => post.PersonId == id).ToListAsync(cancellationToken));
            await db.SetRoleAsync(id, role, cancellationToken);
            EndSessions(person);
            db.Audit(by, _time.GetUtcNow(), AuditActs.StaffRoleChanged, person.UserName, old?.ToString(), role.ToString());
            return null;
        }, cancellationToken);

    /// <summary>Says where a person works and as what; from then on nowhere else. They sign in again with it.</summary>
    /// <param name="wanted">At least one restaurant; <see cref="ChangeRoleAsync"/> is for who works everywhere.</param>
    public Task<StaffAnswer> ChangePostsAsync(
        Guid id, IReadOnlyDictionary<RestaurantId, StaffRole> wanted, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(id, by, async (db, person) =>
        {
            if (wanted.Count == 0)
            {
                return StaffRefusal.WorksNowhere;
            }

            var known = await db.Restaurants.AsNoTracking().ToDictionaryAsync(restaurant => restaurant.Id, restaurant => restaurant.Name, cancellationToken);
            if (wanted.Keys.Any(restaurant => !known.ContainsKey(restaurant)))
            {
                return StaffRefusal.Unknown;
            }

            if (await db.RoleOfAsync(id, cancellationToken) is StaffRole.Admin && await IsLastAdminAsync(db, id, cancellationToken))
            {
                return StaffRefusal.LastAdmin;
            }

            var old = await db.StaffPosts.Where(post => post.PersonId == id).ToListAsync(cancellationToken);
            var before = old is [] ? (await db.RoleOfAsync(id, cancellationToken))?.ToString() : Text(old.ToDictionary(post => post.RestaurantId, post => post.Role));
            db.RemoveRange(old.Where(post => !wanted.ContainsKey(post.RestaurantId)));
            foreach (var (restaurant, role) in wanted)
            {
                if (old.Find(post => post.RestaurantId == restaurant) is { } post)
                {
                    post.Role = role;
                }
                else
                {
                    db.Add(new StaffPost { PersonId = id, RestaurantId = restaurant, Role = role });
                }
            }

            await db.SetRoleAsync(id, wanted.Values.Max(), cancellationToken);
            EndSessions(person);
            db.Audit(by, _time.GetUtcNow(), AuditActs.StaffPostsChanged, person.UserName, before, Text(wanted));
            return null;

            string Text(IReadOnlyDictionary<RestaurantId, StaffRole> posts) =>
                string.Join("; ", posts.Select(post => $"{known[post.Key]}: {post.Value}").Order(StringComparer.Ordinal));
        }, cancellationToken);

    /// <summary>Closes an account and ends its sessions at once.</summary>
    public Task<StaffAnswer> DeactivateAsync(Guid id, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(id, by, async (db, person) =>
        {
            if (await db.RoleOfAsync(id, cancellationToken) is StaffRole.Admin && await IsLastAdminAsync(db, id, cancellationToken))
            {
                return StaffRefusal.LastAdmin;
            }

            person.IsDisabled = true;
            EndSessions(person);
            db.Audit(by, _time.GetUtcNow(), AuditActs.StaffDeactivated, person.UserName);
            return null;
        }, cancellationToken);

    /// <summary>Opens a closed account again.</summary>
    public Task<StaffAnswer> ActivateAsync(Guid id, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(id, by, (db, person) =>
        {
            person.IsDisabled = false;
            db.Audit(by, _time.GetUtcNow(), AuditActs.StaffActivated, person.UserName);
            return Task.FromResult<StaffRefusal?>(null);
        }, cancellationToken);

    /// <summary>Ends the wait after wrong passwords.</summary>
    public Task<StaffAnswer> UnlockAsync(Guid id, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(id, by, (db, person) =>
        {
            (person.AccessFailedCount, person.LockoutEnd) = (0, null);
            db.Audit(by, _time.GetUtcNow(), AuditActs.StaffUnlocked, person.UserName);
            return Task.FromResult<StaffRefusal?>(null);
        }, cancellationToken);

    /// <summary>Gives a person a one-time password. Their sessions end, their PIN is gone; their passkeys stay.</summary>
    public async Task<StaffAnswer> ResetPasswordAsync(Guid id, Actor by, CancellationToken cancellationToken)
    {
        var password = OneTimePassword();
        var answer = await ChangeAsync(id, by, async (db, person) =>
        {
            db.RemoveRange(await db.StaffPins.Where(pin => pin.PersonId == id).ToListAsync(cancellationToken));
            person.PasswordHash = new PasswordHasher<StaffMember>().HashPassword(person, password);
            (person.MustChangePassword, person.AccessFailedCount, person.LockoutEnd) = (true, 0, null);
            EndSessions(person);
            db.Audit(by, _time.GetUtcNow(), AuditActs.StaffPasswordReset, person.UserName, AuditEntry.Masked, AuditEntry.Masked);
            return null;
        }, cancellationToken);
        return answer.IsDone ? answer with { OneTimePassword = password } : answer;
    }

    private async Task<StaffAnswer> ChangeAsync(
        Guid id, Actor by, Func<DeliveryDb, StaffMember, Task<StaffRefusal?>> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.May(Permission.ChangeSettings))
        {
            return new StaffAnswer(StaffRefusal.NotPermitted);
        }

        await _oneByOne.WaitAsync(cancellationToken);
        try
        {
            await using var scope = _scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<DeliveryDb>();
            if (await db.Users.SingleOrDefaultAsync(known => known.Id == id, cancellationToken) is not { } person)
            {
                return new StaffAnswer(StaffRefusal.Unknown);
            }

            if (await change(db, person) is { } refusal)
            {
                return new StaffAnswer(refusal);
            }

            StaffDoor.Touch(person);
            if (await db.SaveStaffAsync(cancellationToken) is { } notSaved)
            {
                return new StaffAnswer(notSaved);
            }
        }
        finally
        {
            _oneByOne.Release();
        }

        _stamps.Forget(id);
        return new StaffAnswer(null);
    }

    private static async Task<bool> IsLastAdminAsync(DeliveryDb db, Guid id, CancellationToken cancellationToken)
    {
        var admin = StaffRole.Admin.ToString();
        return !await (from person in db.Users
                       join link in db.UserRoles on person.Id equals link.UserId
                       join role in db.Roles on link.RoleId equals role.Id
                       where role.Name == admin && !person.IsDisabled && person.Id != id && db.StaffPosts.All(post => post.PersonId != person.Id)
                       select person).AnyAsync(cancellationToken);
    }

    private static void EndSessions(StaffMember person) => person.SecurityStamp = Guid.NewGuid().ToString("N");

    // Without letters and digits that are taken for one another when they are read out.
    private static string OneTimePassword() =>
        string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz23456789", 4)));
}
