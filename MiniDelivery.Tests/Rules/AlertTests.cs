using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Alerts;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Domain.Till;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Rules;

/// <summary>When an order rings, when again, and which terminal is heard.</summary>
public sealed class AlertTests
{
    private static readonly AlertSettings _settings = new() { RestaurantId = Some.Restaurant, RepeatSeconds = 60 };

    private static readonly AlertOrder _order = new(
        OrderId.New(), Some.Source, IsOfStaff: false, OrderStatus.Waiting, TillState.None, IsCancelWanted: false, Some.Noon, null);

    private static readonly Terminal _terminal = new()
    {
        RestaurantId = Some.Restaurant, Name = "Зал 1", CreatedAt = Some.Noon, LastSeenAt = Some.Noon, Sound = TerminalSound.On,
    };

    [Fact]
    public void A_new_order_rings_at_once() => Assert.Equal(Some.Noon, AlertPolicy.RingsFrom(_order, _settings));

    [Fact]
    public void An_order_that_was_heard_but_not_accepted_rings_again_after_the_time_of_the_settings()
    {
        var heard = Some.Noon.AddSeconds(20);

        Assert.Equal(heard.AddSeconds(60), AlertPolicy.RingsFrom(_order with { AcknowledgedAt = heard }, _settings));
    }

    [Fact]
    public void An_order_that_staff_wrote_down_rings_only_when_nobody_accepts_it_for_a_while() =>
        Assert.Equal(Some.Noon.AddSeconds(60), AlertPolicy.RingsFrom(_order with { IsOfStaff = true }, _settings));

    [Fact]
    public void An_order_asks_for_somebody_until_the_till_is_at_work_for_it_and_again_when_the_till_refused()
    {
        Assert.True(AlertPolicy.AsksForSomebody(_order));
        Assert.False(AlertPolicy.AsksForSomebody(_order with { Till = TillState.Creating }));
        Assert.True(AlertPolicy.AsksForSomebody(_order with { Till = TillState.Refused }));
        Assert.False(AlertPolicy.AsksForSomebody(_order with { IsCancelWanted = true }));
        Assert.False(AlertPolicy.AsksForSomebody(_order with { Status = OrderStatus.Created }));
    }

    [Fact]
    public void A_terminal_is_heard_while_it_may_sound_is_not_silenced_and_sends_heartbeats()
    {
        var soon = Some.Noon.AddSeconds(30);

        Assert.True(_terminal.CanHear(soon));
        Assert.False(_terminal.CanHear(Some.Noon + Terminal.HeardFor + TimeSpan.FromSeconds(1)));
        Assert.False((_terminal with { Sound = TerminalSound.Blocked }).CanHear(soon));
        Assert.False((_terminal with { Sound = TerminalSound.Unknown }).CanHear(soon));
        Assert.False((_terminal with { Volume = 0 }).CanHear(soon));
        Assert.False((_terminal with { LastSeenAt = null }).CanHear(soon));
    }

    [Fact]
    public void A_source_sounds_as_usual_until_somebody_chooses_otherwise()
    {
        var own = new SourceAlert(Some.Source.Value, AlertSound.Harp, 40);

        Assert.Equal(AlertSound.Chime, _settings.For(Some.Source).Sound);
        Assert.Equal(own, (_settings with { Sources = [own] }).For(Some.Source));
    }

    [Theory]
    [InlineData(14, 80, false)]
    [InlineData(15, 80, true)]
    [InlineData(600, 100, true)]
    [InlineData(601, 80, false)]
    [InlineData(60, 9, false)]
    [InlineData(60, 101, false)]
    public void No_source_can_be_silenced_and_no_order_forgotten(int seconds, int volume, bool isUsable) =>
        Assert.Equal(
            isUsable,
            (_settings with { RepeatSeconds = seconds, Sources = [new SourceAlert(Some.Source.Value, AlertSound.Chime, volume)] }).IsUsable());

    [Fact]
    public void The_first_terminal_that_sounds_is_remembered_and_no_other()
    {
        var order = Some.Order();

        order.Hear(Some.Anna, Some.Noon.AddSeconds(1));
        var version = order.Version;
        order.Hear(Some.Boris, Some.Noon.AddSeconds(2));

        Assert.Equal((Some.Noon.AddSeconds(1), version), (order.FirstHeardAt, order.Version));
        var step = Assert.Single(order.History, step => step.Kind is StepKind.Heard);
        Assert.Equal(("Анна", "Терминал 1"), (step.By, step.Terminal));
    }

    [Fact]
    public void An_acknowledgement_says_who_when_and_where_and_two_presses_at_once_are_one()
    {
        var order = Some.Order();

        Assert.True(order.Acknowledge(Some.Anna, Some.Noon.AddSeconds(5)).IsDone);
        Assert.True(order.Acknowledge(Some.Boris, Some.Noon.AddSeconds(6)).IsDone);
        Assert.True(order.Acknowledge(Some.Boris, Some.Noon.AddSeconds(70)).IsDone);

        Assert.Equal((Some.Noon.AddSeconds(5), Some.Noon.AddSeconds(70)), (order.FirstHeardAt, order.AcknowledgedAt));
        Assert.Equal(["Анна", "Борис"], order.History.Where(step => step.Kind is StepKind.Acknowledged).Select(step => step.By));
    }

    [Fact]
    public void What_is_accepted_needs_no_acknowledgement_and_a_shop_cannot_give_one()
    {
        Assert.Equal(Refusal.StatusDoesNotAllow, Some.Created().Acknowledge(Some.Anna, Some.Noon.AddMinutes(5)).Reason);
        Assert.Equal(Refusal.NotPermitted, Some.Order().Acknowledge(new Actor("сайт"), Some.Noon).Reason);
        Assert.Equal(Refusal.NotPermitted, Some.Order().Hear(new Actor("сайт"), Some.Noon).Reason);
    }

    [Fact]
    public void A_deleted_order_that_is_brought_back_rings_anew()
    {
        var order = Some.Order();
        order.Acknowledge(Some.Anna, Some.Noon);
        order.Cancel(CancelReason.Other, null, Some.Boris, Some.Noon);

        order.StepBack(Some.Boris, new BusinessDay(TimeZoneInfo.Utc, 5), Some.Noon.AddMinutes(1));

        Assert.Equal((OrderStatus.Waiting, null), (order.Status, order.AcknowledgedAt));
    }
}
