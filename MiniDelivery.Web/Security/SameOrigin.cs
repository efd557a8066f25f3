namespace MiniDelivery.Web.Security;

/// <summary>
/// Live connections are for our own pages and for programs, not for other people's pages: a browser lets any page open a WebSocket
/// anywhere, with our cookies, and only its <c>Origin</c> tells whose page it was. Programs send none.
/// </summary>
internal static class SameOrigin
{
    private static readonly PathString[] _live = ["/_blazor", "/hubs"];

    public static void UseSameOrigin(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (_live.Any(path => context.Request.Path.StartsWithSegments(path)) && IsForeign(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return context.Response.WriteAsync("Live connections are open to this site's own pages only.");
        }

        return next(context);
    });

    private static bool IsForeign(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"] is ["cross-site" or "same-site"]
        || (request.Headers.Origin is [_, ..] origin && !string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase));
}
