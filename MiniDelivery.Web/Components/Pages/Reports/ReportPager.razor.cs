using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Web.Reports;

namespace MiniDelivery.Web.Components.Pages.Reports;

/// <summary>The pages of a list of orders, as links.</summary>
public sealed partial class ReportPager(IStringLocalizer<Reports> localizer) : ComponentBase
{
    /// <summary>The page that is shown, from 1.</summary>
    [Parameter]
    [EditorRequired]
    public int Page { get; set; }

    /// <summary>How many orders there are on all pages.</summary>
    [Parameter]
    [EditorRequired]
    public int Count { get; set; }

    /// <summary>The address of a page.</summary>
    [Parameter]
    [EditorRequired]
    public Func<int, string> Address { get; set; } = null!;

    private int Pages => Math.Max(1, (Count + ReportQueries.PageSize - 1) / ReportQueries.PageSize);
}
