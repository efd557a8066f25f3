using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Domain.Till;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Rules;

public sealed class CancelWishTests
{
    private static readonly Actor _shop = new("сайт");

    [Fact]
    public void An_order_that_nobody_has_accepted_is_cancelled_at_once()
    {
        var order = Some.Order();

        Assert.True(Ask(order).IsDone);

        Assert.Equal((OrderStatus.Deleted, "сайт", CancelReason.GuestCancelled), (order.Status, order.Cancellation!.By, order.Cancellation.Reason));
        Assert.False(order.IsCancelAsked);
    }

    [Fact]
    public void An_order_that_the_till_may_be_creating_in_this_moment_is_left_to_staff()
    {
        var order = Some.Order();
        order.Accept(Some.Anna, Some.Noon);

        Assert.True(Ask(order).IsDone);

        Assert.Equal((OrderStatus.Waiting, true), (order.Status, order.IsCancelAsked));
        Assert.Null(order.Cancellation);
    }

    [Fact]
    public void In_the_kitchen_a_person_decides_and_asking_twice_is_asking_once()
    {
        var order = Some.Accepted();
        Ask(order);
        var version = order.Version;

        Assert.True(Ask(order).IsDone);

        Assert.Equal((OrderStatus.Accepted, true, version), (order.Status, order.IsCancelAsked, order.Version));
        Assert.Equal(1, order.History.Count(step => step.Kind is StepKind.CancelAsked));
    }

    [Fact]
    public void Granted_it_goes_the_way_of_every_cancellation()
    {
        var order = Some.Accepted();
        Ask(order);

        Assert.True(order.Cancel(order.CancelWish!.Reason, order.CancelWish.Comment, Some.Anna, Some.Noon).IsDone);

        Assert.Equal((HandoffAct.Void, false), (order.Handoff!.Act, order.IsCancelAsked));
        order.TillHasNothing(Some.Noon);
        Assert.Equal((OrderStatus.Deleted, "Анна"), (order.Status, order.Cancellation!.By));
    }

    [Fact]
    public void Declined_it_goes_on_and_can_be_asked_again()
    {
        var order = Some.Accepted();
        Ask(order);

        Assert.True(order.DeclineCancel(Some.Anna, Some.Noon).IsDone);

        Assert.Null(order.CancelWish);
        Assert.Equal(Refusal.StatusDoesNotAllow, order.DeclineCancel(Some.Anna, Some.Noon).Reason);
        Assert.True(Ask(order).IsDone);
        Assert.True(order.IsCancelAsked);
    }

    [Fact]
    public void Once_a_courier_has_it_it_is_too_late_and_an_open_question_is_answered()
    {
        var order = Some.Accepted();
        Ask(order);
        order.MoveOn(OrderStatus.OnTheWay, Some.Anna, Some.Noon);

        Assert.Null(order.CancelWish);
        var version = order.Version;
        Assert.Equal(Refusal.StatusDoesNotAllow, Ask(order).Reason);
        Assert.Equal(version, order.Version);
    }

    [Fact]
    public void What_is_cancelled_already_is_what_the_guest_wants()
    {
        var order = Some.Order();
        order.Cancel(CancelReason.KitchenClosed, null, Some.Anna, Some.Noon);

        Assert.True(Ask(order).IsDone);

        Assert.Equal(CancelReason.KitchenClosed, order.Cancellation!.Reason);
    }

    [Fact]
    public void A_stranger_asks_in_vain_and_so_does_a_shop_that_answers_for_staff()
    {
        var order = Some.Accepted();

        Assert.Equal(Refusal.OrderUnknown, order.AskToCancel(SourceId.New(), CancelReason.Other, null, _shop, Some.Noon).Reason);
        Ask(order);
        Assert.Equal(Refusal.NotPermitted, order.DeclineCancel(_shop, Some.Noon).Reason);
    }

    private static Outcome Ask(Order order) => order.AskToCancel(Some.Source, CancelReason.GuestCancelled, "передумал", _shop, Some.Noon);
}
