using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Menu;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Domain.Till;

namespace MiniDelivery.Tests.Support;

/// <summary>Plausible things to test with. A test spells out only what it is about.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Noon = new(2027, 1, 13, 12, 0, 0, TimeSpan.Zero);

    public static readonly RestaurantId Restaurant = RestaurantId.New();

    public static readonly SourceId Source = SourceId.New();

    public static Actor Anna { get; } = new("Анна", StaffRole.Operator, "Терминал 1");

    public static Actor Boris { get; } = new("Борис", StaffRole.Manager);

    /// <summary>The pie and the bread of the user's own document, and some more.</summary>
    public static RestaurantMenu Menu { get; } = new(Noon,
    [
        Item(1001, 101, "Пирог", 350, groups: [new ModifierGroup(1, "Соусы", 0, 3, [new Modifier(3005, 305, "Сметана", Money.From(20))])]),
        Item(1002, 102, "Хлеб", 30),
        Item(1003, 103, "Сёмга", 2500, isWeighed: true),
        Item(1004, 104, "Комбо обед", 450, isCombo: true),
    ]);

    public static MenuItem Item(
        int ident, int code, string name, decimal price, bool isWeighed = false, bool isCombo = false, IReadOnlyList<ModifierGroup>? groups = null) =>
        new(ident, code, null, name, "Блюда", Money.From(price), IsStopped: false, isWeighed, isCombo, null, groups ?? []);

    public static NewOrder Draft(string externalId = "WEB-1", params NewOrderLine[] lines) => new()
    {
        ExternalId = externalId,
        Guest = new Guest("ИВАНОВ ИВАН ИВАНОВИЧ", "87776665544", null),
        Address = new Address("Ул. Пушкина"),
        Comment = "Две персоны",
        Guests = 2,
        Lines = lines is [] ? [Line("101", "Пирог", 2, 350), Line("102", "Хлеб", 1, 30)] : lines,
    };

    public static NewOrderLine Line(string? code, string? name, decimal quantity, decimal? price, params NewOrderModifier[] modifiers) =>
        new(code, name, Quantity.From(quantity), price is { } amount ? Money.From(amount) : null, null, modifiers);

    public static Order Order(NewOrder? draft = null, RestaurantMenu? menu = null, int number = 43) =>
        Domain.Orders.Order.Receive(draft ?? Draft(), Restaurant, Source, number, menu ?? Menu, new Actor("сайт"), Noon);

    public static TillOrder TillOrder(Order order, string name = "Dlv.2", params TillPackage[] packages) => new()
    {
        Guid = order.Handoff!.OrderGuid,
        Visit = 7,
        OrderIdent = 256,
        Name = name,
        Table = "Dlv",
        Packages = packages,
    };

    /// <summary>An order that the till has, still empty.</summary>
    public static Order Created(NewOrder? draft = null)
    {
        var order = Order(draft);
        order.Accept(Anna, Noon);
        order.TillHasCreated(TillOrder(order), Noon.AddMinutes(1));
        return order;
    }

    /// <summary>An order whose dishes the kitchen has.</summary>
    public static Order Accepted(NewOrder? draft = null)
    {
        var order = Created(draft);
        order.Fill(Anna, Menu, Noon.AddMinutes(2));
        order.TillHasFilled(TillOrder(order), Noon.AddMinutes(2));
        return order;
    }
}
