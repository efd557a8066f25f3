namespace MiniDelivery.Web.Intake;

internal static class IntakeSetup
{
    public static IServiceCollection AddIntake(this IServiceCollection services)
    {
        services.AddSingleton<OrderIntake>();
        services.AddSingleton<StaffIntake>().AddSingleton<DraftShelf>();
        services.AddSingleton<IntakeDesk>();
        services.AddSingleton<IntakeWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<IntakeWatch>());
        services.AddSingleton<IntakeWriter>();
        services.AddHostedService<KeptAnswerCleaner>();
        services.AddHostedService<PhoneKeyFill>();
        return services.AddHostedService(provider => provider.GetRequiredService<IntakeWriter>());
    }
}
