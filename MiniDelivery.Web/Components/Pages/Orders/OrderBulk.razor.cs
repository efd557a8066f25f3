using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Orders;

/// <summary>
/// What is done with all ticked orders at once. Each is asked for by itself: those that the rules refuse stay ticked, and are named with the
/// reason.
/// </summary>
public sealed partial class OrderBulk(OrderActs acts, IStringLocalizer<OrderList> localizer, IStringLocalizer<Words> words) : ComponentBase
{
    private List<(int Number, string Why)> _refused = [];
    private int? _done;
    private bool _isBusy;

    /// <summary>The ticked orders, in the order of the list.</summary>
    [Parameter]
    [EditorRequired]
    public required IReadOnlyList<BoardRow> Ticked { get; set; }

    /// <summary>Whose orders they are.</summary>
    [Parameter]
    [EditorRequired]
    public required RestaurantInfo Restaurant { get; set; }

    /// <summary>An order is done, and needs its tick no more.</summary>
    [Parameter]
    public EventCallback<OrderId> OnDone { get; set; }

    /// <summary>Every order of the list is wanted.</summary>
    [Parameter]
    public EventCallback OnAll { get; set; }

    /// <summary>No more ticking.</summary>
    [Parameter]
    public EventCallback OnEnd { get; set; }

    private IStringLocalizer<OrderList> L => localizer;

    private bool IsIdle => _isBusy || Ticked is [];

    private string Slips(SlipKind slip) => $"orders/print?slip={ListView.Code(slip)}&ids={string.Join(',', Ticked.Select(row => row.Id))}";

    private async Task MoveAsync(OrderStatus next)
    {
        _isBusy = true;
        try
        {
            var rows = Ticked.ToList();
            if (await acts.MoveAsync(rows, next, Restaurant) is not { } refused)
            {
                return;
            }

            _refused = [.. rows.Where(row => refused.ContainsKey(row.Id)).Select(row => (row.Number, refused[row.Id]))];
            _done = rows.Count - _refused.Count;
            foreach (var row in rows.Where(row => !refused.ContainsKey(row.Id)))
            {
                await OnDone.InvokeAsync(row.Id);
            }
        }
        finally
        {
            _isBusy = false;
        }
    }
}
