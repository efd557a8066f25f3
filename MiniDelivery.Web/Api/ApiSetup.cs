using Microsoft.OpenApi;
using MiniDelivery.Web.Problems;

namespace MiniDelivery.Web.Api;

internal static class ApiSetup
{
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.AddScoped<OrderReader>();
        services.AddProblemDetails();
        services.AddExceptionHandler<ApiExceptions>();
        return services.AddOpenApi("v1", document =>
        {
            document.ShouldInclude = description => description.GroupName == "v1";
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

    public static void MapApi(this IEndpointRouteBuilder routes)
    {
        routes.MapOrders();
        routes.MapTillHook();
        routes.MapOpenApi().AllowAnonymous();

        // Under /api nobody is sent to a sign-in page, and nothing answers in HTML.
        routes.MapFallback("/api/{**path}", () => ApiProblems.NotFound).AllowAnonymous();
    }
}
