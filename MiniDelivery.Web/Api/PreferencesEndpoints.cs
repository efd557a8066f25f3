using Microsoft.AspNetCore.Http.HttpResults;
using MiniDelivery.Web.Access;

namespace MiniDelivery.Web.Api;

/// <summary>
/// What a person chooses for this browser. Plain addresses with a full page load: a circuit keeps the language it began with,
/// and only a plain answer can set a cookie. Nothing here is worth forging, so GET is enough.
/// </summary>
internal static class PreferencesEndpoints
{
    public static RouteGroupBuilder MapPreferences(this IEndpointRouteBuilder routes)
    {
        // The sign-in page offers the languages, too.
        var group = routes.MapGroup("/preferences").ExcludeFromDescription().AllowAnonymous();
        group.MapGet("/language", ChooseLanguage);
        group.MapGet("/theme", ChooseTheme);
        return group;
    }

    internal static Results<RedirectHttpResult, BadRequest<string>> ChooseLanguage(string? name, string? back, HttpContext context)
    {
        if (PageLanguage.All.All(language => language.Name != name) || !IsSafe(back))
        {
            return TypedResults.BadRequest("name: ru or en; back: an address of this site");
        }

        PreferenceCookies.RememberLanguage(context, name!);
        return TypedResults.LocalRedirect($"~{LocalUrl.OrHome(back)}");
    }

    internal static Results<RedirectHttpResult, BadRequest<string>> ChooseTheme(string? name, string? back, HttpContext context)
    {
        if (name is null || !PageTheme.Names.Contains(name) || !IsSafe(back))
        {
            return TypedResults.BadRequest("name: light, dark or system; back: an address of this site");
        }

        PreferenceCookies.RememberTheme(context, name);
        return TypedResults.LocalRedirect($"~{LocalUrl.OrHome(back)}");
    }

    private static bool IsSafe(string? back) => back is null || LocalUrl.IsLocal(back);
}
