using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Orders;

namespace MiniDelivery.Web.Components.Pages.Reports;

/// <summary>Where the day's orders are now.</summary>
public sealed partial class ReportByStatus(IStringLocalizer<Reports> localizer, IStringLocalizer<Words> words) : ComponentBase
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
