namespace MiniDelivery.Web.Components.Pages.Orders;

internal static class OrderPages
{
    /// <summary>What the pages of orders need besides the desk and the board.</summary>
    public static IServiceCollection AddOrderPages(this IServiceCollection services) =>
        services.AddScoped<OrderActs>().AddScoped<OrderScript>().AddScoped<OwnLook>();
}
