using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Couriers;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Couriers;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Orders;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Couriers;

/// <summary>What the kitchen has and nobody has taken yet: several are sent out at once with one courier.</summary>
public sealed partial class ReadyOrders(
    OrderDesk desk, CurrentStaff staff, TimeProvider time, IStringLocalizer<CouriersPage> localizer, IStringLocalizer<Words> words) : ComponentBase
{
    private const string Nobody = "nobody";

    private readonly HashSet<OrderId> _ticked = [];
    private IReadOnlyList<(int Number, string Why)> _refused = [];
    private string _courier = "";
    private string? _fault;
    private bool _isBusy;

    /// <summary>The orders that may leave.</summary>
    [Parameter]
    [EditorRequired]
    public required IReadOnlyList<BoardRow> Ready { get; set; }

    /// <summary>Who is on shift.</summary>
    [Parameter]
    [EditorRequired]
    public required IReadOnlyList<CourierView> Couriers { get; set; }

    /// <summary>Whose orders.</summary>
    [Parameter]
    [EditorRequired]
    public required RestaurantInfo Restaurant { get; set; }

    private IStringLocalizer<CouriersPage> L => localizer;

    // What somebody else has sent out meanwhile is ticked no more.
    private IReadOnlyList<BoardRow> Chosen => [.. Ready.Where(row => _ticked.Contains(row.Id))];

    private void Tick(OrderId id)
    {
        _fault = null;
        if (!_ticked.Add(id))
        {
            _ticked.Remove(id);
        }
    }

    private async Task SendAsync()
    {
        var chosen = Chosen;
        _refused = [];
        _fault = chosen is [] ? "Ready.NoneTicked" : _courier is "" ? "Ready.NoneChosen" : null;
        if (_fault is not null || _isBusy)
        {
            return;
        }

        _isBusy = true;
        try
        {
            CourierId? courier = Guid.TryParse(_courier, out var id) ? new CourierId(id) : null;
            var outcomes = await desk.SendOutAsync([.. chosen.Select(row => row.Id)], courier, await staff.GetAsync(), CancellationToken.None);
            _refused = [.. chosen.Where(row => !outcomes[row.Id].IsDone).Select(row => (row.Number, words.Why(outcomes[row.Id], Restaurant)))];
            _ticked.ExceptWith(outcomes.Where(outcome => outcome.Value.IsDone).Select(outcome => outcome.Key));
            _courier = _refused is [] ? "" : _courier;
        }
        finally
        {
            _isBusy = false;
        }
    }
}
