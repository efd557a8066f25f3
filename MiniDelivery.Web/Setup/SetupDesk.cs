using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Licensing;
using MiniDelivery.Web.Restaurants;
using MiniDelivery.Web.Tills;

namespace MiniDelivery.Web.Setup;

/// <summary>A field of the set-up.</summary>
public enum SetupField
{
    /// <summary>The administrator's name.</summary>
    Name,

    /// <summary>What the administrator signs in with.</summary>
    SignInName,

    /// <summary>The administrator's password.</summary>
    Password,

    /// <summary>The restaurant's name.</summary>
    Restaurant,

    /// <summary>The restaurant's code, which its licence names.</summary>
    Code,

    /// <summary>The restaurant's time zone.</summary>
    TimeZone,

    /// <summary>The restaurant's currency.</summary>
    Currency,
}

/// <summary>What the set-up asks for.</summary>
public sealed class SetupForm
{
    /// <summary>As the history will name the administrator.</summary>
    public string? Name { get; set; }

    /// <summary>What the administrator signs in with.</summary>
    public string? SignInName { get; set; }

    /// <summary>The administrator's password; never drawn back.</summary>
    public string? Password { get; set; }

    /// <summary>The restaurant's name.</summary>
    public string? Restaurant { get; set; }

    /// <summary>The restaurant's code.</summary>
    public string? Code { get; set; }

    /// <summary>IANA name of the time zone.</summary>
    public string? TimeZone { get; set; }

    /// <summary>ISO 4217 code.</summary>
    public string? Currency { get; set; }
}

/// <summary>What became of the set-up.</summary>
/// <param name="IsDone">It is done, now or before by somebody else.</param>
/// <param name="Faults">What is wrong with which field; a code with words of its own.</param>
public sealed record SetupAnswer(bool IsDone, IReadOnlyDictionary<SetupField, string> Faults);

/// <summary>Makes the first administrator and the first restaurant of an empty installation.</summary>
public sealed class SetupDesk : IDisposable
{
    /// <summary>The code of a field that is empty or has another form.</summary>
    public const string Unusable = "Unusable";

    private readonly SetupGate _gate;
    private readonly IServiceScopeFactory _scopes;
    private readonly RestaurantDirectory _restaurants;
    private readonly TillSettingsStore _tills;
    private readonly LicenseWatch _licenses;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _oneByOne = new(1);

    internal SetupDesk(
        SetupGate gate, IServiceScopeFactory scopes, RestaurantDirectory restaurants, TillSettingsStore tills, LicenseWatch licenses, TimeProvider time) =>
        (_gate, _scopes, _restaurants, _tills, _licenses, _time) = (gate, scopes, restaurants, tills, licenses, time);

    /// <inheritdoc/>
    public void Dispose() => _oneByOne.Dispose();

    /// <summary>Whether the installation still waits for its first person.</summary>
    public bool IsOpen => _gate.IsOpen;

    /// <summary>Whether this is the token of this start. A wrong one is answered later and later.</summary>
    public Task<bool> AcceptsAsync(string? token, CancellationToken cancellationToken) => _gate.AcceptsAsync(token, cancellationToken);

    /// <summary>Opens the set-up of an installation without people, and says its token; null when there is somebody.</summary>
    public async Task<string?> OpenAsync(CancellationToken cancellationToken)
    {
        await using var scope = _scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<DeliveryDb>().Users.AnyAsync(cancellationToken) ? null : _gate.Open();
    }

    /// <summary>What is wrong with the values; empty = they will do.</summary>
    public static IReadOnlyDictionary<SetupField, string> Faults(SetupForm form)
    {
        ArgumentNullException.ThrowIfNull(form);
        var faults = new Dictionary<SetupField, string>();
        Check(SetupField.Name, form.Name?.Trim() is { Length: > 0 and <= Limits.Name });
        Check(SetupField.SignInName, StaffRules.IsSignInName(form.SignInName?.Trim()));
        Check(SetupField.Restaurant, RestaurantRules.IsName(form.Restaurant));
        Check(SetupField.Code, RestaurantRules.IsCode(form.Code));
        Check(SetupField.TimeZone, RestaurantRules.IsTimeZone(form.TimeZone));
        Check(SetupField.Currency, RestaurantRules.IsCurrency(form.Currency));
        if (PasswordRules.Fault(form.Password ?? "", form.SignInName, form.Name, form.Restaurant) is { } fault)
        {
            faults[SetupField.Password] = fault.ToString();
        }

        return faults;

        void Check(SetupField field, bool isRight)
        {
            if (!isRight)
            {
                faults[field] = Unusable;
            }
        }
    }

    /// <summary>
    /// Makes everything in one transaction: roles, the administrator, the restaurant and the source of its own telephone orders. The
    /// token is asked for again: it, and not the page, is the right to do this.
    /// </summary>
    public async Task<SetupAnswer> CompleteAsync(string? token, SetupForm form, string? address, CancellationToken cancellationToken)
    {
        var faults = Faults(form);
        if (!await _gate.AcceptsAsync(token, cancellationToken) || faults.Count > 0)
        {
            return new SetupAnswer(false, faults);
        }

        await _oneByOne.WaitAsync(cancellationToken);
        try
        {
            await using var scope = _scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<DeliveryDb>();
            if (!await db.Users.AnyAsync(cancellationToken))
            {
                await AddAsync(scope.ServiceProvider.GetRequiredService<UserManager<StaffMember>>(), db, form, address, cancellationToken);
                await db.SaveChangesAsync(cancellationToken);
            }

            _gate.Close();
        }
        finally
        {
            _oneByOne.Release();
        }

        await _restaurants.ReadAsync(cancellationToken);
        await _tills.ReadAsync(cancellationToken);
        await _licenses.ReadAsync(cancellationToken);
        return new SetupAnswer(true, faults);
    }

    /// <summary>Where another instance was set up, this one need not be any more.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        if (!IsOpen)
        {
            return;
        }

        await using var scope = _scopes.CreateAsyncScope();
        if (await scope.ServiceProvider.GetRequiredService<DeliveryDb>().Users.AnyAsync(cancellationToken))
        {
            _gate.Close();
        }
    }

    private async Task AddAsync(UserManager<StaffMember> users, DeliveryDb db, SetupForm form, string? address, CancellationToken cancellationToken)
    {
        var known = await db.Roles.Select(role => role.Name).ToListAsync(cancellationToken);
        var roles = Enum.GetNames<StaffRole>().Except(known).Select(name => new IdentityRole<Guid>(name!)
        {
            Id = Guid.CreateVersion7(),
            NormalizedName = name!.ToUpperInvariant(),
            ConcurrencyStamp = Guid.NewGuid().ToString(),
        }).ToList();
        db.AddRange(roles);
        var person = new StaffMember
        {
            Id = Guid.CreateVersion7(),
            UserName = form.SignInName!.Trim(),
            DisplayName = form.Name!.Trim(),
            LockoutEnabled = true,
        };
        if (await users.CreateAsync(person, form.Password!) is { Succeeded: false } result)
        {
            throw new InvalidOperationException(string.Join(' ', result.Errors.Select(error => error.Code)));
        }

        var admin = roles.FirstOrDefault(role => role.Name == nameof(StaffRole.Admin))?.Id
            ?? await db.Roles.Where(role => role.Name == nameof(StaffRole.Admin)).Select(role => role.Id).SingleAsync(cancellationToken);
        db.Add(new IdentityUserRole<Guid> { UserId = person.Id, RoleId = admin });
        if (!await db.Restaurants.AnyAsync(cancellationToken))
        {
            var restaurant = new Restaurant
            {
                Code = form.Code!.Trim(),
                Name = form.Restaurant!.Trim(),
                TimeZone = form.TimeZone!,
                Currency = form.Currency!.Trim(),
                Country = RestaurantRules.CountryOf(form.Currency.Trim(), form.TimeZone!),
            };
            db.AddRange(restaurant, new OrderSource { RestaurantId = restaurant.Id, Name = OrderSource.StaffName, IsStaff = true });
        }

        db.Audit(
            new Actor(person.DisplayName, StaffRole.Admin, Address: address), _time.GetUtcNow(), AuditActs.SetUp, person.UserName, now: form.Restaurant);
    }
}
