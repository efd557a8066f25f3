using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Live;

namespace MiniDelivery.Web.Components.Pages.Orders;

/// <summary>What a row says before its dishes, or in their place: the one thing worth knowing of an order.</summary>
/// <param name="Chip">What it is; null = nothing but its dishes.</param>
/// <param name="Look">How the chip looks: the name of a state, or <c>trouble</c>, <c>late</c>.</param>
/// <param name="Todo">What to do now; null = nothing.</param>
internal readonly record struct RowRemark(string? Chip, string? Look, string? Todo)
{
    /// <summary>The most pressing thing of an order.</summary>
    public static RowRemark Of(BoardRow row, IStringLocalizer<OrderRow> localizer, IStringLocalizer<Words> words) =>
        new Speaker(row, localizer, words).Remark();

    private sealed class Speaker(BoardRow row, IStringLocalizer<OrderRow> l, IStringLocalizer<Words> words)
    {
        // One chip, the most pressing first: a row has two lines.
        public RowRemark Remark()
        {
            if (!row.Status.IsLive)
            {
                return row.IsVoidedAtTill ? new(Named(words.Of(CancelReason.VoidedAtTill)), "trouble", null) : new(row.TillOrderName, null, null);
            }

            // The guest is waiting for an answer, and the kitchen may be cooking for nobody.
            if (row.Problem is OrderProblem.CancelAsked)
            {
                return new(Named(l["CancelAsked"]), "trouble", null);
            }

            if (row is { Problem: OrderProblem.TillRefused, Trouble: { } refused })
            {
                var said = words.Of(refused);
                return new(said.What, "trouble", said.Do);
            }

            if (row is { Trouble: { } slow, Till: not TillState.None })
            {
                return new(words.Of(slow).What, "late", null);
            }

            if (row is { IsCancelWanted: true, Problem: not OrderProblem.LostAtTill })
            {
                return new(l["CancelWanted"], "trouble", null);
            }

            return row.Problem switch
            {
                OrderProblem.LostAtTill => new(Named(words["AtTill.Lost"]), "trouble", words["AtTill.Lost.Do"]),
                OrderProblem.LikelyDuplicate => new(Named(row.LookAlikes is [var one] ? l["DuplicateOne", one] : l["DuplicateMany", row.LookAlikes[0], row.LookAlikes.Length - 1]), "trouble", l["Duplicate.Do"]),
                OrderProblem.DishUnmapped => new(Some("Unmapped", [.. row.Dishes.Where(dish => !dish.IsMapped).Select(dish => dish.Name)]), "trouble", null),
                OrderProblem.DishStopped => new(Named(Some("Stopped", row.Stopped)), "trouble", null),
                OrderProblem.CancelAsked or OrderProblem.TillRefused or null => AtTill(),
            };
        }

        private string Some(string what, IReadOnlyList<string> dishes) =>
            dishes is [var one] ? l[$"{what}One", one] : l[$"{what}Many", dishes[0], dishes.Count - 1];

        private RowRemark AtTill() => row switch
        {
            { TillOrderName: null } => default,
            { Seen: { } seen } when Doings(seen).ToList() is [_, ..] doings => new(
                Named([.. doings]), seen.DishesDiffer || seen.SumDiffers ? "late" : row.Status.CssName(), null),
            { Till: TillState.Created, Seen.HasDishes: true } => new(l["TillDishes", row.TillOrderName], "created", null),
            { Till: TillState.Created } => new(l["TillEmpty", row.TillOrderName], "created", null),
            { Status: OrderStatus.Accepted } => new(l["TillFilled", row.TillOrderName], "accepted", null),
            _ => new(row.TillOrderName, row.Status.CssName(), null),
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

        private string Named(params string[] said) => string.Join(" · ", [.. row.TillOrderName is { } name ? [l["TillTable", name].Value] : Array.Empty<string>(), .. said]);
    }
}
