using Microsoft.Extensions.Options;

namespace MiniDelivery.Web.Security;

/// <summary>
/// The path of a site under which the program stands there (<c>Proxy:PathBase</c>). Before everything else, routing included: it is taken away
/// where the proxy has left it, and all addresses that are answered begin with it.
/// </summary>
internal sealed class PathBase(IOptions<ProxyOptions> options) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        if (options.Value.PathBase is { Length: > 0 } given)
        {
            var root = new PathString(given);
            app.Use((context, further) =>
            {
                var request = context.Request;
                request.PathBase = root;
                if (!request.Path.StartsWithSegments(root, out var rest))
                {
                    return further(context);
                }

                request.Path = rest;
                if (rest.HasValue)
                {
                    return further(context);
                }

                // Without the last slash a page would not be within its own base.
                context.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
                context.Response.Headers.Location = $"{root}/{request.QueryString}";
                return Task.CompletedTask;
            });
        }

        next(app);
    };
}
