using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Components.Shared;
using MudBlazor;

namespace MiniDelivery.Web.Components.Pages.Orders;

/// <summary>Why an order is cancelled, as a person said.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Comment">More about it; null = nothing.</param>
public sealed record CancelAnswer(CancelReason Reason, string? Comment);

/// <summary>«Отменить заказ»: asks why, since reports and the shop will ask, too. Answers with a <see cref="CancelAnswer"/>.</summary>
public sealed partial class CancelOrderDialog(IStringLocalizer<OrderCard> localizer, IStringLocalizer<Words> words) : ComponentBase
{
    private CancelReason? _reason;
    private string _comment = "";
    private string? _missing;

    /// <summary>The order's number.</summary>
    [Parameter]
    public int Number { get; set; }

    /// <summary>Its name at the till; null = the till has nothing of it.</summary>
    [Parameter]
    public string? Table { get; set; }

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    private IStringLocalizer<OrderCard> L => localizer;

    private void Choose(CancelReason reason) => (_reason, _missing) = (reason, null);

    private void Confirm()
    {
        var comment = _comment.Trim();
        _missing = (_reason, comment) switch
        {
            (null, _) => "Cancel.ReasonMissing",
            (CancelReason.Other, "") => "Cancel.CommentMissing",
            _ => null,
        };
        if (_missing is null)
        {
            Dialog.Close(DialogResult.Ok(new CancelAnswer(_reason!.Value, comment is "" ? null : comment)));
        }
    }
}
