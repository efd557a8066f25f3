using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Web.Orders;

namespace MiniDelivery.Web.Components.Pages.Reports;

/// <summary>Where the day's orders came from.</summary>
public sealed partial class ReportBySource(IStringLocalizer<Reports> localizer) : ComponentBase
{
    /// <summary>The day.</summary>
    [Parameter]
    [EditorRequired]
    public DayReport Report { get; set; } = null!;

    /// <summary>ISO 4217 code.</summary>
    [Parameter]
    [EditorRequired]
    public string Currency { get; set; } = "";
}
