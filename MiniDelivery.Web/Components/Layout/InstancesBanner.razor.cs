using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Web.Components.Shared;

namespace MiniDelivery.Web.Components.Layout;

/// <summary>The bar that says that the instances of the program do not hear each other.</summary>
public sealed partial class InstancesBanner(IStringLocalizer<Words> words) : ComponentBase
{
    /// <summary>Since when; null = they do.</summary>
    [Parameter]
    [EditorRequired]
    public DateTimeOffset? Since { get; set; }

    /// <summary>The restaurant's zone.</summary>
    [Parameter]
    [EditorRequired]
    public TimeZoneInfo Zone { get; set; } = null!;
}
