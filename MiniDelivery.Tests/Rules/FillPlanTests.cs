using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Menu;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Rules;

public sealed class FillPlanTests
{
    [Fact]
    public void The_guests_dishes_are_sent_with_quantities_and_modifiers_per_portion()
    {
        var plan = Plan(Some.Line("101", "Пирог", 2, 350, Added("305", 3)), Some.Line("103", "Сёмга", 0.35m, 2500));

        Assert.Empty(plan.Problems);
        Assert.Equal([(1001, 2000), (1003, 350)], plan.Lines.Select(line => (line.Ident, line.Quantity.Thousandths)));
        Assert.Equal([new FillModifier(3005, 3)], plan.Lines[0].Modifiers);
        Assert.Empty(plan.Lines[1].Modifiers);
    }

    [Fact]
    public void What_is_added_to_a_combo_is_a_component_when_it_is_a_dish()
    {
        var menu = new RestaurantMenu(Some.Noon,
        [
            .. Some.Menu.Items,
            Some.Item(1016, 116, "Обед", 500, isCombo: true, groups: [new ModifierGroup(4, "Напиток", 1, 1, [new Modifier(3020, 320, "Морс", Money.Zero)])]),
        ]);
        var order = Some.Order(Some.Draft("WEB-1", Some.Line("116", null, 1, 500, Added("101"), Added("320"), Added("102", 2))), menu);

        var line = Assert.Single(FillPlan.For(order, menu).Lines);

        Assert.True(line.IsCombo);
        Assert.Equal([new FillModifier(1001, 1), new FillModifier(1002, 2)], line.Components);
        Assert.Equal([new FillModifier(3020, 1)], line.Modifiers);
    }

    [Fact]
    public void A_dish_that_cannot_be_sent_is_named_with_its_reason_and_the_others_are_planned()
    {
        var plan = Plan(
            Some.Line("999", "Уха", 1, 100),
            Some.Line("101", "Пирог", 1, 350, Added("777")),
            Some.Line("101", "Пирог", 1, 350, Added("305", 0.5m)),
            Some.Line("102", "Хлеб", 0.5m, 30),
            Some.Line("102", "Хлеб", 1, 30));

        Assert.Equal(
            [
                new FillProblem(1, "Уха", FillObstacle.DishUnknown),
                new FillProblem(2, "Пирог", FillObstacle.ModifierUnknown),
                new FillProblem(3, "Пирог", FillObstacle.ModifierUnknown),
                new FillProblem(4, "Хлеб", FillObstacle.WholePortionsOnly),
            ],
            plan.Problems);
        Assert.Equal([1002], plan.Lines.Select(line => line.Ident));
    }

    [Fact]
    public void A_dish_that_the_menu_has_lost_since_cannot_be_sent()
    {
        var order = Some.Order();

        var plan = FillPlan.For(order, new RestaurantMenu(Known.Later, [Some.Menu.Items[1]]));

        Assert.Equal([new FillProblem(1, "Пирог", FillObstacle.DishUnknown)], plan.Problems);
    }

    [Fact]
    public void Our_dishes_are_recognised_in_whatever_order_the_till_has_them()
    {
        var plan = Plan(Some.Line("101", null, 2, null), Some.Line("102", null, 1, null), Some.Line("102", null, 1, null));

        Assert.True(plan.IsIn(Package((1002, 1), (1001, 2), (1002, 1))));
    }

    [Fact]
    public void Other_dishes_are_not_taken_for_ours()
    {
        var plan = Plan(Some.Line("101", null, 2, null), Some.Line("102", null, 1, null));

        Assert.False(plan.IsIn(Package((1001, 2))));
        Assert.False(plan.IsIn(Package((1001, 2), (1002, 2))));
        Assert.False(plan.IsIn(Package((1001, 2), (1003, 1))));
        Assert.False(plan.IsIn(Package((1001, 2), (1002, 1), (1002, 1))));
        Assert.False(plan.IsIn(Package()));
    }

    private static FillPlan Plan(params NewOrderLine[] lines) => FillPlan.For(Some.Order(Some.Draft("WEB-1", lines)), Some.Menu);

    private static NewOrderModifier Added(string code, decimal quantity = 1) => new(code, null, Quantity.From(quantity), null);

    private static TillPackage Package(params (int Ident, decimal Quantity)[] dishes) => new(
        1, null, IsPrinted: true, [.. dishes.Select(dish => new TillDish(dish.Ident, "", Quantity.From(dish.Quantity), Money.Zero, []))]);
}
