using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Rules;

/// <summary>«Ordered against rung up».</summary>
public sealed class DifferenceTests
{
    [Fact]
    public void The_same_dishes_in_whatever_packages_and_lines_are_the_same()
    {
        var order = Some.Order(Some.Draft("D-1", Some.Line("101", "Пирог", 1, 350), Some.Line("102", "Хлеб", 1, 30), Some.Line("101", "Пирог", 1, 350)));

        var difference = Difference.Between(order.Lines, [Dish(1002, 1000), Dish(1001, 500), Dish(1001, 1500)], Money.From(730), order.Total);

        Assert.False(difference.IsAny);
    }

    [Fact]
    public void Missing_added_and_changed_dishes_are_named_in_the_guests_order()
    {
        var order = Some.Order(Some.Draft("D-2", Some.Line("101", "Пирог", 2, 350), Some.Line("102", "Хлеб", 1, 30)));

        var difference = Difference.Between(order.Lines, [Dish(1003, 350, "Сёмга"), Dish(1001, 3000)], Money.From(1925), order.Total);

        Assert.Equal(
            [
                new DishDifference(DifferenceKind.Quantity, "Пирог", new Quantity(2000), new Quantity(3000)),
                new DishDifference(DifferenceKind.Missing, "Хлеб", Quantity.One, default),
                new DishDifference(DifferenceKind.Added, "Сёмга", default, new Quantity(350)),
            ],
            difference.Dishes);
        Assert.Equal((Money.From(730), Money.From(1195)), (difference.Ordered!.Value, difference.More));
    }

    [Fact]
    public void A_dish_without_a_place_in_the_menu_is_known_by_its_name()
    {
        var order = Some.Order(Some.Draft("D-3", Some.Line(null, "Особый торт", 1, 900), Some.Line(null, "Свечи", 1, 50)));

        var difference = Difference.Between(order.Lines, [Dish(555, 1000, "особый ТОРТ")], Money.From(900), order.Total);

        Assert.Equal(("Свечи", DifferenceKind.Missing), (Assert.Single(difference.Dishes).Name, difference.Dishes[0].Kind));
    }

    [Fact]
    public void Delivery_and_discount_are_the_shops_and_make_no_difference()
    {
        var order = Some.Order(Some.Draft("D-4") with { DeliveryFee = Money.From(100), Discount = Money.From(50), Total = Money.From(780) });

        Assert.All([730, 780], sum =>
            Assert.False(Difference.Between(order.Lines, [Dish(1001, 2000), Dish(1002, 1000)], Money.From(sum), order.Total).IsAny));
    }

    [Fact]
    public void Other_prices_are_a_difference_of_the_sum_alone_and_no_prices_are_none()
    {
        IReadOnlyList<TillDish> rungUp = [Dish(1001, 2000), Dish(1002, 1000)];
        var priced = Difference.Between(Some.Order().Lines, rungUp, Money.From(760), Money.From(730));
        var unpriced = Difference.Between(
            Some.Order(Some.Draft("D-5", Some.Line("101", "Пирог", 2, null), Some.Line("102", "Хлеб", 1, 30))).Lines, rungUp, Money.From(760), Money.From(730));

        Assert.Equal((true, 0, Money.From(30)), (priced.IsAny, priced.Dishes.Count, priced.More));
        Assert.False(unpriced.IsAny);
    }

    [Fact]
    public void Before_the_dishes_are_sent_only_what_a_cashier_rang_up_is_compared()
    {
        var order = Some.Created();
        Assert.Null(order.CompareWithTill());

        order.TillReports(Some.TillOrder(order, packages: new TillPackage(1, null, false, [Dish(1001, 2000)])) with { Version = 2 }, Some.Noon);

        Assert.Equal("Хлеб", Assert.Single(order.CompareWithTill()!.Dishes).Name);
    }

    [Fact]
    public void An_accepted_order_whose_dishes_are_all_gone_lacks_them_all()
    {
        var order = Some.Accepted();

        Assert.All(order.CompareWithTill()!.Dishes, dish => Assert.Equal(DifferenceKind.Missing, dish.Kind));
    }

    private static TillDish Dish(int ident, long thousandths, string name = "") => new(ident, name, new Quantity(thousandths), Money.Zero, []);
}
