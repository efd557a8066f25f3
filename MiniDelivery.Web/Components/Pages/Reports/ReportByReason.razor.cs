using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Orders;

namespace MiniDelivery.Web.Components.Pages.Reports;

/// <summary>Why the day's cancelled orders were cancelled.</summary>
public sealed partial class ReportByReason(IStringLocalizer<Reports> localizer, IStringLocalizer<Words> words) : ComponentBase
{
    /// <summary>The day.</summary>
    [Parameter]
    [EditorRequired]
    public DayReport Report { get; set; } = null!;
}
