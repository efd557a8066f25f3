using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Orders;

/// <summary>Who did what, and when.</summary>
public sealed partial class OrderCardHistory(IStringLocalizer<OrderCard> localizer, IStringLocalizer<Words> words) : ComponentBase
{
    /// <summary>The order.</summary>
    [Parameter]
    [EditorRequired]
    public required Order Order { get; set; }

    /// <summary>Whose order it is.</summary>
    [Parameter]
    [EditorRequired]
    public required RestaurantInfo Restaurant { get; set; }

    private IStringLocalizer<OrderCard> L => localizer;

    // The domain notes codes; people read words.
    private string? Note(OrderStep step) => step switch
    {
        { Note: null } => null,
        { Kind: StepKind.Deleted or StepKind.CancelRequested or StepKind.CancelAsked } when Enum.TryParse<CancelReason>(step.Note, out var reason) => words.Of(reason),
        { Kind: StepKind.TillRefused } => words.Of(new TillTrouble(step.Note, "")).What,
        { Kind: StepKind.EscalationFailed } => words[$"Rung.{step.Note}"],
        { Kind: StepKind.Printed } => words[$"Slip.{step.Note}"],
        { Kind: StepKind.AutoAccepted } => string.Join(", ", step.Note.Split(';').Select(part => part.Split("<=") is [var name, var most] ? words[$"AutoRule.{name}", most].Value : words[$"AutoRule.{part}"].Value)),
        { Kind: StepKind.SteppedBack } => step.Note,
        _ => step.Note,
    };
}
