using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Restaurants;
using MiniDelivery.Web.Security;

namespace MiniDelivery.Web.Escalation;

internal static class EscalationSetup
{
    public static IServiceCollection AddEscalation(this IServiceCollection services)
    {
        services.AddOptions<EscalationOptions>().BindConfiguration(EscalationOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<EscalationOptions>, ValidateEscalationOptions>();
        services.AddHttpClient(OutsideClient.Name, http => http.Timeout = OutsideClient.Patience)
            .ConfigurePrimaryHttpMessageHandler(provider =>
                OutsideAddress.Handler(provider.GetRequiredService<IOptions<EscalationOptions>>().Value.AllowPrivateAddresses))
            .RemoveAllLoggers();
        services.AddSingleton<OutsideClient>();
        services.TryAddSingleton<SecretBox>();
        services.AddSingleton<EscalationStore>();
        services.AddSingleton<PushVault>();
        services.AddSingleton(provider => new PushBook(
            provider.GetRequiredService<IDbContextFactory<DeliveryDb>>(),
            provider.GetRequiredService<PushVault>(),
            provider.GetRequiredService<IOptions<EscalationOptions>>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IAlarmChannel, PushChannel>();
        services.AddSingleton<IAlarmChannel, TelegramChannel>();
        services.AddSingleton<IAlarmChannel, WebhookChannel>();
        services.AddSingleton<IAlarmChannel, MailChannel>();
        services.AddSingleton<EscalationLadder>();
        services.AddHostedService(provider => provider.GetRequiredService<EscalationLadder>());
        return services.AddSingleton(provider => new EscalationDesk(
            provider.GetRequiredService<EscalationStore>(),
            provider.GetRequiredService<SecretBox>(),
            provider.GetRequiredService<PushBook>(),
            provider.GetServices<IAlarmChannel>(),
            provider.GetRequiredService<RestaurantDirectory>(),
            provider.GetRequiredService<IOptions<EscalationOptions>>(),
            provider.GetRequiredService<TimeProvider>()));
    }
}
