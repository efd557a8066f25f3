using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Localization;
using MiniDelivery.Web.Components.Layout;
using MiniDelivery.Web.Components.Shared;

namespace MiniDelivery.Web.Api;

/// <summary>
/// What a person chooses for this browser. Plain addresses with a full page load: a circuit keeps the language it began with,
/// and only a plain answer can set a cookie. Nothing here is worth forging, so GET is enough.
/// </summary>
internal static class PreferencesEndpoints
{
    private static readonly string[] _languages = ["ru", "en"];
    private static readonly TimeSpan _remembered = TimeSpan.FromDays(365);

    public static RouteGroupBuilder MapPreferences(this IEndpointRouteBuilder routes)
    {
        // The sign-in page offers the languages, too.
        var group = routes.MapGroup("/preferences").ExcludeFromDescription().AllowAnonymous();
        group.MapGet("/language", ChooseLanguage);
        group.MapGet("/theme", ChooseTheme);
        return group;
    }

    internal static Results<RedirectHttpResult, BadRequest> ChooseLanguage(string? name, string? back, HttpContext context)
    {
        if (!_languages.Contains(name) || !IsSafe(back))
        {
            return TypedResults.BadRequest();
        }

        Remember(context, CookieRequestCultureProvider.DefaultCookieName, CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(name!)));
        return TypedResults.LocalRedirect(LocalUrl.OrHome(back));
    }

    internal static Results<RedirectHttpResult, BadRequest> ChooseTheme(string? name, string? back, HttpContext context)
    {
        if (name is null || !PageTheme.Names.Contains(name) || !IsSafe(back))
        {
            return TypedResults.BadRequest();
        }

        Remember(context, PageTheme.Cookie, name);
        return TypedResults.LocalRedirect(LocalUrl.OrHome(back));
    }

    private static bool IsSafe(string? back) => back is null || LocalUrl.IsLocal(back);

    private static void Remember(HttpContext context, string cookie, string value) => context.Response.Cookies.Append(
        cookie,
        value,
        new CookieOptions
        {
            MaxAge = _remembered,
            HttpOnly = true,
            IsEssential = true,
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
        });
}
