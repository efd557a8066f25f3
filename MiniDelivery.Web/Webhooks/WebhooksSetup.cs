using Microsoft.AspNetCore.OpenApi;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Restaurants;
using MiniDelivery.Web.Security;

namespace MiniDelivery.Web.Webhooks;

internal static class WebhooksSetup
{
    /// <summary>Events to shops: stored with each change, sent until they are taken.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.TryAddSingleton<SecretBox>();
        services.AddOutside(WebhookClient.Name, allowPrivate: false).AddOutside(WebhookClient.PrivateName, allowPrivate: true);
        services.AddSingleton<WebhookClient>();
        services.AddSingleton<WebhookBook>();
        services.AddSingleton<IInterceptor, WebhookOutbox>();
        services.AddSingleton<WebhookSender>();
        services.AddHostedService(provider => provider.GetRequiredService<WebhookSender>());
        services.Configure<OpenApiOptions>("v1", document => document.AddDocumentTransformer<WebhookDocs>());
        return services.AddSingleton(provider => new WebhookDesk(
            provider.GetRequiredService<IDbContextFactory<DeliveryDb>>(),
            provider.GetRequiredService<WebhookBook>(),
            provider.GetRequiredService<SecretBox>(),
            provider.GetRequiredService<RestaurantDirectory>(),
            provider.GetRequiredService<LiveSignal>(),
            provider.GetRequiredService<TimeProvider>()));
    }

    // The client itself sets no time: an attempt's patience is counted by the program's clock.
    private static IServiceCollection AddOutside(this IServiceCollection services, string name, bool allowPrivate)
    {
        services.AddHttpClient(name, http => http.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(provider => OutsideAddress.Handler(allowPrivate, provider.GetService<NameLookup>()))
            .RemoveAllLoggers();
        return services;
    }
}
