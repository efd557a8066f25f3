using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Alerts;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Rules;

public sealed class PinRulesTests
{
    [Theory]
    [InlineData("", StaffRefusal.PinUnusable)]
    [InlineData("407", StaffRefusal.PinUnusable)]
    [InlineData("407193528", StaffRefusal.PinUnusable)]
    [InlineData("40a1", StaffRefusal.PinUnusable)]
    [InlineData("٤٠٧١", StaffRefusal.PinUnusable)]
    [InlineData("0000", StaffRefusal.PinTooSimple)]
    [InlineData("1212", StaffRefusal.PinTooSimple)]
    [InlineData("407407", StaffRefusal.PinTooSimple)]
    [InlineData("1234", StaffRefusal.PinTooSimple)]
    [InlineData("7890", StaffRefusal.PinTooSimple)]
    [InlineData("9876", StaffRefusal.PinTooSimple)]
    [InlineData("2468", StaffRefusal.PinTooSimple)]
    [InlineData("1985", StaffRefusal.PinTooSimple)]
    public void A_PIN_that_is_tried_first_is_refused(string pin, StaffRefusal why) => Assert.Equal(why, PinRules.Fault(pin));

    [Theory]
    [InlineData("4071")]
    [InlineData("1243")]
    [InlineData("40719352")]
    public void Any_other_is_taken(string pin) => Assert.Null(PinRules.Fault(pin));

    [Fact]
    public void Wrong_ones_are_answered_with_growing_waits_and_from_the_tenth_on_with_the_password()
    {
        Assert.Null(PinRules.ClosedUntil(4, Some.Noon));
        Assert.Equal(Some.Noon.AddSeconds(30), PinRules.ClosedUntil(5, Some.Noon));
        Assert.Equal(Some.Noon.AddMinutes(1), PinRules.ClosedUntil(6, Some.Noon));
        Assert.False(PinRules.IsClosed(9, Some.Noon, Some.Noon));
        Assert.True(PinRules.IsClosed(9, Some.Noon.AddSeconds(1), Some.Noon));
        Assert.True(PinRules.IsClosed(10, null, Some.Noon));
    }

    [Fact]
    public void A_terminal_of_several_people_waits_later()
    {
        Assert.Null(PinRules.TerminalClosedUntil(9, Some.Noon));
        Assert.Equal(Some.Noon.AddSeconds(30), PinRules.TerminalClosedUntil(10, Some.Noon));
    }

    [Fact]
    public void A_PIN_never_gives_an_administrators_rights()
    {
        var byPin = Enum.GetValues<Permission>().Where(new Actor("", StaffRole.Admin, IsByPin: true).May);

        Assert.Equal(
            [
                Permission.WorkWithOrders, Permission.StepBack, Permission.ReadReports, Permission.KeepGuests, Permission.KeepMenu,
                Permission.KeepCouriers, Permission.PauseIntake, Permission.KeepInbox, Permission.WatchSystem,
            ],
            byPin);
    }

    [Fact]
    public void A_shared_terminal_always_locks_itself()
    {
        Assert.False(Terminal.CanLock(isShared: true, 0));
        Assert.True(Terminal.CanLock(isShared: true, 1));
        Assert.True(Terminal.CanLock(isShared: false, 0));
        Assert.False(Terminal.CanLock(isShared: false, -1));
        Assert.False(Terminal.CanLock(isShared: false, Terminal.LongestIdle + 1));
    }
}
