using Microsoft.Extensions.Options;
using MiniDelivery.Web.Security;
using MiniDelivery.Web.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace MiniDelivery.Web.Operations;

/// <summary>Numbers for Prometheus at <c>/metrics</c>; traces, and the same numbers, by OTLP where somebody has said where to.</summary>
internal static class MetricsSetup
{
    /// <summary>Where Prometheus asks.</summary>
    public const string Path = "/metrics";

    // OpenTelemetry's own name for it; without it nothing leaves this machine.
    private const string Collector = "OTEL_EXPORTER_OTLP_ENDPOINT";

    // A courier's link is a secret, and the rest of these are asked every few seconds.
    private static readonly PathString[] _untraced = ["/courier", "/health", Path, "/_blazor", "/live"];

    public static void AddMetricsAndTraces(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<MetricsOptions>().BindConfiguration(MetricsOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<MetricsOptions>, ValidateMetricsOptions>();
        services.AddSingleton<SystemGauges>();
        var telemetry = services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter(Meters.Name)
            .AddMeter("Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.RateLimiting")
            .AddMeter("Microsoft.AspNetCore.Components.Server.Circuits", "System.Runtime")
            .AddPrometheusExporter(prometheus => prometheus.ScrapeEndpointPath = Path));
        if (builder.Configuration[Collector] is { Length: > 0 })
        {
            // Of an address its route is told, and never what somebody searched for: ASP.NET's instrumentation blanks the values.
            telemetry.WithMetrics(metrics => metrics.AddOtlpExporter()).WithTracing(traces => traces
                .AddSource(Meters.Name, "Microsoft.AspNetCore.Components.Server.Circuits")
                .AddAspNetCoreInstrumentation(http => http.Filter = context => !_untraced.Any(path => context.Request.Path.StartsWithSegments(path)))
                .AddOtlpExporter());
        }
    }

    /// <summary>For the configured networks only; to others there is no such page.</summary>
    public static void MapMetrics(this WebApplication app)
    {
        var networks = app.Services.GetRequiredService<IOptions<MetricsOptions>>().Value.Networks;
        IReadOnlyList<string> allowed = networks is [] ? CallerNetworks.Loopback : [.. networks];
        // Made now, so that it measures before somebody asks.
        app.Services.GetRequiredService<SystemGauges>();
        app.MapPrometheusScrapingEndpoint(Path).AllowAnonymous().AddEndpointFilter(allowed);
    }

    private static void AddEndpointFilter(this IEndpointConventionBuilder endpoint, IReadOnlyList<string> allowed) => endpoint.Add(builder =>
    {
        var scrape = builder.RequestDelegate!;
        builder.RequestDelegate = context =>
        {
            // Whoever comes through a proxy that is not believed may be anybody.
            if (CallerNetworks.Have(allowed, context.Connection.RemoteIpAddress) && !context.Request.Headers.ContainsKey("X-Forwarded-For"))
            {
                return scrape(context);
            }

            // With words of its own: the page for people would ask a stranger to sign in.
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return context.Response.WriteAsync("Not found.\n", context.RequestAborted);
        };
    });
}
