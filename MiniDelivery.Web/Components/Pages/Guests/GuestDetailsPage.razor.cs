using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Guests;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Guests;

/// <summary>One guest: what their orders tell, what colleagues noted, and whether they are «в чёрном списке».</summary>
public sealed partial class GuestDetailsPage(
    GuestDesk desk, CurrentRestaurant here, CurrentStaff staff, IStringLocalizer<GuestsPage> localizer, IStringLocalizer<Words> words) : ComponentBase
{
    private GuestDetails? _details;
    private Refusal? _refusal;
    private string _notes = "";
    private string _reason = "";
    private string _said = "";
    private bool _mayBlock;
    private bool _isRead;
    private bool _isBusy;

    /// <summary>Which guest.</summary>
    [Parameter]
    public Guid Id { get; set; }

    private IStringLocalizer<GuestsPage> L => localizer;

    private RestaurantInfo Restaurant => here.Info;

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        _mayBlock = (await staff.GetAsync()).May(Permission.KeepGuests, Restaurant.Id);
        await ReadAsync();
        _notes = _details?.Guest.Notes ?? "";
    }

    private async Task ReadAsync()
    {
        _details = await desk.ShowAsync(Restaurant.Id, Id, await staff.GetAsync(), CancellationToken.None);
        _isRead = true;
    }

    private Task NoteAsync() => DoAsync(by => desk.NoteAsync(Restaurant.Id, Id, _notes, by, CancellationToken.None));

    private async Task BlockAsync()
    {
        await DoAsync(by => desk.BlockAsync(Restaurant.Id, Id, _reason, by, CancellationToken.None));
        _reason = _refusal is null ? "" : _reason;
    }

    private Task UnblockAsync() => DoAsync(by => desk.UnblockAsync(Restaurant.Id, Id, by, CancellationToken.None));

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
            _said = _refusal is null ? L["Saved"] : "";
            await ReadAsync();
        }
        finally
        {
            _isBusy = false;
        }
    }
}
