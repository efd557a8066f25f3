using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Rules;

public sealed class IntakeStateTests
{
    private static readonly OpeningHours _always = new([], TimeZoneInfo.Utc);
    private static readonly OpeningHours _mornings = new([new DayHours(DayOfWeek.Wednesday, new TimeOnly(6, 0), new TimeOnly(9, 0))], TimeZoneInfo.Utc);
    private static readonly IntakeState _open = new() { RestaurantId = Some.Restaurant };
    private static readonly IntakeState _paused = _open.Say(IntakeMode.Paused, Some.Noon.AddMinutes(30), 0, PauseReason.NoCouriers, "Борис", Some.Noon);
    private static readonly IntakeState _busy = _open.Say(IntakeMode.Busy, Some.Noon.AddHours(1), 15, null, "Борис", Some.Noon);

    [Fact]
    public void A_pause_keeps_orders_out_until_its_end_and_then_nobody_need_do_anything()
    {
        Assert.Equal(new IntakeNow(IntakeMode.Paused, Some.Noon.AddMinutes(30), 0, IntakeBar.Pause, PauseReason.NoCouriers), _paused.At(Some.Noon.AddMinutes(29), _always, 0));
        Assert.Equal(IntakeNow.Open, _paused.At(Some.Noon.AddMinutes(30), _always, 0));
        Assert.True(_paused.HasRunOut(Some.Noon.AddMinutes(30)));
    }

    [Fact]
    public void Being_busy_takes_orders_and_adds_minutes_until_its_end()
    {
        Assert.Equal(new IntakeNow(IntakeMode.Busy, Some.Noon.AddHours(1), 15), _busy.At(Some.Noon, _always, 0));
        Assert.Equal(IntakeNow.Open, _busy.At(Some.Noon.AddHours(1), _always, 0));
    }

    [Fact]
    public void Out_of_hours_it_is_paused_until_it_opens_even_where_somebody_is_busy() =>
        Assert.Equal(new IntakeNow(IntakeMode.Paused, Some.Noon.AddDays(7).AddHours(-6), 0, IntakeBar.OutOfHours), _busy.At(Some.Noon, _mornings, 0));

    [Fact]
    public void A_full_slot_is_paused_until_the_next_begins_and_slots_lie_side_by_side()
    {
        var limited = _open with { SlotLimit = 3, SlotMinutes = 15 };

        Assert.Equal(IntakeNow.Open, limited.At(Some.Noon.AddMinutes(7), _always, 2));
        Assert.Equal(new IntakeNow(IntakeMode.Paused, Some.Noon.AddMinutes(15), 0, IntakeBar.SlotFull), limited.At(Some.Noon.AddMinutes(7), _always, 3));
        Assert.Equal(Some.Noon.AddMinutes(15), limited.SlotStart(Some.Noon.AddMinutes(29)));
    }

    [Fact]
    public void A_persons_pause_is_said_before_the_hours() =>
        Assert.Equal(IntakeBar.Pause, _paused.At(Some.Noon, _mornings, 0).Bar);

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(24 * 60, true)]
    [InlineData((24 * 60) + 1, false)]
    public void A_pause_ends_within_a_day(int minutes, bool isUsable) => Assert.Equal(isUsable, IntakeState.CanLastUntil(Some.Noon.AddMinutes(minutes), Some.Noon));

    [Theory]
    [InlineData(null, 15, true)]
    [InlineData(1, 5, true)]
    [InlineData(0, 15, false)]
    [InlineData(1001, 15, false)]
    [InlineData(5, 4, false)]
    [InlineData(null, 241, false)]
    public void A_slot_has_its_limits(int? limit, int minutes, bool isUsable) => Assert.Equal(isUsable, IntakeState.CanLimit(limit, minutes));

    [Fact]
    public void Who_waits_is_told_how_long_and_a_minute_where_nobody_knows()
    {
        Assert.Equal(1800, _paused.At(Some.Noon, _always, 0).RetryAfter(Some.Noon));
        Assert.Equal(1, _paused.At(Some.Noon, _always, 0).RetryAfter(Some.Noon.AddHours(1)));
        Assert.Equal(60, IntakeNow.Open.RetryAfter(Some.Noon));
    }

    [Fact]
    public void Shops_are_told_of_a_pause_and_of_its_end_and_of_nothing_else()
    {
        var pause = IntakeChange.Of(_open, _paused);
        var end = IntakeChange.Of(_paused, _paused.Say(IntakeMode.Open, null, 0, null, "MiniDelivery", Some.Noon.AddMinutes(30)));
        var busy = IntakeChange.Of(_open, _busy);

        Assert.Equal((true, false), (pause.IsPause, pause.IsResume));
        Assert.Equal((false, true), (end.IsPause, end.IsResume));
        Assert.Equal((false, false), (busy.IsPause, busy.IsResume));
    }
}
