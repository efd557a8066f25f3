using System.Xml.Linq;
using MiniDelivery.Web.Simulator;

namespace MiniDelivery.Tests.Till;

public sealed class SimulatorReferenceTests : SimulatorBase
{
    [Fact]
    public async Task A_mask_chooses_the_properties()
    {
        var items = await ItemsAsync("MENUITEMS", "OnlyActive=\"1\" WithMacroProp=\"1\" PropMask=\"items.(Ident,Code,Name,PRICETYPES^1005801)\"");

        var pie = items.Single(item => Text(item, "Code") is "101");
        Assert.Equal(
            ["Ident=1000121", "Code=101", "Name=Пирог", "PRICETYPES-1005801=35000"],
            pie.Attributes().Select(attribute => $"{attribute.Name}={attribute.Value}"));
        Assert.Equal(30, items.Count);
    }

    [Fact]
    public async Task Without_a_mask_everything_comes_drafts_deleted_and_secrets_too()
    {
        var dishes = await ItemsAsync("MenuItems");
        var employees = await ItemsAsync("employees");

        Assert.Equal("0", Text(dishes[0], "Ident"));
        Assert.Contains(dishes, dish => Text(dish, "Status") is "rsDeleted");
        Assert.All(employees, employee => Assert.NotNull(employee.Attribute("Password")));
    }

    [Fact]
    public async Task Modifier_schemes_show_their_groups_only_when_asked()
    {
        var mask = "PropMask=\"items.(Ident,RIChildItems.TModiSchemeDetail(ModiGroup,DownLimit,UpLimit))\"";

        var plain = await ItemsAsync("MODISCHEMES", mask);
        var pizza = (await ItemsAsync("MODISCHEMES", $"WithChildItems=\"2\" {mask}"))[1].Element("RIChildItems")!;

        Assert.Empty(plain.Elements());
        Assert.Equal(
            [("1", "1"), ("0", "2")], pizza.Elements("TModiSchemeDetail").Select(rule => (Text(rule, "DownLimit"), Text(rule, "UpLimit"))));
        Assert.Null(pizza.Elements().First().Attribute("Ident"));
    }

    [Fact]
    public async Task A_change_of_a_dish_raises_its_references_version()
    {
        var before = await VersionAsync("MENUITEMS");
        var tables = await VersionAsync("TABLES");

        Till.ChangeDish(101, "Пирог с капустой", 40000, null);

        Assert.True(await VersionAsync("MENUITEMS") > before);
        Assert.Equal(tables, await VersionAsync("TABLES"));
        Assert.Contains(await ItemsAsync("MENUITEMS"), item => Text(item, "Name") is "Пирог с капустой");
        Assert.Equal(40000, Number(await MenuItemAsync(1000121), "Price"));
    }

    [Theory]
    [InlineData("Name=\"Name\" Substring=\"пицца\"", 3)]
    [InlineData("Name=\"Code\" Value=\"101\"", 1)]
    public async Task Filters_choose_elements(string filter, int count)
    {
        var answer = await AskAsync(
            "GetRefData", "RefName=\"MENUITEMS\" PropMask=\"items.(Name)\"", $"<PROPFILTERS><PROPFILTER {filter}/></PROPFILTERS>");

        Assert.Equal(count, answer.Descendants("Item").Count());
    }

    [Fact]
    public async Task One_element_comes_by_its_ident()
    {
        var reference = (await AskAsync("GetRefData", "RefName=\"TABLES\" RefItemIdent=\"1005411\" PropMask=\"Name\"")).Element("RK7Reference")!;

        Assert.Equal("0", Text(reference, "TotalItemCount"));
        Assert.Equal("<Item Name=\"Dlv\" />", reference.Descendants("Item").Single().ToString());
    }

    [Fact]
    public async Task The_menu_leaves_out_what_cannot_be_sold_now()
    {
        int[] hidden = [1000224, 1000426, 1000625];

        var menu = await MenuAsync("");
        var unchecked_ = await MenuAsync("checkrests=\"0\"");
        var morning = await MenuAsync("dateTime=\"2030-01-02T09:00:00\"");

        Assert.Empty(menu.Keys.Intersect(hidden));
        Assert.Contains(1000224, unchecked_.Keys);
        Assert.Contains(1000426, morning.Keys);
        Assert.Equal("5000", Text(menu[1000624], "quantity"));
        Assert.Null(menu[1000121].Attribute("quantity"));
    }

    [Fact]
    public async Task Delivery_can_have_its_own_prices()
    {
        Switch(switches => switches with { DeliveryPricePercent = 110 });

        Assert.Equal(38500, Number((await MenuAsync(""))[1000121], "Price"));
        Assert.Equal(35000, Number((await MenuAsync("", "<Station code=\"1\"/><Table code=\"11\"/>"))[1000121], "Price"));
    }

    [Fact]
    public async Task Chosen_dishes_are_checked_for_availability()
    {
        var answer = await AskAsync("GetOrderMenu2", "",
            "<Station code=\"1\"/><Dishes><Item code=\"101\"/><Item code=\"204\"/></Dishes><Modifiers><Item code=\"305\"/></Modifiers>");

        Assert.Equal(["1", "0", "1"], answer.Descendants("Item").Select(item => Text(item, "Avail")));
    }

    [Theory]
    [InlineData(3, "Ok")]
    [InlineData(1, "Query Executing Error")]
    public async Task Stopping_a_dish_needs_the_right_reason(int reason, string status)
    {
        var answer = await AskAsync("SetDishRests", "",
            $"<Author code=\"9001\"/><Reason code=\"{reason}\"/><DishRest code=\"101\" prohibited=\"1\"/>");

        Assert.Equal(status, Text(answer, "Status"));
        Assert.Equal(status is "Ok" ? null : 3383, (int?)answer.Attribute("RK7ErrorN"));
        Assert.Equal(status is not "Ok", (await MenuAsync("")).ContainsKey(1000121));
    }

    [Fact]
    public async Task Modifiers_can_be_stopped()
    {
        await AskAsync("AddModifierToStopList", "", "<Modifier code=\"305\"/>");
        await CreateAsync();
        var line = "<Dish code=\"101\" quantity=\"1000\"><Modi code=\"305\"/></Dish>";

        Assert.Single((await AskAsync("GetModifierStopList")).Elements("Modifier"));
        Assert.Equal("Query Executing Error", Text(await SaveAsync(line), "Status"));
        await AskAsync("DeleteModifierFromStopList", "", "<Modifier code=\"305\"/>");
        AssertOk(await SaveAsync(line));
    }

    [Fact]
    public async Task Messages_show_at_the_till_until_they_are_deleted_or_expire()
    {
        async Task SendAsync(string id) => AssertOk(await AskAsync(
            "WaiterMessage", $"text=\"Заказ ждёт\" messageType=\"XMLInterface\" expireTime=\"2030-01-01T15:10:00\" external_id=\"{id}\"",
            "<Station code=\"1\"/>"));
        await SendAsync("a");
        await SendAsync("b");
        Assert.Equal(["Заказ ждёт", "Заказ ждёт"], Till.View().Messages.Select(message => message.Text));

        await AskAsync("DelWaiterMessages", "", "<Message external_id=\"a\"/>");
        Assert.Equal("b", Text((await AskAsync("GetWaiterMessages")).Elements("Message").Single(), "external_id"));
        Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Empty(Till.View().Messages);
    }

    private async Task<List<XElement>> ItemsAsync(string reference, string attributes = "") =>
        [.. (await AskAsync("GetRefData", $"RefName=\"{reference}\" {attributes}")).Descendants("Item")];

    private async Task<long> VersionAsync(string reference) => Number(
        (await AskAsync("GetRefList")).Descendants("RK7Reference").Single(one => Text(one, "RefName") == reference), "DataVersion");

    private async Task<Dictionary<int, XElement>> MenuAsync(string attributes, string context = "<Station code=\"1\"/><Table code=\"1\"/>") =>
        (await AskAsync("GetOrderMenu", attributes, context)).Element("Dishes")!.Elements().ToDictionary(item => (int)Number(item, "Ident"));

    private async Task<XElement> MenuItemAsync(int ident) => (await MenuAsync(""))[ident];
}
