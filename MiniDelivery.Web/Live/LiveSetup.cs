using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace MiniDelivery.Web.Live;

internal static class LiveSetup
{
    public static IServiceCollection AddLiveBoard(this IServiceCollection services)
    {
        services.AddSingleton<LiveSignal>();
        services.AddSingleton<OrderBoard>();
        services.AddSingleton<OpenCards>();
        services.AddScoped<OwnCard>();
        services.AddScoped<CircuitHandler>(provider => provider.GetRequiredService<OwnCard>());
        services.AddHostedService(provider => provider.GetRequiredService<OrderBoard>());
        return services.AddSingleton<IInterceptor, OrderChangeInterceptor>();
    }

    /// <summary>What is stored here is told to other instances, and what they store is found.</summary>
    public static IServiceCollection AddRelay(this IServiceCollection services) =>
        services.AddSingleton<MissedChanges>().AddSingleton<IInterceptor, RelayInterceptor>();
}
