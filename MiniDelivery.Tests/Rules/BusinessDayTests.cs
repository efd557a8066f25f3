using MiniDelivery.Domain.Restaurants;

namespace MiniDelivery.Tests.Rules;

public sealed class BusinessDayTests
{
    [Theory]
    [InlineData("Asia/Novosibirsk", 5, "2027-01-13T21:59:59Z", "2027-01-13")]
    [InlineData("Asia/Novosibirsk", 5, "2027-01-13T22:00:00Z", "2027-01-14")]
    [InlineData("Asia/Novosibirsk", 0, "2027-01-13T16:59:59Z", "2027-01-13")]
    [InlineData("Asia/Novosibirsk", 0, "2027-01-13T17:00:00Z", "2027-01-14")]
    [InlineData("Asia/Kathmandu", 5, "2027-01-12T23:14:59Z", "2027-01-12")] // 05:45 ahead
    [InlineData("Asia/Kathmandu", 5, "2027-01-12T23:15:00Z", "2027-01-13")]
    [InlineData("Europe/Kaliningrad", 23, "2027-01-13T20:59:59Z", "2027-01-12")]
    [InlineData("Europe/Kaliningrad", 23, "2027-01-13T21:00:00Z", "2027-01-13")]
    [InlineData("Pacific/Apia", 5, "2027-01-12T15:59:59Z", "2027-01-12")] // 13 hours ahead
    [InlineData("Pacific/Apia", 5, "2027-01-12T16:00:00Z", "2027-01-13")]
    public void A_day_turns_at_its_own_hour_of_its_own_clock(string zone, int turnsAt, string moment, string day) =>
        Assert.Equal(DateOnly.Parse(day, null), Day(zone, turnsAt).Of(DateTimeOffset.Parse(moment, null)));

    [Fact]
    public void A_turn_that_the_clock_skips_moves_to_the_first_moment_after_it() =>
        // On 28 March 2027 Berlin's clock goes from 02:00 to 03:00.
        Assert.Equal(new DateTimeOffset(2027, 3, 28, 1, 0, 0, TimeSpan.Zero), Day("Europe/Berlin", 2).Start(new DateOnly(2027, 3, 28)));

    [Fact]
    public void A_turn_that_the_clock_shows_twice_is_the_first_one() =>
        // On 31 October 2027 Berlin's clock shows 02:00 at 00:00 and at 01:00 UTC.
        Assert.Equal(new DateTimeOffset(2027, 10, 31, 0, 0, 0, TimeSpan.Zero), Day("Europe/Berlin", 2).Start(new DateOnly(2027, 10, 31)));

    public static TheoryData<string> Zones() =>
    [
        "Asia/Novosibirsk", "Europe/Moscow", "Europe/Berlin", "America/New_York", "America/Havana", "Australia/Lord_Howe",
        "Asia/Beirut", "Africa/Cairo", "America/Santiago", "Asia/Kathmandu", "Pacific/Chatham", "UTC",
    ];

    // Gaps and overlaps of summer time at every hour, half-hour ones and those at midnight among them.
    [Theory]
    [MemberData(nameof(Zones))]
    public void A_day_begins_where_the_one_before_it_ends(string zone)
    {
        for (var turnsAt = 0; turnsAt < 24; turnsAt++)
        {
            var hours = Day(zone, turnsAt);
            for (var day = new DateOnly(2026, 1, 1); day.Year < 2028; day = day.AddDays(1))
            {
                var start = hours.Start(day);

                Assert.Equal((zone, turnsAt, day), (zone, turnsAt, hours.Of(start)));
                Assert.Equal((zone, turnsAt, day.AddDays(-1)), (zone, turnsAt, hours.Of(start.AddTicks(-1))));
            }
        }
    }

    [Fact]
    public void Two_moments_are_of_one_day_whatever_zone_they_are_written_in()
    {
        var day = Day("Asia/Novosibirsk", 5);
        var evening = new DateTimeOffset(2027, 1, 13, 23, 0, 0, TimeSpan.FromHours(7));
        var night = new DateTimeOffset(2027, 1, 13, 21, 59, 0, TimeSpan.Zero);

        Assert.True(day.IsSame(evening, night));
        Assert.False(day.IsSame(evening, night.AddMinutes(1)));
    }

    [Fact]
    public void A_restaurant_has_its_own_day()
    {
        var restaurant = new Restaurant { Code = "demo", Name = "Кафе", TimeZone = "Asia/Novosibirsk", Currency = "RUB", DayTurnsAtHour = 3 };

        Assert.Equal(("Asia/Novosibirsk", 3), (restaurant.Day.Zone.Id, restaurant.Day.TurnsAtHour));
    }

    [Fact]
    public void A_restaurant_numbers_its_orders_from_one()
    {
        var restaurant = new Restaurant { Code = "demo", Name = "Кафе", TimeZone = "UTC", Currency = "RUB" };

        Assert.Equal((1, 2, 2), (restaurant.TakeNumber(), restaurant.TakeNumber(), restaurant.LastOrderNumber));
    }

    private static BusinessDay Day(string zone, int turnsAt) => new(TimeZoneInfo.FindSystemTimeZoneById(zone), turnsAt);
}
