using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Couriers;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Couriers;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Couriers;

/// <summary>«Курьеры»: who is on shift, who carries what, and whose cash is still out.</summary>
public sealed partial class CouriersPage(
    CourierDesk desk,
    CurrentRestaurant here,
    CurrentStaff staff,
    OrderBoard board,
    NavigationManager navigation,
    TimeProvider time,
    IStringLocalizer<CouriersPage> localizer,
    IStringLocalizer<Words> words) : ComponentBase, IDisposable
{
    private IDisposable? _subscription;
    private IReadOnlyList<CourierView>? _couriers;
    private IReadOnlyList<BoardRow> _ready = [];
    private (string Name, Uri Address)? _link;
    private CourierRefusal? _refusal;

    // The sum that the person has counted, and not what it has become meanwhile.
    private (CourierId Courier, Money Sum)? _asked;
    private CourierView? _edited;
    private string _name = "";
    private string _phone = "";
    private bool _mayKeep;
    private bool _isBusy;

    private IStringLocalizer<CouriersPage> L => localizer;

    private RestaurantInfo Restaurant => here.Info;

    /// <inheritdoc/>
    public void Dispose() => _subscription?.Dispose();

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (RendererInfo.IsInteractive)
        {
            _subscription = board.Subscribe(() => InvokeAsync(RefreshAsync));
        }

        _mayKeep = (await staff.GetAsync()).May(Permission.KeepCouriers, Restaurant.Id);
        await ReadAsync();
    }

    private async Task RefreshAsync()
    {
        await ReadAsync();
        StateHasChanged();
    }

    private async Task ReadAsync()
    {
        _couriers = await desk.ListAsync(Restaurant.Id, await staff.GetAsync(), CancellationToken.None);
        _ready = _couriers is null
            ? []
            : [.. board.For(Restaurant.Id).Rows.Where(row => row is { Status: OrderStatus.Accepted, Type: FulfillmentType.Delivery, IsCancelWanted: false })];
    }

    private void Open(CourierView? courier) => (_edited, _name, _phone) = (courier, courier?.Name ?? "", courier?.Phone ?? "");

    private async Task SaveAsync()
    {
        if (await DoAsync(by => _edited is { } edited
            ? desk.RenameAsync(edited.Id, _name, _phone, by, CancellationToken.None)
            : desk.AddAsync(Restaurant.Id, _name, _phone, by, CancellationToken.None)))
        {
            Open(null);
        }
    }

    private async Task IssueAsync(CourierView courier)
    {
        string? link = null;
        await DoAsync(async by =>
        {
            var answer = await desk.IssueLinkAsync(courier.Id, by, CancellationToken.None);
            link = answer.Link;
            return answer;
        });
        _link = link is null ? null : (courier.Name, navigation.ToAbsoluteUri($"courier/{link}"));
    }

    private async Task<bool> DoAsync(Func<Actor, Task<CourierAnswer>> work)
    {
        if (_isBusy)
        {
            return false;
        }

        _isBusy = true;
        try
        {
            var answer = await work(await staff.GetAsync());
            (_refusal, _asked) = (answer.Refusal, null);
            await ReadAsync();
            return answer.IsDone;
        }
        finally
        {
            _isBusy = false;
        }
    }

    private string Shift(CourierView courier) => courier switch
    {
        { IsActive: false } => L["Shift.Fired"],
        { OnShiftSince: { } since } => L[courier.HasLink ? "Shift.OnWithLink" : "Shift.On", Format.TimeOrDay(since, time.GetUtcNow(), Restaurant.Zone)],
        _ => L["Shift.Off"],
    };
}
