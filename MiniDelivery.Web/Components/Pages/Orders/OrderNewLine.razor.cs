using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Menu;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Orders;

/// <summary>One dish of a new order: how much of it, and what is added.</summary>
public sealed partial class OrderNewLine(IStringLocalizer<OrderNew> localizer) : ComponentBase
{
    /// <summary>The dish.</summary>
    [Parameter]
    [EditorRequired]
    public required DraftLine Line { get; set; }

    /// <summary>Whose menu it is.</summary>
    [Parameter]
    [EditorRequired]
    public required RestaurantInfo Restaurant { get; set; }

    /// <summary>Whether to say what is wrong.</summary>
    [Parameter]
    public bool ShowFaults { get; set; }

    /// <summary>Quantity or modifiers are others now.</summary>
    [Parameter]
    public EventCallback OnChange { get; set; }

    /// <summary>The dish is to be left out.</summary>
    [Parameter]
    public EventCallback OnRemove { get; set; }

    private IStringLocalizer<OrderNew> L => localizer;

    private Task SetAsync(decimal quantity)
    {
        Line.Quantity = quantity;
        return OnChange.InvokeAsync();
    }

    private Task ToggleAsync(ModifierGroup group, Modifier modifier)
    {
        var wanted = !Line.Chosen.Remove(modifier.Ident);
        if (wanted)
        {
            if (group.Max is 1)
            {
                // One of several: the new choice takes the old one's place.
                Line.Chosen.ExceptWith(group.Modifiers.Select(other => other.Ident));
            }

            Line.Chosen.Add(modifier.Ident);
        }

        return OnChange.InvokeAsync();
    }
}
