using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Web.Access;

namespace MiniDelivery.Web.Components.Pages.Account;

/// <summary>«Слишком много попыток»: a document of its own, because it is drawn before any page is.</summary>
public sealed partial class TooManyTries(IHttpContextAccessor request, IStringLocalizer<SignIn> localizer) : ComponentBase
{
    private static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    private PathString Base => request.HttpContext?.Request.PathBase ?? default;

    private PageTheme Theme => PageTheme.From(request.HttpContext?.Request.Cookies[PageTheme.Cookie]);
}
