using System.Globalization;
using Microsoft.AspNetCore.Localization;
using MiniDelivery.Domain.Restaurants;

namespace MiniDelivery.Web.Access;

/// <summary>What was chosen for a browser, kept by it: the first drawn page already has it.</summary>
internal static class PreferenceCookies
{
    private static readonly TimeSpan _remembered = TimeSpan.FromDays(365);

    public static void RememberLanguage(HttpContext context, string name) => Remember(
        context, CookieRequestCultureProvider.DefaultCookieName, CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(name)));

    public static void RememberTheme(HttpContext context, string name) => Remember(context, PageTheme.Cookie, name);

    /// <summary>The colours of this page: what was decided for it just now, else what the browser remembers.</summary>
    public static PageTheme ThemeOf(HttpContext context) => context.Features.Get<PageTheme>() ?? PageTheme.From(context.Request.Cookies[PageTheme.Cookie]);

    /// <summary>A browser for which nobody has chosen anything looks as its restaurant wants it, from this very page on.</summary>
    public static void BeginAs(HttpContext context, Appearance look)
    {
        if (look.Language is { } language && !context.Request.Cookies.ContainsKey(CookieRequestCultureProvider.DefaultCookieName))
        {
            RememberLanguage(context, language);
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        }

        if (look.Theme is { } theme && !context.Request.Cookies.ContainsKey(PageTheme.Cookie))
        {
            var chosen = PageTheme.Of(theme);
            RememberTheme(context, chosen.Name);
            context.Features.Set(chosen);
        }
    }

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
