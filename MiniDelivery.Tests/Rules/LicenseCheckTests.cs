using MiniDelivery.Domain.Licensing;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Rules;

public sealed class LicenseCheckTests
{
    private static readonly DateTimeOffset _end = Some.Noon;

    private static readonly License _license = new("1", "demo", "Кафе", [License.OnlineOrders], _end.AddYears(-1), _end);

    // Moments are counted from the end of the licence, in seconds.
    [Theory]
    [InlineData(-14 * Day - 1, 7, LicenseState.Valid)]
    [InlineData(-14 * Day, 7, LicenseState.EndsSoon)]
    [InlineData(-1, 7, LicenseState.EndsSoon)]
    [InlineData(0, 7, LicenseState.Grace)]
    [InlineData(7 * Day - 1, 7, LicenseState.Grace)]
    [InlineData(7 * Day, 7, LicenseState.Expired)]
    [InlineData(-1, 0, LicenseState.EndsSoon)]
    [InlineData(0, 0, LicenseState.Expired)]
    [InlineData(30 * Day - 1, 30, LicenseState.Grace)]
    [InlineData(30 * Day, 30, LicenseState.Expired)]
    public void A_licence_warns_before_its_end_and_has_its_days_of_grace(int seconds, int graceDays, LicenseState state)
    {
        var check = LicenseCheck.OnlineOrders(_license, "demo", _end.AddSeconds(seconds), TimeSpan.FromDays(graceDays));

        Assert.Equal(new LicenseCheck(state, _end), check);
    }

    [Fact]
    public void It_is_in_force_from_its_first_moment()
    {
        Assert.Equal(LicenseState.Missing, Check(_license, "demo", _license.NotBefore.AddTicks(-1)).State);
        Assert.Equal(LicenseState.Valid, Check(_license, "demo", _license.NotBefore).State);
    }

    [Fact]
    public void None_or_for_another_restaurant_or_another_module_is_none()
    {
        Assert.Equal(new LicenseCheck(LicenseState.Missing, null), Check(null, "demo"));
        Assert.Equal(new LicenseCheck(LicenseState.Missing, null), Check(_license, "Demo"));
        Assert.Equal(new LicenseCheck(LicenseState.Missing, null), Check(_license with { Modules = ["couriers"] }, "demo"));
        Assert.Equal(new LicenseCheck(LicenseState.Missing, null), Check(_license with { Modules = [] }, "demo"));
    }

    [Fact]
    public void Intake_goes_on_until_the_grace_is_over() =>
        Assert.Equal(
            [LicenseState.Valid, LicenseState.EndsSoon, LicenseState.Grace],
            Enum.GetValues<LicenseState>().Where(state => new LicenseCheck(state, null).AllowsIntake));

    private const int Day = 24 * 60 * 60;

    private static LicenseCheck Check(License? license, string restaurant, DateTimeOffset? now = null) =>
        LicenseCheck.OnlineOrders(license, restaurant, now ?? _end.AddDays(-30), TimeSpan.FromDays(7));
}
