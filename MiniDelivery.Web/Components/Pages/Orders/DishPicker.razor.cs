using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Menu;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Orders;

/// <summary>Finds a dish of the till's menu by name or code: type, then press Enter for the first, or touch one.</summary>
public sealed partial class DishPicker(IStringLocalizer<OrderCard> localizer) : ComponentBase
{
    private const int MostShown = 8;

    private string _text = "";

    /// <summary>The till's menu.</summary>
    [Parameter]
    [EditorRequired]
    public required RestaurantMenu Menu { get; set; }

    /// <summary>Whose menu it is.</summary>
    [Parameter]
    [EditorRequired]
    public required RestaurantInfo Restaurant { get; set; }

    /// <summary>What is being looked for, for those who listen.</summary>
    [Parameter]
    [EditorRequired]
    public required string Label { get; set; }

    /// <summary>A dish was picked.</summary>
    [Parameter]
    public EventCallback<MenuItem> OnPick { get; set; }

    private IStringLocalizer<OrderCard> L => localizer;

    // What can be sold comes first; a stopped dish is still shown, or it would seem to be missing.
    private IEnumerable<MenuItem> Found => Menu.Search(_text).OrderBy(item => item.IsStopped).Take(MostShown);

    private Task KeyAsync(KeyboardEventArgs key) =>
        key.Key is "Enter" && _text.Trim() is not "" && Found.FirstOrDefault() is { } first ? PickAsync(first) : Task.CompletedTask;

    private Task PickAsync(MenuItem item)
    {
        _text = "";
        return OnPick.InvokeAsync(item);
    }
}
