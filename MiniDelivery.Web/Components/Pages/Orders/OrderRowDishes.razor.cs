using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Live;

namespace MiniDelivery.Web.Components.Pages.Orders;

/// <summary>«Содержимое заказа» in two lines: the one thing worth knowing, then the dishes; or what is wrong, then what to do.</summary>
public sealed partial class OrderRowDishes(IStringLocalizer<OrderRow> localizer, IStringLocalizer<Words> words) : ComponentBase
{
    private string? _chip;
    private string? _chipStatus;
    private string? _todo;
    private string _shown = "";
    private int _more;

    /// <summary>The order.</summary>
    [Parameter]
    [EditorRequired]
    public required BoardRow Row { get; set; }

    private IStringLocalizer<OrderRow> L => localizer;

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        (_chip, _chipStatus, _todo) = Remark();
        var dishes = Row.Dishes.Select(dish => L["Dish", dish.Name, Format.Quantity(dish.Quantity)].Value).ToList();
        var room = _chip is null ? 4 : 2;
        _shown = string.Join(", ", dishes.Take(room));
        _more = Math.Max(0, dishes.Count - room);
    }

    // One chip, the most pressing first: a row has two lines.
    private (string? Chip, string? Status, string? Todo) Remark()
    {
        if (!Row.Status.IsLive)
        {
            return Row.IsVoidedAtTill ? (Named(words.Of(CancelReason.VoidedAtTill)), "trouble", null) : (Row.TillOrderName, null, null);
        }

        // The guest is waiting for an answer, and the kitchen may be cooking for nobody.
        if (Row.Problem is OrderProblem.CancelAsked)
        {
            return (Named(L["CancelAsked"]), "trouble", null);
        }

        if (Row is { Problem: OrderProblem.TillRefused, Trouble: { } refused })
        {
            var said = words.Of(refused);
            return (said.What, "trouble", said.Do);
        }

        if (Row is { Trouble: { } slow, Till: not TillState.None })
        {
            return (words.Of(slow).What, "late", null);
        }

        if (Row is { IsCancelWanted: true, Problem: not OrderProblem.LostAtTill })
        {
            return (L["CancelWanted"], "trouble", null);
        }

        return Row.Problem switch
        {
            OrderProblem.LostAtTill => (Named(words["AtTill.Lost"]), "trouble", words["AtTill.Lost.Do"]),
            OrderProblem.LikelyDuplicate => (Named(Row.LookAlikes is [var one] ? L["DuplicateOne", one] : L["DuplicateMany", Row.LookAlikes[0], Row.LookAlikes.Length - 1]), "trouble", L["Duplicate.Do"]),
            OrderProblem.DishUnmapped => (Some("Unmapped", [.. Row.Dishes.Where(dish => !dish.IsMapped).Select(dish => dish.Name)]), "trouble", null),
            OrderProblem.DishStopped => (Named(Some("Stopped", Row.Stopped)), "trouble", null),
            OrderProblem.CancelAsked or OrderProblem.TillRefused or null => AtTill(),
        };
    }

    private string Some(string what, IReadOnlyList<string> dishes) =>
        dishes is [var one] ? L[$"{what}One", one] : L[$"{what}Many", dishes[0], dishes.Count - 1];

    private (string? Chip, string? Status, string? Todo) AtTill() => Row switch
    {
        { TillOrderName: null } => default,
        { Seen: { } seen } when Doings(seen).ToList() is [_, ..] doings => (
            Named([.. doings]), seen.DishesDiffer || seen.SumDiffers ? "late" : Row.Status.CssName(), null),
        { Till: TillState.Created, Seen.HasDishes: true } => (L["TillDishes", Row.TillOrderName], "created", null),
        { Till: TillState.Created } => (L["TillEmpty", Row.TillOrderName], "created", null),
        { Status: OrderStatus.Accepted } => (L["TillFilled", Row.TillOrderName], "accepted", null),
        _ => (Row.TillOrderName, Row.Status.CssName(), null),
    };

    // What others do with it at the till, the most pressing first: the chip is cut at the end.
    private IEnumerable<string> Doings(TillGlance seen)
    {
        if (seen.IsOpen)
        {
            yield return seen.OpenBy is { } who ? words["AtTill.OpenBy", who] : words["AtTill.Open"];
        }

        if (seen.DishesDiffer || seen.SumDiffers)
        {
            yield return words[seen.DishesDiffer ? "AtTill.Changed" : "AtTill.Sum"];
        }

        if (words.Of(seen) is { } end)
        {
            yield return end;
        }
    }

    private string Named(params string[] said) => string.Join(" · ", [.. Row.TillOrderName is { } name ? [L["TillTable", name].Value] : Array.Empty<string>(), .. said]);
}
