using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Access;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Components.Shared;

namespace MiniDelivery.Web.Components.Pages.Account;

/// <summary>«Мой профиль»: password, passkeys, other sessions. Plain forms: a new password needs a new cookie.</summary>
public sealed partial class Account(
    AccountDesk desk, NavigationManager navigation, IStringLocalizer<Account> localizer, IStringLocalizer<Words> words) : ComponentBase
{
    private static readonly string[] _done = ["password", "passkey-added", "passkey-renamed", "passkey-removed", "everywhere", "pin-set", "pin-removed"];

    private OwnAccount? _account;
    private StaffRefusal? _refusal;

    /// <summary>The request.</summary>
    [CascadingParameter]
    public HttpContext HttpContext { get; set; } = null!;

    /// <summary>What has just been done.</summary>
    [SupplyParameterFromQuery]
    public string? Done { get; set; }

    /// <summary>What was typed.</summary>
    [SupplyParameterFromForm]
    public AccountForm? Form { get; set; }

    private string? DoneText => _refusal is null && Done is { } done && _done.Contains(done) ? localizer[$"Done.{done}"].Value : null;

    private AccountForm Typed => Form ?? new AccountForm();

    private string? Address => HttpContext.Connection.RemoteIpAddress?.ToString();

    private CancellationToken Aborted => HttpContext.RequestAborted;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _account = await desk.ShowAsync(HttpContext.User);
        if (_account is null)
        {
            navigation.NavigateTo("account/sign-in");
        }
    }

    private async Task ChangePasswordAsync() =>
        Go(await desk.ChangePasswordAsync(HttpContext.User, Typed.Current ?? "", Typed.Next ?? "", Address, Aborted), "password");

    private async Task SetPinAsync() =>
        Go(await desk.SetPinAsync(HttpContext.User, Typed.Current ?? "", Typed.Pin ?? "", Address, Aborted), "pin-set");

    private async Task RemovePinAsync() => Go(await desk.RemovePinAsync(HttpContext.User, Address, Aborted), "pin-removed");

    private async Task SignOutEverywhereAsync() => Go(await desk.SignOutEverywhereAsync(HttpContext.User, Address, Aborted), "everywhere");

    private async Task AddPasskeyAsync() =>
        Go(await desk.AddPasskeyAsync(HttpContext.User, Typed.Credential ?? "", Typed.Name ?? "", Address, Aborted), "passkey-added");

    private async Task ChangePasskeyAsync()
    {
        if (Typed.Act is "remove")
        {
            Go(await desk.RemovePasskeyAsync(HttpContext.User, Typed.Id ?? "", Address, Aborted), "passkey-removed");
        }
        else
        {
            Go(await desk.RenamePasskeyAsync(HttpContext.User, Typed.Id ?? "", Typed.Name ?? "", Address, Aborted), "passkey-renamed");
        }
    }

    // Anew, so that nothing is sent twice by a reload.
    private void Go(StaffRefusal? refusal, string done)
    {
        _refusal = refusal;
        if (refusal is null)
        {
            navigation.NavigateTo($"account?done={done}");
        }
    }

    /// <summary>The fields of the forms.</summary>
    public sealed class AccountForm
    {
        /// <summary>The present password; never drawn back.</summary>
        public string? Current { get; set; }

        /// <summary>The new password; never drawn back.</summary>
        public string? Next { get; set; }

        /// <summary>The PIN; never drawn back.</summary>
        public string? Pin { get; set; }

        /// <summary>What the browser made of a new passkey (JSON).</summary>
        public string? Credential { get; set; }

        /// <summary>Which passkey.</summary>
        public string? Id { get; set; }

        /// <summary>What to call it.</summary>
        public string? Name { get; set; }

        /// <summary><c>rename</c> or <c>remove</c>.</summary>
        public string? Act { get; set; }
    }
}
