using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace MiniDelivery.Web.Security;

/// <summary>What every answer tells the browser to refuse, whoever answers.</summary>
internal static class SecurityHeaders
{
    private const string NonceItem = "minidelivery:csp-nonce";

    // What an alert needs stays allowed to our own pages: to ring, to float above other windows, to keep a tablet awake.
    private const string Permissions =
        "accelerometer=(), autoplay=(self), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), "
        + "midi=(), payment=(), picture-in-picture=(self), publickey-credentials-create=(self), publickey-credentials-get=(self), "
        + "screen-wake-lock=(self), serial=(), usb=()";

    extension(HttpContext context)
    {
        /// <summary>The one-time word that lets this answer's own inline script run.</summary>
        public string ScriptNonce => (string)(context.Items[NonceItem] ??= Convert.ToBase64String(RandomNumberGenerator.GetBytes(16)));
    }

    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        // As the answer begins: an error page empties the headers before it, and Blazor adds a weaker policy of its own.
        context.Response.OnStarting(() =>
        {
            Write(context);
            return Task.CompletedTask;
        });
        return next(context);
    });

    private static void Write(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy(context.ScriptNonce);
        headers.XFrameOptions = "DENY";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = Permissions;
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.Remove(HeaderNames.Server);
    }

    // MudBlazor places its windows by inline styles; a style cannot run anything.
    private static string Policy(string nonce) =>
        "default-src 'self'; "
        + $"script-src 'self' 'nonce-{nonce}'; "
        + "style-src 'self' 'unsafe-inline'; "
        + "img-src 'self' data: blob:; "
        + "font-src 'self' data:; "
        + "media-src 'self' data: blob:; "
        + "object-src 'none'; "
        + "base-uri 'self'; "
        + "form-action 'self'; "
        + "frame-src 'none'; "
        + "frame-ancestors 'none'";
}
