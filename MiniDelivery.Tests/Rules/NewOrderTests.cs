using System.Reflection;
using System.Text.Json.Serialization;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Rules;

public sealed class NewOrderTests
{
    private static readonly NewOrder _draft = Full();

    // One change each of everything that an order can say.
    private static readonly Dictionary<string, Func<NewOrder, NewOrder>> _changes = new()
    {
        [nameof(NewOrder.ExternalId)] = draft => draft with { ExternalId = "web-1" },
        [nameof(NewOrder.Guest)] = draft => draft with { Guest = draft.Guest with { Phone = "8777666554" } },
        [nameof(NewOrder.Type)] = draft => draft with { Type = FulfillmentType.Pickup },
        [nameof(NewOrder.Address)] = draft => draft with { Address = draft.Address! with { Floor = "4" } },
        [nameof(NewOrder.PromisedAt)] = draft => draft with { PromisedAt = draft.PromisedAt!.Value.AddSeconds(1) },
        [nameof(NewOrder.Guests)] = draft => draft with { Guests = null },
        [nameof(NewOrder.Comment)] = draft => draft with { Comment = "" },
        [nameof(NewOrder.Lines)] = draft => draft with { Lines = [.. draft.Lines.Reverse()] },
        [nameof(NewOrder.Payment)] = draft => draft with { Payment = draft.Payment with { Paid = true } },
        [nameof(NewOrder.DeliveryFee)] = draft => draft with { DeliveryFee = Money.From(101) },
        [nameof(NewOrder.Discount)] = draft => draft with { Discount = new Money(1) },
        [nameof(NewOrder.Total)] = draft => draft with { Total = null },
        [nameof(NewOrder.CallbackUrl)] = draft => draft with { CallbackUrl = "https://shop.example/hook/" },
        [nameof(NewOrder.IsTest)] = draft => draft with { IsTest = true },
        [nameof(NewOrder.Metadata)] = draft => draft with { Metadata = new Dictionary<string, string> { ["a"] = "1" } },
    };

    public static TheoryData<string> Changes() => [.. _changes.Keys];

    [Fact]
    public void The_table_above_leaves_nothing_out_that_a_source_says() =>
        Assert.Equal(
            typeof(NewOrder).GetProperties()
                .Where(property => property.GetCustomAttribute<JsonIgnoreAttribute>() is not { Condition: JsonIgnoreCondition.Always })
                .Select(property => property.Name).Order(),
            _changes.Keys.Order());

    [Theory]
    [MemberData(nameof(Changes))]
    public void An_order_that_says_something_else_is_another_one(string what) =>
        Assert.NotEqual(_draft.Fingerprint(), _changes[what](_draft).Fingerprint());

    [Fact]
    public void A_change_deep_inside_a_dish_is_a_change()
    {
        var pie = _draft.Lines[0];
        NewOrderLine[] changed =
        [
            pie with { Quantity = Quantity.From(2.001m) },
            pie with { Price = null },
            pie with { Comment = "без лука" },
            pie with { Modifiers = [] },
            pie with { Modifiers = [pie.Modifiers[0] with { Quantity = Quantity.From(2) }] },
        ];

        Assert.All(changed, line => Assert.NotEqual(_draft.Fingerprint(), (_draft with { Lines = [line, .. _draft.Lines.Skip(1)] }).Fingerprint()));
    }

    [Fact]
    public void The_same_said_again_is_the_same_order()
    {
        Assert.Equal(_draft.Fingerprint(), Full().Fingerprint());
        Assert.Matches("^[0-9A-F]{64}$", _draft.Fingerprint());
    }

    // Orders that were stored before there were tries must still know their own repeats.
    [Fact]
    public void The_fingerprint_of_an_ordinary_order_does_not_speak_of_tries() =>
        Assert.DoesNotContain(nameof(NewOrder.IsTest), System.Text.Json.JsonSerializer.Serialize(_draft), StringComparison.Ordinal);

    [Fact]
    public void The_order_of_the_metadata_means_nothing()
    {
        var turned = _draft with { Metadata = new Dictionary<string, string> { ["ё"] = "3", ["b"] = "2", ["a"] = "1" } };

        Assert.Equal(_draft.Fingerprint(), turned.Fingerprint());
    }

    [Fact]
    public void One_moment_written_in_two_zones_is_one_moment()
    {
        var elsewhere = _draft with { PromisedAt = _draft.PromisedAt!.Value.ToOffset(TimeSpan.FromHours(-3)) };

        Assert.Equal(_draft.Fingerprint(), elsewhere.Fingerprint());
    }

    [Fact]
    public void An_amount_with_trailing_zeros_is_the_same_amount() =>
        Assert.Equal(_draft.Fingerprint(), (_draft with { DeliveryFee = Money.From(100.00m) }).Fingerprint());

    [Fact]
    public void A_price_that_is_missing_leaves_no_total()
    {
        Assert.Null(Some.Draft("WEB-1", Some.Line("101", "Пирог", 1, null)).ComputedTotal());
        Assert.Null(Some.Draft("WEB-1", Some.Line("101", "Пирог", 1, 350, new NewOrderModifier("305", null, Quantity.One, null))).ComputedTotal());
    }

    [Fact]
    public void The_total_is_what_the_shop_says_else_what_is_computed_else_nothing()
    {
        Assert.Equal(Money.From(700), Some.Order(Some.Draft() with { Total = Money.From(700) }).Total);
        Assert.Equal(Money.From(730), Some.Order(Some.Draft()).Total);
        Assert.Equal(Money.Zero, Some.Order(Some.Draft("WEB-1", Some.Line("101", "Пирог", 1, null))).Total);
    }

    [Fact]
    public void A_total_that_does_not_add_up_is_kept_with_a_warning()
    {
        var order = Some.Order(Some.Draft() with { Total = Money.From(729.99m) });

        Assert.Equal([new OrderWarning("total-mismatch", "The parts add up to 730.00.", "/total")], order.Warnings);
    }

    [Fact]
    public void A_total_that_adds_up_or_cannot_be_checked_is_no_reason_to_warn()
    {
        Assert.Empty(Some.Order(Some.Draft() with { Total = Money.From(730) }).Warnings);
        Assert.Empty(Some.Order(Some.Draft("WEB-1", Some.Line("101", "Пирог", 1, null)) with { Total = Money.From(1) }).Warnings);
    }

    [Fact]
    public void What_the_shop_did_not_name_is_called_by_its_code()
    {
        var order = Some.Order(Some.Draft("WEB-1", Some.Line("999", null, 1, 1, new NewOrderModifier("777", null, Quantity.One, null))));

        Assert.Equal(("999", "777"), (order.Lines[0].Name, order.Lines[0].Modifiers[0].Name));
    }

    [Fact]
    public void The_digits_of_a_phone_are_all_that_a_search_needs() =>
        Assert.Equal("77776665544", new Guest("", "+7 (777) 666-55-44", null).PhoneDigits);

    private static NewOrder Full() => Some.Draft(
        "WEB-1",
        Some.Line("101", "Пирог", 2, 350, new NewOrderModifier("305", "Сметана", Quantity.One, Money.From(20))),
        Some.Line("102", "Хлеб", 1, 30)) with
    {
        Address = new Address("Ул. Пушкина, 1", "2", "3", "12", "12К", 55.03, 82.92, "звонить"),
        PromisedAt = new DateTimeOffset(2027, 1, 13, 12, 30, 0, TimeSpan.FromHours(7)),
        Payment = new Payment(PaymentMethod.Cash, Paid: false, Money.From(1000)),
        DeliveryFee = Money.From(100),
        Total = Money.From(870),
        CallbackUrl = "https://shop.example/hook",
        Metadata = new Dictionary<string, string> { ["a"] = "1", ["b"] = "2", ["ё"] = "3" },
    };
}
