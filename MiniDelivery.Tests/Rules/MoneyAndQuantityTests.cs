using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Rules;

public sealed class MoneyAndQuantityTests
{
    private const int Rounds = 20_000;

    // Seeded: a failure can be run again.
    private readonly Random _random = new(7);

    [Fact]
    public void Money_keeps_every_kopeck()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var amount = _random.NextInt64(-10_000_000_00, 10_000_000_00) / 100m;

            Assert.Equal(amount, Money.From(amount).Amount);
        }
    }

    [Fact]
    public void A_quantity_keeps_every_gram()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var value = _random.NextInt64(1, 1_000_000) / 1000m;

            Assert.Equal(value, Quantity.From(value).Value);
        }
    }

    [Fact]
    public void Sums_are_as_exact_as_on_paper()
    {
        var amounts = Enumerable.Range(0, Rounds).Select(_ => _random.NextInt64(-100_000, 100_000) / 100m).ToList();

        Assert.Equal(amounts.Sum(), amounts.Aggregate(Money.Zero, (sum, amount) => sum + Money.From(amount)).Amount);
        Assert.Equal(-amounts.Sum(), amounts.Aggregate(Money.Zero, (sum, amount) => sum - Money.From(amount)).Amount);
    }

    [Fact]
    public void A_price_times_a_quantity_is_the_nearest_kopeck()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var price = Money.From(_random.NextInt64(-100_000, 100_000) / 100m);
            var quantity = Quantity.From(_random.NextInt64(1, 20_000) / 1000m);

            Assert.Equal(Math.Round(price.Amount * quantity.Value, 2, MidpointRounding.AwayFromZero), (price * quantity).Amount);
        }
    }

    [Theory]
    [InlineData(0.05, 0.1, 0.01)] // half a kopeck
    [InlineData(-0.05, 0.1, -0.01)]
    [InlineData(0.25, 0.1, 0.03)] // to the even one it would be 0.02
    [InlineData(0.04, 0.1, 0)]
    [InlineData(2500, 0.35, 875)]
    public void Half_a_kopeck_is_rounded_away_from_zero(double price, double quantity, double amount) =>
        Assert.Equal(Money.From((decimal)amount), Money.From((decimal)price) * Quantity.From((decimal)quantity));

    [Theory]
    [InlineData("0.001")]
    [InlineData("19.999")]
    public void A_third_of_a_kopeck_is_no_amount(string text)
    {
        var amount = decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

        Assert.False(Money.IsExact(amount));
        Assert.Throws<ArgumentOutOfRangeException>(() => Money.From(amount));
    }

    [Fact]
    public void Less_than_a_gram_is_no_quantity()
    {
        Assert.False(Quantity.IsExact(0.0005m));
        Assert.Throws<ArgumentOutOfRangeException>(() => Quantity.From(0.0005m));
    }

    [Fact]
    public void Trailing_zeros_are_no_decimals()
    {
        Assert.Equal(Money.From(350), Money.From(350.000m));
        Assert.Equal(Quantity.One, Quantity.From(1.0000m));
    }

    [Fact]
    public void A_sum_that_does_not_fit_is_an_error_and_not_a_small_number() =>
        Assert.Throws<OverflowException>(() => new Money(long.MaxValue) + new Money(1));

    [Fact]
    public void Whole_portions_are_told_from_parts_of_one()
    {
        Assert.True(Quantity.From(3).IsWhole);
        Assert.False(Quantity.From(0.5m).IsWhole);
    }

    [Fact]
    public void Amounts_are_compared_as_amounts()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var (left, right) = (_random.Next(-50, 50) / 100m, _random.Next(-50, 50) / 100m);
            var (a, b) = (Money.From(left), Money.From(right));

            bool[] onPaper = [left < right, left > right, left <= right, left >= right];
            bool[] here = [a < b, a > b, a <= b, a >= b];
            Assert.Equal(onPaper, here);
            Assert.Equal(left.CompareTo(right), a.CompareTo(b));
        }
    }

    // The body of the contract, section 2.
    [Fact]
    public void The_contracts_example_comes_to_870()
    {
        var draft = Some.Draft(
            "WEB-10045",
            Some.Line("101", "Пирог", 2, 350, new NewOrderModifier("305", "Сметана", Quantity.One, Money.From(20))),
            Some.Line("102", "Хлеб", 1, 30)) with
        { DeliveryFee = Money.From(100) };

        Assert.Equal(Money.From(870), draft.ComputedTotal());
        Assert.Equal([Money.From(740), Money.From(30)], Some.Order(draft).Lines.Select(line => line.Amount));
    }

    [Fact]
    public void The_amounts_of_the_lines_always_add_up_to_the_computed_total()
    {
        for (var round = 0; round < 500; round++)
        {
            var draft = Some.Draft("WEB-1", [.. Enumerable.Range(0, _random.Next(1, 8)).Select(_ => RandomLine())]) with
            {
                DeliveryFee = new Money(_random.Next(0, 50_000)),
                Discount = new Money(_random.Next(0, 50_000)),
            };

            var lines = Some.Order(draft).Lines.Aggregate(Money.Zero, (sum, line) => sum + line.Amount);

            Assert.Equal(draft.ComputedTotal(), lines + draft.DeliveryFee - draft.Discount);
        }

        NewOrderLine RandomLine() => new(
            "101",
            null,
            new Quantity(_random.Next(1, 10_000)),
            new Money(_random.Next(0, 500_000)),
            null,
            [.. Enumerable.Range(0, _random.Next(0, 4)).Select(_ => new NewOrderModifier("305", null, new Quantity(_random.Next(1, 5_000)), new Money(_random.Next(0, 50_000))))]);
    }

    [Fact]
    public void A_dish_without_a_price_costs_nothing_until_the_till_says_what() =>
        Assert.Equal(Money.Zero, Some.Order(Some.Draft("WEB-1", Some.Line("101", "Пирог", 2, null))).Lines[0].Amount);
}
