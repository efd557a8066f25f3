using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace MiniDelivery.Web.Security;

/// <summary>
/// Outside Development nobody signs in over a readable line. Behind a proxy that speaks HTTPS the request counts as HTTPS (see
/// <see cref="ProxyOptions"/>); the machine itself may be asked plainly, as browsers also hold it.
/// </summary>
internal static class HttpsOnly
{
    // The till's form script and a watchdog in the local network know no HTTPS and carry no secret.
    private static readonly PathString[] _plain = ["/health", "/metrics", "/api/int"];

    public static void UseHttpsOnly(this IApplicationBuilder app)
    {
        var options = app.ApplicationServices.GetRequiredService<IOptions<HttpsOptions>>().Value;
        if (!options.Required)
        {
            return;
        }

        app.UseHsts();
        app.Use((context, next) =>
        {
            var request = context.Request;
            return request.IsHttps || IsThisMachine(request.Host.Host) || _plain.Any(path => request.Path.StartsWithSegments(path))
                ? next(context)
                : SendOnAsync(context, options.Port ?? OwnPort(app.ApplicationServices));
        });
    }

    private static Task SendOnAsync(HttpContext context, int? port)
    {
        var (request, response) = (context.Request, context.Response);
        if (port is null)
        {
            response.StatusCode = StatusCodes.Status403Forbidden;
            return response.WriteAsync(
                "MiniDelivery is reached over HTTPS only: open it by its https:// address, or set up HTTPS as the README says.\n"
                + "MiniDelivery открывается только по HTTPS: откройте адрес, который начинается с https://, или настройте HTTPS, как сказано в README.\n");
        }

        var host = port is 443 ? new HostString(request.Host.Host) : new HostString(request.Host.Host, port.Value);
        response.Headers.Location = $"https://{host.ToUriComponent()}{request.PathBase}{request.Path}{request.QueryString}";
        response.StatusCode = StatusCodes.Status308PermanentRedirect;
        return Task.CompletedTask;
    }

    private static bool IsThisMachine(string host) => host is "localhost" or "127.0.0.1" or "[::1]";

    // Known only once the server listens; a request proves that it does.
    private static int? OwnPort(IServiceProvider services) =>
        services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses
            .Select(BindingAddress.Parse)
            .FirstOrDefault(address => address.Scheme is "https")?.Port;
}
