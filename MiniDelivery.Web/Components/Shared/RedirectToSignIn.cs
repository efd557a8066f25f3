using Microsoft.AspNetCore.Components;

namespace MiniDelivery.Web.Components.Shared;

/// <summary>Sends whoever is not signed in to sign in, and back here afterwards.</summary>
public sealed class RedirectToSignIn(NavigationManager navigation) : ComponentBase
{
    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        var here = Uri.EscapeDataString($"/{navigation.ToBaseRelativePath(navigation.Uri)}");
        navigation.NavigateTo($"account/sign-in?returnUrl={here}", forceLoad: true);
    }
}
