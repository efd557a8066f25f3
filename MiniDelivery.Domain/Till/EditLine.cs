using MiniDelivery.Domain.Menu;
using MiniDelivery.Domain.Orders;

namespace MiniDelivery.Domain.Till;

/// <summary>Why a line of the editor cannot be taken away or made less here.</summary>
public enum EditHold
{
    /// <summary>It can.</summary>
    None,

    /// <summary>The kitchen has it.</summary>
    Printed,

    /// <summary>Its package holds things that would be lost if it were written anew from here.</summary>
    HasMore,
}

/// <summary>A modifier, or a dish in a combo, as it was chosen.</summary>
/// <param name="Ident">Ident at the till.</param>
/// <param name="Name">Name.</param>
/// <param name="Count">How many to one portion.</param>
/// <param name="Price">Of one.</param>
public sealed record EditPart(int Ident, string Name, int Count, Money Price);

/// <summary>A dish in the editor: one that the till has, perhaps changed, or a new one.</summary>
public sealed record EditLine
{
    /// <summary>Tells the line from others while it is edited.</summary>
    public required int Key { get; init; }

    /// <summary>Ident in the menu.</summary>
    public required int Ident { get; init; }

    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>How much is wanted; zero = it is to go.</summary>
    public required Quantity Quantity { get; init; }

    /// <summary>Modifiers, or for a combo the dishes that it is made of.</summary>
    public IReadOnlyList<EditPart> Parts { get; init; } = [];

    /// <summary>Whether <see cref="Parts"/> are dishes.</summary>
    public bool IsCombo { get; init; }

    /// <summary>Its place in the menu; null = the menu does not have it (any more).</summary>
    public MenuItem? Item { get; init; }

    /// <summary>The package that it is in; null = it is new.</summary>
    public int? Package { get; init; }

    /// <summary>The dish as the till has it; null = it is new.</summary>
    public TillDish? Was { get; init; }

    /// <summary>Why it cannot be made less.</summary>
    public EditHold Hold { get; init; }

    /// <summary>Whether the guest ordered it and nobody has changed anything about that.</summary>
    public bool IsProposed { get; init; }

    /// <summary>What is wished about it, by the guest or a person of ours. Dishes have no place for it at the till; its order's comment has.</summary>
    public string? Wish { get; init; }

    /// <summary>What its source calls it; null = as the menu does.</summary>
    public string? Called { get; init; }

    /// <summary><see cref="Wish"/> as the order's comment says it, on one line; null = nothing is wished.</summary>
    public string? Remark => string.IsNullOrWhiteSpace(Wish)
        ? null
        : $"{Called ?? Name}: {string.Join(' ', Wish.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))}";

    /// <summary>Whether the till does not have it yet.</summary>
    public bool IsNew => Was is null;

    /// <summary>Whether it is to go.</summary>
    public bool IsRemoved => Quantity.Thousandths is 0;

    /// <summary>Whether it is to be other than the till has it.</summary>
    public bool IsChanged => Was is null || Quantity != Was.Quantity || !HasPartsOf(Was);

    /// <summary>What it comes to: as the till said while nothing was changed, else by the menu; null = no price is known.</summary>
    public Money? Amount => this switch
    {
        { IsChanged: false } => Was!.Amount,
        { IsRemoved: true } => Money.Zero,
        { Was: { Quantity.Thousandths: > 0 } was } when HasPartsOf(was) =>
            new Money((long)Math.Round(was.Amount.Minor * (decimal)Quantity.Thousandths / was.Quantity.Thousandths, MidpointRounding.AwayFromZero)),
        { Item.Price: { } price } => Parts.Aggregate(
            price * Quantity, (sum, part) => sum + (part.Price * new Quantity(Quantity.Thousandths * part.Count))),
        _ => null,
    };

    internal FillLine ToFill()
    {
        IReadOnlyList<FillModifier> parts = [.. Parts.Select(part => new FillModifier(part.Ident, part.Count))];
        return new FillLine(Ident, Quantity, IsCombo, IsCombo ? [] : parts, IsCombo ? parts : []);
    }

    private bool HasPartsOf(TillDish dish) => dish.Modifiers.Select(m => (m.Ident, m.Count)).Order()
        .SequenceEqual(Parts.Select(part => (part.Ident, part.Count)).Order());
}

/// <summary>Why something cannot be saved as it stands.</summary>
public enum EditObstacle
{
    /// <summary>The dish is stopped.</summary>
    Stopped,

    /// <summary>The menu does not have the dish.</summary>
    NotInMenu,

    /// <summary>The dish is sold in whole portions only.</summary>
    WholePortionsOnly,

    /// <summary>Less of the dish is left.</summary>
    NotEnoughLeft,

    /// <summary>Too few of a group are chosen.</summary>
    TooFew,

    /// <summary>Too many of a group are chosen.</summary>
    TooMany,

    /// <summary>What the combo is made of is not known, so it can be added at the till only.</summary>
    ComboUnknown,

    /// <summary>The kitchen has it; it can be taken away at the till only.</summary>
    Printed,

    /// <summary>Its package holds a discount, a payment or a price of the cashier's; it can be taken away at the till only.</summary>
    HasMore,

    /// <summary>It is more than anybody eats: a slip of the finger.</summary>
    TooMuch,
}

/// <summary>What stands in the way of a line.</summary>
/// <param name="Line">Key of the line.</param>
/// <param name="Obstacle">What.</param>
/// <param name="Name">Name of the dish.</param>
/// <param name="Group">Name of the group of modifiers or components, where one is meant.</param>
/// <param name="Limit">The limit, where there is one.</param>
public sealed record EditProblem(int Line, EditObstacle Obstacle, string Name, string? Group = null, Quantity? Limit = null);
