using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using MiniDelivery.Domain.Till;

namespace MiniDelivery.Web.Rk7;

internal static class Rk7Setup
{
    /// <summary>
    /// Registers <see cref="ITills"/> and <see cref="ITillSetup"/>, carried out by r_keeper 7 servers: the one of section <c>Till</c>,
    /// or those that another <see cref="ITillOptionsSource"/> knows.
    /// </summary>
    public static IServiceCollection AddRk7(this IServiceCollection services)
    {
        services.AddOptions<TillOptions>().BindConfiguration(TillOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TillOptions>, ValidateTillOptions>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<Rk7Client>();
        services.TryAddSingleton<ITillOptionsSource, ConfiguredTillOptions>();
        services.AddSingleton<ITills, Rk7Tills>();
        services.AddSingleton<ITillSetup, Rk7TillSetup>();
        services.AddHttpClient(Rk7Client.HttpName, http =>
            {
                http.Timeout = Timeout.InfiniteTimeSpan; // Rk7Client keeps time; two clocks would disagree.
                http.MaxResponseContentBufferSize = Rk7Client.LongestAnswer;
            })
            .ConfigurePrimaryHttpMessageHandler(() => new Rk7Handlers())
            // The handlers renew their connections themselves.
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            // Rk7Client writes one line a request, with the command; the factory would write four without it.
            .RemoveAllLoggers();
        return services;
    }
}
