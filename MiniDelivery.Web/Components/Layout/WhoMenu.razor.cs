using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Access;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Components.Shared;

namespace MiniDelivery.Web.Components.Layout;

/// <summary>
/// Who is signed in, and what is theirs to choose: language, colours, leaving. The browser's own popover: it opens, closes and
/// keeps the keyboard without asking the server.
/// </summary>
public sealed partial class WhoMenu(NavigationManager navigation, IStringLocalizer<Words> words) : ComponentBase
{
    /// <summary>The colours that the person chose.</summary>
    [CascadingParameter]
    public PageTheme? Theme { get; set; }

    /// <summary>How many remembered dishes the till's menu no longer has, by the last check.</summary>
    [Parameter]
    public int BrokenMappings { get; set; }

    private static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    private static string NameOf(ClaimsPrincipal user) => user.FindFirstValue(CurrentStaff.DisplayNameClaim) ?? user.Identity?.Name ?? "";

    private static string Letter(ClaimsPrincipal user) => NameOf(user) is [var first, ..] ? char.ToUpper(first, CultureInfo.CurrentCulture).ToString() : "";

    private static string Pressed(bool chosen) => chosen ? "true" : "false";

    private string RoleOf(ClaimsPrincipal user) =>
        string.Join(", ", Enum.GetValues<StaffRole>().Where(role => user.IsInRole(role.ToString())).Select(role => words.Of(role)));

    // A circuit keeps the language it began with, so the page is loaded anew.
    private void Choose(string what, string name)
    {
        var back = Uri.EscapeDataString($"/{navigation.ToBaseRelativePath(navigation.Uri)}");
        navigation.NavigateTo($"preferences/{what}?name={name}&back={back}", forceLoad: true);
    }
}
