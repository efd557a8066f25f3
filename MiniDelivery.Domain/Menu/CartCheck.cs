using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Orders;

namespace MiniDelivery.Domain.Menu;

/// <summary>Something about a cart that a guest should know before they order.</summary>
/// <param name="Code"><c>unmapped</c>, <c>stopped</c>, <c>price-differs</c>, <c>too-few-left</c>, <c>modifiers-missing</c> or <c>modifiers-too-many</c>.</param>
/// <param name="Message">English sentence for the integrator.</param>
/// <param name="Pointer">JSON pointer (RFC 6901) into the body that was sent.</param>
public sealed record CartNote(string Code, string Message, string Pointer);

/// <summary>One dish of a cart, as the till would sell it.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Item">What it is in the menu; null = it has no place there.</param>
/// <param name="Price">Of one, by the till; null = the till has none.</param>
/// <param name="Amount">With modifiers, times the quantity; null = something has no price.</param>
/// <param name="Notes">What is worth knowing.</param>
public sealed record CartLine(int Line, MenuItem? Item, Money? Price, Money? Amount, IReadOnlyList<CartNote> Notes);

/// <summary>What the till would make of an order, without handing it in.</summary>
/// <param name="Lines">Dish by dish.</param>
/// <param name="Total">By the till's prices, with the shop's own fee and discount; null = something has no price.</param>
public sealed record CartCheck(IReadOnlyList<CartLine> Lines, Money? Total)
{
    /// <summary>Looks an order up in a menu.</summary>
    public static CartCheck Of(NewOrder draft, RestaurantMenu menu)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(menu);
        var wanted = draft.Lines
            .Select(line => (Item: menu.Match(line.Code, line.Name), line.Quantity))
            .Where(line => line.Item is not null)
            .GroupBy(line => line.Item!.Ident)
            .ToDictionary(group => group.Key, group => group.Sum(line => line.Quantity.Value));
        List<CartLine> lines = [.. draft.Lines.Select((line, index) => Look(line, index, menu, wanted))];
        return new CartCheck(
            lines,
            lines.Any(line => line.Amount is null)
                ? null
                : lines.Aggregate(Money.Zero, (sum, line) => sum + line.Amount!.Value) + draft.DeliveryFee - draft.Discount);
    }

    private static CartLine Look(NewOrderLine line, int index, RestaurantMenu menu, Dictionary<int, decimal> wanted)
    {
        var notes = new List<CartNote>();
        var at = FormattableString.Invariant($"/items/{index}");
        if (menu.Match(line.Code, line.Name) is not { } item)
        {
            notes.Add(new CartNote("unmapped", "The till's menu has no such dish; staff would have to choose one by hand.", at));
            return new CartLine(index + 1, null, null, null, notes);
        }

        if (item.IsStopped || item.Price is null)
        {
            notes.Add(new CartNote("stopped", "Cannot be sold at the moment.", at));
        }
        else if (item.Left is { } left && wanted[item.Ident] > left.Value)
        {
            notes.Add(new CartNote("too-few-left", FormattableString.Invariant($"Only {left.Value:0.###} left."), at + "/quantity"));
        }

        Compare(line.Price, item.Price, at, notes);
        var amount = item.Price is { } price ? price * line.Quantity : (Money?)null;
        var chosen = new Dictionary<int, decimal>();
        foreach (var (number, modifier) in line.Modifiers.Index())
        {
            var there = FormattableString.Invariant($"{at}/modifiers/{number}");
            if (menu.MatchModifier(item, modifier.Code, modifier.Name) is not { } ident)
            {
                notes.Add(new CartNote("unmapped", "The dish has no such addition at the till; staff would have to choose one by hand.", there));
                amount = null;
                continue;
            }

            chosen[ident] = chosen.GetValueOrDefault(ident) + modifier.Quantity.Value;
            var cost = item.Groups.SelectMany(group => group.Modifiers).FirstOrDefault(known => known.Ident == ident)?.Price
                ?? item.Parts.SelectMany(group => group.Parts).FirstOrDefault(known => known.Ident == ident)?.Price;

            // A combo whose parts the till does not tell has its price all the same: the parts are in it.
            Compare(modifier.Price, cost, there, notes);
            amount += (cost ?? Money.Zero) * (modifier.Quantity * line.Quantity);
        }

        foreach (var group in item.Groups)
        {
            var count = group.Modifiers.Sum(modifier => chosen.GetValueOrDefault(modifier.Ident));
            if (count < group.Min)
            {
                notes.Add(new CartNote("modifiers-missing", FormattableString.Invariant($"«{group.Name}» asks for at least {group.Min}."), at + "/modifiers"));
            }
            else if (count > group.Max)
            {
                notes.Add(new CartNote("modifiers-too-many", FormattableString.Invariant($"«{group.Name}» takes at most {group.Max}."), at + "/modifiers"));
            }
        }

        return new CartLine(index + 1, item, item.Price, amount, notes);
    }

    private static void Compare(Money? sent, Money? known, string at, List<CartNote> notes)
    {
        if (sent is { } said && known is { } price && said != price)
        {
            notes.Add(new CartNote("price-differs", FormattableString.Invariant($"The till's price is {price.Amount:0.00}."), at + "/price"));
        }
    }
}
