using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Rules;

public sealed class SourceRulesTests
{
    [Fact]
    public void A_source_says_everything_that_is_wrong_with_it_at_once() =>
        Assert.Equal(
            [SourceField.Name, SourceField.Colour, SourceField.DefaultPayment, SourceField.OrdersPerHour, SourceField.MaxTotal],
            SourceRules.Faults(" ", (SourceColour)99, (PaymentMethod)99, 0, 0.001m));

    [Theory]
    [InlineData("сайт", null, null, true)]
    [InlineData("сайт", 1, "0.01", true)]
    [InlineData("са\nйт", null, null, false)]
    [InlineData("сайт", 100001, null, false)]
    [InlineData("сайт", null, "-1", false)]
    public void A_source_has_its_limits(string name, int? perHour, string? most, bool isUsable) =>
        Assert.Equal(isUsable, SourceRules.Faults(
            name, SourceColour.Blue, null, perHour, most is null ? null : decimal.Parse(most, System.Globalization.CultureInfo.InvariantCulture)) is []);

    [Fact]
    public void A_key_opens_something_that_there_is_and_does_not_end_before_it_begins()
    {
        Assert.Empty(SourceRules.KeyFaults("новый", [Scopes.MenuRead], Some.Noon.AddDays(1), Some.Noon));
        Assert.Equal([SourceField.Scopes, SourceField.Expires], SourceRules.KeyFaults(null, [], Some.Noon, Some.Noon));
        Assert.Equal([SourceField.Label, SourceField.Scopes], SourceRules.KeyFaults(new string('x', 61), ["everything"], null, Some.Noon));
    }

    [Fact]
    public void What_a_source_does_not_say_of_payment_is_as_it_usually_is_and_a_repeat_is_still_the_same_order()
    {
        var silent = Some.Draft() with { IsPaymentSaid = false, UsualPayment = PaymentMethod.Online };
        var order = Some.Order(silent);
        var said = Some.Order(Some.Draft() with { UsualPayment = PaymentMethod.Online });

        Assert.Equal((PaymentMethod.Online, PaymentMethod.Cash), (order.Payment.Method, said.Payment.Method));
        Assert.Equal(Some.Draft().Fingerprint(), order.Fingerprint);
    }
}
