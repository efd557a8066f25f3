using MiniDelivery.Domain.Menu;
using MiniDelivery.Domain.Orders;

namespace MiniDelivery.Domain.Till;

/// <summary>A modifier to be sent with a dish.</summary>
/// <param name="Ident">Ident in the menu.</param>
/// <param name="Count">How many to one portion.</param>
public sealed record FillModifier(int Ident, int Count);

/// <summary>One dish to be sent.</summary>
/// <param name="Ident">Ident in the menu.</param>
/// <param name="Quantity">How much.</param>
/// <param name="IsCombo">Whether <paramref name="Components"/> belong to it.</param>
/// <param name="Modifiers">Its modifiers.</param>
/// <param name="Components">Idents of the dishes that a combo is made of.</param>
public sealed record FillLine(
    int Ident, Quantity Quantity, bool IsCombo, IReadOnlyList<FillModifier> Modifiers, IReadOnlyList<FillModifier> Components);

/// <summary>Why a dish cannot be sent.</summary>
public enum FillObstacle
{
    /// <summary>The dish has no place in the menu.</summary>
    DishUnknown,

    /// <summary>One of its modifiers has none.</summary>
    ModifierUnknown,

    /// <summary>The dish is sold in whole portions only.</summary>
    WholePortionsOnly,
}

/// <summary>A dish that cannot be sent, and why.</summary>
/// <param name="Line">Number of the line in the order.</param>
/// <param name="Name">The shop's name of the dish.</param>
/// <param name="Obstacle">Why not.</param>
public sealed record FillProblem(int Line, string Name, FillObstacle Obstacle);

/// <summary>What to put into the till's order, and how to recognise it afterwards.</summary>
/// <param name="Lines">The dishes.</param>
/// <param name="Problems">What cannot be sent; the plan may be carried out only when there is none.</param>
public sealed record FillPlan(IReadOnlyList<FillLine> Lines, IReadOnlyList<FillProblem> Problems)
{
    /// <summary>Plans the guest's dishes.</summary>
    public static FillPlan For(Order order, Menu.RestaurantMenu menu)
    {
        var lines = new List<FillLine>();
        var problems = new List<FillProblem>();
        foreach (var line in order.Lines)
        {
            var item = line.MenuIdent is { } ident ? menu.Find(ident) : null;
            FillObstacle? obstacle = item switch
            {
                null => FillObstacle.DishUnknown,
                { IsWeighed: false } when !line.Quantity.IsWhole => FillObstacle.WholePortionsOnly,
                _ when line.Modifiers.Any(modifier => modifier.MenuIdent is null || !modifier.Quantity.IsWhole) => FillObstacle.ModifierUnknown,
                _ => null,
            };
            if (obstacle is { } reason)
            {
                problems.Add(new FillProblem(line.Line, line.Name, reason));
                continue;
            }

            // What the shop calls a modifier of a combo may be a dish: then it is one of the combo's components.
            var added = line.Modifiers.Select(m => new FillModifier(m.MenuIdent!.Value, (int)(m.Quantity.Thousandths / 1000))).ToLookup(
                m => item!.IsCombo && menu.Find(m.Ident) is not null);
            lines.Add(new FillLine(item!.Ident, line.Quantity, item.IsCombo, [.. added[false]], [.. added[true]]));
        }

        return new FillPlan(lines, problems);
    }

    /// <summary>Whether a package of the till holds exactly these dishes in these quantities, in whatever order.</summary>
    public bool IsIn(TillPackage package)
    {
        var wanted = Lines.Select(line => (line.Ident, line.Quantity.Thousandths)).Order();
        var found = package.Dishes.Select(dish => (dish.Ident, dish.Quantity.Thousandths)).Order();
        return wanted.SequenceEqual(found);
    }

    /// <summary>
    /// Whether the till's order as a whole holds exactly these dishes with these modifiers, in whatever packages and lines: a cashier may
    /// have rung them up by hand.
    /// </summary>
    public bool IsRungUpIn(TillOrder order)
    {
        return Content(Lines.Select(line => (line.Ident, line.Quantity, Parts(
                line.Modifiers.Concat(line.Components).Select(part => (part.Ident, part.Count))))))
            .SequenceEqual(Content(TillOrder.DishesIn(order.Packages).Select(dish => (dish.Ident, dish.Quantity, Parts(
                dish.Modifiers.Select(part => (part.Ident, part.Count)))))));

        static IEnumerable<(int, string, long)> Content(IEnumerable<(int Ident, Quantity Quantity, string Parts)> dishes) => dishes
            .GroupBy(dish => (dish.Ident, dish.Parts))
            .Select(same => (same.Key.Ident, same.Key.Parts, same.Sum(dish => dish.Quantity.Thousandths)))
            .Order();

        static string Parts(IEnumerable<(int Ident, int Count)> parts) => string.Join(',', parts.Order());
    }
}
