using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Alerts;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Alerts;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Settings;

/// <summary>«Настройки → Уведомления»: how terminals ring, which there are, and whether people hear them.</summary>
public sealed partial class AlertSettingsPage(
    AlertDesk desk,
    TerminalBook terminals,
    OrderBoard board,
    CurrentRestaurant here,
    CurrentStaff staff,
    TimeProvider time,
    IStringLocalizer<AlertSettingsPage> localizer,
    IStringLocalizer<Words> words) : ComponentBase, IDisposable
{
    private IDisposable? _subscription;
    private Form? _form;
    private TerminalId? _own;
    private string _said = "";
    private bool _isSaving;

    private IStringLocalizer<AlertSettingsPage> L => localizer;

    private RestaurantInfo Restaurant => here.Info;

    private AlertSettings Test => desk.LastTest(Restaurant.Id);

    private string TestText => Test is { TestStartedAt: { } at, TestStartedBy: { } by }
        ? L["Test.Last", Format.DateTime(at, Restaurant.Zone), by]
        : L["Test.Never"];

    private bool IsRepeatWrong => _form!.Seconds is not { } seconds || seconds is < AlertSettings.LeastRepeat or > AlertSettings.MostRepeat;

    /// <inheritdoc/>
    public void Dispose() => _subscription?.Dispose();

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (RendererInfo.IsInteractive)
        {
            _subscription = board.Subscribe(() => InvokeAsync(StateHasChanged));
        }

        _own = await staff.TerminalAsync() is { } own ? new TerminalId(own) : null;
        if (desk.Show(Restaurant.Id, await staff.GetAsync()) is { } settings)
        {
            _form = new Form(settings, await desk.SourcesAsync(Restaurant.Id, CancellationToken.None));
        }
    }

    private void Touch() => _said = "";

    private async Task SaveAsync()
    {
        _isSaving = true;
        Tell(
            await desk.SaveAsync(_form!.ToSettings(Restaurant.Id), await staff.GetAsync(), CancellationToken.None),
            L["Saved", Format.Time(time.GetUtcNow(), Restaurant.Zone)]);
        _isSaving = false;
    }

    private async Task StartTestAsync() => Tell(await desk.StartTestAsync(Restaurant.Id, await staff.GetAsync(), CancellationToken.None), "");

    private async Task RenameAsync((TerminalId Id, string Name) wanted) =>
        Tell(await desk.RenameAsync(wanted.Id, wanted.Name, await staff.GetAsync(), CancellationToken.None), "");

    private async Task RemoveAsync(TerminalId id) => Tell(await desk.RemoveAsync(id, await staff.GetAsync(), CancellationToken.None), "");

    private async Task SetLockingAsync((TerminalId Id, bool IsShared, int IdleMinutes) wanted) => Tell(
        await desk.SetLockingAsync(wanted.Id, wanted.IsShared, wanted.IdleMinutes, await staff.GetAsync(), CancellationToken.None),
        L["Saved", Format.Time(time.GetUtcNow(), Restaurant.Zone)]);

    private void Tell(Outcome outcome, string done) => _said = outcome.IsDone ? done : words.Why(outcome, Restaurant);

    // What is typed; the settings themselves are immutable.
    private sealed class Form(AlertSettings settings, IReadOnlyList<SourceSound> sources)
    {
        public string Repeat { get; set; } = settings.RepeatSeconds.ToString(CultureInfo.InvariantCulture);

        public bool KeepsScreenOn { get; set; } = settings.KeepsScreenOn;

        public List<SourceForm> Sources { get; } =
            [.. sources.Select(source => new SourceForm(source.Alert.Source, source.Name) { Sound = source.Alert.Sound, Volume = source.Alert.Volume })];

        public int? Seconds => int.TryParse(Repeat, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : null;

        public AlertSettings ToSettings(Domain.Restaurants.RestaurantId restaurant) => new()
        {
            RestaurantId = restaurant,
            RepeatSeconds = Seconds ?? 0,
            KeepsScreenOn = KeepsScreenOn,
            Sources = [.. Sources.Select(source => new SourceAlert(source.Id, source.Sound, source.Volume))],
        };
    }

    private sealed class SourceForm(Guid id, string name)
    {
        public Guid Id => id;

        public string Name => name;

        public AlertSound Sound { get; set; }

        public int Volume { get; set; }
    }
}
