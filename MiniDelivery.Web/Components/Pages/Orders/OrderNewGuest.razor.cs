using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Components.Shared;

namespace MiniDelivery.Web.Components.Pages.Orders;

/// <summary>Who, where, when, and how it is paid: the fields of a new order.</summary>
public sealed partial class OrderNewGuest(IStringLocalizer<OrderNew> localizer, IStringLocalizer<Words> words) : ComponentBase
{
    // Online is paid at the shop; nobody pays so by phone.
    private static readonly PaymentMethod[] _methods = [PaymentMethod.Cash, PaymentMethod.Card];

    /// <summary>The order being written down.</summary>
    [Parameter]
    [EditorRequired]
    public required OrderDraft Draft { get; set; }

    /// <summary>What is to be put right.</summary>
    [Parameter]
    public IReadOnlyList<DraftFault> Faults { get; set; } = [];

    private IStringLocalizer<OrderNew> L => localizer;

    private string? Bad(DraftFault fault) => Faults.Contains(fault) ? "true" : null;
}
