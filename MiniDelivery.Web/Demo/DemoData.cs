using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Licensing;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Licensing;

namespace MiniDelivery.Web.Demo;

/// <summary>Puts the demo restaurant, its people, its shop and its licence into an empty database. Development only.</summary>
internal sealed class DemoData(
    DeliveryDb db,
    UserManager<StaffMember> users,
    RoleManager<IdentityRole<Guid>> roles,
    DemoSecrets secrets,
    LicenseReader licenses,
    TimeProvider time)
{
    private const string RestaurantCode = "demo";

    private static readonly (string SignIn, string Name, StaffRole Role)[] _people =
    [
        ("operator", "Оператор", StaffRole.Operator),
        ("manager", "Менеджер", StaffRole.Manager),
        ("admin", "Администратор", StaffRole.Admin),
    ];

    /// <summary>Adds what is missing and changes nothing else, but for a password or key that the settings fix.</summary>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        var restaurant = await db.Restaurants.SingleOrDefaultAsync(found => found.Code == RestaurantCode, cancellationToken);
        if (restaurant is null)
        {
            restaurant = new Restaurant
            {
                Code = RestaurantCode,
                Name = "Тестовый объект",
                TimeZone = "Asia/Novosibirsk",
                Currency = "RUB",
            };
            db.Add(restaurant);
            db.Add(new OrderSource { RestaurantId = restaurant.Id, Name = "сайт" });
            db.Add(new OrderSource { RestaurantId = restaurant.Id, Name = "телефон", IsStaff = true });
            await db.SaveChangesAsync(cancellationToken);
        }

        await EnsureLicenseAsync(restaurant);
        await EnsureKeyAsync(restaurant, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await EnsurePeopleAsync(cancellationToken);
    }

    private async Task EnsureLicenseAsync(Restaurant restaurant)
    {
        var now = time.GetUtcNow();
        var current = restaurant.LicenseToken is { } token ? await licenses.ReadAsync(token) : null;
        if (LicenseCheck.OnlineOrders(current, restaurant.Code, now, TimeSpan.Zero).State is not LicenseState.Valid)
        {
            using var signer = secrets.Signer();
            restaurant.LicenseToken = LicenseKeys.Sign(
                new License(Guid.CreateVersion7().ToString(), restaurant.Code, restaurant.Name, [License.OnlineOrders], now.AddDays(-1), now.AddYears(1)),
                signer);
        }
    }

    private async Task EnsureKeyAsync(Restaurant restaurant, CancellationToken cancellationToken)
    {
        var shop = await db.Sources.FirstAsync(source => source.RestaurantId == restaurant.Id && !source.IsStaff, cancellationToken);
        var key = ApiKey.From(secrets.ApiKey, shop.Id, Scopes.All, time.GetUtcNow())
            ?? throw new SettingException("Demo:ApiKey must have the form md_<8 letters or digits>_<32 letters or digits>.");
        if (await db.ApiKeys.SingleOrDefaultAsync(found => found.Id == key.Id, cancellationToken) is { } known)
        {
            if (known.SecretHash.AsSpan().SequenceEqual(key.SecretHash))
            {
                return;
            }

            // The same public half with another secret: the settings are right.
            db.Remove(known);
            await db.SaveChangesAsync(cancellationToken);
        }

        db.Add(key);
    }

    private async Task EnsurePeopleAsync(CancellationToken cancellationToken)
    {
        foreach (var role in Enum.GetNames<StaffRole>())
        {
            if (!await roles.RoleExistsAsync(role))
            {
                Demand(await roles.CreateAsync(new IdentityRole<Guid>(role)));
            }
        }

        // Identity's store leaves saving to whoever knows what belongs together.
        var roleIds = await db.Roles.ToDictionaryAsync(role => role.Name!, role => role.Id, cancellationToken);
        foreach (var (signIn, name, role) in _people)
        {
            var person = await users.FindByNameAsync(signIn);
            if (person is null)
            {
                person = new StaffMember { Id = Guid.CreateVersion7(), UserName = signIn, DisplayName = name, LockoutEnabled = true };
                Demand(await users.CreateAsync(person, secrets.Password));
                db.Add(new IdentityUserRole<Guid> { UserId = person.Id, RoleId = roleIds[role.ToString()] });
            }
            else if (!await users.CheckPasswordAsync(person, secrets.Password))
            {
                Demand(await users.RemovePasswordAsync(person));
                Demand(await users.AddPasswordAsync(person, secrets.Password));
            }
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private static void Demand(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new SettingException("Demo:Password: " + string.Join(" ", result.Errors.Select(error => error.Description)));
        }
    }
}
