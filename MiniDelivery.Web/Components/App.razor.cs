using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using MiniDelivery.Domain.Access;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Components.Layout;
using MiniDelivery.Web.Components.Pages.Hover;
using MiniDelivery.Web.Security;

namespace MiniDelivery.Web.Components;

/// <summary>The document around everything. Drawn once per full page load; what is alive begins at <see cref="Routes"/>.</summary>
public sealed partial class App(TimeProvider time, ThemeSheet theme) : ComponentBase
{
    private string _themeCss = "";

    // Not prerendered: a button that is drawn before its circuit exists is a dead button.
    private static readonly InteractiveServerRenderMode _interactive = new(prerender: false);

    /// <summary>The request.</summary>
    [CascadingParameter]
    public HttpContext HttpContext { get; set; } = null!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() => _themeCss = RenderMode is null ? "" : await theme.CssAsync();

    private static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    private string? Address => HttpContext.Connection.RemoteIpAddress?.ToString();

    private Guid? Restaurant => CurrentStaff.RestaurantOf(HttpContext.User)?.Value;

    private bool IsSignedIn => HttpContext.User.Identity is { IsAuthenticated: true };

    // Who must first change the password has no role, and a page of their own.
    private bool IsNowhere => Restaurant is null && Enum.GetNames<StaffRole>().Any(HttpContext.User.IsInRole);

    // Only where somebody can be sent out.
    private string? IdleMinutes => IsSignedIn && HttpContext.User.FindFirstValue(CurrentStaff.IdleClaim) is { } minutes and not "0" ? minutes : null;

    private bool IsHover => HttpContext.Request.Path == HoverPage.Address;

    private PageTheme Theme => PreferenceCookies.ThemeOf(HttpContext);

    // Signing in sets a cookie, and only a plain answer can do that.
    private IComponentRenderMode? RenderMode => HttpContext.AcceptsInteractiveRouting() ? _interactive : null;
}
