using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Web.Components.Shared;
using MudBlazor;

namespace MiniDelivery.Web.Components.Pages.Orders;

/// <summary>«Создан стол "Dlv.2"»: the till has the order. Answers true when the dishes are to follow at once.</summary>
public sealed partial class CreatedDialog(IStringLocalizer<OrderCard> localizer, IStringLocalizer<Words> words) : ComponentBase
{
    private ElementReference _ok;

    /// <summary>The name that the till gave.</summary>
    [Parameter]
    [EditorRequired]
    public required string Table { get; set; }

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    private IStringLocalizer<OrderCard> L => localizer;
}
