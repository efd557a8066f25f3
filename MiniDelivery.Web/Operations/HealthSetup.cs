using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using MiniDelivery.Domain.Health;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Live;

namespace MiniDelivery.Web.Operations;

internal static class HealthSetup
{
    // What whoever sends us orders must know; the rest is for our own people.
    private static readonly SystemPart[] _ready = [SystemPart.Database, SystemPart.Board, SystemPart.Till, SystemPart.License, SystemPart.Instances, SystemPart.Disk];

    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddOptions<HealthOptions>().BindConfiguration(HealthOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<HealthOptions>, ValidateHealthOptions>();
        services.AddSystemCheck<DatabaseCheck>().AddSystemCheck<BoardCheck>().AddSystemCheck<TillCheck>().AddSystemCheck<LicenseFinding>();
        services.AddSystemCheck<InstancesCheck>().AddSystemCheck<DiskCheck>().AddSystemCheck<LogCheck>().AddSystemCheck<WorkCheck>().AddSystemCheck<BackupCheck>();
        services.AddOptions<BackupOptions>().BindConfiguration(BackupOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<BackupOptions>, ValidateBackupOptions>();
        services.AddSingleton<BackupJob>();
        services.AddHostedService(provider => provider.GetRequiredService<BackupJob>());
        services.AddSingleton(provider => new SystemWatch(
            provider.GetRequiredService<IDbContextFactory<DeliveryDb>>(),
            provider.GetServices<ISystemCheck>(),
            provider.GetRequiredService<LiveSignal>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SystemWatch>>()));
        services.AddHostedService(provider => provider.GetRequiredService<SystemWatch>());
        services.AddSingleton(provider => new SystemDesk(
            provider.GetRequiredService<IDbContextFactory<DeliveryDb>>(), provider.GetRequiredService<SystemWatch>(), provider.GetRequiredService<WorkCheck>()));
        services.AddSingleton<SupportReport>();
        var checks = services.AddHealthChecks();
        foreach (var part in _ready)
        {
            // A look that breaks says nothing about whether orders can be taken, but for the database.
            checks.Add(new HealthCheckRegistration(
                NameOf(part),
                provider => new PartHealth(provider.GetServices<ISystemCheck>().Where(check => check.Part == part)),
                part is SystemPart.Database ? HealthStatus.Unhealthy : HealthStatus.Degraded,
                tags: null));
        }

        return services;
    }

    /// <summary>One more part that is looked at.</summary>
    public static IServiceCollection AddSystemCheck<TCheck>(this IServiceCollection services)
        where TCheck : class, ISystemCheck => services.AddSingleton<TCheck>().AddSingleton<ISystemCheck>(provider => provider.GetRequiredService<TCheck>());

    /// <summary>
    /// Live: the process answers. Ready: it can take orders; 503 only when it cannot. What else is wrong is said with 200: a silent till
    /// is no reason to send shops away.
    /// </summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync }).AllowAnonymous();
        routes.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = WriteAsync }).AllowAnonymous();
    }

    private static string NameOf(SystemPart part) => JsonNamingPolicy.CamelCase.ConvertName(part.ToString());

    // Codes and no details: whoever asks need not be one of us.
    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(
        new
        {
            status = JsonNamingPolicy.CamelCase.ConvertName(report.Status.ToString()),
            checks = report.Entries.ToDictionary(entry => entry.Key, entry => new
            {
                status = JsonNamingPolicy.CamelCase.ConvertName(entry.Value.Status.ToString()),
                findings = entry.Value.Data.TryGetValue(PartHealth.Findings, out var codes) ? codes : Array.Empty<string>(),
            }),
        },
        context.RequestAborted);

    private sealed class PartHealth(IEnumerable<ISystemCheck> checks) : IHealthCheck
    {
        public const string Findings = "findings";

        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            var bad = new List<Finding>();
            foreach (var check in checks)
            {
                bad.AddRange((await check.LookAsync(cancellationToken)).Where(finding => finding.Level is not FindingLevel.Ok));
            }

            var status = bad switch
            {
                [] => HealthStatus.Healthy,
                _ when bad.Exists(finding => finding is { Part: SystemPart.Database, Level: FindingLevel.Trouble }) => HealthStatus.Unhealthy,
                _ => HealthStatus.Degraded,
            };
            return new HealthCheckResult(status, data: new Dictionary<string, object>
            {
                [Findings] = bad.Select(finding => JsonNamingPolicy.CamelCase.ConvertName(finding.Code)).Distinct().ToArray(),
            });
        }
    }
}
