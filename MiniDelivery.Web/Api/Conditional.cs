using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace MiniDelivery.Web.Api;

/// <summary>Answers to reads: each has an ETag, and who has it already gets 304.</summary>
internal static class Conditional
{
    /// <summary>The type of everything that the API answers with but problems.</summary>
    public const string Json = "application/json; charset=utf-8";

    /// <summary>The ETag of a version.</summary>
    public static string TagOf(int version) => FormattableString.Invariant($"\"{version}\"");

    /// <summary>Answers with a body, or with 304 when the caller has it.</summary>
    /// <param name="tag">Null = made from what the body says.</param>
    public static IResult Answer<T>(HttpContext context, T body, string? tag = null)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions);
        var own = new EntityTagHeaderValue(tag ?? $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes)[..16])}\"");
        var headers = context.Response.GetTypedHeaders();
        headers.ETag = own;

        // Whoever stands in between may keep it only to ask whether it still holds: it is about one guest, or one shop.
        headers.CacheControl = new CacheControlHeaderValue { Private = true, NoCache = true };
        return IsKnown(context.Request, own) ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : TypedResults.Bytes(bytes, Json);
    }

    // A read may be answered from any copy that means the same: weak comparison (RFC 9110, section 13.1.2).
    private static bool IsKnown(HttpRequest request, EntityTagHeaderValue own) => request.GetTypedHeaders().IfNoneMatch
        .Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(own, useStrongComparison: false));

    /// <summary>A read: GET, and HEAD for whoever wants the headers alone.</summary>
    public static RouteHandlerBuilder MapRead(this IEndpointRouteBuilder routes, string pattern, Delegate handler) =>
        routes.MapMethods(pattern, [HttpMethods.Get, HttpMethods.Head], handler);
}
