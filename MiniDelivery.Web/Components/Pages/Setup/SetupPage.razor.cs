using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Setup;

namespace MiniDelivery.Web.Components.Pages.Setup;

/// <summary>«Первый запуск»: the first administrator and the first restaurant, for whoever has the token of this start.</summary>
public sealed partial class SetupPage(SetupDesk desk, StaffDoor door, NavigationManager navigation, IStringLocalizer<SetupPage> localizer) : ComponentBase
{
    private static readonly string[] _currencies = ["RUB", "KZT", "BYN", "UZS", "KGS", "AMD", "GEL", "AZN", "USD", "EUR"];

    private IReadOnlyDictionary<SetupField, string> _faults = new Dictionary<SetupField, string>();
    private SetupForm _typed = new();
    private bool _hasToken;
    private bool _wasRefused;

    /// <summary>The request.</summary>
    [CascadingParameter]
    public HttpContext HttpContext { get; set; } = null!;

    /// <summary>The token of this start, from the link on the console.</summary>
    [SupplyParameterFromQuery(Name = "token")]
    public string? Token { get; set; }

    /// <summary>What was typed.</summary>
    [SupplyParameterFromForm]
    public SetupForm? Form { get; set; }

    private static IEnumerable<string> Zones => TimeZoneInfo.GetSystemTimeZones()
        .Select(zone => zone.HasIanaId ? zone.Id : TimeZoneInfo.TryConvertWindowsIdToIanaId(zone.Id, out var iana) ? iana : null)
        .OfType<string>().Where(id => id.Contains('/', StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal);

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _typed = Form ?? new SetupForm();
        if (!string.IsNullOrEmpty(Token))
        {
            _hasToken = await desk.AcceptsAsync(Token, HttpContext.RequestAborted);
            _wasRefused = !_hasToken;
        }
    }

    private async Task CompleteAsync()
    {
        var address = HttpContext.Connection.RemoteIpAddress?.ToString();
        var answer = await desk.CompleteAsync(Token, _typed, address, HttpContext.RequestAborted);
        _faults = answer.Faults;
        if (answer.IsDone)
        {
            // Somebody may have been quicker; then these are no name and password of anybody.
            await door.EnterAsync(_typed.SignInName!.Trim(), _typed.Password!, remember: false, address, HttpContext.RequestAborted);
            navigation.NavigateTo("");
        }
    }
}
