using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Alerts;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Licensing;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Orders;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Orders;

/// <summary>«Список заказов»: the orders in work, kept current without a reload, and those that are done. The card opens over it.</summary>
public sealed partial class OrderList(
    OrderBoard board,
    OrderQueries queries,
    OrderActs acts,
    OwnLook looks,
    CurrentRestaurant here,
    LicenseWatch licenses,
    NavigationManager navigation,
    TimeProvider time,
    IStringLocalizer<OrderList> localizer,
    IStringLocalizer<Words> words) : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _closed = new();
    private IDisposable? _subscription;
    private ListView _view = ListView.Read(null, null, null, null);
    private BoardView _board = BoardView.Empty;
    private List<BoardRow>? _rows;
    private ListLook _look = ListLook.Default;
    private HashSet<OrderId>? _ticked;
    private int _total;
    private bool _isFirstRun;
    private bool _hadOrders;

    /// <summary>The order whose card is open over the list.</summary>
    [Parameter]
    public Guid? Id { get; set; }

    /// <summary>The state chosen.</summary>
    [SupplyParameterFromQuery]
    public string? Tab { get; set; }

    /// <summary>What is looked for.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Search { get; set; }

    /// <summary>Page of a long list.</summary>
    [SupplyParameterFromQuery]
    public int? Page { get; set; }

    /// <summary>How far back a list of done orders goes.</summary>
    [SupplyParameterFromQuery]
    public string? Period { get; set; }

    private IStringLocalizer<OrderList> L => localizer;

    private RestaurantInfo Restaurant => here.Info;

    /// <inheritdoc/>
    public void Dispose()
    {
        _subscription?.Dispose();
        _closed.Cancel();
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        // Prerendering draws once and goes away; a subscription made then would outlive its page.
        if (RendererInfo.IsInteractive)
        {
            // Listen first, look second: what changes in between rings the bell again.
            _subscription = board.Subscribe(() => InvokeAsync(OnBoardChangedAsync));
        }
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() => _look = await looks.GetAsync(_closed.Token);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        var view = ListView.Read(Tab, Search, Page, Period);
        if (view != _view || _rows is null)
        {
            // Another tab must not show the rows of the one before it while the database is asked.
            _rows = view.IsPaged && view.Tab != _view.Tab ? null : _rows;
            _view = view;
            await ShowAsync();
        }
    }

    private async Task OnBoardChangedAsync()
    {
        var before = _board;
        if (!_view.IsPaged || !ReferenceEquals(before, board.For(Restaurant.Id)))
        {
            await ShowAsync();
        }

        // Drawn even if no order has changed: the licence rings the same bell.
        StateHasChanged();
    }

    private async Task ShowAsync()
    {
        _board = board.For(Restaurant.Id);
        var looked = SearchWords.Of(_view.Search, Restaurant.Country);
        var live = _board.Rows
            .Where(row => _view.Tab is null || row.Status == _view.Tab)
            .Where(row => SearchWords.Match(row, looked))
            .ToList();
        if (_view.IsPaged)
        {
            await ShowPageAsync(live);
            return;
        }

        if (board.IsRead)
        {
            _rows = live;
            _total = live.Count;
            _isFirstRun = live is [] && _view.Tab is null && !await HadOrdersAsync();
        }
    }

    // On «Все» what is in work comes first and stays live; the rest is found in the database, page by page.
    private async Task ShowPageAsync(List<BoardRow> live)
    {
        var wanted = _view;
        var filter = new OrderFilter(wanted.Tab, wanted.Search, wanted.Since(Restaurant, time.GetUtcNow()), Restaurant.Country);
        var page = await queries.ListAsync(Restaurant.Id, filter, wanted.Page, _closed.Token);
        if (wanted != _view)
        {
            return; // Meanwhile something else is looked for.
        }

        var known = live.Select(row => row.Id).ToHashSet();
        _rows = [.. wanted.Page is 1 ? live : [], .. page.Rows.Where(row => !known.Contains(row.Id))];
        _total = page.Total;
    }

    private async Task<bool> HadOrdersAsync() =>
        _hadOrders = _hadOrders || _board is not { ArchivedToday: 0, DeletedToday: 0 }
            || (await queries.ListAsync(Restaurant.Id, new OrderFilter(null, null), 1, _closed.Token)).Total > 0;

    private void SearchFor(string text) => navigation.NavigateTo((_view with { Search = text, Page = 1 }).Address(), replace: true);

    // Drawn so at once, kept or not: whoever has no terminal still sees what they chose until they leave.
    private async Task LookAsync(ListLook look)
    {
        _look = look;
        await looks.SetAsync(look);
    }

    private void Tick(OrderId id)
    {
        if (_ticked is { } ticked && !ticked.Remove(id))
        {
            ticked.Add(id);
        }
    }

    // No optimistic drawing: the row changes when the board says that the order did.
    private Task<Outcome> ActAsync((BoardRow Row, NextAct Act) wanted) =>
        acts.DoAsync(wanted.Row.Id, wanted.Act, wanted.Row.Version, Restaurant);
}
