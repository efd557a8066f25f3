using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Web.Orders;

namespace MiniDelivery.Web.Components.Pages.Orders;

/// <summary>The pages of a long list, as links.</summary>
public sealed partial class OrderPager(IStringLocalizer<OrderList> localizer) : ComponentBase
{
    /// <summary>What the list shows.</summary>
    [Parameter]
    [EditorRequired]
    public required ListView View { get; set; }

    /// <summary>How many orders there are on all pages.</summary>
    [Parameter]
    public int Total { get; set; }

    private IStringLocalizer<OrderList> L => localizer;

    private int First => ((View.Page - 1) * OrderQueries.PageSize) + 1;
}
