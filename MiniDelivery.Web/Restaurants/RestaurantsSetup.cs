using Microsoft.EntityFrameworkCore;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Licensing;

namespace MiniDelivery.Web.Restaurants;

internal static class RestaurantsSetup
{
    public static IServiceCollection AddRestaurants(this IServiceCollection services)
    {
        services.AddSingleton<RestaurantDirectory>();
        services.AddScoped<CurrentRestaurant>();
        services.AddSingleton<RestaurantWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<RestaurantWatch>());
        services.AddSingleton(provider => new AppearanceDesk(
            provider.GetRequiredService<IDbContextFactory<DeliveryDb>>(),
            provider.GetRequiredService<RestaurantWatch>(),
            provider.GetRequiredService<TimeProvider>()));
        return services.AddSingleton(provider => new RestaurantDesk(
            provider.GetRequiredService<IDbContextFactory<DeliveryDb>>(),
            provider.GetRequiredService<RestaurantWatch>(),
            provider.GetRequiredService<LicenseWatch>(),
            provider.GetRequiredService<TimeProvider>()));
    }
}
