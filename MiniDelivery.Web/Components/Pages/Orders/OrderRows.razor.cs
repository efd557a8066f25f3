using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;
using MiniDelivery.Domain.Alerts;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Orders;

/// <summary>The table of orders. Only the rows in view exist, so a thousand orders cost no more than twenty.</summary>
public sealed partial class OrderRows(OrderScript script, OwnCard own, IStringLocalizer<OrderList> localizer) : ComponentBase, IDisposable
{
    private ElementReference _rows;
    private DotNetObjectReference<OrderRows>? _self;

    // As in board.css; the browser says at once if it draws them otherwise.
    private float _rowSize = 72;

    /// <summary>The orders, in their order.</summary>
    [Parameter]
    [EditorRequired]
    public required List<BoardRow> Rows { get; set; }

    /// <summary>What the list shows, for the addresses of the cards.</summary>
    [Parameter]
    [EditorRequired]
    public required ListView View { get; set; }

    /// <summary>How they look.</summary>
    [Parameter]
    [EditorRequired]
    public required ListLook Look { get; set; }

    /// <summary>Whose orders they are.</summary>
    [Parameter]
    [EditorRequired]
    public required RestaurantInfo Restaurant { get; set; }

    /// <summary>The ticked orders; null = nothing is ticked now.</summary>
    [Parameter]
    public IReadOnlySet<OrderId>? Ticked { get; set; }

    /// <summary>A tick was set or taken away.</summary>
    [Parameter]
    public EventCallback<OrderId> OnTick { get; set; }

    /// <summary>A row's button was pressed.</summary>
    [Parameter]
    public EventCallback<(BoardRow Row, NextAct Act)> OnAct { get; set; }

    private IStringLocalizer<OrderList> L => localizer;

    // For the style sheet: "name sum". The rows themselves need not be drawn anew.
    private string? Hides => Look.Hidden is ListColumns.None ? null : $"{Look.Hidden}".Replace(",", "", StringComparison.Ordinal).ToLowerInvariant();

    /// <summary>The browser draws rows of another height: another width, another density.</summary>
    [JSInvokable]
    public void OnRowSize(float size)
    {
        _rowSize = size;
        StateHasChanged();
    }

    /// <inheritdoc/>
    public void Dispose() => _self?.Dispose();

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && RendererInfo.IsInteractive)
        {
            _self = DotNetObjectReference.Create(this);
            await script.WatchRowsAsync(_rows, _self);
        }
    }
}
