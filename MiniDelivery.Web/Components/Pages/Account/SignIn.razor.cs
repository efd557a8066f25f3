using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Localization;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Web.Components.Pages.Account;

/// <summary>«Вход». A plain form and a plain answer: only such an answer can set the cookie.</summary>
public sealed partial class SignIn(
    SignInManager<StaffMember> signIn,
    NavigationManager navigation,
    IStringLocalizer<SignIn> localizer,
    IStringLocalizer<Words> words) : ComponentBase
{
    private SignInForm _typed = new();
    private bool _isRefused;

    /// <summary>Where the person was going; followed only within this site.</summary>
    [SupplyParameterFromQuery]
    public string? ReturnUrl { get; set; }

    /// <summary>What was typed.</summary>
    [SupplyParameterFromForm]
    public SignInForm? Form { get; set; }

    /// <inheritdoc/>
    protected override void OnInitialized() => _typed = Form ?? new SignInForm();

    // One answer for unknown, wrong and locked: whoever guesses learns nothing from it.
    private async Task SignInAsync()
    {
        var result = await signIn.PasswordSignInAsync(_typed.Name?.Trim() ?? "", _typed.Password ?? "", _typed.Remember, lockoutOnFailure: true);
        if (result.Succeeded)
        {
            navigation.NavigateTo(LocalUrl.OrHome(ReturnUrl));
            return;
        }

        _isRefused = true;
    }

    /// <summary>The fields of the form.</summary>
    public sealed class SignInForm
    {
        /// <summary>The sign-in name.</summary>
        public string? Name { get; set; }

        /// <summary>The password; never drawn back.</summary>
        public string? Password { get; set; }

        /// <summary>Whether this terminal stays signed in when its browser is closed.</summary>
        public bool Remember { get; set; }
    }
}
