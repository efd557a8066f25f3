using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Operations;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Settings;

/// <summary>«Настройки → Персональные данные»: how long guests' data is kept, and one guest's erased on request.</summary>
public sealed partial class PersonalDataPage(
    RetentionDesk desk,
    OrderBoard board,
    CurrentRestaurant here,
    CurrentStaff staff,
    TimeProvider time,
    IStringLocalizer<PersonalDataPage> localizer,
    IStringLocalizer<Words> words) : ComponentBase, IDisposable
{
    private IDisposable? _subscription;
    private RetentionView? _view;
    private int? _typed = RetentionPlan.UsualMonths;
    private int? _count;
    private string _said = "";
    private bool _isOn;
    private bool _isAsked;
    private bool _isBusy;
    private bool _isDenied;

    private IStringLocalizer<PersonalDataPage> L => localizer;

    private RestaurantInfo Restaurant => here.Info;

    private int? Months => _typed is { } months && RetentionPlan.IsMonths(months) ? months : null;

    /// <inheritdoc/>
    public void Dispose() => _subscription?.Dispose();

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (RendererInfo.IsInteractive)
        {
            // The night's work may end while somebody looks.
            _subscription = board.Subscribe(() => InvokeAsync(LookAsync));
        }

        await ReadAsync();
        if (_view is { Months: { } months })
        {
            (_isOn, _typed) = (true, months);
            await CountAsync();
        }
    }

    private async Task ReadAsync()
    {
        _view = await desk.ShowAsync(Restaurant.Id, await staff.GetAsync(), CancellationToken.None);
        _isDenied = _view is null;
    }

    private async Task LookAsync()
    {
        // What somebody else has saved must be looked at before it is written over; only what the night has done is new.
        if (_view is { } view && await desk.ShowAsync(Restaurant.Id, await staff.GetAsync(), CancellationToken.None) is { } now && now.Version == view.Version && now != view)
        {
            _view = now;
            await CountAsync();
            StateHasChanged();
        }
    }

    private async Task CountAsync()
    {
        (_said, _isAsked) = ("", false);
        _count = _isOn && Months is { } months ? await desk.PreviewAsync(Restaurant.Id, months, await staff.GetAsync(), CancellationToken.None) : null;
    }

    // A shorter term means data that is gone tomorrow: that is asked once.
    private async Task SaveAsync()
    {
        if (_isBusy || _view is not { } view)
        {
            return;
        }

        if (_isOn && _count > 0 && !_isAsked)
        {
            _isAsked = true;
            return;
        }

        _isBusy = true;
        try
        {
            var outcome = await desk.SaveAsync(Restaurant.Id, view.Version, _isOn ? Months : null, await staff.GetAsync(), CancellationToken.None);
            _isAsked = false;
            _said = outcome.IsDone ? L["Saved", Format.Time(time.GetUtcNow(), Restaurant.Zone)] : words.Why(outcome, Restaurant);
            await ReadAsync();
        }
        finally
        {
            _isBusy = false;
        }
    }
}
