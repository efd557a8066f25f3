using MiniDelivery.Domain.Menu;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Rules;

public sealed class MappingCheckTests
{
    [Fact]
    public void What_the_menu_no_longer_has_is_broken_and_why_in_the_order_given() =>
        Assert.Equal(
            [("dish:code:9", MappingFault.DishGone), ("modifier:name:перец", MappingFault.ModifierGone), ("dish:name:соус", MappingFault.DishGone)],
            MappingCheck.Of(
                [
                    Mapping(DishMapping.KeyOf("9", "Пирог"), 9999),
                    Mapping(DishMapping.KeyOf("1", "Пирог"), 1001),
                    Mapping(DishMapping.ModifierKeyOf(null, "Перец"), 9998),
                    Mapping(DishMapping.ModifierKeyOf(null, "Сметана"), 3005),
                    Mapping(DishMapping.ModifierKeyOf("102", null), 1002), // a dish that a combo is made of
                    Mapping(DishMapping.KeyOf(null, "Соус"), 3005), // a modifier is no dish
                ],
                Some.Menu).Select(broken => (broken.Mapping.Key, broken.Fault)));

    [Fact]
    public void A_dish_that_only_cannot_be_sold_now_is_still_in_the_menu() =>
        Assert.Empty(MappingCheck.Of(
            [Mapping(DishMapping.KeyOf("1", null), 1001)],
            new RestaurantMenu(Some.Noon, [Some.Menu.Items[0] with { IsStopped = true, Price = null }])));

    [Theory]
    [InlineData("A:1", "Пирог", false, "a:1")]
    [InlineData(null, "code:1", false, null)]
    [InlineData("305", null, true, "305")]
    public void A_key_tells_what_it_is_of_and_the_sources_code(string? code, string? name, bool isModifier, string? told)
    {
        var mapping = Mapping(isModifier ? DishMapping.ModifierKeyOf(code, name) : DishMapping.KeyOf(code, name), 1);

        Assert.Equal((isModifier, told), (mapping.IsModifier, mapping.Code));
    }

    private static DishMapping Mapping(string key, int ident) =>
        new() { SourceId = Some.Source, Key = key, MenuIdent = ident, Name = "", ChosenBy = "Анна", ChosenAt = Some.Noon };
}
