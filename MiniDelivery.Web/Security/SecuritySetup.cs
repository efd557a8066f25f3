using Microsoft.AspNetCore.CookiePolicy;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace MiniDelivery.Web.Security;

/// <summary>What stands between every request and the rest of the program.</summary>
internal static class SecuritySetup
{
    // Nothing of ours keeps so much; but a shop that sends far too much is to hear so, and Kestrel hangs up on what is beyond this.
    private const int LargestBody = 16 * 1024 * 1024;

    // A licence is a few KB, and nothing larger is ever uploaded.
    private const int LargestForm = 1024 * 1024;

    public static void AddSecurity(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<HttpsOptions>().BindConfiguration(HttpsOptions.Section)
            .Validate(https => https.Port is null or (> 0 and < 65536), "Https:Port: must be a port number.").ValidateOnStart();
        services.AddOptions<ProxyOptions>().BindConfiguration(ProxyOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ProxyOptions>, ValidateProxyOptions>();
        services.AddSingleton<IStartupFilter, PathBase>();
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<ProxyOptions>>((forwarded, proxy) =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost | ForwardedHeaders.XForwardedPrefix;
            forwarded.ForwardLimit = null; // As many as are believed, one behind another.
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var network in proxy.Value.Parsed)
            {
                forwarded.KnownIPNetworks.Add(network);
            }
        });
        services.AddHsts(hsts => hsts.MaxAge = TimeSpan.FromDays(365));
        services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
        });
        services.Configure<FormOptions>(form =>
        {
            form.MultipartBodyLengthLimit = LargestForm;
            form.BufferBodyLengthLimit = LargestForm;
            form.ValueLengthLimit = LargestForm;
            form.ValueCountLimit = 200;
        });
        services.AddOptions<CookiePolicyOptions>().Configure<IOptions<HttpsOptions>, IHostEnvironment>((cookies, https, environment) =>
        {
            cookies.HttpOnly = HttpOnlyPolicy.Always;
            cookies.MinimumSameSitePolicy = SameSiteMode.Lax;
            cookies.Secure = environment.IsDevelopment() || !https.Value.Required ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
        });
        services.AddDoorLimit();
        services.AddKeyProtection(builder.Configuration, builder.Environment.ContentRootPath);
    }

    /// <summary>First of all: nothing may answer before this.</summary>
    public static void UseSecurity(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseSecurityHeaders();
        if (!app.Environment.IsDevelopment())
        {
            app.UseHttpsOnly();
        }

        app.UseSameOrigin();
        app.UseCookiePolicy();
    }
}
