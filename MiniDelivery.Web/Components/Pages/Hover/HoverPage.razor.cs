using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Web.Components.Shared;

namespace MiniDelivery.Web.Components.Pages.Hover;

/// <summary>
/// «Открепить» where a browser has no window that stays on top: a small window with the alert alone. It has no circuit; what it
/// shows is the alert's own (alert.js).
/// </summary>
public sealed partial class HoverPage(IStringLocalizer<Words> words) : ComponentBase
{
    /// <summary>Its address.</summary>
    public const string Address = "/hover";
}
