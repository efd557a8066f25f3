using MiniDelivery.Domain.Orders;

namespace MiniDelivery.Domain.Menu;

/// <summary>A modifier that a dish may have.</summary>
/// <param name="Ident">Ident at the till.</param>
/// <param name="Code">The code that people know.</param>
/// <param name="Name">Name.</param>
/// <param name="Price">Of one.</param>
public sealed record Modifier(int Ident, int Code, string Name, Money Price);

/// <summary>A group of modifiers with its limits.</summary>
/// <param name="Ident">Ident at the till.</param>
/// <param name="Name">Name.</param>
/// <param name="Min">At least so many must be chosen.</param>
/// <param name="Max">At most so many; null = no limit.</param>
/// <param name="Modifiers">What can be chosen.</param>
public sealed record ModifierGroup(int Ident, string Name, int Min, int? Max, IReadOnlyList<Modifier> Modifiers);

/// <summary>«Блюдо»: a dish or combo of the till's menu.</summary>
/// <param name="Ident">Ident at the till: what is sent.</param>
/// <param name="Code">The code that people know.</param>
/// <param name="Guid">The till's guid of it; null when it does not say.</param>
/// <param name="Name">Name.</param>
/// <param name="Category">Name of its group.</param>
/// <param name="Price">Of one portion or unit of weight; null = not on sale, so there is no price.</param>
/// <param name="IsStopped">Cannot be sold at the moment: stop list, schedule or trade group.</param>
/// <param name="IsWeighed">Sold by weight, so fractions are allowed.</param>
/// <param name="IsCombo">Made of other dishes.</param>
/// <param name="Left">How much is left; null = not limited.</param>
/// <param name="Groups">Its modifiers.</param>
public sealed record MenuItem(
    int Ident,
    int Code,
    Guid? Guid,
    string Name,
    string Category,
    Money? Price,
    bool IsStopped,
    bool IsWeighed,
    bool IsCombo,
    Quantity? Left,
    IReadOnlyList<ModifierGroup> Groups)
{
    /// <summary>For a combo, the groups of dishes that it is made of; empty when the till does not tell.</summary>
    public IReadOnlyList<ComboGroup> Parts { get; init; } = [];
}

/// <summary>A dish that may be chosen into a combo.</summary>
/// <param name="Ident">Ident of the dish.</param>
/// <param name="Name">Its name.</param>
/// <param name="Price">What it adds to the combo's price.</param>
public sealed record ComboPart(int Ident, string Name, Money Price);

/// <summary>A group of dishes that a combo takes some of.</summary>
/// <param name="Ident">Ident at the till.</param>
/// <param name="Name">Name.</param>
/// <param name="Min">At least so many must be chosen.</param>
/// <param name="Max">At most so many; null = no limit.</param>
/// <param name="Parts">What can be chosen.</param>
public sealed record ComboGroup(int Ident, string Name, int Min, int? Max, IReadOnlyList<ComboPart> Parts);

/// <summary>What a till can sell, at one moment. Immutable and shared.</summary>
public sealed class RestaurantMenu
{
    private readonly Dictionary<int, MenuItem> _byIdent;
    private readonly ILookup<string, MenuItem> _byCode;
    private readonly ILookup<string, MenuItem> _byName;
    private readonly IReadOnlyDictionary<string, int> _remembered;

    /// <summary>Takes a menu as read.</summary>
    public RestaurantMenu(DateTimeOffset readAt, IReadOnlyList<MenuItem> items)
    {
        ReadAt = readAt;
        Items = items;
        _remembered = new Dictionary<string, int>();
        _byIdent = items.ToDictionary(item => item.Ident);
        _byCode = items.ToLookup(item => item.Code.ToString(System.Globalization.CultureInfo.InvariantCulture));
        _byName = items.ToLookup(item => Plain(item.Name));
    }

    private RestaurantMenu(RestaurantMenu menu, IReadOnlyDictionary<string, int> remembered)
    {
        (ReadAt, Items, _byIdent, _byCode, _byName) = (menu.ReadAt, menu.Items, menu._byIdent, menu._byCode, menu._byName);
        _remembered = remembered;
    }

    /// <summary>When the till said so.</summary>
    public DateTimeOffset ReadAt { get; }

    /// <summary>All active dishes, sellable now or not.</summary>
    public IReadOnlyList<MenuItem> Items { get; }

    /// <summary>What any dish may be modified with, each once.</summary>
    public IEnumerable<Modifier> Modifiers =>
        Items.SelectMany(item => item.Groups).SelectMany(group => group.Modifiers).DistinctBy(modifier => modifier.Ident);

    /// <summary>The dish with this ident, if the menu has it.</summary>
    public MenuItem? Find(int ident) => _byIdent.GetValueOrDefault(ident);

    /// <summary>The same menu as one source sees it: what a person once said of its dishes goes before codes and names.</summary>
    /// <param name="remembered">Idents by <see cref="DishMapping.Key"/>.</param>
    public RestaurantMenu Remembering(IReadOnlyDictionary<string, int> remembered) => new(this, remembered);

    /// <summary>The dish that a source means: as a person once said, else by its code, else by a name that only one dish has.</summary>
    public MenuItem? Match(string? code, string? name) =>
        (_remembered.TryGetValue(DishMapping.KeyOf(code, name), out var ident) ? Find(ident) : null)
        ?? (code is null ? null : Only(_byCode[code.Trim()])) ?? (code is null && name is not null ? Only(_byName[Plain(name)]) : null);

    /// <summary>The ident of what a source means by an addition to a dish: one of its modifiers, or for a combo a dish.</summary>
    public int? MatchModifier(MenuItem item, string? code, string? name)
    {
        var remembered = _remembered.TryGetValue(DishMapping.ModifierKeyOf(code, name), out var ident) ? ident : (int?)null;
        var choices = item.Groups.SelectMany(group => group.Modifiers).DistinctBy(modifier => modifier.Ident).ToList();
        if (remembered is not null && choices.Any(modifier => modifier.Ident == remembered))
        {
            return remembered;
        }

        var found = choices.Where(modifier => code is null
            ? name is not null && Plain(modifier.Name) == Plain(name)
            : modifier.Code.ToString(System.Globalization.CultureInfo.InvariantCulture) == code.Trim()).ToList();
        return found is [var only] ? only.Ident : item.IsCombo && found is [] ? Match(code, name)?.Ident : null;
    }

    /// <summary>Dishes whose name contains the text or whose code begins with it, in the menu's order.</summary>
    public IEnumerable<MenuItem> Search(string? text)
    {
        var wanted = Plain(text ?? "");
        return Items.Where(item => wanted is ""
            || Plain(item.Name).Contains(wanted, StringComparison.Ordinal)
            || item.Code.ToString(System.Globalization.CultureInfo.InvariantCulture).StartsWith(wanted, StringComparison.Ordinal));
    }

    private static MenuItem? Only(IEnumerable<MenuItem> found) => found.Take(2).ToList() is [var only] ? only : null;

    internal static string Plain(string name) => SearchForm.Of(name.Trim());
}
