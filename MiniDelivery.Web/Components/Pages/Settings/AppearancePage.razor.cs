using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Settings;

/// <summary>«Настройки → Внешний вид»: how new terminals of a restaurant begin, and the mark by which it is known among others.</summary>
public sealed partial class AppearancePage(
    AppearanceDesk desk,
    CurrentRestaurant here,
    CurrentStaff staff,
    TimeProvider time,
    IStringLocalizer<AppearancePage> localizer,
    IStringLocalizer<Words> words) : ComponentBase
{
    private AppearanceView? _view;
    private string? _language;
    private ScreenTheme? _theme;
    private RestaurantMark? _mark;
    private string _said = "";
    private bool _isBusy;
    private bool _isDenied;

    private IStringLocalizer<AppearancePage> L => localizer;

    private RestaurantInfo Restaurant => here.Info;

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => ReadAsync();

    private void Touch() => _said = "";

    private void Choose(RestaurantMark? mark) => (_mark, _said) = (mark, "");

    private async Task ReadAsync()
    {
        _view = await desk.ShowAsync(Restaurant.Id, await staff.GetAsync(), CancellationToken.None);
        _isDenied = _view is null;
        (_language, _theme, _mark) = _view is { Appearance: var look } ? (look.Language, look.Theme, look.Mark) : (null, null, null);
    }

    private async Task SaveAsync()
    {
        if (_isBusy || _view is not { } view)
        {
            return;
        }

        _isBusy = true;
        try
        {
            var wanted = new Appearance(_language is { Length: > 0 } ? _language : null, _theme, _mark);
            var outcome = await desk.SaveAsync(Restaurant.Id, view.Version, wanted, await staff.GetAsync(), CancellationToken.None);
            await ReadAsync();
            _said = outcome.IsDone ? L["Saved", Format.Time(time.GetUtcNow(), Restaurant.Zone)] : words.Why(outcome, Restaurant);
        }
        finally
        {
            _isBusy = false;
        }
    }
}
