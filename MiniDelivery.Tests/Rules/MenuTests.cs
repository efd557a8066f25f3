using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Menu;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Rules;

public sealed class MenuTests
{
    private static readonly RestaurantMenu _menu = new(Some.Noon,
    [
        .. Some.Menu.Items,
        Some.Item(1011, 111, "Чай", 50),
        Some.Item(1012, 112, " чай ", 60),
        Some.Item(1013, 113, "Суп", 200),
        Some.Item(1014, 113, "Щи", 210),
        Some.Item(1015, 115, "Борщ", 220, groups: [new ModifierGroup(2, "К борщу", 0, null, [_sourCream, _garlic]), new ModifierGroup(3, "Ещё", 0, null, [_sourCream])]),
        Some.Item(1016, 116, "Обед", 500, isCombo: true, groups: [new ModifierGroup(4, "Напиток", 1, 1, [new Modifier(3020, 320, "Морс", Money.Zero)])]),
    ]);

    private static Modifier _sourCream => new(3005, 305, "Сметана", Money.From(20));

    private static Modifier _garlic => new(3006, 306, "Чеснок", Money.From(5));

    [Theory]
    [InlineData("101", null, 1001)]
    [InlineData(" 101 ", "Хлеб", 1001)] // the code wins
    [InlineData(null, "Хлеб", 1002)]
    [InlineData(null, "  хЛЕБ ", 1002)]
    [InlineData(null, "Семга", 1003)]
    [InlineData(null, "СЁМГА", 1003)]
    [InlineData("999", "Хлеб", null)] // a code that the till does not know is no reason to guess by name
    [InlineData(null, "Чай", null)] // two have this name
    [InlineData("113", "Суп", null)] // two have this code
    [InlineData(null, "Хлеб ржаной", null)]
    [InlineData("", "", null)]
    [InlineData(null, null, null)]
    public void A_dish_is_found_by_its_code_or_by_a_name_that_only_one_has(string? code, string? name, int? ident) =>
        Assert.Equal(ident, _menu.Match(code, name)?.Ident);

    [Theory]
    [InlineData("305", null, 3005)] // in two groups of the dish, but one modifier
    [InlineData(null, "чеснок", 3006)]
    [InlineData("102", null, null)] // a dish is no modifier of a soup
    [InlineData("999", "Чеснок", null)]
    public void A_modifier_is_looked_for_among_those_of_its_dish(string? code, string? name, int? ident) =>
        Assert.Equal(ident, _menu.MatchModifier(_menu.Find(1015)!, code, name));

    [Theory]
    [InlineData("320", null, 3020)] // its own modifier first
    [InlineData("102", null, 1002)] // then any dish
    [InlineData(null, "Пирог", 1001)]
    [InlineData("305", null, null)] // a modifier of another dish
    public void An_addition_to_a_combo_may_be_a_dish(string? code, string? name, int? ident) =>
        Assert.Equal(ident, _menu.MatchModifier(_menu.Find(1016)!, code, name));

    [Theory]
    [InlineData(null, 10)]
    [InlineData("  ", 10)]
    [InlineData("чай", 2)]
    [InlineData("семг", 1)]
    [InlineData("11", 6)]
    [InlineData("пицца", 0)]
    public void The_search_takes_parts_of_names_and_beginnings_of_codes(string? text, int found) =>
        Assert.Equal(found, _menu.Search(text).Count());

    [Fact]
    public void An_ident_that_the_menu_does_not_have_is_nothing() => Assert.Null(_menu.Find(9999));

    [Fact]
    public void A_received_order_has_found_what_the_menu_has()
    {
        var order = Some.Order(Some.Draft(
            "WEB-1", Some.Line("101", "Пирог", 1, 350, new NewOrderModifier("305", null, Quantity.One, null), new NewOrderModifier(null, "Перец", Quantity.One, null))));

        Assert.Equal(1001, order.Lines[0].MenuIdent);
        Assert.Equal([3005, null], order.Lines[0].Modifiers.Select(modifier => modifier.MenuIdent));
        Assert.False(order.Lines[0].IsMapped);
    }

    [Fact]
    public void An_order_that_came_before_the_menu_finds_its_dishes_later_and_only_once()
    {
        var order = Order.Receive(Some.Draft(), Some.Restaurant, Some.Source, 43, menu: null, new Domain.Access.Actor("сайт"), Some.Noon);
        Assert.DoesNotContain(order.Lines, line => line.IsMapped);

        Assert.True(order.MatchDishes(Some.Menu));
        Assert.False(order.MatchDishes(Some.Menu));

        Assert.Equal([1001, 1002], order.Lines.Select(line => line.MenuIdent));
    }
}
