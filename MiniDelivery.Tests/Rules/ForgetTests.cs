using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Rules;

/// <summary>Erasing who ordered.</summary>
public sealed class ForgetTests
{
    [Theory]
    [InlineData(OrderStatus.Waiting)]
    [InlineData(OrderStatus.Created)]
    [InlineData(OrderStatus.Accepted)]
    [InlineData(OrderStatus.OnTheWay)]
    public void An_order_in_work_keeps_its_guest(OrderStatus status)
    {
        var order = Known.In(status);
        var (guest, version) = (order.Guest, order.Version);

        Assert.False(order.Forget(Known.Later));

        Assert.Equal((guest, version), (order.Guest, order.Version));
        Assert.Null(order.ForgottenAt);
    }

    [Fact]
    public void Whatever_says_who_ordered_is_gone_and_what_was_sold_stays()
    {
        var order = Known.In(OrderStatus.Archived);
        var (number, total, dishes, steps) = (order.Number, order.Total, order.Lines.Select(line => line.Name).ToList(), order.History.ToList());

        Assert.True(order.Forget(Known.Later));

        Assert.Equal(new Guest("", "", null), order.Guest);
        Assert.Null(order.Address);
        Assert.Null(order.Comment);
        Assert.All(order.Lines, line => Assert.Null(line.Comment));
        Assert.Empty(order.Metadata);
        Assert.Equal("", order.Fingerprint);
        Assert.Equal($"{number}", order.SearchText);
        Assert.Equal(Known.Later, order.ForgottenAt);
        Assert.Equal((number, total), (order.Number, order.Total));
        Assert.Equal(dishes, order.Lines.Select(line => line.Name));
        Assert.Equal(steps, order.History);
        Assert.False(order.Forget(Known.Later.AddDays(1)));
    }

    [Fact]
    public void An_order_whose_guest_is_forgotten_cannot_come_back_to_work()
    {
        var order = Known.In(OrderStatus.Archived);
        order.Forget(Known.Later);

        Assert.Equal(Refusal.GuestForgotten, order.StepBack(Some.Boris, Known.Day, Known.Later).Reason);
    }

    [Fact]
    public void What_a_person_wrote_about_a_step_back_is_erased_and_the_step_stays()
    {
        var order = Known.In(OrderStatus.OnTheWay);
        order.StepBack(Some.Boris, Known.Day, Known.Later, "гость Иванов просил позже");
        order.MoveOn(OrderStatus.OnTheWay, Some.Anna, Known.Later);
        order.MoveOn(OrderStatus.Archived, Some.Anna, Known.Later);

        order.Forget(Known.Later);

        Assert.Null(Assert.Single(order.History, step => step.Kind is StepKind.SteppedBack).Note);
    }

    [Fact]
    public void The_term_is_counted_by_the_restaurants_calendar_and_the_work_is_done_after_its_day_has_turned()
    {
        var day = new BusinessDay(TimeZoneInfo.FindSystemTimeZoneById("Asia/Novosibirsk"), 5);
        var now = new DateTimeOffset(2027, 3, 31, 12, 0, 0, TimeSpan.FromHours(7));

        Assert.Equal(new DateTimeOffset(2027, 2, 28, 5, 0, 0, TimeSpan.FromHours(7)), RetentionPlan.Cutoff(day, 1, now));
        Assert.Equal(new DateTimeOffset(2027, 4, 1, 5, 30, 0, TimeSpan.FromHours(7)), RetentionPlan.NextNight(day, now));
        Assert.Equal(new DateTimeOffset(2027, 4, 1, 5, 30, 0, TimeSpan.FromHours(7)), RetentionPlan.NextNight(day, now.AddHours(17.2)));
    }
}
