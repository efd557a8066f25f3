using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Rules;

public sealed class OpeningHoursTests
{
    private static readonly TimeZoneInfo _novosibirsk = TimeZoneInfo.FindSystemTimeZoneById("Asia/Novosibirsk");
    private static readonly TimeZoneInfo _berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    // Wednesday is the 13th of January 2027.
    private static readonly DayHours _wednesday = new(DayOfWeek.Wednesday, new TimeOnly(10, 0), new TimeOnly(2, 0));

    [Theory]
    [InlineData("2027-01-13T09:59:59+07:00", false)]
    [InlineData("2027-01-13T10:00:00+07:00", true)]
    [InlineData("2027-01-14T01:59:59+07:00", true)]
    [InlineData("2027-01-14T02:00:00+07:00", false)]
    [InlineData("2027-01-14T12:00:00+07:00", false)]
    public void Hours_that_reach_over_midnight_belong_to_the_day_on_which_it_opens(string moment, bool isOpen) =>
        Assert.Equal(isOpen, new OpeningHours([_wednesday], _novosibirsk).IsOpenAt(DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void Where_nobody_has_said_hours_it_is_always_open()
    {
        Assert.True(new OpeningHours([], _novosibirsk).IsOpenAt(Some.Noon));
        Assert.Null(new OpeningHours([], _novosibirsk).OpensAfter(Some.Noon));
    }

    [Fact]
    public void The_same_hour_twice_is_around_the_clock()
    {
        var hours = new OpeningHours([_wednesday with { Closes = new TimeOnly(10, 0) }], _novosibirsk);

        Assert.True(hours.IsOpenAt(DateTimeOffset.Parse("2027-01-14T09:59:00+07:00", System.Globalization.CultureInfo.InvariantCulture)));
        Assert.False(hours.IsOpenAt(DateTimeOffset.Parse("2027-01-14T10:00:00+07:00", System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void It_opens_next_on_the_same_weekday_of_the_next_week_when_there_is_no_other() =>
        Assert.Equal(
            DateTimeOffset.Parse("2027-01-20T10:00:00+07:00", System.Globalization.CultureInfo.InvariantCulture),
            new OpeningHours([_wednesday], _novosibirsk).OpensAfter(DateTimeOffset.Parse("2027-01-13T10:00:00+07:00", System.Globalization.CultureInfo.InvariantCulture)));

    // On the 28th of March 2027 clocks in Berlin go from 2 to 3.
    [Fact]
    public void An_opening_that_the_clock_skips_is_the_first_moment_after_it() =>
        Assert.Equal(
            DateTimeOffset.Parse("2027-03-28T03:00:00+02:00", System.Globalization.CultureInfo.InvariantCulture),
            new OpeningHours([new DayHours(DayOfWeek.Sunday, new TimeOnly(2, 30), new TimeOnly(12, 0))], _berlin).OpensAfter(DateTimeOffset.Parse("2027-03-27T12:00:00+01:00", System.Globalization.CultureInfo.InvariantCulture)));
}
