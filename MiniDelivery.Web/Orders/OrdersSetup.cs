using MiniDelivery.Web.Couriers;

namespace MiniDelivery.Web.Orders;

internal static class OrdersSetup
{
    public static IServiceCollection AddOrders(this IServiceCollection services) =>
        services.AddCouriers().AddSingleton<OrderDesk>().AddSingleton<ShopDesk>().AddSingleton<OrderQueries>();
}
