using MiniDelivery.Domain.Licensing;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Rules;

/// <summary>Which licence may be installed where.</summary>
public sealed class LicenseFitTests
{
    [Theory]
    [InlineData("demo", License.OnlineOrders, -1, 1, null)]
    [InlineData("other", License.OnlineOrders, -1, 1, LicenseFault.OtherRestaurant)]
    [InlineData("demo", "table-booking", -1, 1, LicenseFault.OtherModule)]
    [InlineData("demo", License.OnlineOrders, 1, 2, LicenseFault.NotYet)]
    [InlineData("demo", License.OnlineOrders, -2, -1, LicenseFault.Ended)]
    [InlineData("demo", License.OnlineOrders, -2, 0, LicenseFault.Ended)]
    public void A_licence_must_be_for_this_restaurant_this_module_and_today(string code, string module, int fromDays, int untilDays, LicenseFault? fault) =>
        Assert.Equal(fault, LicenseFit.Fault(
            new License("1", code, "Кафе", [module], Some.Noon.AddDays(fromDays), Some.Noon.AddDays(untilDays)), "demo", Some.Noon));

    [Fact]
    public void What_is_not_signed_by_us_is_no_licence() => Assert.Equal(LicenseFault.NotALicense, LicenseFit.Fault(null, "demo", Some.Noon));
}
