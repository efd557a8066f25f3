using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Guests;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Orders;

/// <summary>What is known of whoever calls, with the last orders to be repeated. The cursor goes to the last one: Enter repeats it.</summary>
public sealed partial class OrderNewKnown(OrderScript script, IStringLocalizer<OrderNew> localizer) : ComponentBase
{
    private const int MostShown = 3;

    private readonly ElementReference[] _buttons = new ElementReference[MostShown];

    /// <summary>The guest.</summary>
    [Parameter]
    [EditorRequired]
    public required GuestDetails Details { get; set; }

    /// <summary>Whose guest.</summary>
    [Parameter]
    [EditorRequired]
    public required RestaurantInfo Restaurant { get; set; }

    /// <summary>Whether the person has just asked who it is.</summary>
    [Parameter]
    public bool TakesFocus { get; set; }

    /// <summary>An earlier order is wanted again.</summary>
    [Parameter]
    public EventCallback<OrderId> OnRepeat { get; set; }

    private IStringLocalizer<OrderNew> L => localizer;

    private IEnumerable<BoardRow> Last => Details.Orders.Take(MostShown);

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && TakesFocus && Details.Orders is [_, ..])
        {
            await script.FocusWithKeysAsync(_buttons[0]);
        }
    }
}
