using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Couriers;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Couriers;
using MudBlazor;

namespace MiniDelivery.Web.Components.Pages.Orders;

/// <summary>Who brings an order, as a person said.</summary>
/// <param name="Courier">The courier; null = nobody is named.</param>
public sealed record CourierChoice(CourierId? Courier);

/// <summary>«Кто везёт?»: the couriers on shift and what they carry. Answers with a <see cref="CourierChoice"/>.</summary>
public sealed partial class CourierDialog(IStringLocalizer<OrderCard> localizer, IStringLocalizer<Words> words) : ComponentBase
{
    /// <summary>The order's number; null = there are several.</summary>
    [Parameter]
    public int? Number { get; set; }

    /// <summary>Who is on shift.</summary>
    [Parameter]
    public IReadOnlyList<CourierView> Couriers { get; set; } = [];

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    private IStringLocalizer<OrderCard> L => localizer;

    private void Choose(CourierId? courier) => Dialog.Close(DialogResult.Ok(new CourierChoice(courier)));
}
