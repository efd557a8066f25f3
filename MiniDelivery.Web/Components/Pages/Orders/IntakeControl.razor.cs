using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Intake;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Restaurants;
using MudBlazor;

namespace MiniDelivery.Web.Components.Pages.Orders;

/// <summary>«Приём открыт ▾» over the list: how intake is for all, and what to do about it for who may. The browser's own popover.</summary>
public sealed partial class IntakeControl(
    IntakeDesk desk,
    IntakeWatch watch,
    CurrentStaff staff,
    OrderBoard board,
    ISnackbar snackbar,
    TimeProvider time,
    IStringLocalizer<Words> words) : ComponentBase, IDisposable
{
    private static readonly int[] _busy = [15, 30, 45];
    private static readonly int[] _busyTimes = [30, 60, 120];
    private static readonly int[] _pause = [15, 30, 60];

    private IDisposable? _subscription;
    private IntakeNow? _drawn;
    private bool _mayChange;
    private PauseReason _reason;
    private int _busyFor = 60;
    private TimeOnly? _until;

    /// <summary>Whose intake.</summary>
    [Parameter]
    [EditorRequired]
    public required RestaurantInfo Restaurant { get; set; }

    private IntakeNow Intake => watch.For(Restaurant.Id);

    private string Mode => Intake.Mode.ToString();

    private string Dot => Intake.Mode is IntakeMode.Open ? "ok" : "warn";

    private string Text => Intake switch
    {
        { Bar: IntakeBar.Pause } => words["Intake.Paused", Until],
        { Bar: IntakeBar.OutOfHours } => words["Intake.OutOfHours", Until],
        { Bar: IntakeBar.SlotFull } => words["Intake.SlotFull", Until],
        { Mode: IntakeMode.Busy } => words["Intake.Busy", Intake.AddedMinutes, Until],
        _ => words["Intake.Open"],
    };

    private string Until => Intake.Until is { } until ? Format.TimeOrDay(until, time.GetUtcNow(), Restaurant.Zone) : "";

    /// <inheritdoc/>
    public void Dispose() => _subscription?.Dispose();

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        if (RendererInfo.IsInteractive)
        {
            // Listen first, look second: what changes in between rings the bell again.
            _subscription = board.Subscribe(() => InvokeAsync(OnPoked));
        }

        _drawn = Intake;
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() => _mayChange = (await staff.GetAsync()).May(Permission.PauseIntake, Restaurant.Id);

    private void OnPoked()
    {
        if (_drawn != Intake)
        {
            _drawn = Intake;
            StateHasChanged();
        }
    }

    private Task PauseAsync(DateTimeOffset until) => DoAsync(by => desk.PauseAsync(Restaurant.Id, until, _reason, by, CancellationToken.None));

    // The next time that the restaurant's clock shows it.
    private async Task PauseUntilAsync()
    {
        if (_until is not { } shown)
        {
            return;
        }

        var now = time.GetUtcNow();
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, Restaurant.Zone).DateTime);
        var until = Restaurant.Zone.At(today.ToDateTime(shown));
        await PauseAsync(until > now ? until : Restaurant.Zone.At(today.AddDays(1).ToDateTime(shown)));
    }

    private async Task DoAsync(Func<Actor, Task<Outcome>> work)
    {
        if (await work(await staff.GetAsync()) is { IsDone: false } refused)
        {
            snackbar.Add(refused.Reason is Refusal.SettingsUnusable ? words["Intake.UntilUnusable"] : words.Why(refused, Restaurant), Severity.Error);
        }
    }
}
