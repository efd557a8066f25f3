using Microsoft.AspNetCore.Components;

namespace MiniDelivery.Web.Components.Shared;

/// <summary>
/// Sends whoever is not signed in to sign in, and back here afterwards. By way of the lock screen, which only a shared terminal shows.
/// </summary>
public sealed class RedirectToSignIn(NavigationManager navigation) : ComponentBase
{
    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        var here = Uri.EscapeDataString($"/{navigation.ToBaseRelativePath(navigation.Uri)}");
        navigation.NavigateTo($"lock?returnUrl={here}", forceLoad: true);
    }
}
