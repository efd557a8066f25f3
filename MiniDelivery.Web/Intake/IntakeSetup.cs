namespace MiniDelivery.Web.Intake;

internal static class IntakeSetup
{
    public static IServiceCollection AddIntake(this IServiceCollection services)
    {
        services.AddSingleton<OrderIntake>();
        services.AddSingleton<StaffIntake>().AddSingleton<TrialIntake>().AddSingleton<DraftShelf>();
        services.AddSingleton<IntakeDesk>();
        services.AddSingleton<IntakeWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<IntakeWatch>());
        services.AddSingleton<IntakeWriter>();
        services.AddSingleton<InboxVault>();
        services.AddSingleton<InboxDesk>();
        services.AddSingleton<InboxWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<InboxWatch>());
        services.AddSingleton<InboxWriter>();
        services.AddHostedService(provider => provider.GetRequiredService<InboxWriter>());
        services.AddHostedService<KeptAnswerCleaner>();
        services.AddHostedService<PhoneKeyFill>();
        return services.AddHostedService(provider => provider.GetRequiredService<IntakeWriter>());
    }
}
