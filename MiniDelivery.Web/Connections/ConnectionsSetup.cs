namespace MiniDelivery.Web.Connections;

internal static class ConnectionsSetup
{
    public static IServiceCollection AddSources(this IServiceCollection services) => services.AddSingleton<ConnectionDesk>();
}
