using MiniDelivery.Domain.Alerts;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Rules;

/// <summary>What happens when nobody accepts an order, and when.</summary>
public sealed class EscalationTests
{
    private static readonly EscalationRung[] _all = Enum.GetValues<EscalationRung>();

    private static readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Novosibirsk"); // UTC+7

    private static readonly EscalationSettings _settings = new()
    {
        RestaurantId = Some.Restaurant,
        Rungs =
        [
            new(EscalationRung.Louder, true, 60), new(EscalationRung.Push, true, 90), new(EscalationRung.Telegram, true, 180),
            new(EscalationRung.Webhook, true, 180), new(EscalationRung.Mail, true, 300),
        ],
        TelegramChat = "1", TelegramToken = "x", WebhookUrl = "https://x", WebhookKey = "x", MailHost = "x", MailFrom = "x", MailTo = "x",
    };

    private static readonly AlertOrder _order = new(
        OrderId.New(), Some.Source, IsOfStaff: false, OrderStatus.Waiting, TillState.None, IsCancelWanted: false, Some.Noon, null);

    [Theory]
    [InlineData(59, "")]
    [InlineData(60, "Louder")]
    [InlineData(90, "Louder Push")]
    [InlineData(180, "Louder Push Telegram Webhook")]
    [InlineData(300, "Louder Push Telegram Webhook Mail")]
    public void One_rung_after_another_is_due(int seconds, string due) => Assert.Equal(due, Due(seconds));

    [Fact]
    public void A_rung_is_taken_once() => Assert.Equal("Mail", Due(300, taken: [EscalationRung.Louder, EscalationRung.Push, EscalationRung.Telegram, EscalationRung.Webhook]));

    [Fact]
    public void A_rung_that_is_off_or_leads_nowhere_is_left_out()
    {
        Assert.Equal("Telegram Webhook Mail", Due(300, reachable: [EscalationRung.Telegram, EscalationRung.Webhook, EscalationRung.Mail]));
        Assert.Equal("Mail", Due(300, settings: _settings with { Rungs = [new(EscalationRung.Push, false, 30), new(EscalationRung.Mail, true, 30)] }));
    }

    [Fact]
    public void Nobody_is_told_of_an_order_that_somebody_works_on_or_nobody_wants()
    {
        Assert.Equal("", Due(300, order: _order with { Status = OrderStatus.Created }));
        Assert.Equal("", Due(300, order: _order with { Status = OrderStatus.Deleted }));
        Assert.Equal("", Due(300, order: _order with { Till = TillState.Creating }));
        Assert.Equal("", Due(300, order: _order with { IsCancelWanted = true }));
        Assert.NotEqual("", Due(300, order: _order with { Till = TillState.Refused }));
    }

    [Fact]
    public void Who_said_that_they_hear_begins_the_ladder_anew()
    {
        var heard = _order with { AcknowledgedAt = Some.Noon.AddSeconds(55) };

        Assert.Equal("", Due(100, order: heard));
        Assert.Equal("Louder", Due(115, order: heard));
    }

    [Fact]
    public void When_nobody_can_hear_the_first_message_goes_at_once_and_the_others_keep_their_distance()
    {
        var since = Some.Noon.AddMinutes(-10);

        Assert.Equal("Push", Due(0, nobody: since));
        Assert.Equal("Louder Push", Due(60, nobody: since));
        Assert.Equal("Louder Push Telegram Webhook", Due(90, nobody: since));
        Assert.Equal("Louder Push Telegram Webhook Mail", Due(210, nobody: since));
    }

    [Fact]
    public void Terminals_that_fall_silent_later_bring_nothing_forward_that_was_due_before()
    {
        Assert.Equal("", Due(40, nobody: Some.Noon.AddSeconds(50)));
        Assert.Equal("Push", Due(50, nobody: Some.Noon.AddSeconds(50)));
        Assert.Equal("Louder Push Telegram Webhook", Due(180, nobody: Some.Noon.AddSeconds(170)));
    }

    [Fact]
    public void Nobody_need_look_at_orders_younger_than_the_nearest_rung_unless_nobody_can_hear()
    {
        EscalationSettings off = _settings with { Rungs = [new(EscalationRung.Louder, false, 60)] };

        Assert.Equal(TimeSpan.FromSeconds(60), EscalationPolicy.LeastWait(_settings, _all, canAnybodyHear: true));
        Assert.Equal(TimeSpan.FromSeconds(180), EscalationPolicy.LeastWait(_settings, [EscalationRung.Mail, EscalationRung.Webhook], canAnybodyHear: true));
        Assert.Equal(TimeSpan.Zero, EscalationPolicy.LeastWait(_settings, _all, canAnybodyHear: false));
        Assert.Equal(TimeSpan.FromSeconds(60), EscalationPolicy.LeastWait(_settings, [EscalationRung.Louder], canAnybodyHear: false));
        Assert.Null(EscalationPolicy.LeastWait(off, _all, canAnybodyHear: false));
        Assert.Null(EscalationPolicy.LeastWait(_settings, [], canAnybodyHear: true));
    }

    // Noon in UTC is 19:00 at the restaurant.
    [Theory]
    [InlineData("22:00", "09:00", 0, false)]
    [InlineData("22:00", "09:00", 3, true)]
    [InlineData("22:00", "09:00", 13.99, true)]
    [InlineData("22:00", "09:00", 14, false)]
    [InlineData("18:00", "20:00", 0, true)]
    [InlineData("18:00", "20:00", 1, false)]
    [InlineData("00:00", "06:00", 5, true)]
    [InlineData("19:00", "19:00", 0, false)]
    public void Quiet_hours_are_of_the_restaurants_clock_and_go_over_midnight(string from, string until, double hours, bool isQuiet) =>
        Assert.Equal(isQuiet, Quiet(from, until).IsQuiet(Some.Noon.AddHours(hours), _zone));

    [Fact]
    public void In_quiet_hours_only_terminals_ring_and_who_still_waits_when_they_end_is_told_then()
    {
        var quiet = Quiet("19:00", "19:10");

        Assert.Equal("Louder", Due(300, settings: quiet));
        Assert.Equal("Louder", Due(300, settings: quiet, nobody: Some.Noon));
        Assert.Equal("Louder Push Telegram Webhook Mail", Due(600, settings: quiet));
    }

    [Fact]
    public void Settings_that_cannot_work_are_not_usable()
    {
        Assert.True(_settings.IsUsable());
        Assert.True(new EscalationSettings { RestaurantId = Some.Restaurant }.IsUsable());
        Assert.False((_settings with { TelegramToken = "" }).IsUsable());
        Assert.False((_settings with { Rungs = [new(EscalationRung.Louder, true, 5)] }).IsUsable());
        Assert.False((_settings with { Rungs = [new(EscalationRung.Louder, true, 60), new(EscalationRung.Louder, true, 60)] }).IsUsable());
        Assert.False((_settings with { QuietFrom = new TimeOnly(22, 0) }).IsUsable());
        Assert.False((_settings with { MailUser = "anna", MailSecurity = MailSecurity.None }).IsUsable());
    }

    [Fact]
    public void A_rung_stands_in_the_orders_history_and_only_while_it_waits()
    {
        var order = Some.Order();

        Assert.True(order.Escalate(EscalationRung.Louder, Some.Noon.AddMinutes(1)).IsDone);
        Assert.True(order.Escalate(EscalationRung.Mail, Some.Noon.AddMinutes(5)).IsDone);
        Assert.Equal((StepKind.EscalatedMail, "MiniDelivery"), (order.History[^1].Kind, order.History[^1].By));
        Assert.Equal(Some.Noon.AddMinutes(1), order.LouderSince);

        order.Accept(Some.Anna, Some.Noon.AddMinutes(6));
        Assert.Equal(Refusal.StatusDoesNotAllow, order.Escalate(EscalationRung.Push, Some.Noon.AddMinutes(7)).Reason);
    }

    [Fact]
    public void What_does_not_arrive_is_tried_again_after_longer_and_longer() =>
        Assert.Equal([5, 10, 20, 40, 80, 160, 300, 300], Enumerable.Range(1, 8).Select(attempts => AlertDispatch.WaitAfter(attempts).TotalSeconds));

    private static EscalationSettings Quiet(string from, string until) => _settings with
    {
        QuietFrom = TimeOnly.Parse(from, System.Globalization.CultureInfo.InvariantCulture),
        QuietUntil = TimeOnly.Parse(until, System.Globalization.CultureInfo.InvariantCulture),
    };

    private static string Due(
        int seconds,
        AlertOrder? order = null,
        EscalationSettings? settings = null,
        EscalationRung[]? taken = null,
        EscalationRung[]? reachable = null,
        DateTimeOffset? nobody = null) => string.Join(
        ' ', EscalationPolicy.Due(new EscalationSight(order ?? _order, taken ?? [], reachable ?? _all, nobody), settings ?? _settings, _zone, Some.Noon.AddSeconds(seconds)));
}
