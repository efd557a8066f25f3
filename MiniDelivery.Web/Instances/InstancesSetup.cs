using Microsoft.Extensions.Options;

namespace MiniDelivery.Web.Instances;

internal static class InstancesSetup
{
    /// <summary>The line to other instances of this installation. Without <c>Redis:Configuration</c> it is silent.</summary>
    public static IServiceCollection AddInstanceLink(this IServiceCollection services)
    {
        services.AddOptions<RedisOptions>().BindConfiguration(RedisOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RedisOptions>, ValidateRedisOptions>();
        services.AddSingleton<InstanceLink>();
        services.AddSingleton<SharedCounter>();
        return services.AddHostedService(provider => provider.GetRequiredService<InstanceLink>());
    }
}
