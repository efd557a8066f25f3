using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Access;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Demo;

namespace MiniDelivery.Web.Components.Pages.Account;

/// <summary>«Вход». A plain form and a plain answer: only such an answer can set the cookie.</summary>
public sealed partial class SignIn(
    StaffDoor door,
    NavigationManager navigation,
    IEnumerable<DemoSecrets> demo,
    IStringLocalizer<SignIn> localizer,
    IStringLocalizer<Words> words) : ComponentBase
{
    private SignInForm _typed = new();
    private bool _isRefused;

    /// <summary>The request.</summary>
    [CascadingParameter]
    public HttpContext HttpContext { get; set; } = null!;

    /// <summary>Where the person was going; followed only within this site.</summary>
    [SupplyParameterFromQuery]
    public string? ReturnUrl { get; set; }

    /// <summary>What was typed.</summary>
    [SupplyParameterFromForm]
    public SignInForm? Form { get; set; }

    /// <inheritdoc/>
    protected override void OnInitialized() => _typed = Form ?? new SignInForm();

    private string? Address => HttpContext.Connection.RemoteIpAddress?.ToString();

    // The demo's people are there only in Development, and are named after their roles. The password stays on the console.
    private IEnumerable<StaffRole> DemoPeople => demo.Any() ? Enum.GetValues<StaffRole>() : [];

    private async Task SignInAsync() => Go(
        await door.EnterAsync(_typed.Name?.Trim() ?? "", _typed.Password ?? "", _typed.Remember, Address, HttpContext.RequestAborted));

    private async Task UsePasskeyAsync() => Go(await door.EnterWithPasskeyAsync(_typed.Credential ?? "", Address, HttpContext.RequestAborted));

    private void Go(bool isIn)
    {
        _isRefused = !isIn;
        if (isIn)
        {
            navigation.NavigateTo(LocalUrl.InBase(ReturnUrl));
        }
    }

    /// <summary>The fields of the form.</summary>
    public sealed class SignInForm
    {
        /// <summary>The sign-in name.</summary>
        public string? Name { get; set; }

        /// <summary>The password; never drawn back.</summary>
        public string? Password { get; set; }

        /// <summary>What the browser made of a passkey (JSON).</summary>
        public string? Credential { get; set; }

        /// <summary>Whether this terminal stays signed in when its browser is closed.</summary>
        public bool Remember { get; set; }
    }
}
