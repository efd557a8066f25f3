using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Components.Pages.Orders;

namespace MiniDelivery.Tests.Components;

/// <summary>What the list and the card decide without drawing anything.</summary>
public sealed class OrderViewTests
{
    [Theory]
    [InlineData(OrderStatus.Waiting, TillState.None, FulfillmentType.Delivery, NextAct.Accept)]
    [InlineData(OrderStatus.Waiting, TillState.Creating, FulfillmentType.Delivery, NextAct.None)]
    [InlineData(OrderStatus.Waiting, TillState.Checking, FulfillmentType.Delivery, NextAct.None)]
    [InlineData(OrderStatus.Waiting, TillState.Refused, FulfillmentType.Delivery, NextAct.Retry)]
    [InlineData(OrderStatus.Created, TillState.Created, FulfillmentType.Delivery, NextAct.Edit)]
    [InlineData(OrderStatus.Created, TillState.Filling, FulfillmentType.Delivery, NextAct.None)]
    [InlineData(OrderStatus.Accepted, TillState.Filled, FulfillmentType.Delivery, NextAct.SendOut)]
    [InlineData(OrderStatus.Accepted, TillState.Filled, FulfillmentType.Pickup, NextAct.Archive)]
    [InlineData(OrderStatus.OnTheWay, TillState.Filled, FulfillmentType.Delivery, NextAct.Archive)]
    [InlineData(OrderStatus.Archived, TillState.Filled, FulfillmentType.Delivery, NextAct.None)]
    [InlineData(OrderStatus.Deleted, TillState.Refused, FulfillmentType.Delivery, NextAct.None)]
    public void The_one_next_act(OrderStatus status, TillState till, FulfillmentType type, NextAct next) =>
        Assert.Equal(next, NextOffer.For(status, type, till, cancelWanted: false).Act);

    [Fact]
    public void Nothing_is_offered_while_a_cancellation_is_under_way() =>
        Assert.Equal(
            new NextOffer(NextAct.None, TillState.Cancelling),
            NextOffer.For(OrderStatus.Created, FulfillmentType.Delivery, TillState.Created, cancelWanted: true));

    [Fact]
    public void An_address_gives_back_the_view_that_made_it()
    {
        var view = new ListView(OrderStatus.Archived, "Иванов & сын", 3, ListPeriod.Week);

        Assert.Equal("?tab=archived&q=%D0%98%D0%B2%D0%B0%D0%BD%D0%BE%D0%B2%20%26%20%D1%81%D1%8B%D0%BD&page=3&period=week", view.Address());
        Assert.Equal(view, ListView.Read("archived", "Иванов & сын", 3, "week"));
    }

    [Fact]
    public void An_address_that_makes_no_sense_shows_the_list() =>
        Assert.Equal(new ListView(null, "", 1, ListPeriod.Today), ListView.Read("17", " ", -4, "ever"));
}
