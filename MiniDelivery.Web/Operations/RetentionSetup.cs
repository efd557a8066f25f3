namespace MiniDelivery.Web.Operations;

internal static class RetentionSetup
{
    /// <summary>How long guests' data is kept, and the work that keeps to it.</summary>
    public static IServiceCollection AddRetention(this IServiceCollection services)
    {
        services.AddSingleton<RetentionDesk>();
        services.AddHostedService<RetentionJob>();
        return services;
    }
}
