using System.Globalization;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Licensing;
using MiniDelivery.Web.Phones;

namespace MiniDelivery.Web.Restaurants;

/// <summary>A restaurant's settings, as a page shows and changes them.</summary>
public sealed class RestaurantForm
{
    /// <summary>Name.</summary>
    public string Name { get; set; } = "";

    /// <summary>Code.</summary>
    public string Code { get; set; } = "";

    /// <summary>IANA name of the time zone.</summary>
    public string TimeZone { get; set; } = "Europe/Moscow";

    /// <summary>ISO 4217 code.</summary>
    public string Currency { get; set; } = "RUB";

    /// <summary>ISO 3166-1 code of the country whose phones are written without their country code.</summary>
    public string Country { get; set; } = RestaurantRules.DefaultCountry;

    /// <summary>The hour at which the business day turns, 0–23.</summary>
    public int DayTurnsAtHour { get; set; } = 5;

    /// <summary>Minutes that the kitchen usually needs.</summary>
    public int CookingMinutes { get; set; } = 30;

    /// <summary>Minutes that a courier is usually on the way.</summary>
    public int TravelMinutes { get; set; } = 30;

    /// <summary>Minutes within which like orders are likely the same; 0 = nobody looks.</summary>
    public int DuplicateMinutes { get; set; } = DuplicateCheck.UsualMinutes;

    /// <summary>Opening hours.</summary>
    public IReadOnlyList<DayHours> Hours { get; set; } = [];
}

/// <summary>A restaurant, as administrators see it.</summary>
/// <param name="Id">Identity.</param>
/// <param name="Version">Of its settings; given back when they are saved.</param>
/// <param name="IsActive">Whether it works.</param>
/// <param name="Form">The settings.</param>
public sealed record RestaurantView(RestaurantId Id, int Version, bool IsActive, RestaurantForm Form);

/// <summary>What became of a change.</summary>
/// <param name="Refusal">Why not; null = it is done.</param>
/// <param name="Faults">The fields that cannot be used.</param>
public sealed record RestaurantAnswer(RestaurantRefusal? Refusal, IReadOnlyList<RestaurantField> Faults)
{
    /// <summary>Whether it is done.</summary>
    public bool IsDone => Refusal is null;

    internal static RestaurantAnswer Of(RestaurantRefusal? refusal) => new(refusal, []);
}

/// <summary>What administrators can do about restaurants. Everybody else is refused, whatever page they found.</summary>
public sealed class RestaurantDesk
{
    private const int Tries = 5;

    private readonly IDbContextFactory<DeliveryDb> _contexts;
    private readonly RestaurantWatch _watch;
    private readonly LicenseWatch _licenses;
    private readonly TimeProvider _time;

    internal RestaurantDesk(IDbContextFactory<DeliveryDb> contexts, RestaurantWatch watch, LicenseWatch licenses, TimeProvider time) =>
        (_contexts, _watch, _licenses, _time) = (contexts, watch, licenses, time);

    /// <summary>All restaurants, those that work first; null for who may not see them.</summary>
    public async Task<IReadOnlyList<RestaurantView>?> ListAsync(Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.May(Permission.ChangeSettings))
        {
            return null;
        }

        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var all = await db.Restaurants.AsNoTracking().ToListAsync(cancellationToken);
        return [.. all.OrderByDescending(found => found.IsActive).ThenBy(found => found.Name, StringComparer.CurrentCulture).Select(found => new RestaurantView(found.Id, found.Version, found.IsActive, FormOf(found)))];
    }

    /// <summary>What is wrong with the values; empty = they will do.</summary>
    public static IReadOnlyList<RestaurantField> Faults(RestaurantForm form)
    {
        ArgumentNullException.ThrowIfNull(form);
        (RestaurantField Field, bool IsRight)[] looks =
        [
            (RestaurantField.Name, RestaurantRules.IsName(form.Name)),
            (RestaurantField.Code, RestaurantRules.IsCode(form.Code)),
            (RestaurantField.TimeZone, RestaurantRules.IsTimeZone(form.TimeZone)),
            (RestaurantField.Currency, RestaurantRules.IsCurrency(form.Currency)),
            (RestaurantField.Country, PhoneText.Knows(form.Country)),
            (RestaurantField.DayTurnsAtHour, RestaurantRules.IsHour(form.DayTurnsAtHour)),
            (RestaurantField.Hours, RestaurantRules.AreHours(form.Hours)),
            (RestaurantField.Pace, new ServicePace(form.CookingMinutes, form.TravelMinutes).IsUsable),
            (RestaurantField.DuplicateMinutes, form.DuplicateMinutes is >= 0 and <= DuplicateCheck.MostMinutes),
        ];
        return [.. looks.Where(look => !look.IsRight).Select(look => look.Field)];
    }

    /// <summary>Adds a restaurant and the source of its own telephone orders. Its till and its licence come after.</summary>
    public async Task<RestaurantAnswer> CreateAsync(RestaurantForm form, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.May(Permission.ChangeSettings))
        {
            return RestaurantAnswer.Of(RestaurantRefusal.NotPermitted);
        }

        if (Faults(form) is [_, ..] faults)
        {
            return new RestaurantAnswer(RestaurantRefusal.Unusable, faults);
        }

        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        if (await IsTakenAsync(db, form.Code.Trim(), except: null, cancellationToken))
        {
            return RestaurantAnswer.Of(RestaurantRefusal.CodeTaken);
        }

        var restaurant = new Restaurant { Code = "", Name = "", TimeZone = "", Currency = "" };
        Fill(restaurant, form);
        db.AddRange(restaurant, new OrderSource { RestaurantId = restaurant.Id, Name = OrderSource.StaffName, IsStaff = true });
        db.Audit(by, _time.GetUtcNow(), AuditActs.RestaurantAdded, restaurant.Name, now: Text(form), restaurant: restaurant.Id);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException error) when (error.IsDuplicate)
        {
            return RestaurantAnswer.Of(RestaurantRefusal.CodeTaken);
        }

        return await TellAsync(cancellationToken);
    }

    /// <summary>Keeps a restaurant's settings; they hold at once.</summary>
    /// <param name="version">The version that the person was looking at.</param>
    public Task<RestaurantAnswer> SaveAsync(RestaurantId id, int version, RestaurantForm form, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(id, by, async (db, restaurant) =>
        {
            if (Faults(form) is [_, ..] faults)
            {
                return new RestaurantAnswer(RestaurantRefusal.Unusable, faults);
            }

            if (restaurant.Version != version)
            {
                return RestaurantAnswer.Of(RestaurantRefusal.ChangedMeanwhile);
            }

            if (await IsTakenAsync(db, form.Code.Trim(), id, cancellationToken))
            {
                return RestaurantAnswer.Of(RestaurantRefusal.CodeTaken);
            }

            var old = Text(FormOf(restaurant));
            Fill(restaurant, form);
            db.Audit(by, _time.GetUtcNow(), AuditActs.RestaurantChanged, restaurant.Name, old, Text(form), id);
            return null;
        }, cancellationToken);

    /// <summary>Closes a restaurant: no intake, on no board. Its orders in work must be done first, and one restaurant must be left.</summary>
    public Task<RestaurantAnswer> DeactivateAsync(RestaurantId id, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(id, by, async (db, restaurant) =>
        {
            if (!await db.Restaurants.AnyAsync(other => other.Id != id && other.IsActive, cancellationToken))
            {
                return RestaurantAnswer.Of(RestaurantRefusal.LastOne);
            }

            if (await db.Orders.AnyAsync(
                order => order.RestaurantId == id && order.Status != OrderStatus.Archived && order.Status != OrderStatus.Deleted, cancellationToken))
            {
                return RestaurantAnswer.Of(RestaurantRefusal.HasOrders);
            }

            restaurant.IsActive = false;
            db.Audit(by, _time.GetUtcNow(), AuditActs.RestaurantDeactivated, restaurant.Name, restaurant: id);
            return null;
        }, cancellationToken);

    /// <summary>Opens a closed restaurant again.</summary>
    public Task<RestaurantAnswer> ActivateAsync(RestaurantId id, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(id, by, (db, restaurant) =>
        {
            restaurant.IsActive = true;
            db.Audit(by, _time.GetUtcNow(), AuditActs.RestaurantActivated, restaurant.Name, restaurant: id);
            return Task.FromResult<RestaurantAnswer?>(null);
        }, cancellationToken);

    private async Task<RestaurantAnswer> ChangeAsync(
        RestaurantId id, Actor by, Func<DeliveryDb, Restaurant, Task<RestaurantAnswer?>> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.May(Permission.ChangeSettings))
        {
            return RestaurantAnswer.Of(RestaurantRefusal.NotPermitted);
        }

        for (var left = Tries; ; left--)
        {
            await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
            if (await db.Restaurants.SingleOrDefaultAsync(found => found.Id == id, cancellationToken) is not { } restaurant)
            {
                return RestaurantAnswer.Of(RestaurantRefusal.Unknown);
            }

            if (await change(db, restaurant) is { } refusal)
            {
                return refusal;
            }

            restaurant.Version++;
            try
            {
                await db.SaveChangesAsync(cancellationToken);
                return await TellAsync(cancellationToken);
            }
            catch (DbUpdateConcurrencyException) when (left > 1)
            {
                // An order took the next number, or somebody saved: the rules look at it and answer again.
            }
            catch (DbUpdateException error) when (error.IsDuplicate)
            {
                return RestaurantAnswer.Of(RestaurantRefusal.CodeTaken);
            }
        }
    }

    private async Task<RestaurantAnswer> TellAsync(CancellationToken cancellationToken)
    {
        await _watch.ReadAsync(cancellationToken);
        // A licence names the code.
        await _licenses.ReadAsync(cancellationToken);
        return RestaurantAnswer.Of(null);
    }

    private static Task<bool> IsTakenAsync(DeliveryDb db, string code, RestaurantId? except, CancellationToken cancellationToken) =>
        db.Restaurants.AnyAsync(other => other.Code == code && other.Id != except, cancellationToken);

    private static RestaurantForm FormOf(Restaurant restaurant) => new()
    {
        Name = restaurant.Name,
        Code = restaurant.Code,
        TimeZone = restaurant.TimeZone,
        Currency = restaurant.Currency,
        Country = restaurant.Country,
        DayTurnsAtHour = restaurant.DayTurnsAtHour,
        CookingMinutes = restaurant.CookingMinutes,
        TravelMinutes = restaurant.TravelMinutes,
        DuplicateMinutes = restaurant.DuplicateMinutes,
        Hours = restaurant.Hours,
    };

    private static void Fill(Restaurant restaurant, RestaurantForm form)
    {
        (restaurant.Name, restaurant.Code) = (form.Name.Trim(), form.Code.Trim());
        (restaurant.TimeZone, restaurant.Currency, restaurant.Country) = (form.TimeZone, form.Currency.Trim(), form.Country);
        (restaurant.CookingMinutes, restaurant.TravelMinutes) = (form.CookingMinutes, form.TravelMinutes);
        restaurant.DuplicateMinutes = form.DuplicateMinutes;
        (restaurant.DayTurnsAtHour, restaurant.Hours) = (form.DayTurnsAtHour, [.. form.Hours.OrderBy(day => day.Day)]);
    }

    private static string Text(RestaurantForm form) => string.Create(
        CultureInfo.InvariantCulture,
        $"{form.Name.Trim()}; {form.Code.Trim()}; {form.TimeZone}; {form.Currency}; {form.Country}; {form.DayTurnsAtHour:00}:00; {form.CookingMinutes} + {form.TravelMinutes} min; duplicates {form.DuplicateMinutes} min; {string.Join(", ", form.Hours.OrderBy(day => day.Day).Select(Text))}");

    private static string Text(DayHours day) => string.Create(CultureInfo.InvariantCulture, $"{day.Day.ToString()[..2]} {day.Opens:HH:mm}-{day.Closes:HH:mm}");
}
