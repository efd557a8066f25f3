using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Menu;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Rules;

public sealed class AutoAcceptRuleTests
{
    // Two pies and a bread come to 730.
    private static readonly AutoAcceptRule _rule = new() { IsOn = true, LargestMinor = 730_00 };

    [Fact]
    public void An_order_that_meets_every_condition_is_let_through_and_says_which_they_were() =>
        Assert.Equal("known-guest;sum<=730;dishes;hours", _rule.Allows(Some.Order(), Some.Menu, GuestStanding.Known));

    [Fact]
    public void Off_is_off() => Assert.Null(AutoAcceptRule.Off.Allows(Some.Order(), Some.Menu, GuestStanding.Known));

    [Theory]
    [InlineData(GuestStanding.New, null)]
    [InlineData(GuestStanding.Unwanted, null)]
    public void A_guest_who_is_not_known_waits_for_a_person(GuestStanding guest, string? said) =>
        Assert.Equal(said, _rule.Allows(Some.Order(), Some.Menu, guest));

    [Fact]
    public void Where_anybody_may_an_unwanted_guest_still_waits()
    {
        var all = _rule with { IsForKnownGuests = false };

        Assert.Equal("sum<=730;dishes;hours", all.Allows(Some.Order(), Some.Menu, GuestStanding.New));
        Assert.Null(all.Allows(Some.Order(), Some.Menu, GuestStanding.Unwanted));
    }

    [Fact]
    public void One_kopeck_too_much_waits_for_a_person() =>
        Assert.Null((_rule with { LargestMinor = 729_99 }).Allows(Some.Order(), Some.Menu, GuestStanding.Known));

    [Fact]
    public void A_dish_without_a_place_in_the_menu_one_that_is_stopped_and_an_unknown_menu_wait_for_a_person()
    {
        var stopped = new RestaurantMenu(Some.Noon, [.. Some.Menu.Items.Select(item => item.Code is 102 ? item with { IsStopped = true } : item)]);

        Assert.Null(_rule.Allows(Some.Order(Some.Draft("WEB-1", Some.Line("999", "Уха", 1, 100))), Some.Menu, GuestStanding.Known));
        Assert.Null(_rule.Allows(Some.Order(), stopped, GuestStanding.Known));
        Assert.Null(_rule.Allows(Some.Order(), null, GuestStanding.Known));
    }

    [Fact]
    public void What_a_rule_accepts_is_promised_to_the_till_and_its_history_says_so()
    {
        var order = Some.Order();

        order.AcceptByRule("dishes;hours", Some.Noon);

        Assert.Equal((HandoffAct.Create, HandoffState.Due), (order.Handoff!.Act, order.Handoff.State));
        Assert.Equal((StepKind.AutoAccepted, Actor.Program.Name, "dishes;hours"), (order.History[^1].Kind, order.History[^1].By, order.History[^1].Note));
    }
}
