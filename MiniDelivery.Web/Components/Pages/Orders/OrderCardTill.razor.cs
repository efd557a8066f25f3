using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Components.Pages.Orders;

/// <summary>Where the order stands at the till: what happened, what to do, and the till's own words for whoever is called to help.</summary>
public sealed partial class OrderCardTill(IStringLocalizer<OrderCard> localizer, IStringLocalizer<Words> words) : ComponentBase
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

    private string Look(Domain.Till.Handoff handoff) => handoff switch
    {
        { State: HandoffState.Refused } or { Seen.IsLost: true } => "trouble",
        { Trouble: not null } => "late",
        _ => Order.Status.CssName(),
    };

    // What cashiers did with it says more than what we last did. Once a courier has it, "in the kitchen" is yesterday's news.
    private string Says(Domain.Till.Handoff handoff) => handoff switch
    {
        { IsAtRest: true, Seen.IsLost: true } => words["AtTill.Lost"],
        { State: HandoffState.Done, Seen.IsFinished: true } => words["AtTill.Closed"],
        { State: HandoffState.Done, Seen.IsPaid: true } => words["AtTill.Paid"],
        { TillState: TillState.Created, Seen: { } seen } when seen.Dishes.Any() => L["AtTill.Dishes"],
        { TillState: TillState.Filled } when Order.Status is not (OrderStatus.Created or OrderStatus.Accepted) => "",
        _ => words.Of(handoff.TillState),
    };

    private IEnumerable<string> Doings(TillSight? seen)
    {
        if (seen is null)
        {
            yield break;
        }

        if (seen.IsOpen)
        {
            yield return seen.OpenBy is { } who ? L["AtTill.OpenBy", who] : L["AtTill.Open"];
        }

        if (seen.ChangedAt is { } changed)
        {
            yield return L["AtTill.ChangedAt", Format.Time(changed, Restaurant.Zone)];
        }

        if (seen.BilledAt is { } billed)
        {
            yield return L["AtTill.Billed", billed.ToString("HH:mm", CultureInfo.InvariantCulture)];
        }

        // "Closed" may stand in the head; whether it was paid is the courier's question.
        if (seen.IsPaid)
        {
            yield return L["AtTill.Paid"];
        }
    }
}
