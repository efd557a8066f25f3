using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Web.Handoff;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Editor;

/// <summary>Who has the order open and where, and a way to wait for it.</summary>
public sealed partial class EditorHeld(IStringLocalizer<EditOrder> localizer) : ComponentBase
{
    /// <summary>Who and where.</summary>
    [Parameter]
    [EditorRequired]
    public required EditorAnswer.Held Held { get; set; }

    /// <summary>Whose order it is.</summary>
    [Parameter]
    [EditorRequired]
    public required RestaurantInfo Restaurant { get; set; }

    /// <summary>Whether the page tries again by itself.</summary>
    [Parameter]
    public bool IsWaiting { get; set; }

    /// <summary>«Подождать».</summary>
    [Parameter]
    public EventCallback OnWait { get; set; }

    /// <summary>«Не ждать».</summary>
    [Parameter]
    public EventCallback OnStop { get; set; }

    /// <summary>«Редактировать здесь».</summary>
    [Parameter]
    public EventCallback OnTakeOver { get; set; }

    private IStringLocalizer<EditOrder> L => localizer;
}
