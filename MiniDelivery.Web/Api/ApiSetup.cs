using Microsoft.OpenApi;
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
        return services.AddOpenApi("v1", document =>
        {
            document.ShouldInclude = description => description.GroupName is "v1" && description.HttpMethod != HttpMethods.Head;
            document.AddDocumentTransformer((openApi, _, _) =>
            {
                openApi.Info.Title = "MiniDelivery";
                openApi.Info.Version = "1";
                openApi.Info.Description = "Hands web shops' orders to a restaurant with the r_keeper 7 till.";
                openApi.Components ??= new OpenApiComponents();
                openApi.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
                openApi.Components.SecuritySchemes["key"] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    Description = "A key of the form md_<8 letters or digits>_<32 letters or digits>.",
                };
                openApi.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("key", openApi)] = [] }];
                return Task.CompletedTask;
            });
        });
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
            .WithTitle("MiniDelivery API").DisableDefaultFonts().WithNonce(context.ScriptNonce)).AllowAnonymous();
    }
}
