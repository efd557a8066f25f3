using Microsoft.Extensions.Options;

namespace MiniDelivery.Web.Licensing;

internal static class LicensingSetup
{
    public static IServiceCollection AddLicensing(this IServiceCollection services)
    {
        services.AddOptions<LicensingOptions>().BindConfiguration(LicensingOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<LicensingOptions>, ValidateLicensingOptions>();
        services.AddSingleton<LicenseReader>();
        services.AddSingleton<LicenseWatch>();
        services.AddSingleton<LicenseDesk>();
        return services.AddHostedService(provider => provider.GetRequiredService<LicenseWatch>());
    }
}
