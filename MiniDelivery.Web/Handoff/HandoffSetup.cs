using Microsoft.Extensions.DependencyInjection.Extensions;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Instances;

namespace MiniDelivery.Web.Handoff;

internal static class HandoffSetup
{
    public static IServiceCollection AddHandoff(this IServiceCollection services)
    {
        services.TryAddSingleton<InstanceLink>();
        services.AddSingleton<OrderLocks>();
        services.AddSingleton<EditorHolds>();
        services.AddSingleton<OrderEditor>();
        services.AddScoped<EditorCircuit>();
        services.AddScoped<Microsoft.AspNetCore.Components.Server.Circuits.CircuitHandler>(provider => provider.GetRequiredService<EditorCircuit>());
        services.AddSingleton<ILicenseSequence, LicenseSequences>();
        services.AddSingleton<HandoffSteps>();
        services.AddSingleton<HandoffDispatcher>();
        services.AddHostedService(provider => provider.GetRequiredService<HandoffDispatcher>());
        services.AddSingleton<TillMonitor>();
        services.AddHostedService(provider => provider.GetRequiredService<TillMonitor>());
        services.AddSingleton<TillWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<TillWatch>());
        services.AddOptions<TillWatchOptions>().BindConfiguration(TillWatchOptions.Section).ValidateOnStart();
        services.AddSingleton<Microsoft.Extensions.Options.IValidateOptions<TillWatchOptions>, ValidateTillWatchOptions>();
        services.AddOptions<TillHookOptions>().BindConfiguration(TillHookOptions.Section).ValidateOnStart();
        services.AddSingleton<Microsoft.Extensions.Options.IValidateOptions<TillHookOptions>, ValidateTillHookOptions>();
        return services.AddSingleton<TillHook>();
    }
}
