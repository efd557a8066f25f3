using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Localization;
using MiniDelivery.Web.Access;

namespace MiniDelivery.Web.Components.Pages.Errors;

/// <summary>«Нет прав»: the person is known, but the page is for others, or needs the password and not the PIN.</summary>
public sealed partial class NoAccess(NavigationManager navigation, IStringLocalizer<ErrorWords> localizer) : ComponentBase
{
    private bool _isByPin;

    /// <summary>Who looks.</summary>
    [CascadingParameter]
    public Task<AuthenticationState>? Authentication { get; set; }

    // Refused before it was drawn, the address is another and carries the one that was wanted.
    private string Wanted
    {
        get
        {
            var here = navigation.ToAbsoluteUri(navigation.Uri);
            return QueryHelpers.ParseQuery(here.Query).TryGetValue("returnUrl", out var wanted) ? LocalUrl.OrHome(wanted) : $"/{navigation.ToBaseRelativePath(navigation.Uri)}";
        }
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() =>
        _isByPin = Authentication is not null && CurrentStaff.IsByPin((await Authentication).User);
}
