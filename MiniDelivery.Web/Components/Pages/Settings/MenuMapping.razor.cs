using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Menu;
using MiniDelivery.Web.Menu;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Settings;

/// <summary>One remembered choice: choose another, or forget it.</summary>
public sealed partial class MenuMapping(IStringLocalizer<MenuPage> localizer) : ComponentBase
{
    private bool _isAsking;
    private bool _isChoosing;

    /// <summary>The choice.</summary>
    [Parameter]
    [EditorRequired]
    public required MappingLine Line { get; set; }

    /// <summary>What there is to choose from; null = the till has never given a menu.</summary>
    [Parameter]
    [EditorRequired]
    public RestaurantMenu? Menu { get; set; }

    /// <summary>Whose menu it is.</summary>
    [Parameter]
    [EditorRequired]
    public required RestaurantInfo Restaurant { get; set; }

    /// <summary>Another dish, or modifier, was chosen: its ident.</summary>
    [Parameter]
    [EditorRequired]
    public EventCallback<int> OnChoose { get; set; }

    /// <summary>It is to be forgotten.</summary>
    [Parameter]
    [EditorRequired]
    public EventCallback OnRemove { get; set; }

    private Task ChooseModifierAsync(ChangeEventArgs picked) =>
        int.TryParse($"{picked.Value}", CultureInfo.InvariantCulture, out var ident) ? ChooseAsync(ident) : Task.CompletedTask;

    private Task ChooseAsync(int ident)
    {
        _isChoosing = false;
        return OnChoose.InvokeAsync(ident);
    }

    private Task RemoveAsync()
    {
        _isAsking = false;
        return OnRemove.InvokeAsync();
    }
}
