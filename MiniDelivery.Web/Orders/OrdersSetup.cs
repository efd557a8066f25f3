namespace MiniDelivery.Web.Orders;

internal static class OrdersSetup
{
    public static IServiceCollection AddOrders(this IServiceCollection services) =>
        services.AddSingleton<OrderDesk>().AddSingleton<ShopDesk>().AddSingleton<OrderQueries>().AddSingleton<ReportQueries>();
}
