using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Menu;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Settings;

/// <summary>«Настройки → Меню и соответствия»: the till's menu, and what people said of sources' dishes.</summary>
public sealed partial class MenuPage(
    MenuDesk desk,
    CurrentRestaurant here,
    CurrentStaff staff,
    IStringLocalizer<MenuPage> localizer,
    IStringLocalizer<Words> words) : ComponentBase
{
    // More is not read but searched.
    private const int MostShown = 200;

    private MenuView? _view;
    private TillTrouble? _trouble;
    private Refusal? _refusal;
    private bool _isDenied;
    private bool _isBusy;
    private bool _isRefreshed;
    private string _show = "";
    private string _source = "";
    private string _text = "";

    private RestaurantInfo Restaurant => here.Info;

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => ReadAsync();

    private async Task ReadAsync()
    {
        _view = await desk.ShowAsync(Restaurant.Id, await staff.GetAsync(), CancellationToken.None);
        _isDenied = _view is null;
    }

    private async Task RefreshAsync()
    {
        _isRefreshed = false;
        await DoAsync(async by =>
        {
            var refresh = await desk.RefreshAsync(Restaurant.Id, by, CancellationToken.None);
            (_isRefreshed, _trouble) = (refresh.Outcome.IsDone, refresh.Trouble);
            return refresh.Outcome;
        });
    }

    private Task ChooseAsync(MappingLine line, int ident) =>
        DoAsync(by => desk.ChooseAsync(Restaurant.Id, line.Mapping.SourceId, line.Mapping.Key, ident, by, CancellationToken.None));

    private Task RemoveAsync(MappingLine line) =>
        DoAsync(by => desk.RemoveAsync(Restaurant.Id, line.Mapping.SourceId, line.Mapping.Key, by, CancellationToken.None));

    private async Task DoAsync(Func<Actor, Task<Outcome>> work)
    {
        if (_isBusy)
        {
            return;
        }

        _isBusy = true;
        try
        {
            _refusal = (await work(await staff.GetAsync())).Reason;
            await ReadAsync();
        }
        finally
        {
            _isBusy = false;
        }
    }

    private string Checked(MenuView view)
    {
        var broken = view.Mappings.Count(line => line.Fault is not null);
        var now = broken is 0 ? localizer["Broken.None", view.Mappings.Count] : localizer["Broken.Count", broken, view.Mappings.Count];
        return view.LastCheck is { } last
            ? $"{now} {localizer["Checked", Format.DateTime(last.CheckedAt, Restaurant.Zone)]}"
            : $"{now} {localizer["Checked.Never"]}";
    }

    private List<MappingLine> Found(MenuView view)
    {
        var text = SearchForm.Of(_text.Trim());
        return [.. view.Mappings.Where(line =>
            (_source is "" || line.Source == _source)
            && (_show is "" || line.Fault is not null)
            && (text is "" || new[] { line.Mapping.Name, line.Mapping.Code, line.MenuName, $"{line.MenuCode}" }.Any(
                part => part is not null && SearchForm.Of(part).Contains(text, StringComparison.Ordinal))))];
    }
}
