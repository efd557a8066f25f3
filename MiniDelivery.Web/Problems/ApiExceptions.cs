using Microsoft.AspNetCore.Diagnostics;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Web.Problems;

/// <summary>
/// What an API caller hears when something broke: a database that cannot store is a 503 with words, a request that broke the rules
/// of HTTP gets its own 4xx; only a bug of ours is left as 500.
/// </summary>
internal sealed class ApiExceptions(ILogger<ApiExceptions> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        // The request's own path is by now that of the error page for people.
        var path = httpContext.Features.Get<IExceptionHandlerPathFeature>()?.Path;
        if (path is null || !new PathString(path).StartsWithSegments("/api"))
        {
            return false;
        }

        ApiProblem problem;
        switch (exception)
        {
            case BadHttpRequestException bad:
                problem = ApiProblems.ForStatus(bad.StatusCode);
                break;
            case OperationCanceledException when httpContext.RequestAborted.IsCancellationRequested:
                problem = ApiProblems.ForStatus(StatusCodes.Status499ClientClosedRequest);
                break;
            case var trouble when trouble.IsStorageTrouble:
                Logs.StorageTrouble(logger, trouble.GetBaseException().Message);
                problem = ApiProblems.TemporarilyUnavailable;
                break;
            default:
                Logs.Unexpected(logger, exception);
                problem = ApiProblems.ForStatus(StatusCodes.Status500InternalServerError);
                break;
        }

        httpContext.Response.StatusCode = problem.Status;
        await problem.ExecuteAsync(httpContext);
        return true;
    }
}

internal static partial class Logs
{
    [LoggerMessage(1001, LogLevel.Error, "The database cannot store: {Trouble}")]
    public static partial void StorageTrouble(ILogger logger, string trouble);

    [LoggerMessage(1002, LogLevel.Error, "A call of the API failed by a mistake of ours")]
    public static partial void Unexpected(ILogger logger, Exception error);
}
