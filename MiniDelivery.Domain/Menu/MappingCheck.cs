namespace MiniDelivery.Domain.Menu;

/// <summary>Why a remembered choice no longer works. The UI owns the words for each.</summary>
public enum MappingFault
{
    /// <summary>The menu has no dish with that ident any more.</summary>
    DishGone,

    /// <summary>No dish has that modifier any more, and it is no dish that a combo could be made of either.</summary>
    ModifierGone,
}

/// <summary>A remembered choice that no longer works.</summary>
/// <param name="Mapping">What was chosen.</param>
/// <param name="Fault">Why it does not work.</param>
public sealed record BrokenMapping(DishMapping Mapping, MappingFault Fault);

/// <summary>
/// Holds what people said of sources' dishes against the till's menu. A dish that is only stopped, or not on sale at this hour, is
/// still in the menu, so its mapping is sound.
/// </summary>
public static class MappingCheck
{
    /// <summary>The broken ones, in the order given.</summary>
    public static IReadOnlyList<BrokenMapping> Of(IEnumerable<DishMapping> mappings, RestaurantMenu menu)
    {
        ArgumentNullException.ThrowIfNull(mappings);
        ArgumentNullException.ThrowIfNull(menu);
        var modifiers = menu.Modifiers.Select(modifier => modifier.Ident).ToHashSet();
        return
        [
            .. from mapping in mappings
               where menu.Find(mapping.MenuIdent) is null && !(mapping.IsModifier && modifiers.Contains(mapping.MenuIdent))
               select new BrokenMapping(mapping, mapping.IsModifier ? MappingFault.ModifierGone : MappingFault.DishGone),
        ];
    }
}
