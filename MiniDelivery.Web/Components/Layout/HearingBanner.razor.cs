using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Web.Alerts;
using MiniDelivery.Web.Components.Shared;

namespace MiniDelivery.Web.Components.Layout;

/// <summary>The bar that says that a new order would go unheard. Its button is alert.js's own: pressing it also lets this page sound.</summary>
public sealed partial class HearingBanner(IStringLocalizer<Words> words) : ComponentBase
{
    /// <summary>Who can hear.</summary>
    [Parameter]
    [EditorRequired]
    public required Hearing Hearing { get; set; }

    /// <summary>The restaurant's zone.</summary>
    [Parameter]
    [EditorRequired]
    public required TimeZoneInfo Zone { get; set; }
}
