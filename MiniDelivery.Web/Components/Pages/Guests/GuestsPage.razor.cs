using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Guests;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Guests;

/// <summary>«Гости»: whom the restaurant knows by their orders.</summary>
public sealed partial class GuestsPage(
    GuestDesk desk, CurrentRestaurant here, CurrentStaff staff, IStringLocalizer<GuestsPage> localizer, IStringLocalizer<Words> words) : ComponentBase
{
    private GuestPage? _page;
    private string _text = "";
    private bool _onlyBlocked;
    private bool _isDenied;
    private int _number = 1;

    private IStringLocalizer<GuestsPage> L => localizer;

    private RestaurantInfo Restaurant => here.Info;

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => ReadAsync();

    // Not bound: a list's choice is text, and no text binds to a bool.
    private Task ShowAsync(ChangeEventArgs choice)
    {
        _onlyBlocked = choice.Value is "blocked";
        return FilterAsync();
    }

    private Task FilterAsync()
    {
        _number = 1;
        return ReadAsync();
    }

    private Task TurnAsync(int by)
    {
        _number += by;
        return ReadAsync();
    }

    private async Task ReadAsync()
    {
        var (text, onlyBlocked) = (_text, _onlyBlocked);
        var page = await desk.ListAsync(Restaurant.Id, text, onlyBlocked, _number, await staff.GetAsync(), CancellationToken.None);
        if ((text, onlyBlocked) == (_text, _onlyBlocked))
        {
            // Otherwise something else is looked for meanwhile.
            (_page, _isDenied) = (page, page is null);
        }
    }
}
