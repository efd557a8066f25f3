using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Handoff;
using MiniDelivery.Web.Menu;
using MiniDelivery.Web.Rk7;

namespace MiniDelivery.Web.Tills;

internal static class TillsSetup
{
    /// <summary>Keeps the settings of tills in the database, each restaurant's own.</summary>
    public static IServiceCollection AddTillSettings(this IServiceCollection services)
    {
        services.AddSingleton<TillSettingsStore>();
        services.AddSingleton<ITillOptionsSource>(provider => provider.GetRequiredService<TillSettingsStore>());
        return services.AddSingleton(provider => new TillSettingsDesk(
            provider.GetRequiredService<TillSettingsStore>(),
            provider.GetRequiredService<ITillSetup>(),
            provider.GetRequiredService<TillMonitor>(),
            provider.GetRequiredService<MenuCache>()));
    }
}
