using System.Xml.Linq;
using MiniDelivery.Domain.Menu;
using MiniDelivery.Domain.Orders;

namespace MiniDelivery.Web.Rk7;

/// <summary>Everything that is asked for a menu: five references, what can be sold now, and the stop list.</summary>
internal sealed record Rk7MenuParts(
    Rk7Answer MenuItems, Rk7Answer Categories, Rk7Answer Schemes, Rk7Answer Groups, Rk7Answer Modifiers, Rk7Answer OrderMenu,
    Rk7Answer Rests)
{
    /// <summary>Which groups a combo takes dishes of; null = the till does not say.</summary>
    public Rk7Answer? ComboSchemes { get; init; }

    /// <summary>Which dishes a group of combos has; null = the till does not say.</summary>
    public Rk7Answer? ComboGroups { get; init; }
}

/// <summary>
/// Puts a menu together (RK7 protocol digest, sections 6.1 and 6.2). References know names but not what is on sale, GetOrderMenu
/// knows prices but no names: a dish that only the references have cannot be sold now, for whatever reason.
/// </summary>
internal static class Rk7MenuAnswers
{
    public static RestaurantMenu Menu(Rk7MenuParts parts, DateTimeOffset readAt)
    {
        var categories = Active(parts.Categories).ToDictionary(Ident, Name);
        var sellable = OnSale(parts.OrderMenu, "Dishes");
        var schemes = Schemes(parts);
        var rests = parts.Rests.Body.Elements("DishRest").DistinctBy(rest => rest.Int("id") ?? 0).ToDictionary(rest => rest.Int("id") ?? 0);
        var combos = Combos(parts);
        return new RestaurantMenu(readAt, [.. Active(parts.MenuItems).Select(item => Item(item, categories, sellable, schemes, combos, rests))]);
    }

    /// <summary>Whether any dish is made of others.</summary>
    public static bool HasCombos(Rk7MenuParts parts) =>
        parts.MenuItems.Body.Elements("RK7Reference").Elements("Items").Elements("Item").Any(IsCombo);

    private static MenuItem Item(
        XElement item,
        Dictionary<int, string> categories,
        Dictionary<int, XElement> sellable,
        Dictionary<int, IReadOnlyList<ModifierGroup>> schemes,
        Dictionary<int, IReadOnlyList<ComboGroup>> combos,
        Dictionary<int, XElement> rests)
    {
        var onSale = sellable.GetValueOrDefault(Ident(item));
        var rest = rests.GetValueOrDefault(Ident(item));
        var left = onSale?.Quantity("quantity") ?? rest?.Quantity("quantity");
        var isCombo = IsCombo(item);
        return new MenuItem(
            Ident(item),
            item.Int("Code") ?? 0,
            item.Guid("GUIDString"),
            Name(item),
            categories.GetValueOrDefault(item.Int("MainParentIdent") ?? 0) ?? item.Text("CategPath") ?? "",
            onSale?.Money("Price"),
            // A prohibited dish, or one of which nothing is left, may still be on the price list of an older server.
            IsStopped: onSale is null || rest?.Flag("prohibited") is true || left is { Thousandths: <= 0 },
            IsWeighed: item.Int("QntDecDigits") > 0,
            isCombo,
            left,
            // SaveOrder has no place for modifiers directly in a combo (section 7.2), so none are offered.
            isCombo ? [] : schemes.GetValueOrDefault(item.Int("ModiScheme") ?? 0) ?? [])
        {
            Parts = isCombo ? combos.GetValueOrDefault(item.Int("ComboScheme") ?? 0) ?? [] : [],
        };
    }

    private static Dictionary<int, IReadOnlyList<ComboGroup>> Combos(Rk7MenuParts parts)
    {
        if (parts is not { ComboSchemes: { } schemes, ComboGroups: { } comboGroups }
            || schemes.Body.Element("RK7Reference") is null || comboGroups.Body.Element("RK7Reference") is null)
        {
            return [];
        }

        var dishes = Active(parts.MenuItems).ToDictionary(Ident, Name);
        var groups = Active(comboGroups).ToDictionary(Ident);
        return Active(schemes).ToDictionary(
            Ident,
            IReadOnlyList<ComboGroup> (scheme) =>
            [
                .. from detail in scheme.Elements("RIChildItems").Elements("TComboSchemeDetail")
                   orderby detail.Int("SortNum") ?? 0
                   let ident = detail.Int("ComboGroup") ?? 0
                   where groups.ContainsKey(ident)
                   select new ComboGroup(
                       ident,
                       Name(groups[ident]),
                       detail.Flag("UseDownLimit") ? detail.Int("DownLimit") ?? 0 : 0,
                       detail.Flag("UseUpLimit") ? detail.Int("UpLimit") : null,
                       [.. groups[ident].Elements("RIChildItems").Elements("TComboGroupDetail")
                           .Select(part => (Ident: part.Int("Dish") ?? 0, Price: part.Money("Price") ?? Money.Zero))
                           .Where(part => dishes.ContainsKey(part.Ident))
                           .Select(part => new ComboPart(part.Ident, dishes[part.Ident], part.Price))]),
            ]);
    }

    private static Dictionary<int, IReadOnlyList<ModifierGroup>> Schemes(Rk7MenuParts parts)
    {
        var prices = OnSale(parts.OrderMenu, "Modifiers");
        var modifiers = Active(parts.Modifiers).ToLookup(
            modifier => modifier.Int("MainParentIdent") ?? 0,
            modifier => new Modifier(
                Ident(modifier),
                modifier.Int("Code") ?? 0,
                Name(modifier),
                prices.GetValueOrDefault(Ident(modifier))?.Money("Price") ?? Money.Zero));
        var groups = Active(parts.Groups).ToDictionary(Ident, Name);
        return Active(parts.Schemes).ToDictionary(
            Ident,
            IReadOnlyList<ModifierGroup> (scheme) =>
            [
                .. from detail in scheme.Elements("RIChildItems").Elements("TModiSchemeDetail")
                   orderby detail.Int("SortNum") ?? 0
                   let ident = detail.Int("ModiGroup") ?? 0
                   where groups.ContainsKey(ident)
                   select new ModifierGroup(
                       ident,
                       groups[ident],
                       detail.Flag("UseDownLimit") ? detail.Int("DownLimit") ?? 0 : 0,
                       detail.Flag("UseUpLimit") ? detail.Int("UpLimit") : null,
                       [.. modifiers[ident]]),
            ]);
    }

    private static Dictionary<int, XElement> OnSale(Rk7Answer orderMenu, string part) =>
        orderMenu.Body.Elements(part).Elements("Item").DistinctBy(Ident).ToDictionary(Ident);

    // The first item may be an empty draft with Ident 0, and what is deleted keeps coming (section 6.1).
    private static IEnumerable<XElement> Active(Rk7Answer reference) =>
        (reference.Body.Element("RK7Reference") ?? throw new FormatException("The answer has no RK7Reference."))
        .Elements("Items").Elements("Item")
        .Where(item => Ident(item) is not 0 && (item.Text("Status") ?? "rsActive") is "rsActive")
        .DistinctBy(Ident);

    private static bool IsCombo(XElement item) => item.Text("SaleObjectType") is "sotComboMenuItem";

    private static int Ident(XElement item) => item.Int("Ident") ?? throw new FormatException("An item of the till has no Ident.");

    private static string Name(XElement item) => item.Text("Name") ?? "";
}
