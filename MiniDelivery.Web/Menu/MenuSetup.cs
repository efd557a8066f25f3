namespace MiniDelivery.Web.Menu;

internal static class MenuSetup
{
    public static IServiceCollection AddMenu(this IServiceCollection services)
    {
        services.AddSingleton<MenuCache>();
        services.AddHostedService(provider => provider.GetRequiredService<MenuCache>());
        services.AddSingleton<MappingWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<MappingWatch>());
        return services.AddSingleton<MenuDesk>();
    }
}
