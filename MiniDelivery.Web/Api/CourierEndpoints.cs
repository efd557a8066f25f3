using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using MiniDelivery.Domain.Couriers;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Couriers;

namespace MiniDelivery.Web.Api;

/// <summary>What a courier's phone does besides looking: opening its link, and «Доставлен».</summary>
internal static class CourierEndpoints
{
    public static void MapCourier(this IEndpointRouteBuilder routes)
    {
        // No member of staff: the link, or the cookie that it was exchanged for, says who it is.
        var group = routes.MapGroup("/courier").ExcludeFromDescription().AllowAnonymous();
        group.MapGet("/{link:length(32)}", EnterAsync);
        group.MapPost("/delivered", DeliverAsync);
    }

    // What is in an address is seen by whoever stands behind, so it does not stay there.
    private static async Task<RedirectHttpResult> EnterAsync(string link, HttpContext context, CourierDoor door)
    {
        if (await door.ExchangeAsync(link, context.RequestAborted) is { } cookie)
        {
            context.Response.Cookies.Append(
                CourierDoor.Cookie,
                cookie,
                new CookieOptions
                {
                    MaxAge = Courier.LinkLasts, HttpOnly = true, IsEssential = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, Path = $"{context.Request.PathBase}/courier",
                });
        }

        return TypedResults.LocalRedirect("~/courier");
    }

    private static async Task<Results<RedirectHttpResult, BadRequest<string>>> DeliverAsync(HttpContext context, IAntiforgery antiforgery, CourierDoor door)
    {
        if (!context.Request.HasFormContentType || !await antiforgery.IsRequestValidAsync(context) || !Guid.TryParse(context.Request.Form["order"], out var id))
        {
            return TypedResults.BadRequest("Press the button of our own page.");
        }

        return await door.DeliverAsync(context.Request.Cookies[CourierDoor.Cookie], new OrderId(id), CancellationToken.None)
            ? TypedResults.LocalRedirect("~/courier")
            : TypedResults.LocalRedirect("~/courier?gone=1");
    }
}
