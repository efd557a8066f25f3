using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Alerts;
using MiniDelivery.Domain.Health;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Licensing;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Alerts;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Handoff;
using MiniDelivery.Web.Instances;
using MiniDelivery.Web.Intake;
using MiniDelivery.Web.Licensing;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Menu;
using MiniDelivery.Web.Operations;
using MiniDelivery.Web.Restaurants;
using MiniDelivery.Web.Webhooks;

namespace MiniDelivery.Web.Components.Layout;

/// <summary>Who, where, when, whether the till is there; and under it one bar for each trouble.</summary>
public sealed partial class TopBar(
    RestaurantDirectory restaurants,
    CurrentRestaurant here,
    TillMonitor tills,
    LicenseWatch licenses,
    IntakeWatch intakes,
    IntakeDesk intakeDesk,
    InboxWatch inbox,
    TerminalBook terminals,
    AlertDesk alerts,
    CurrentStaff staff,
    MappingWatch mappings,
    WebhookBook webhooks,
    SystemDesk system,
    InstanceLink instances,
    OrderBoard board,
    TimeProvider time,
    IStringLocalizer<Words> words) : ComponentBase, IDisposable
{
    private IDisposable? _subscription;
    private DateTimeOffset _now;
    private TerminalId? _terminal;
    private Actor? _by;
    private (TillHealth? Health, LicenseCheck License, int Open, int Count, int Confirmed, bool IsAlarming, int Broken, IntakeNow Intake, InboxNow Inbox, string Objects, int DeafShops, DateTimeOffset? ApartSince, string Broke)? _drawn;

    private static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    private RestaurantInfo? Restaurant => here.Known;

    // Where else the person works.
    private IReadOnlyList<RestaurantInfo> Others => _by is null || Restaurant is null ? [] : [.. restaurants.Of(_by).Where(other => other.Id != Restaurant.Id)];

    private TillHealth? Health => Restaurant is { } restaurant ? tills.For(restaurant.Id) : null;

    private Hearing Hearing => Restaurant is { } restaurant ? terminals.For(restaurant.Id) : Hearing.Unknown;

    private (TillHealth? Health, LicenseCheck License, int Open, int Count, int Confirmed, bool IsAlarming, int Broken, IntakeNow Intake, InboxNow Inbox, string Objects, int DeafShops, DateTimeOffset? ApartSince, string Broke) Seen =>
        (Health, License, Hearing.Terminals.Length, Hearing.Count, Confirmed, Hearing.IsAlarming, Broken, Intake, Inbox, Objects, DeafShops, ApartSince, string.Join(' ', Troubles.Select(finding => $"{finding.Part}{finding.Subject}{finding.Code}")));

    // Names and marks, as the header draws them.
    private string Objects => string.Join('\n', Others.Prepend(Restaurant).Select(one => $"{one?.Name} {one?.Appearance.Mark}"));

    private int Confirmed => Restaurant is { } restaurant ? Hearing.Terminals.Count(terminal => alerts.LastTest(restaurant.Id).IsConfirmed(terminal.TestedAt)) : 0;

    private IntakeNow Intake => Restaurant is { } restaurant ? intakes.For(restaurant.Id) : IntakeNow.Open;

    private InboxNow Inbox => Restaurant is { } restaurant ? inbox.For(restaurant.Id) : InboxNow.Empty;

    private bool MayHelp => Restaurant is { } restaurant && _by?.May(Permission.KeepInbox, restaurant.Id) is true;

    private bool MayPause => Restaurant is { } restaurant && _by?.May(Permission.PauseIntake, restaurant.Id) is true;

    private LicenseCheck License =>
        Restaurant is { } restaurant ? licenses.For(restaurant.Id) : new LicenseCheck(LicenseState.Missing, null);

    private int Broken => Restaurant is { } restaurant && mappings.For(restaurant.Id) is { } check ? check.Broken : 0;

    // Of whoever can do something about it.
    private int DeafShops => Restaurant is { } restaurant && _by?.May(Permission.KeepConnections, restaurant.Id) is true ? webhooks.InTrouble(restaurant.Id) : 0;

    // The same people: they know whom to call.
    private DateTimeOffset? ApartSince => Restaurant is { } restaurant && _by?.May(Permission.KeepConnections, restaurant.Id) is true ? instances.TroubleSince : null;

    private IReadOnlyList<Finding> Troubles => _by is null ? [] : system.Troubles(_by);

    /// <inheritdoc/>
    public void Dispose() => _subscription?.Dispose();

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        _now = time.GetUtcNow();
        if (RendererInfo.IsInteractive)
        {
            // Listen first, look second: what changes in between rings the bell again.
            _subscription = board.Subscribe(() => InvokeAsync(OnPoked));
        }
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _terminal = await staff.TerminalAsync() is { } id ? new TerminalId(id) : null;
        _by = Restaurant is null ? null : await staff.GetAsync();
    }

    // Most pokes are about orders: the header stays as it is.
    private void OnPoked()
    {
        if (_drawn != Seen)
        {
            _now = time.GetUtcNow();
            StateHasChanged();
        }
    }

    // An event of a child draws this component again, and with it the moment of the last answer.
    private void Look() => _now = time.GetUtcNow();

    private async Task StartTestAsync() => await alerts.StartTestAsync(Restaurant!.Id, await staff.GetAsync(), CancellationToken.None);

    private async Task ResumeAsync() => await intakeDesk.ResumeAsync(Restaurant!.Id, await staff.GetAsync(), CancellationToken.None);

    private Task CheckTillAsync() => tills.CheckAsync(Restaurant!.Id, CancellationToken.None);
}
