using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Orders;

namespace MiniDelivery.Domain.Restaurants;

/// <summary>Identity of a restaurant, a UUIDv7.</summary>
public readonly record struct RestaurantId(Guid Value)
{
    /// <summary>A new id.</summary>
    public static RestaurantId New() => new(Guid.CreateVersion7());

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("D");
}

/// <summary>Identity of a source of orders, a UUIDv7.</summary>
public readonly record struct SourceId(Guid Value)
{
    /// <summary>A new id.</summary>
    public static SourceId New() => new(Guid.CreateVersion7());

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("D");
}

/// <summary>«Объект»: one restaurant with its own till, licence, time zone and currency.</summary>
public sealed class Restaurant
{
    /// <summary>Identity.</summary>
    public RestaurantId Id { get; init; } = RestaurantId.New();

    /// <summary>Short code; the licence names it as its subject (contract, section 5).</summary>
    public required string Code { get; set; }

    /// <summary>«Тестовый объект»: as header and footer show it.</summary>
    public required string Name { get; set; }

    /// <summary>IANA name of the time zone, for example <c>Asia/Novosibirsk</c>.</summary>
    public required string TimeZone { get; set; }

    /// <summary>ISO 4217 code of the currency.</summary>
    public required string Currency { get; set; }

    /// <summary>ISO 3166-1 code of the country whose phones are written here without their country code.</summary>
    public string Country { get; set; } = RestaurantRules.DefaultCountry;

    /// <summary>When the business day turns, as an hour of the restaurant's clock (0–23).</summary>
    public int DayTurnsAtHour { get; set; } = 5;

    /// <summary>Minutes that the kitchen usually needs for an order.</summary>
    public int CookingMinutes { get; set; } = 30;

    /// <summary>Minutes that a courier is usually on the way.</summary>
    public int TravelMinutes { get; set; } = 30;

    /// <summary>Minutes within which an order like another one of the same guest is likely the same; 0 = nobody looks.</summary>
    public int DuplicateMinutes { get; set; } = DuplicateCheck.UsualMinutes;

    /// <summary>When guests can order, a day each; a day that is missing is closed, and no day at all means that nobody has said.</summary>
    public IReadOnlyList<DayHours> Hours { get; set; } = [];

    /// <summary>Language of a new terminal; see <see cref="Appearance"/>.</summary>
    public string? Language { get; private set; }

    /// <summary>Colours of a new terminal; see <see cref="Appearance"/>.</summary>
    public ScreenTheme? Theme { get; private set; }

    /// <summary>Its colour among others; see <see cref="Appearance"/>.</summary>
    public RestaurantMark? Mark { get; private set; }

    /// <summary>How its screens look to somebody who has chosen nothing yet.</summary>
    public Appearance Appearance
    {
        get => new(Language, Theme, Mark);
        set => (Language, Theme, Mark) = (value.Language, value.Theme, value.Mark);
    }

    /// <summary>Whether it works. One that does not takes no orders and stands on no board; what it had stays.</summary>
    public bool IsActive { get; set; } = true;

    /// <summary>Grows with every change of these settings: the second of two writers is told.</summary>
    public int Version { get; set; }

    /// <summary>The number that the last order got; grows with every order in the same transaction.</summary>
    public int LastOrderNumber { get; private set; }

    /// <summary>The compact JWS of the licence (contract, section 5); null = none was ever given.</summary>
    public string? LicenseToken { get; set; }

    /// <summary>The zone itself.</summary>
    /// <exception cref="TimeZoneNotFoundException">The machine does not know the zone.</exception>
    public TimeZoneInfo Zone => TimeZoneInfo.FindSystemTimeZoneById(TimeZone);

    /// <summary>When guests can order.</summary>
    public OpeningHours OpeningHours => new(Hours, Zone);

    /// <summary>The business day of this restaurant.</summary>
    public BusinessDay Day => new(Zone, DayTurnsAtHour);

    /// <summary>How long orders usually take.</summary>
    public ServicePace Pace => new(CookingMinutes, TravelMinutes);

    /// <summary>The number for one more order.</summary>
    public int TakeNumber() => ++LastOrderNumber;
}

/// <summary>When a restaurant's day begins and ends: by its own clock, at its own hour, not at midnight.</summary>
/// <param name="Zone">The restaurant's time zone.</param>
/// <param name="TurnsAtHour">The hour at which one day ends and the next begins.</param>
public readonly record struct BusinessDay(TimeZoneInfo Zone, int TurnsAtHour)
{
    /// <summary>The business day that a moment belongs to.</summary>
    public DateOnly Of(DateTimeOffset moment)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, Zone).DateTime.AddHours(-TurnsAtHour));

        // A clock that is put back across the turn shows the old day once more; the day has turned all the same.
        return moment >= Start(day.AddDays(1)) ? day.AddDays(1) : day;
    }

    /// <summary>
    /// When a business day begins. A turn that the clock skips (summer time) moves to the first moment after it; of one that the
    /// clock shows twice it is the first.
    /// </summary>
    public DateTimeOffset Start(DateOnly day) => Zone.At(day.ToDateTime(new TimeOnly(TurnsAtHour, 0)));

    /// <summary>Whether two moments lie in the same business day.</summary>
    public bool IsSame(DateTimeOffset one, DateTimeOffset other) => Of(one) == Of(other);
}

/// <summary>«Источник»: a shop, a connector or a terminal that makes orders; every API key belongs to one.</summary>
public sealed class OrderSource
{
    /// <summary>Name of the staff's own source.</summary>
    public const string StaffName = "телефон";

    /// <summary>Identity.</summary>
    public SourceId Id { get; init; } = SourceId.New();

    /// <summary>Whose orders it makes.</summary>
    public required RestaurantId RestaurantId { get; init; }

    /// <summary>As badges show it: «сайт», «телефон».</summary>
    public required string Name { get; set; }

    /// <summary>Colour of its badge.</summary>
    public SourceColour Colour { get; set; }

    /// <summary>How its guests pay where an order does not say; null = in cash.</summary>
    public PaymentMethod? DefaultPayment { get; set; }

    /// <summary>How many orders it may hand in within an hour; null = as many as come.</summary>
    public int? OrdersPerHour { get; set; }

    /// <summary>The largest order that it may hand in; null = of any sum.</summary>
    public Money? MaxTotal { get; set; }

    /// <summary>Which of its orders are accepted without anybody's doing.</summary>
    public AutoAcceptRule AutoAccept { get; set; } = AutoAcceptRule.Off;

    /// <summary>Whether its orders are taken.</summary>
    public bool IsActive { get; set; } = true;

    /// <summary>Grows with every change: the second of two writers is told.</summary>
    public int Version { get; set; }

    /// <summary>Whether it is the staff's own phone orders rather than a shop.</summary>
    public bool IsStaff { get; init; }
}
