using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Alerts;

namespace MiniDelivery.Web.Components.Pages.Orders;

/// <summary>«Вид»: what the list of this terminal shows, and how close together.</summary>
public sealed partial class OrderLook(IStringLocalizer<OrderList> localizer) : ComponentBase
{
    // In the order of the list.
    private static readonly ListColumns[] _columns = [ListColumns.Name, ListColumns.Contacts, ListColumns.Promised, ListColumns.Sum];

    /// <summary>How it looks now.</summary>
    [Parameter]
    [EditorRequired]
    public required ListLook Look { get; set; }

    /// <summary>Something was chosen.</summary>
    [Parameter]
    public EventCallback<ListLook> OnChange { get; set; }

    private IStringLocalizer<OrderList> L => localizer;

    private static string Pressed(bool chosen) => chosen ? "true" : "false";
}
