using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace MiniDelivery.Web.Problems;

/// <summary>One thing that is wrong with a body.</summary>
/// <param name="Pointer">JSON pointer (RFC 6901) to it.</param>
/// <param name="Code">Stable code of what is wrong.</param>
/// <param name="Message">What is wrong, and what would be right.</param>
public sealed record FieldError(string Pointer, string Code, string Message);

/// <summary>The problems that the API answers with (RFC 9457); their codes are final (contract, section 2).</summary>
internal static class ApiProblems
{
    public static ApiProblem MalformedJson(string detail) =>
        new(StatusCodes.Status400BadRequest, "malformed-json", "The body is not JSON", detail);

    public static ApiProblem UnsupportedMediaType { get; } = new(
        StatusCodes.Status415UnsupportedMediaType, "unsupported-media-type", "The body must be JSON", "Send Content-Type: application/json in UTF-8.");

    public static ApiProblem BodyTooLarge(int limit) => new(
        StatusCodes.Status413PayloadTooLarge, "body-too-large", "The body is too large", $"At most {limit / 1024} KB are taken.");

    public static ApiProblem ValidationFailed(IReadOnlyList<FieldError> errors) => new(
        StatusCodes.Status422UnprocessableEntity, "validation-failed", "Some fields are not right", $"{errors.Count} found; each is named in errors.", errors);

    public static ApiProblem OrderConflict { get; } = new(
        StatusCodes.Status409Conflict,
        "order-conflict",
        "Another order has this externalId",
        "An order with the same externalId and another content was taken before. Send a new externalId for a new order.");

    public static ApiProblem IdempotencyConflict { get; } = new(
        StatusCodes.Status422UnprocessableEntity,
        "idempotency-conflict",
        "The Idempotency-Key was used for something else",
        "Within 24 hours another call with another content came with this key. Make a new key for each new call.");

    public static ApiProblem IdempotencyInProgress { get; } = new(
        StatusCodes.Status409Conflict,
        "idempotency-in-progress",
        "The first call with this Idempotency-Key still runs",
        "Nothing was done twice. Send the same call again in a moment to get its answer.",
        RetryAfterSeconds: 2);

    public static ApiProblem NotCancellable { get; } = new(
        StatusCodes.Status409Conflict,
        "not-cancellable",
        "It is too late to cancel the order",
        "A courier has it, or it is done. Call the restaurant.");

    public static ApiProblem Unauthenticated { get; } = new(
        StatusCodes.Status401Unauthorized, "unauthenticated", "No valid key", "Send a valid key as Authorization: Bearer md_… or X-Api-Key: md_….");

    public static ApiProblem ScopeMissing { get; } = new(
        StatusCodes.Status403Forbidden, "scope-missing", "The key may not do this", "Ask the restaurant for a key with the scope that this call needs.");

    public static ApiProblem LicenseMissing { get; } = new(
        StatusCodes.Status403Forbidden, "license-missing", "The restaurant has no licence for online orders", "The restaurant must install the licence «Интернет заказы».");

    public static ApiProblem LicenseExpired { get; } = new(
        StatusCodes.Status403Forbidden, "license-expired", "The restaurant's licence has ended", "The restaurant must renew the licence «Интернет заказы».");

    public static ApiProblem RestaurantClosed { get; } = new(
        StatusCodes.Status403Forbidden, "restaurant-closed", "The restaurant takes no orders any more", "It was closed in the settings. Ask the restaurant.");

    /// <param name="why">Code of what keeps orders out, as <c>/status</c> says it.</param>
    public static ApiProblem IntakePaused(string? why, int retryAfter) => new(
        StatusCodes.Status503ServiceUnavailable,
        "intake-paused",
        "The restaurant takes no orders at the moment",
        $"Nothing was stored ({why}). Retry-After says when it is worth another try; GET /api/v1/status says how it is now.",
        RetryAfterSeconds: retryAfter);

    public static ApiProblem TooManyRequests(int limit, int retryAfter) => new(
        StatusCodes.Status429TooManyRequests,
        "too-many-requests",
        "Too many calls",
        $"At most {limit} in a minute. Nothing was done; Retry-After says when it is worth another try.",
        RetryAfterSeconds: retryAfter);

    public static ApiProblem TooManyOrders(int limit, int retryAfter) => new(
        StatusCodes.Status429TooManyRequests,
        "too-many-requests",
        "Too many orders",
        $"The restaurant takes at most {limit} orders of this source in an hour. Nothing was stored; Retry-After says when it is worth another try.",
        RetryAfterSeconds: retryAfter);

    public static ApiProblem OrderTooLarge(decimal most) => ValidationFailed(
        [new FieldError("/total", "too-large", FormattableString.Invariant($"must be at most {most:0.00}: the restaurant takes no larger orders of this source"))]);

    public static ApiProblem SourceOff { get; } = new(
        StatusCodes.Status403Forbidden, "source-off", "The restaurant has switched this source off", "Nothing was stored. Ask the restaurant.");

    public static ApiProblem OrderNotFound { get; } = new(
        StatusCodes.Status404NotFound, "order-not-found", "There is no such order", "No order of this source has this id.");

    public static ApiProblem TemporarilyUnavailable { get; } = new(
        StatusCodes.Status503ServiceUnavailable,
        "temporarily-unavailable",
        "The order cannot be stored at the moment",
        "Nothing was stored. Send the same body again in a little while.",
        RetryAfterSeconds: 10);

    public static ApiProblem MenuUnknown { get; } = new(
        StatusCodes.Status503ServiceUnavailable,
        "temporarily-unavailable",
        "The menu has not been read from the till yet",
        "Ask again in a little while.",
        RetryAfterSeconds: 15);

    /// <summary>What every call may be refused with.</summary>
    public static ApiProblem[] OfEveryCall => [Unauthenticated, ScopeMissing, TooManyRequests(600, 1)];

    /// <summary>What every call with a body may be refused with.</summary>
    public static ApiProblem[] OfEveryBody =>
    [
        .. OfEveryCall, MalformedJson("Line 3, byte 17: not JSON, or a name twice."), UnsupportedMediaType, BodyTooLarge(256 * 1024),
        ValidationFailed([new FieldError("/items/0/quantity", "out-of-range", "must be greater than 0 and at most 9999")]),
    ];

    public static ApiProblem NotFound { get; } = new(StatusCodes.Status404NotFound, "not-found", "There is nothing here", "See /openapi/v1.json for what there is.");

    public static ApiProblem MethodNotAllowed { get; } = new(
        StatusCodes.Status405MethodNotAllowed, "method-not-allowed", "This address knows no such method", "The header Allow says which it knows.");

    /// <summary>What broke the rules of HTTP before anything of ours was asked.</summary>
    public static ApiProblem BadRequest(int status) => new(status, "bad-request", ReasonPhrases.GetReasonPhrase(status), "The request breaks the rules of HTTP.");

    /// <summary>A mistake of ours.</summary>
    public static ApiProblem InternalError(int status) => new(
        status, "internal-error", "Something broke on our side", "It is in the restaurant's log under this traceId. Send the same call again; an order is never stored twice.");

    /// <summary>One of each, as an example: what the document and the pages /problems tell of.</summary>
    public static IReadOnlyList<ApiProblem> All { get; } =
    [
        BadRequest(StatusCodes.Status400BadRequest),
        MalformedJson("Line 3, byte 17: not JSON, or a name twice."),
        Unauthenticated,
        ScopeMissing,
        LicenseMissing,
        LicenseExpired,
        RestaurantClosed,
        SourceOff,
        OrderNotFound,
        NotFound,
        MethodNotAllowed,
        OrderConflict,
        NotCancellable,
        IdempotencyInProgress,
        BodyTooLarge(256 * 1024),
        UnsupportedMediaType,
        ValidationFailed([
            new FieldError("/customer/phone", "required", "is required"),
            new FieldError("/items/0/quantity", "out-of-range", "must be greater than 0 and at most 9999"),
        ]),
        IdempotencyConflict,
        TooManyRequests(600, 1),
        InternalError(StatusCodes.Status500InternalServerError),
        TemporarilyUnavailable,
        IntakePaused("kitchenBusy", 900),
    ];

    /// <summary>For what the server itself refuses before anything of ours is asked.</summary>
    public static ApiProblem ForStatus(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => Unauthenticated,
        StatusCodes.Status403Forbidden => ScopeMissing,
        StatusCodes.Status404NotFound => NotFound,
        StatusCodes.Status405MethodNotAllowed => MethodNotAllowed,
        StatusCodes.Status413PayloadTooLarge => BodyTooLarge(256 * 1024),
        StatusCodes.Status415UnsupportedMediaType => UnsupportedMediaType,
        StatusCodes.Status503ServiceUnavailable => TemporarilyUnavailable,
        >= 500 => InternalError(status),
        _ => BadRequest(status),
    };
}

/// <summary>A problem answer: <c>application/problem+json</c>.</summary>
internal sealed record ApiProblem(
    int Status, string Code, string Title, string? Detail, IReadOnlyList<FieldError>? Errors = null, int? RetryAfterSeconds = null) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (RetryAfterSeconds is { } seconds)
        {
            httpContext.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        ProblemHttpResult result = TypedResults.Problem(Details(Activity.Current?.Id ?? httpContext.TraceIdentifier, httpContext.Request.PathBase));
        return result.ExecuteAsync(httpContext);
    }

    /// <summary>The body, as it looks when it is answered.</summary>
    public ProblemDetails Example => Details("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

    private ProblemDetails Details(string traceId, PathString pathBase = default)
    {
        var problem = new ProblemDetails
        {
            Type = $"{pathBase}/problems/{Code}", Title = Title, Status = Status, Detail = Detail, Extensions = { ["code"] = Code, ["traceId"] = traceId },
        };
        if (Errors is not null)
        {
            problem.Extensions["errors"] = Errors;
        }

        return problem;
    }
}
