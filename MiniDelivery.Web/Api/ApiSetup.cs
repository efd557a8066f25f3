using MiniDelivery.Web.Intake;
using MiniDelivery.Web.Problems;
using MiniDelivery.Web.Security;
using Scalar.AspNetCore;

namespace MiniDelivery.Web.Api;

internal static class ApiSetup
{
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.AddScoped<OrderReader>();
        services.AddSingleton<ReadBody>(RefusedBodies.Read);
        services.AddSingleton<IdempotencyKeys>();
        services.AddSingleton<KnownMethods>();
        services.AddOrdersHub();
        services.AddProblemDetails();
        services.AddExceptionHandler<ApiExceptions>();
        return services.AddOpenApi("v1", ApiDocs.Describe);
    }

    /// <summary>Under /api, /live and /hubs nothing answers in HTML, whoever refuses; everywhere else people get a page.</summary>
    public static void UseStatusAnswers(this IApplicationBuilder app)
    {
        // The inner one answers first and leaves nothing for the outer one to answer.
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.UseWhen(IsApi, api => api
            .UseStatusCodePages(context => ApiProblems.ForStatus(context.HttpContext.Response.StatusCode).ExecuteAsync(context.HttpContext))
            .Use(RefuseUnroutedAsync));

        static bool IsApi(HttpContext context) => context.Request.Path.StartsWithSegments("/api") || context.Request.Path.StartsWithSegments("/live")
            || context.Request.Path.StartsWithSegments("/hubs");
    }

    // What routing itself refuses (404, 405, 415) has no policy of its own, so the one for everything else would send a shop to the
    // sign-in page.
    private static async Task RefuseUnroutedAsync(HttpContext context, RequestDelegate next)
    {
        var endpoint = context.GetEndpoint();
        if (endpoint is RouteEndpoint)
        {
            await next(context);
            return;
        }

        if (context.RequestServices.GetRequiredService<KnownMethods>().Of(context.Request.Path) is [_, ..] known && !known.Contains(context.Request.Method))
        {
            // Whoever asks with OPTIONS is answered by the very header that refuses any other strange method.
            var isAsked = HttpMethods.IsOptions(context.Request.Method);
            context.Response.Headers.Allow = string.Join(", ", isAsked ? [.. known, HttpMethods.Options] : known);
            context.Response.StatusCode = isAsked ? StatusCodes.Status204NoContent : StatusCodes.Status405MethodNotAllowed;
            return;
        }

        if (endpoint?.RequestDelegate is { } refuse)
        {
            await refuse(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
    }

    public static void MapApi(this IEndpointRouteBuilder routes)
    {
        routes.MapOrders();
        routes.MapCheck();
        routes.MapMenu();
        routes.MapStatus();
        routes.MapTillHook();
        routes.MapLive();
        routes.MapCourier();
        routes.MapOrdersHub();
        routes.MapPreferences();
        routes.MapAccount();
        routes.MapOpenApi().AllowAnonymous();

        // Everything it needs is in the package: a restaurant's network may have no way out.
        routes.MapScalarApiReference("/api/docs", (page, context) => page
            .WithTitle("MiniDelivery API").DisableDefaultFonts().DisableAgent().DisableMcp().DisableTelemetry().HideDeveloperTools()
            .WithNonce(context.ScriptNonce)).AllowAnonymous();
    }
}
