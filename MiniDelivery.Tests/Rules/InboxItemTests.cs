using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Rules;

public sealed class InboxItemTests
{
    [Fact]
    public void A_manager_settles_it_once()
    {
        var item = Item();
        var order = OrderId.New();

        Assert.Equal(Refusal.NotPermitted, item.Accept(order, Some.Anna, Some.Noon).Reason);
        Assert.Equal(Refusal.ReasonNeeded, item.Decline("  ", Some.Boris, Some.Noon).Reason);
        Assert.True(item.Accept(order, Some.Boris, Some.Noon).IsDone);

        Assert.Equal((InboxState.Accepted, order, "Борис", Some.Noon), (item.State, item.OrderId, item.SettledBy, item.SettledAt));
        Assert.Equal(Refusal.InboxSettled, item.Decline("спам", Some.Boris, Some.Noon).Reason);
    }

    [Fact]
    public void What_is_declined_stays_so_however_often_it_comes_again()
    {
        var item = Item();
        item.Came(Some.Noon);

        Assert.True(item.Decline(" проверка магазина ", Some.Boris, Some.Noon).IsDone);
        item.Came(Some.Noon.AddHours(1));

        Assert.Equal((InboxState.Declined, "проверка магазина", 2, Some.Noon.AddHours(1)), (item.State, item.Reason, item.Times, item.LastAt));
    }

    private static InboxItem Item() => new()
    {
        RestaurantId = Some.Restaurant, SourceId = Some.Source, Hash = "", Body = [], Length = 0, Problem = "malformed-json", Glance = [], FirstAt = Some.Noon,
    };
}
