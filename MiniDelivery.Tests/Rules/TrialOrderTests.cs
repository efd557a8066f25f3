using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Menu;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Rules;

/// <summary>What a try is made of, and how it goes on without the till.</summary>
public sealed class TrialOrderTests
{
    [Theory]
    [InlineData(TrialKind.Delivery, FulfillmentType.Delivery, PaymentMethod.Cash, 2, 0)]
    [InlineData(TrialKind.Pickup, FulfillmentType.Pickup, PaymentMethod.Online, 1, 0)]
    [InlineData(TrialKind.UnknownDish, FulfillmentType.Delivery, PaymentMethod.Cash, 2, 1)]
    public void A_try_is_made_of_what_the_till_sells(TrialKind kind, FulfillmentType type, PaymentMethod method, int dishes, int unknown)
    {
        var order = Trial(kind);

        Assert.Equal((type, method, kind is TrialKind.Pickup, true, true), (order.Type, order.Payment.Method, order.Payment.Paid, order.IsTest, order.IsWithoutTill));
        Assert.Equal((dishes, unknown), (order.Lines.Count, order.Lines.Count(line => !line.IsMapped)));
        Assert.True(order.Total > Money.Zero);
        Assert.Empty(order.Warnings);
    }

    [Fact]
    public void A_till_that_sells_nothing_simple_has_no_try()
    {
        var stopped = Some.Menu.Items.Select(item => item with { IsStopped = true }).ToList();

        Assert.Null(TrialOrder.Draft(TrialKind.Pickup, new RestaurantMenu(Some.Noon, stopped), "T-1", goesToTill: false));
    }

    [Fact]
    public void Without_the_till_it_goes_through_its_states_by_people_alone_and_the_history_says_so()
    {
        var order = Trial(TrialKind.Delivery);

        Assert.True(order.Accept(Some.Anna, Some.Noon).IsDone);
        Assert.Equal(OrderStatus.Created, order.Status);
        Assert.True(order.Fill(Some.Anna, Some.Menu, Some.Noon).IsDone);
        Assert.Equal(OrderStatus.Accepted, order.Status);
        Assert.True(order.SendOut(Couriers.OnShift(), Some.Anna, Some.Noon).IsDone);
        Assert.True(order.MoveOn(OrderStatus.Archived, Some.Anna, Some.Noon).IsDone);

        Assert.Null(order.Handoff);
        Assert.Equal(2, order.History.Count(step => step.Kind is StepKind.TillSkipped && step.By == Some.Anna.Name));
        Assert.False(order.IsCashOwed); // Nobody has paid anything.
    }

    [Fact]
    public void A_dish_that_the_menu_has_not_is_chosen_first_as_in_earnest()
    {
        var order = Trial(TrialKind.UnknownDish);
        order.Accept(Some.Anna, Some.Noon);

        Assert.Equal(Refusal.DishesNotInMenu, order.Fill(Some.Anna, Some.Menu, Some.Noon).Reason);
        Assert.True(order.ChooseDish(2, Some.Menu.Items[1], Some.Menu, Some.Anna, Some.Noon).IsDone);
        Assert.True(order.Fill(Some.Anna, Some.Menu, Some.Noon).IsDone);
    }

    [Fact]
    public void It_is_cancelled_at_once_wherever_it_is()
    {
        var order = Trial(TrialKind.Delivery);
        order.Accept(Some.Anna, Some.Noon);

        Assert.True(order.Cancel(CancelReason.TestOrder, null, Some.Anna, Some.Noon).IsDone);
        Assert.Equal(OrderStatus.Deleted, order.Status);
    }

    [Fact]
    public void Where_it_was_asked_for_the_till_is_promised_it_as_any_other()
    {
        var order = Some.Order(TrialOrder.Draft(TrialKind.Delivery, Some.Menu, "T-1", goesToTill: true));

        order.Accept(Some.Anna, Some.Noon);

        Assert.True(order.IsTest);
        Assert.True(order.Handoff is { IsOpen: true });
    }

    private static Order Trial(TrialKind kind) => Some.Order(TrialOrder.Draft(kind, Some.Menu, "T-1", goesToTill: false));
}
