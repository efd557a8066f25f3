namespace MiniDelivery.Web.Menu;

internal static class MenuSetup
{
    public static IServiceCollection AddMenu(this IServiceCollection services)
    {
        services.AddSingleton<MenuCache>();
        return services.AddHostedService(provider => provider.GetRequiredService<MenuCache>());
    }
}
