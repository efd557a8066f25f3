using Microsoft.EntityFrameworkCore;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Orders;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Alerts;

internal static class AlertSetup
{
    public static IServiceCollection AddAlerts(this IServiceCollection services)
    {
        services.AddSingleton<TerminalBook>();
        services.AddHostedService(provider => provider.GetRequiredService<TerminalBook>());
        services.AddSingleton<TerminalCookie>();
        services.AddSingleton<AlertSettingsStore>();
        services.AddHostedService(provider => provider.GetRequiredService<AlertSettingsStore>());
        services.AddSingleton<AlertFeed>();
        return services.AddSingleton(provider => new AlertDesk(
            provider.GetRequiredService<IDbContextFactory<DeliveryDb>>(),
            provider.GetRequiredService<TerminalBook>(),
            provider.GetRequiredService<AlertSettingsStore>(),
            provider.GetRequiredService<OrderDesk>(),
            provider.GetRequiredService<OrderBoard>(),
            provider.GetRequiredService<Seats>(),
            provider.GetRequiredService<RestaurantDirectory>(),
            provider.GetRequiredService<TimeProvider>()));
    }

    /// <summary>Knows the terminal of each request. After authorization: that puts the caller together anew.</summary>
    public static IApplicationBuilder UseTerminals(this IApplicationBuilder app) => app.UseMiddleware<TerminalCookie>();
}
