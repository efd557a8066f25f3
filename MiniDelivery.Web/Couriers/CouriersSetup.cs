using Microsoft.Extensions.Options;

namespace MiniDelivery.Web.Couriers;

internal static class CouriersSetup
{
    public static IServiceCollection AddCouriers(this IServiceCollection services)
    {
        services.AddOptions<CourierOptions>().BindConfiguration(CourierOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<CourierOptions>, ValidateCourierOptions>();
        return services.AddSingleton<CourierDesk>().AddSingleton<CourierDoor>();
    }
}
