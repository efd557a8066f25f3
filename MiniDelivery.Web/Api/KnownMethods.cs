using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.Routing.Template;

namespace MiniDelivery.Web.Api;

/// <summary>
/// Which methods an address of the API knows. Routing's own list counts whatever else might match, files that a developer adds
/// while the program runs included, and takes any last part for an id.
/// </summary>
internal sealed class KnownMethods(EndpointDataSource endpoints)
{
    /// <summary>The methods, in their usual order; empty = there is no such address.</summary>
    public IReadOnlyList<string> Of(PathString path) =>
    [
        .. endpoints.Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText?.TrimStart('/').StartsWith("api/", StringComparison.Ordinal) is true && Matches(endpoint.RoutePattern, path))
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [])
            .Distinct().Order(StringComparer.Ordinal),
    ];

    private static bool Matches(RoutePattern pattern, PathString path)
    {
        var values = new RouteValueDictionary();
        return new TemplateMatcher(new RouteTemplate(pattern), new RouteValueDictionary(pattern.Defaults)).TryMatch(path, values)
            && pattern.ParameterPolicies.Where(policy => policy.Value.Any(constraint => constraint.Content is "guid"))
                .All(policy => Guid.TryParse(values[policy.Key] as string, out _));
    }
}
