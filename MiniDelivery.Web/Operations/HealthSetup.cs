using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Instances;
using MiniDelivery.Web.Live;

namespace MiniDelivery.Web.Operations;

internal static class HealthSetup
{
    private const string Ready = "ready";

    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks()
            .AddDbContextCheck<DeliveryDb>("database", tags: [Ready])
            .AddCheck<BoardCheck>("board", tags: [Ready])
            .AddCheck<InstancesCheck>("instances", tags: [Ready]);
        services.AddSingleton<SupportReport>();
        return services;
    }

    /// <summary>Live: the process answers. Ready: it can take orders and show them; a silent till does not hinder that.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        routes.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready) }).AllowAnonymous();
    }

    // Never unhealthy: an instance that cannot hear the others still takes orders and shows them, a moment later.
    private sealed class InstancesCheck(InstanceLink link) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(link.IsApart ? HealthCheckResult.Degraded("Redis does not answer: the instances cannot hear each other.") : HealthCheckResult.Healthy());
    }

    private sealed class BoardCheck(OrderBoard board) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(board.IsRead ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The orders have not been read yet."));
    }
}
