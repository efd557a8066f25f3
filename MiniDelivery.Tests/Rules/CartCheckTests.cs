using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Menu;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Rules;

public sealed class CartCheckTests
{
    private static readonly RestaurantMenu _menu = new(Some.Noon,
    [
        Some.Item(1001, 101, "Пирог", 350, groups: [new ModifierGroup(1, "Соусы", 1, 2, [new Modifier(3005, 305, "Сметана", Money.From(20))])]),
        Some.Item(1002, 102, "Хлеб", 30) with { IsStopped = true },
        Some.Item(1003, 103, "Суп", 200) with { Left = Quantity.From(3) },
    ]);

    [Fact]
    public void A_cart_that_the_till_would_sell_as_it_is_has_no_notes_and_the_tills_total()
    {
        var check = Check(Some.Line("101", null, 2, 350, Sauce(1, 20))) ;

        Assert.Empty(Notes(check));
        Assert.Equal(Money.From(740), check.Total);
    }

    [Fact]
    public void Everything_that_is_otherwise_is_said_with_its_place() => Assert.Equal(
        [
            "/items/0/modifiers/0 unmapped", "/items/0/modifiers modifiers-missing", "/items/1 stopped", "/items/1/price price-differs", "/items/2 unmapped",
            "/items/3/quantity too-few-left", "/items/4/quantity too-few-left", "/items/5/modifiers/0/price price-differs", "/items/5/modifiers modifiers-too-many",
        ],
        Notes(Check(
            Some.Line("101", null, 1, 350, new NewOrderModifier(null, "Горчица", Quantity.One, null)),
            Some.Line("102", null, 1, 31),
            Some.Line("9999", "Нечто", 1, 5),
            Some.Line("103", null, 2, null),
            Some.Line(null, "суп", 2, null),
            Some.Line("101", null, 1, null, Sauce(3, 21)))));

    [Fact]
    public void What_has_no_price_at_the_till_leaves_the_total_open() => Assert.Null(Check(Some.Line("9999", "Нечто", 1, 5)).Total);

    private static NewOrderModifier Sauce(decimal quantity, decimal price) => new("305", null, Quantity.From(quantity), Money.From(price));

    private static CartCheck Check(params NewOrderLine[] lines) => CartCheck.Of(Some.Draft("A", lines), _menu);

    private static IEnumerable<string> Notes(CartCheck check) => check.Lines.SelectMany(line => line.Notes).Select(note => $"{note.Pointer} {note.Code}");
}
