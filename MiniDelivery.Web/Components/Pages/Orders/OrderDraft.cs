using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Menu;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Orders;

/// <summary>What is wrong with a draft.</summary>
public enum DraftFault
{
    /// <summary>No phone, or none that can be called.</summary>
    Phone,

    /// <summary>Delivery without an address.</summary>
    Address,

    /// <summary>The time is not given, or over.</summary>
    Time,

    /// <summary>No dishes.</summary>
    Dishes,

    /// <summary>A dish is stopped meanwhile, or its modifiers are not right.</summary>
    Line,

    /// <summary>The note that the guest will pay with is less than the sum.</summary>
    Change,
}

/// <summary>A dish that could not be taken over from an earlier order.</summary>
/// <param name="Name">As it was called then.</param>
/// <param name="IsStopped">The menu has it, but it cannot be sold now; otherwise the menu does not have it any more.</param>
public sealed record DraftLoss(string Name, bool IsStopped);

/// <summary>An order while it is being written down by staff.</summary>
public sealed class OrderDraft(RestaurantMenu? menu)
{
    // As the API has it: more digits are no phone.
    private const int LeastDigits = 5, MostDigits = 25;

    private static readonly TimeSpan _step = TimeSpan.FromMinutes(5);

    /// <summary>Made once with the form: pressing «Сохранить» twice makes one order.</summary>
    public string ExternalId { get; private set; } = $"T-{Guid.CreateVersion7():N}";

    /// <summary>«Телефон».</summary>
    public string Phone { get; set; } = "";

    /// <summary>«ФИО».</summary>
    public string Name { get; set; } = "";

    /// <summary>Delivery or pickup.</summary>
    public FulfillmentType Type { get; set; }

    /// <summary>Street and house.</summary>
    public string Street { get; set; } = "";

    /// <summary>Entrance.</summary>
    public string Entrance { get; set; } = "";

    /// <summary>Floor.</summary>
    public string Floor { get; set; } = "";

    /// <summary>Apartment.</summary>
    public string Apartment { get; set; } = "";

    /// <summary>Intercom.</summary>
    public string Intercom { get; set; } = "";

    /// <summary>As soon as possible rather than at <see cref="Time"/>.</summary>
    public bool IsAsap { get; set; } = true;

    /// <summary>On which day, by the restaurant's calendar; null = in this business day.</summary>
    public DateOnly? Day { get; set; }

    /// <summary>When, by the restaurant's clock.</summary>
    public TimeOnly? Time { get; set; }

    /// <summary>For how many people.</summary>
    public int? Guests { get; set; }

    /// <summary>What the guest wishes.</summary>
    public string Comment { get; set; } = "";

    /// <summary>How it is paid.</summary>
    public PaymentMethod Method { get; set; }

    /// <summary>The note that the guest will pay with.</summary>
    public decimal? ChangeFrom { get; set; }

    /// <summary>The dishes, with the rules of the editor: stops, limits of modifiers, what is left.</summary>
    public EditDraft Dishes { get; private set; } = EditDraft.ForNew(menu);

    /// <summary>What it comes to.</summary>
    public Money Total => Dishes.Sum ?? Money.Zero;

    /// <summary>Whether there are enough digits to call, and not too many.</summary>
    public bool IsPhone => Phone.Count(char.IsAsciiDigit) is >= LeastDigits and <= MostDigits;

    /// <summary>Whether nothing is written yet.</summary>
    public bool IsBlank => Phone is "" && Name is "" && Street is "" && Comment is "" && Dishes.Lines is [];

    /// <summary>In so many minutes, rounded up to five: nobody promises a guest 18:32.</summary>
    public void PromiseIn(int minutes, RestaurantInfo restaurant, DateTimeOffset now)
    {
        var local = TimeZoneInfo.ConvertTime(now.AddMinutes(minutes), restaurant.Zone).DateTime;
        var rounded = new DateTime((local.Ticks + _step.Ticks - 1) / _step.Ticks * _step.Ticks);
        (IsAsap, Day, Time) = (false, DateOnly.FromDateTime(rounded), TimeOnly.FromDateTime(rounded));
    }

    /// <summary>Brings it where the guest had something brought to before.</summary>
    public void BringTo(Address address)
    {
        (Street, Entrance, Floor) = (address.Text, address.Entrance ?? "", address.Floor ?? "");
        (Apartment, Intercom) = (address.Apartment ?? "", address.Intercom ?? "");
    }

    /// <summary>Puts in the dishes of an earlier order instead of what is there, as far as today's menu sells them, at today's prices.</summary>
    /// <returns>What could not be taken over.</returns>
    public IReadOnlyList<DraftLoss> Repeat(Order order)
    {
        Dishes = EditDraft.ForNew(menu);
        var lost = Dishes.Propose(order).Select(problem => new DraftLoss(problem.Name, IsStopped: false)).ToList();
        foreach (var problem in Dishes.Problems())
        {
            lost.Add(new DraftLoss(problem.Name, IsStopped: true));
            Dishes.SetQuantity(problem.Line, default);
        }

        return lost;
    }

    /// <summary>What is to be put right before it can be saved.</summary>
    public IReadOnlyList<DraftFault> Faults(RestaurantInfo restaurant, DateTimeOffset now)
    {
        var faults = new (DraftFault Fault, bool Is)[]
        {
            (DraftFault.Phone, !IsPhone),
            (DraftFault.Address, Type is FulfillmentType.Delivery && string.IsNullOrWhiteSpace(Street)),
            (DraftFault.Time, !IsAsap && Promised(restaurant, now) is null),
            (DraftFault.Dishes, Dishes.Lines is []),
            (DraftFault.Line, Dishes.Problems() is not []),
            (DraftFault.Change, Note is { } note && note < Total),
        };
        return [.. faults.Where(fault => fault.Is).Select(fault => fault.Fault)];
    }

    /// <summary>The order as every source hands it in. Only for a draft without faults.</summary>
    public NewOrder ToOrder(RestaurantInfo restaurant, DateTimeOffset now) => new()
    {
        ExternalId = ExternalId,
        Guest = new Guest(Name.Trim(), Phone.Trim(), null),
        Type = Type,
        Address = Type is FulfillmentType.Delivery
            ? new Address(Street.Trim(), Blank(Entrance), Blank(Floor), Blank(Apartment), Blank(Intercom))
            : null,
        PromisedAt = IsAsap ? null : Promised(restaurant, now),
        Guests = Guests,
        Comment = Blank(Comment),
        Payment = new Payment(Method, Paid: false, Note),
        Total = Total,
        Lines = [.. Dishes.Lines.Select(line => new NewOrderLine(
            Code(line.Item!.Code), line.Name, line.Quantity, line.Item.Price ?? Money.Zero, line.Wish, [.. line.Parts.Select(part => Modifier(line.Item, part))]))],
    };

    /// <summary>What is written, to be kept.</summary>
    public DraftState Keep() => new(
        ExternalId, Phone, Name, Type, Street, Entrance, Floor, Apartment, Intercom, IsAsap, Day, Time, Guests, Comment, Method, ChangeFrom,
        [.. Dishes.Lines.Select(line => new DraftDish(line.Ident, line.Name, line.Quantity.Thousandths, [.. line.Parts.Select(part => new DraftPart(part.Ident, part.Count))], line.Wish))]);

    /// <summary>Goes on with what was kept, as far as today's menu sells it.</summary>
    /// <returns>The dishes that it does not.</returns>
    public IReadOnlyList<DraftLoss> Restore(DraftState kept)
    {
        (ExternalId, Phone, Name, Type) = (kept.ExternalId, kept.Phone, kept.Name, kept.Type);
        (Street, Entrance, Floor, Apartment, Intercom) = (kept.Street, kept.Entrance, kept.Floor, kept.Apartment, kept.Intercom);
        (IsAsap, Day, Time, Guests) = (kept.IsAsap, kept.Day, kept.Time, kept.Guests);
        (Comment, Method, ChangeFrom) = (kept.Comment, kept.Method, kept.ChangeFrom);
        Dishes = EditDraft.ForNew(menu);
        var lost = new List<DraftLoss>();
        foreach (var dish in kept.Dishes)
        {
            if (menu?.Find(dish.Ident) is not { } item)
            {
                lost.Add(new DraftLoss(dish.Name, IsStopped: false));
            }
            else if (Dishes.Add(item, new Quantity(dish.Thousandths), [.. dish.Parts.Select(part => Dishes.Part(item, part.Ident, part.Count))], dish.Wish) is not null)
            {
                lost.Add(new DraftLoss(dish.Name, IsStopped: true));
            }
        }

        return lost;
    }

    private Money? Note => Method is PaymentMethod.Cash && ChangeFrom is { } note && Money.IsExact(note) ? Money.From(note) : null;

    // Without a day "at one" means the coming night: the business day has not turned yet.
    private DateTimeOffset? Promised(RestaurantInfo restaurant, DateTimeOffset now)
    {
        if (Time is not { } time)
        {
            return null;
        }

        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, restaurant.Zone).DateTime);
        return (Day is { } day ? [day] : new[] { today, today.AddDays(1) })
            .Select(date => date.ToDateTime(time))
            .Where(local => !restaurant.Zone.IsInvalidTime(local))
            .Select(local => (DateTimeOffset?)new DateTimeOffset(local, restaurant.Zone.GetUtcOffset(local)))
            .FirstOrDefault(moment => moment >= now && (Day is not null || restaurant.Day.IsSame(moment.Value, now)));
    }

    // A part of a combo is a dish; anything else is one of the dish's own modifiers.
    private NewOrderModifier Modifier(MenuItem item, EditPart part) => new(
        (item.Groups.SelectMany(group => group.Modifiers).FirstOrDefault(modifier => modifier.Ident == part.Ident)?.Code ?? menu?.Find(part.Ident)?.Code) is { } code
            ? Code(code)
            : null,
        part.Name,
        Quantity.From(part.Count),
        part.Price);

    private static string? Blank(string text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string Code(int code) => code.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>What is written of an order, as it is kept.</summary>
public sealed record DraftState(
    string ExternalId,
    string Phone,
    string Name,
    FulfillmentType Type,
    string Street,
    string Entrance,
    string Floor,
    string Apartment,
    string Intercom,
    bool IsAsap,
    DateOnly? Day,
    TimeOnly? Time,
    int? Guests,
    string Comment,
    PaymentMethod Method,
    decimal? ChangeFrom,
    IReadOnlyList<DraftDish> Dishes);

/// <summary>A dish of it.</summary>
public sealed record DraftDish(int Ident, string Name, long Thousandths, IReadOnlyList<DraftPart> Parts, string? Wish);

/// <summary>What is added to it.</summary>
public sealed record DraftPart(int Ident, int Count);
