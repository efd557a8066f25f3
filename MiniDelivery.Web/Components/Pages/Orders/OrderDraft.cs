using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Menu;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Orders;

/// <summary>A dish being written down.</summary>
public sealed class DraftLine(MenuItem item)
{
    /// <summary>The dish of the menu.</summary>
    public MenuItem Item { get; } = item;

    /// <summary>How much; a portion, or a unit of weight.</summary>
    public decimal Quantity { get; set; } = 1;

    /// <summary>What is added, by ident.</summary>
    public HashSet<int> Chosen { get; } = [];

    /// <summary>The modifiers chosen, in the menu's order.</summary>
    public IEnumerable<Modifier> Modifiers =>
        Item.Groups.SelectMany(group => group.Modifiers).DistinctBy(modifier => modifier.Ident).Where(modifier => Chosen.Contains(modifier.Ident));

    /// <summary>What it comes to.</summary>
    public Money Amount => IsQuantityGood
        ? Modifiers.Aggregate(Item.Price ?? Money.Zero, (sum, modifier) => sum + modifier.Price) * Domain.Orders.Quantity.From(Quantity)
        : Money.Zero;

    /// <summary>More than nothing, whole portions unless it is sold by weight.</summary>
    public bool IsQuantityGood => Quantity is > 0 and <= 999
        && (Item.IsWeighed ? Domain.Orders.Quantity.IsExact(Quantity) : Quantity == decimal.Truncate(Quantity));

    /// <summary>The first group in which too few or too many are chosen.</summary>
    public ModifierGroup? BadGroup => Item.Groups.FirstOrDefault(group =>
        group.Modifiers.Count(modifier => Chosen.Contains(modifier.Ident)) is var count && (count < group.Min || count > group.Max));
}

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

    /// <summary>A dish's quantity or modifiers are not right; the dish says it.</summary>
    Line,

    /// <summary>The note that the guest will pay with is less than the sum.</summary>
    Change,
}

/// <summary>An order while it is being written down by staff.</summary>
public sealed class OrderDraft
{
    /// <summary>Made once with the form: pressing «Сохранить» twice makes one order.</summary>
    public string ExternalId { get; } = $"T-{Guid.CreateVersion7():N}";

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

    /// <summary>The dishes.</summary>
    public List<DraftLine> Lines { get; } = [];

    /// <summary>What it comes to.</summary>
    public Money Total => Lines.Aggregate(Money.Zero, (sum, line) => sum + line.Amount);

    /// <summary>What is to be put right before it can be saved.</summary>
    public IReadOnlyList<DraftFault> Faults(RestaurantInfo restaurant, DateTimeOffset now)
    {
        var faults = new (DraftFault Fault, bool Is)[]
        {
            (DraftFault.Phone, Phone.Count(char.IsAsciiDigit) < 5),
            (DraftFault.Address, Type is FulfillmentType.Delivery && string.IsNullOrWhiteSpace(Street)),
            (DraftFault.Time, !IsAsap && Promised(restaurant, now) is null),
            (DraftFault.Dishes, Lines is []),
            (DraftFault.Line, Lines.Any(line => !line.IsQuantityGood || line.BadGroup is not null)),
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
        Lines =
        [
            .. Lines.Select(line => new NewOrderLine(
                Code(line.Item.Code),
                line.Item.Name,
                Quantity.From(line.Quantity),
                line.Item.Price ?? Money.Zero,
                null,
                [.. line.Modifiers.Select(modifier => new NewOrderModifier(Code(modifier.Code), modifier.Name, Quantity.One, modifier.Price))])),
        ],
    };

    private Money? Note => Method is PaymentMethod.Cash && ChangeFrom is { } note && Money.IsExact(note) ? Money.From(note) : null;

    // Before the turn of the business day "at one" means the coming night.
    private DateTimeOffset? Promised(RestaurantInfo restaurant, DateTimeOffset now)
    {
        if (Time is not { } time)
        {
            return null;
        }

        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, restaurant.Zone).DateTime);
        return new[] { today, today.AddDays(1) }
            .Select(day => day.ToDateTime(time))
            .Where(local => !restaurant.Zone.IsInvalidTime(local))
            .Select(local => (DateTimeOffset?)new DateTimeOffset(local, restaurant.Zone.GetUtcOffset(local)))
            .FirstOrDefault(moment => moment >= now && restaurant.Day.IsSame(moment.Value, now));
    }

    private static string? Blank(string text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string Code(int code) => code.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
