using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Rules;

/// <summary>By when an order must be ready, and from when on it is late.</summary>
public sealed class OrderClockTests
{
    private static readonly ServicePace _pace = new(CookingMinutes: 25, TravelMinutes: 40);

    [Theory]
    [InlineData(90, FulfillmentType.Delivery, 50, 90)]
    [InlineData(90, FulfillmentType.Pickup, 90, 90)]
    [InlineData(null, FulfillmentType.Delivery, 25, 65)]
    [InlineData(null, FulfillmentType.Pickup, 25, 25)]
    public void The_kitchen_has_until_the_courier_must_leave(int? promised, FulfillmentType type, int cookBy, int due)
    {
        var clock = OrderClock.Of(Some.Noon, promised is { } minutes ? Some.Noon.AddMinutes(minutes) : null, type, _pace);

        Assert.Equal((Some.Noon.AddMinutes(cookBy), Some.Noon.AddMinutes(due)), (clock.CookBy, clock.DueAt));
    }

    [Theory]
    [InlineData(59, false)]
    [InlineData(60, true)]
    public void It_is_late_when_a_whole_minute_has_passed(int seconds, bool isLate)
    {
        var clock = OrderClock.Of(Some.Noon.AddHours(-1), Some.Noon, FulfillmentType.Delivery, _pace);

        Assert.Equal(isLate, clock.IsLate(Some.Noon.AddSeconds(seconds)));
    }

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(240, 240, true)]
    [InlineData(-1, 30, false)]
    [InlineData(30, 241, false)]
    public void A_pace_has_its_limits(int cooking, int travel, bool isUsable) => Assert.Equal(isUsable, new ServicePace(cooking, travel).IsUsable);
}
