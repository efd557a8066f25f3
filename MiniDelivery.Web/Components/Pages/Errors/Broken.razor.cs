using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Web.Components.Shared;

namespace MiniDelivery.Web.Components.Pages.Errors;

/// <summary>A page failed; header, footer and the others still work.</summary>
public sealed partial class Broken(IStringLocalizer<ErrorWords> localizer, IStringLocalizer<Words> words) : ComponentBase
{
    /// <summary>Draws the page again.</summary>
    [Parameter]
    [EditorRequired]
    public EventCallback OnRetry { get; set; }
}
