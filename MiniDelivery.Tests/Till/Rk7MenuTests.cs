using System.Xml.Linq;
using MiniDelivery.Domain.Menu;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Rk7;

namespace MiniDelivery.Tests.Till;

public class Rk7MenuTests
{
    private static readonly DateTimeOffset _now = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_prohibited_dish_is_stopped_though_an_older_server_still_sells_it()
    {
        var sold = _menu.Items.First(item => !item.IsStopped);

        var menu = Rk7MenuAnswers.Menu(Rk7Samples.Menu($"""<DishRest id="{sold.Ident}" code="1" quantity="5000" prohibited="1"/>"""), _now);

        Assert.True(menu.Find(sold.Ident)!.IsStopped);
        Assert.Equal(5000, menu.Find(sold.Ident)!.Left!.Value.Thousandths);
    }

    private readonly RestaurantMenu _menu = Rk7MenuAnswers.Menu(Rk7Samples.Menu(), _now);

    [Fact]
    public void A_dish_has_its_name_from_the_reference_and_its_price_from_the_till()
    {
        var borsch = _menu.Find(1000121)!;

        Assert.Equal((121, "Борщ", "Супы", new Money(35000)), (borsch.Code, borsch.Name, borsch.Category, borsch.Price!.Value));
        Assert.Equal(new Guid("11111111-2222-4333-8444-555555555555"), borsch.Guid);
        Assert.Equal((false, false, false), (borsch.IsStopped, borsch.IsWeighed, borsch.IsCombo));
        Assert.Null(borsch.Left);
    }

    [Fact]
    public void A_dish_that_the_till_does_not_offer_is_stopped_and_has_no_price()
    {
        var stopped = _menu.Find(1000133)!;

        Assert.Equal((true, null), (stopped.IsStopped, stopped.Price));
    }

    [Fact]
    public void What_is_limited_says_how_much_is_left() => Assert.Equal(new Quantity(5000), _menu.Find(1000140)!.Left);

    [Fact]
    public void Decimals_of_the_quantity_mean_weight() => Assert.True(_menu.Find(1000140)!.IsWeighed);

    [Fact]
    public void A_group_that_is_not_in_the_list_is_known_by_its_path() => Assert.Equal("Меню\\Рыба", _menu.Find(1000140)!.Category);

    [Fact]
    public void A_combo_is_known_and_offers_no_modifiers_of_its_own()
    {
        var combo = _menu.Find(1000200)!;

        Assert.True(combo.IsCombo);
        Assert.Empty(combo.Groups);
    }

    [Fact]
    public void Drafts_and_deleted_dishes_are_no_dishes() =>
        Assert.Equal([1000121, 1000133, 1000140, 1000200], _menu.Items.Select(item => item.Ident));

    [Fact]
    public void Modifier_groups_come_in_the_schemes_order_with_the_limits_that_are_used()
    {
        var groups = _menu.Find(1000121)!.Groups;

        Assert.Equal([("Соус", 1, 3), ("Добавки", 0, null)], groups.Select(group => (group.Name, group.Min, group.Max)));
        Assert.Equal(
            [new Modifier(1000305, 305, "Сметана", new Money(4500)), new Modifier(1000306, 306, "Чеснок", Money.Zero)],
            groups[0].Modifiers);
    }

    [Fact]
    public void A_dish_without_a_scheme_has_no_groups() => Assert.Empty(_menu.Find(1000133)!.Groups);

    [Fact]
    public void An_answer_without_its_reference_is_not_an_empty_menu() => Assert.Throws<FormatException>(
        () => Rk7MenuAnswers.Menu(Rk7Samples.Menu() with { MenuItems = Rk7Samples.Ok("") }, _now));

    [Fact]
    public void A_dish_named_twice_does_not_break_the_menu()
    {
        var twice = Rk7Samples.Reference("""<Item Ident="5" Code="1" Name="Чай" Status="rsActive"/><Item Ident="5" Code="1" Name="Чай" Status="rsActive"/>""");

        Assert.Single(Rk7MenuAnswers.Menu(Rk7Samples.Menu() with { MenuItems = twice }, _now).Items);
    }
}

/// <summary>Answers as a till of the 7.26 generation writes them, in the smallest form that shows every case.</summary>
internal static class Rk7Samples
{
    public const string MenuItems = """
        <RK7Reference DataVersion="300" ClassName="TRK7MenuItems" Name="MenuItems" TotalItemCount="6">
          <Items>
            <Item Ident="0" Code="0" Name="" Status="rsDraft"/>
            <Item Ident="1000121" Code="121" Name="Борщ" GUIDString="{11111111-2222-4333-8444-555555555555}" Status="rsActive" CategPath="Меню\Супы" ModiScheme="50" ComboScheme="0" SaleObjectType="sotMenuItem" PriceMode="pmPerPiece" QntDecDigits="0" MainParentIdent="10"/>
            <Item Ident="1000133" Code="133" Name="Уха" Status="rsActive" ModiScheme="0" SaleObjectType="sotMenuItem" QntDecDigits="0" MainParentIdent="10"/>
            <Item Ident="1000140" Code="140" Name="Сёмга" Status="rsActive" CategPath="Меню\Рыба" SaleObjectType="sotMenuItem" PriceMode="pmPerUnitOfWeight" QntDecDigits="3" MainParentIdent="77"/>
            <Item Ident="1000200" Code="200" Name="Обед" Status="rsActive" SaleObjectType="sotComboMenuItem" ModiScheme="50" ComboScheme="5" QntDecDigits="0" MainParentIdent="10"/>
            <Item Ident="1000201" Code="201" Name="Вчерашнее" Status="rsDeleted" MainParentIdent="10"/>
          </Items>
        </RK7Reference>
        """;

    public const string Categories = """<RK7Reference DataVersion="3"><Items><Item Ident="10" Name="Супы" Status="rsActive"/><Item Ident="77" Name="Старая" Status="rsDeleted"/></Items></RK7Reference>""";

    public const string Schemes = """
        <RK7Reference DataVersion="4"><Items>
          <Item Ident="50" Status="rsActive"><RIChildItems>
            <TModiSchemeDetail ModiGroup="71" UpLimit="3" DownLimit="2" UseUpLimit="false" UseDownLimit="false" SortNum="2"/>
            <TModiSchemeDetail ModiGroup="70" UpLimit="3" DownLimit="1" UseUpLimit="true" UseDownLimit="true" SortNum="1"/>
            <TModiSchemeDetail ModiGroup="99" UpLimit="3" DownLimit="1" UseUpLimit="true" UseDownLimit="true" SortNum="3"/>
          </RIChildItems></Item>
        </Items></RK7Reference>
        """;

    public const string Groups = """<RK7Reference><Items><Item Ident="70" Name="Соус" Status="rsActive"/><Item Ident="71" Name="Добавки" Status="rsActive"/><Item Ident="99" Name="Нет" Status="rsInactive"/></Items></RK7Reference>""";

    public const string Modifiers = """
        <RK7Reference><Items>
          <Item Ident="1000305" Code="305" Name="Сметана" MainParentIdent="70" Status="rsActive"/>
          <Item Ident="1000306" Code="306" Name="Чеснок" MainParentIdent="70" Status="rsActive"/>
          <Item Ident="1000307" Code="307" Name="Хрен" MainParentIdent="70" Status="rsDeleted"/>
          <Item Ident="1000308" Code="308" Name="Зелень" MainParentIdent="71" Status="rsActive"/>
        </Items></RK7Reference>
        """;

    public const string OrderMenu = """
        <PriceScale id="1" code="1" name="Обычный"/><TradeGroup id="1" code="1" name="Все"/>
        <Dishes><Item Ident="1000121" Price="35000"/><Item Ident="1000140" Price="250000" quantity="5000"/><Item Ident="1000200" Price="60000"/></Dishes>
        <Modifiers><Item Ident="1000305" ID="1" Price="4500"/><Item Ident="1000306" ID="2" Price="0"/></Modifiers>
        <OrderTypes><Item Ident="1"/></OrderTypes>
        """;

    public static string OkXml(string content, string attributes = "") =>
        $"""<?xml version="1.0" encoding="utf-8"?><RK7QueryResult ServerVersion="7.26.8.2001" XmlVersion="248" NetName="MID" Status="Ok" {attributes} ErrorText="" WorkTime="0" Processed="1">{content}</RK7QueryResult>""";

    public static string ErrorXml(string status, string text, int? number = null) =>
        $"""<RK7QueryResult ServerVersion="7.26.8.2001" XmlVersion="248" NetName="MID" Status="{status}" ErrorText="{text}" {(number is null ? "" : $"RK7ErrorN=\"{number}\"")} Processed="0"/>""";

    public static Rk7Answer Ok(string content) => Rk7Answer.Read(XElement.Parse(OkXml(content)));

    public static Rk7Answer Reference(string items) => Ok($"<RK7Reference><Items>{items}</Items></RK7Reference>");

    public static Rk7MenuParts Menu(string rests = "") => new(Ok(MenuItems), Ok(Categories), Ok(Schemes), Ok(Groups), Ok(Modifiers), Ok(OrderMenu), Ok(rests));

    public static string Order(Guid guid, string sessions = "") =>
        $"""<Order guid="{Rk7Format.Write(guid)}" visit="356255787" orderIdent="256" orderName="Dlv.2" version="1" crc32="-1713" orderSum="0" totalPieces="0"><Table id="102" code="102" name="Dlv"/>{sessions}</Order>""";
}
