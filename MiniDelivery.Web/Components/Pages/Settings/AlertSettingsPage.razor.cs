using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Alerts;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Alerts;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Settings;

/// <summary>«Настройки → Уведомления»: how terminals ring, and what happens when nobody accepts an order.</summary>
public sealed partial class AlertSettingsPage(
    AlertDesk desk,
    CurrentRestaurant here,
    CurrentStaff staff,
    TimeProvider time,
    IStringLocalizer<AlertSettingsPage> localizer,
    IStringLocalizer<Words> words) : ComponentBase
{
    private Form? _form;
    private string _said = "";
    private bool _isSaving;

    private IStringLocalizer<AlertSettingsPage> L => localizer;

    private RestaurantInfo Restaurant => here.Info;

    private bool IsRepeatWrong => _form!.Seconds is not { } seconds || seconds is < AlertSettings.LeastRepeat or > AlertSettings.MostRepeat;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
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

    private void Tell(Outcome outcome, string done) => _said = outcome.IsDone ? done : words.Why(outcome, Restaurant);

    // What is typed; the settings themselves are immutable.
    private sealed class Form(AlertSettings settings, IReadOnlyList<SourceSound> sources)
    {
        public string Repeat { get; set; } = settings.RepeatSeconds.ToString(CultureInfo.InvariantCulture);

        public bool KeepsScreenOn { get; set; } = settings.KeepsScreenOn;

        public List<SourceForm> Sources { get; } =
            [.. sources.Select(source => new SourceForm(source.Alert.Source, source.Name) { Sound = source.Alert.Sound, Volume = source.Alert.Volume, TellsAccepted = source.Alert.TellsAccepted })];

        public int? Seconds => int.TryParse(Repeat, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : null;

        public AlertSettings ToSettings(Domain.Restaurants.RestaurantId restaurant) => new()
        {
            RestaurantId = restaurant,
            RepeatSeconds = Seconds ?? 0,
            KeepsScreenOn = KeepsScreenOn,
            Sources = [.. Sources.Select(source => new SourceAlert(source.Id, source.Sound, source.Volume, source.TellsAccepted))],
        };
    }

    private sealed class SourceForm(Guid id, string name)
    {
        public Guid Id => id;

        public string Name => name;

        public AlertSound Sound { get; set; }

        public int Volume { get; set; }

        public bool TellsAccepted { get; set; }
    }
}
