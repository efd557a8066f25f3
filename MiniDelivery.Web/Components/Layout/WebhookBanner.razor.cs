using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Web.Components.Shared;

namespace MiniDelivery.Web.Components.Layout;

/// <summary>The bar that says that the program switched off where a shop was told of changes.</summary>
public sealed partial class WebhookBanner(IStringLocalizer<Words> words) : ComponentBase
{
    /// <summary>How many are off.</summary>
    [Parameter]
    [EditorRequired]
    public int Count { get; set; }
}
