namespace MiniDelivery.Web.Security;

/// <summary>A page that exists in the Development environment and nowhere else.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class DevelopmentOnlyAttribute : Attribute;

internal static class DevelopmentOnlySetup
{
    /// <summary>Outside Development the pages that are marked so answer as any address that leads nowhere.</summary>
    public static TBuilder HideDevelopmentPages<TBuilder>(this TBuilder pages, IHostEnvironment environment)
        where TBuilder : IEndpointConventionBuilder
    {
        if (!environment.IsDevelopment())
        {
            pages.Add(endpoint =>
            {
                if (endpoint.Metadata.OfType<DevelopmentOnlyAttribute>().Any())
                {
                    endpoint.RequestDelegate = context =>
                    {
                        context.Response.StatusCode = StatusCodes.Status404NotFound;
                        return Task.CompletedTask;
                    };
                }
            });
        }

        return pages;
    }
}
