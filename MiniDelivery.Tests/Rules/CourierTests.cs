using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Couriers;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Rules;

public sealed class CourierTests
{
    private static readonly DateTimeOffset _evening = Some.Noon.AddHours(6);

    [Fact]
    public void A_link_opens_until_it_expires_the_shift_ends_or_another_one_is_made()
    {
        var courier = Couriers.OnShift();
        var first = courier.IssueLink(Some.Noon);

        Assert.True(courier.Opens(first, Some.Noon + Courier.LinkLasts - TimeSpan.FromSeconds(1)));
        Assert.False(courier.Opens(first, Some.Noon + Courier.LinkLasts));
        Assert.False(courier.Opens(first.ToLowerInvariant() + "x", Some.Noon));

        var second = courier.IssueLink(_evening);
        Assert.False(courier.Opens(first, _evening));
        Assert.True(courier.Opens(second, _evening));

        courier.EndShift();
        Assert.False(courier.Opens(second, _evening));
    }

    [Fact]
    public void Who_works_here_no_more_has_neither_shift_nor_link()
    {
        var courier = Couriers.OnShift();
        var link = courier.IssueLink(Some.Noon);

        courier.SetActive(false);

        Assert.Null(courier.OnShiftSince);
        Assert.False(courier.Opens(link, Some.Noon));
        courier.SetActive(true);
        Assert.False(courier.Opens(link, Some.Noon));
    }

    [Fact]
    public void What_a_link_says_is_kept_nowhere()
    {
        var courier = Couriers.OnShift();

        var link = courier.IssueLink(Some.Noon);

        Assert.Equal(32, link.Length);
        Assert.Equal(Courier.HashOf(link), courier.LinkHash);
        Assert.NotEqual(link, courier.IssueLink(Some.Noon));
    }

    [Theory]
    [InlineData("Иван", "", true)]
    [InlineData("  ", "1", false)]
    [InlineData("", "", false)]
    public void A_courier_has_a_name(string name, string phone, bool isUsable) => Assert.Equal(isUsable, Courier.IsUsable(name, phone));

    [Fact]
    public void An_order_leaves_with_a_courier_whose_name_its_history_knows()
    {
        var (order, courier) = (Known.In(OrderStatus.Accepted), Couriers.OnShift());
        var before = courier.Version;

        Assert.True(order.SendOut(courier, Some.Anna, Known.Later).IsDone);

        Assert.Equal((OrderStatus.OnTheWay, courier.Id, "Иван"), (order.Status, order.CourierId, order.CourierName));
        Assert.Equal((StepKind.SentOut, "Анна", "Иван"), (order.History[^1].Kind, order.History[^1].By, order.History[^1].Note));
        Assert.True(courier.Version > before);
    }

    [Fact]
    public void Nobody_need_be_named()
    {
        var order = Known.In(OrderStatus.Accepted);

        Assert.True(order.SendOut(null, Some.Anna, Known.Later).IsDone);

        Assert.Null(order.CourierId);
        Assert.Equal("", order.CourierName);
    }

    [Fact]
    public void A_courier_who_is_not_on_shift_or_is_anothers_takes_nothing()
    {
        var idle = new Courier { RestaurantId = Some.Restaurant, Name = "Пётр", Phone = "" };
        var foreign = Couriers.OnShift(restaurant: RestaurantId.New());
        foreach (var courier in new[] { idle, foreign })
        {
            Known.Refuses(Known.In(OrderStatus.Accepted), Refusal.CourierNotOnShift, order => order.SendOut(courier, Some.Anna, Known.Later));
            Known.Refuses(Known.In(OrderStatus.OnTheWay), Refusal.CourierNotOnShift, order => order.Assign(courier, Some.Anna, Known.Later));
        }
    }

    [Fact]
    public void Shops_give_orders_to_nobody()
    {
        Known.Refuses(Known.In(OrderStatus.Accepted), Refusal.NotPermitted, order => order.SendOut(null, new Actor("сайт"), Known.Later));
        Known.Refuses(Known.In(OrderStatus.OnTheWay), Refusal.NotPermitted, order => order.Assign(null, new Actor("сайт"), Known.Later));
    }

    [Theory]
    [InlineData(OrderStatus.Waiting)]
    [InlineData(OrderStatus.Archived)]
    [InlineData(OrderStatus.Deleted)]
    public void A_courier_is_named_for_what_leaves_or_has_left_alone(OrderStatus status) =>
        Known.Refuses(Known.In(status), Refusal.StatusDoesNotAllow, order => order.Assign(Couriers.OnShift(), Some.Anna, Known.Later), namesLastStep: true);

    [Fact]
    public void What_a_guest_fetches_needs_no_courier() =>
        Known.Refuses(
            Known.In(OrderStatus.Accepted, FulfillmentType.Pickup),
            Refusal.StatusDoesNotAllow,
            order => order.Assign(Couriers.OnShift(), Some.Anna, Known.Later),
            namesLastStep: true);

    [Fact]
    public void Another_courier_takes_over_on_the_way_and_the_same_one_twice_is_no_step()
    {
        var (order, ivan, pyotr) = (Known.In(OrderStatus.Accepted), Couriers.OnShift(), Couriers.OnShift("Пётр"));
        order.SendOut(ivan, Some.Anna, Known.Later);

        Assert.True(order.Assign(pyotr, Some.Anna, Known.Later).IsDone);
        var steps = order.History.Count;
        Assert.True(order.Assign(pyotr, Some.Anna, Known.Later).IsDone);

        Assert.Equal((pyotr.Id, "Пётр", steps), (order.CourierId, order.CourierName, order.History.Count));
        Assert.Equal((StepKind.CourierAssigned, "Пётр"), (order.History[^1].Kind, order.History[^1].Note));
        Known.Refuses(order, Refusal.StatusDoesNotAllow, o => o.Deliver(ivan, _evening), namesLastStep: true);
    }

    [Fact]
    public void Delivered_it_is_done_and_its_courier_owes_the_cash_until_they_hand_it_in()
    {
        var (order, courier) = Sent();

        Assert.True(order.Deliver(courier, _evening).IsDone);

        Assert.Equal((OrderStatus.Archived, _evening, true), (order.Status, order.DeliveredAt, order.IsCashOwed));
        Assert.Equal((StepKind.Delivered, "Иван"), (order.History[^1].Kind, order.History[^1].By));
        order.HandInCash(Some.Boris, _evening);
        Assert.False(order.IsCashOwed);
        Assert.Equal((StepKind.CashHandedIn, "Борис", "Иван"), (order.History[^1].Kind, order.History[^1].By, order.History[^1].Note));
        var steps = order.History.Count;
        order.HandInCash(Some.Boris, _evening);
        Assert.Equal(steps, order.History.Count);
    }

    [Fact]
    public void An_order_that_the_guest_does_not_want_any_more_is_not_delivered()
    {
        var (order, courier) = Sent();
        order.Cancel(CancelReason.GuestCancelled, null, Some.Anna, Known.Later);

        Known.Refuses(order, Refusal.StatusDoesNotAllow, o => o.Deliver(courier, _evening), namesLastStep: true);
    }

    [Theory]
    [InlineData(PaymentMethod.Cash, false, true)]
    [InlineData(PaymentMethod.Cash, true, false)]
    [InlineData(PaymentMethod.Card, false, false)]
    [InlineData(PaymentMethod.Online, true, false)]
    public void Only_what_the_guest_pays_in_cash_at_the_door_is_owed(PaymentMethod method, bool isPaid, bool isOwed)
    {
        var (order, courier) = Sent(method, isPaid);

        order.Deliver(courier, _evening);

        Assert.Equal(isOwed, order.IsCashOwed);
        Assert.Equal(isOwed ? order.Total : Money.Zero, order.CashDue);
    }

    [Fact]
    public void The_cash_is_owed_by_whoever_brought_it_even_if_the_operator_archived_it_and_by_nobody_if_nobody_was_named()
    {
        var (order, _) = Sent();
        order.MoveOn(OrderStatus.Archived, Some.Anna, _evening);
        Assert.True(order.IsCashOwed);
        Assert.Null(order.DeliveredAt);

        Assert.False(Known.In(OrderStatus.Archived).IsCashOwed);
    }

    [Fact]
    public void A_step_back_takes_the_debt_back_and_cash_is_handed_in_once()
    {
        var (order, courier) = Sent();
        order.Deliver(courier, Known.Later);

        Assert.True(order.StepBack(Some.Boris, Known.Day, Known.Later).IsDone);
        Assert.Equal((OrderStatus.OnTheWay, null, false), (order.Status, order.DeliveredAt, order.IsCashOwed));

        order.Deliver(courier, Known.Later);
        Assert.True(order.IsCashOwed);
        order.HandInCash(Some.Boris, Known.Later);
        order.StepBack(Some.Boris, Known.Day, Known.Later);
        order.Deliver(courier, Known.Later);
        Assert.False(order.IsCashOwed);
    }

    private static (Order Order, Courier Courier) Sent(PaymentMethod method = PaymentMethod.Cash, bool isPaid = false)
    {
        var (order, courier) = (Some.Accepted(Some.Draft() with { Payment = new Payment(method, isPaid) }), Couriers.OnShift());
        Assert.True(order.SendOut(courier, Some.Anna, Known.Later).IsDone);
        return (order, courier);
    }
}
