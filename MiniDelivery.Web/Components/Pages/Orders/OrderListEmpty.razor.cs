using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace MiniDelivery.Web.Components.Pages.Orders;

/// <summary>An empty list says what would be here, and what one can do.</summary>
public sealed partial class OrderListEmpty(IStringLocalizer<OrderList> localizer) : ComponentBase
{
    /// <summary>What the list shows.</summary>
    [Parameter]
    [EditorRequired]
    public required ListView View { get; set; }

    /// <summary>No order has ever come: the person is to be shown how the first one is made.</summary>
    [Parameter]
    public bool IsFirstRun { get; set; }

    private IStringLocalizer<OrderList> L => localizer;

    private string Key => View.Tab is { } tab ? $"{tab}" : "All";
}
