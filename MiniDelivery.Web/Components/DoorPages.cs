using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.RateLimiting;
using MiniDelivery.Web.Components.Pages.Account;

namespace MiniDelivery.Web.Components;

internal static class DoorPages
{
    /// <summary>Whoever tries too often is told so in words, and by a plain page that asks nothing of the rest of the program.</summary>
    public static IServiceCollection AddDoorPages(this IServiceCollection services) =>
        services.Configure<RateLimiterOptions>(limiter => limiter.OnRejected = async (rejected, _) =>
        {
            rejected.HttpContext.Response.Headers.RetryAfter = "60";
            await new RazorComponentResult<TooManyTries> { StatusCode = StatusCodes.Status429TooManyRequests }.ExecuteAsync(rejected.HttpContext);
        });
}
