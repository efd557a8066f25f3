using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Rules;

/// <summary>A slip that was printed is a step in the order's history.</summary>
public sealed class OrderPrintTests
{
    [Fact]
    public void Each_print_says_who_and_when_and_each_slip_is_counted_for_itself()
    {
        var order = Some.Order();
        var version = order.Version;

        order.Print(SlipKind.Courier, Some.Anna, Some.Noon.AddMinutes(1));
        order.Print(SlipKind.Courier, Some.Boris, Some.Noon.AddMinutes(2));

        Assert.Equal((2, 0), (order.Prints(SlipKind.Courier), order.Prints(SlipKind.Kitchen)));
        Assert.Equal(new OrderStep(StepKind.Printed, OrderStatus.Waiting, "Борис", null, Some.Noon.AddMinutes(2), "Courier"), order.History[^1]);
        Assert.True(order.Version > version);
    }

    [Fact]
    public void Whoever_may_not_work_with_orders_prints_nothing()
    {
        var order = Some.Order();

        Assert.Equal(Refusal.NotPermitted, order.Print(SlipKind.Kitchen, new Actor("сайт"), Some.Noon).Reason);
        Assert.Equal(0, order.Prints(SlipKind.Kitchen));
    }
}
