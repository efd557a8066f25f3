using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Rules;

/// <summary>An order that staff wrote down: accepted at once, the dishes promised with it.</summary>
public sealed class AcceptAndFillTests
{
    [Fact]
    public void The_dishes_follow_as_soon_as_the_till_has_the_order()
    {
        var order = Some.Order();

        Assert.True(order.AcceptAndFill(Some.Anna, Some.Menu, Some.Noon).IsDone);
        Assert.Equal((HandoffAct.Create, HandoffState.Due, true), (order.Handoff!.Act, order.Handoff.State, order.Handoff.FillsNext));

        order.TillHasCreated(Some.TillOrder(order), Some.Noon.AddMinutes(1));
        Assert.Equal((OrderStatus.Created, HandoffAct.Fill, HandoffState.Due, false), (order.Status, order.Handoff.Act, order.Handoff.State, order.Handoff.FillsNext));

        order.TillHasFilled(Some.TillOrder(order), Some.Noon.AddMinutes(2));
        Assert.Equal(OrderStatus.Accepted, order.Status);
        Assert.Equal(
            ["Received сайт", "AcceptRequested Анна", "FillRequested Анна", "TillCreated RK7", "TillFilled RK7"],
            order.History.Select(step => $"{step.Kind} {step.By}"));
    }

    [Fact]
    public void A_dish_without_a_place_in_the_menu_leaves_it_at_the_order()
    {
        var order = Some.Order(Some.Draft(lines: Some.Line("999", "Сюрприз", 1, 100)));

        Assert.True(order.AcceptAndFill(Some.Anna, Some.Menu, Some.Noon).IsDone);
        order.TillHasCreated(Some.TillOrder(order), Some.Noon.AddMinutes(1));

        Assert.Equal((OrderStatus.Created, HandoffAct.Create, HandoffState.Done), (order.Status, order.Handoff!.Act, order.Handoff.State));
    }

    [Fact]
    public void One_that_is_cancelled_meanwhile_is_cancelled_at_the_till_and_not_filled()
    {
        var order = Some.Order();
        order.AcceptAndFill(Some.Anna, Some.Menu, Some.Noon);
        order.TillIsSilent(new TillTrouble(TillTroubles.Timeout, ""), inDoubt: true, Some.Noon);
        order.Cancel(CancelReason.GuestCancelled, null, Some.Anna, Some.Noon);

        order.TillHasCreated(Some.TillOrder(order), Some.Noon.AddMinutes(1));

        Assert.Equal((HandoffAct.Void, false), (order.Handoff!.Act, order.Handoff.FillsNext));
    }

    [Fact]
    public void What_the_till_refused_and_a_person_tries_again_is_filled_after_all()
    {
        var order = Some.Order();
        order.AcceptAndFill(Some.Anna, Some.Menu, Some.Noon);
        order.TillHasRefused(new TillTrouble("rk7-2142", ""), Some.Noon);

        Assert.True(order.RetryTill(Some.Anna, Some.Noon).IsDone);
        order.TillHasCreated(Some.TillOrder(order), Some.Noon.AddMinutes(1));

        Assert.Equal(HandoffAct.Fill, order.Handoff!.Act);
    }

    [Fact]
    public void A_shop_cannot_accept_its_own_order()
    {
        var order = Some.Order();

        Assert.Equal(Refusal.NotPermitted, order.AcceptAndFill(new Actor("сайт"), Some.Menu, Some.Noon).Reason);
        Assert.Null(order.Handoff);
    }
}
