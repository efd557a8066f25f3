namespace MiniDelivery.Web.Intake;

internal static class IntakeSetup
{
    public static IServiceCollection AddIntake(this IServiceCollection services)
    {
        services.AddSingleton<OrderIntake>();
        services.AddSingleton<StaffIntake>();
        services.AddSingleton<IntakeWriter>();
        services.AddHostedService<KeptAnswerCleaner>();
        return services.AddHostedService(provider => provider.GetRequiredService<IntakeWriter>());
    }
}
