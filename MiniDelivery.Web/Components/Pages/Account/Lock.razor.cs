using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Components.Shared;

namespace MiniDelivery.Web.Components.Pages.Account;

/// <summary>«Кто работает?»: a shared terminal asks for a name and a PIN. Any other browser is sent to sign in with a password.</summary>
public sealed partial class Lock(
    PinDoor door, NavigationManager navigation, IStringLocalizer<Lock> localizer, IStringLocalizer<Words> words) : ComponentBase
{
    private LockForm _typed = new();
    private IReadOnlyList<PinPerson>? _people;
    private bool _isRefused;

    /// <summary>The request.</summary>
    [CascadingParameter]
    public HttpContext HttpContext { get; set; } = null!;

    /// <summary>Where the terminal was; followed only within this site.</summary>
    [SupplyParameterFromQuery]
    public string? ReturnUrl { get; set; }

    /// <summary>What was chosen and typed.</summary>
    [SupplyParameterFromForm]
    public LockForm? Form { get; set; }

    private string? Terminal => HttpContext.User.FindFirstValue(CurrentStaff.TerminalNameClaim);

    private string SignInAddress => $"account/sign-in?returnUrl={Uri.EscapeDataString(LocalUrl.OrHome(ReturnUrl))}";

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _typed = Form ?? new LockForm();
        _people = await door.PeopleAsync(CurrentStaff.TerminalOf(HttpContext.User), HttpContext.RequestAborted);
        if (_people is null)
        {
            navigation.NavigateTo(SignInAddress);
        }
    }

    private async Task EnterAsync()
    {
        var address = HttpContext.Connection.RemoteIpAddress?.ToString();
        var isIn = await door.EnterAsync(
            CurrentStaff.TerminalOf(HttpContext.User), _typed.Person ?? Guid.Empty, _typed.Pin ?? "", address, HttpContext.RequestAborted);
        _isRefused = !isIn;
        if (isIn)
        {
            navigation.NavigateTo(LocalUrl.InBase(ReturnUrl));
        }
    }

    /// <summary>The fields of the form.</summary>
    public sealed class LockForm
    {
        /// <summary>Who.</summary>
        public Guid? Person { get; set; }

        /// <summary>The PIN; never drawn back.</summary>
        public string? Pin { get; set; }
    }
}
