using System.Xml.Linq;
using MiniDelivery.Web.Simulator;

namespace MiniDelivery.Tests.Till;

public sealed class SimulatorSaveTests : SimulatorBase
{
    private const string Lunch =
        "<Combo code=\"701\" quantity=\"1000\"><Component code=\"202\"/><Component code=\"103\"/><Component code=\"601\"/></Combo>";

    [Fact]
    public async Task Amounts_are_kopecks_times_thousandths_plus_modifiers_per_portion()
    {
        await CreateAsync();

        var answer = await SaveAsync(
            "<Dish code=\"101\" quantity=\"2000\"><Modi code=\"305\" count=\"2\"/></Dish><Dish code=\"215\" quantity=\"355\"/>"
            + "<Dish code=\"102\" quantity=\"1\"/>" + Lunch);

        AssertOk(answer);
        var order = await GetAsync();
        // 2 x (350.00 + 2 x 20.00); 0.355 kg at 3200.00; a thousandth of bread; 590.00 with surcharges 30.00 and 40.00.
        Assert.Equal([78000, 113600, 3, 66000], order.Descendants().Where(line => line.Name.LocalName is "Dish" or "Combo").Select(line => Number(line, "amount")));
        Assert.Equal((257603, 257603, 3356), (Number(order, "orderSum"), Number(order, "unpaidSum"), Number(order, "totalPieces")));
        Assert.Equal(Text(order.Element("Session")!, "sessionID"), Text(answer.Element("Session")!, "sessionID"));
    }

    [Fact]
    public async Task Discounts_and_prepayments_change_what_is_left_to_pay()
    {
        await CreateAsync();

        await SaveAsync(Pie + "<Discount code=\"1\"/><Prepay code=\"3\" amount=\"10000\"/><Prepay code=\"3\" amount=\"500\" promised=\"1\"/>");

        var order = await GetAsync();
        Assert.Equal(
            (63000, -7000, 10000, 500, 53000),
            (Number(order, "orderSum"), Number(order, "discountSum"), Number(order, "prepaySum"), Number(order, "promisedSum"),
                Number(order, "unpaidSum")));
    }

    [Fact]
    public async Task A_repeated_save_doubles_the_dishes_and_one_with_uni_replaces_them()
    {
        await CreateAsync();
        await SaveAsync();
        await SaveAsync();
        Assert.Equal(140000, Number(await GetAsync(), "orderSum"));

        var uni = Text((await GetAsync()).Elements("Session").Last(), "uni");
        AssertOk(await SaveAsync("<Dish code=\"102\" quantity=\"1000\"/>", session: $"uni=\"{uni}\""));

        Assert.Equal(73000, Number(await GetAsync(), "orderSum"));
    }

    [Theory]
    [InlineData(LineGuids.Kept, true)]
    [InlineData(LineGuids.Replaced, false)]
    public async Task A_clients_line_guid_is_kept_or_not(LineGuids guids, bool kept)
    {
        Switch(switches => switches with { LineGuids = guids });
        await CreateAsync();

        var answer = await SaveAsync(session: $"line_guid=\"{Key}\"");

        Assert.Equal(kept, Text(answer.Element("Session")!, "line_guid") == Key);
    }

    [Theory]
    [InlineData("<Dish code=\"999\" quantity=\"1000\"/>", "Не найден элемент 999 в коллекции MenuItems")]
    [InlineData("<Dish code=\"204\" quantity=\"1000\"/>", "Блюдо Суп дня в стоп-листе")]
    [InlineData("<Dish code=\"604\" quantity=\"6000\"/>", "Остаток блюда Лимонад домашний: 5")]
    [InlineData("<Dish code=\"406\" quantity=\"1000\"/>", "Каша овсяная сейчас не продаётся")]
    [InlineData("<Dish code=\"605\" quantity=\"1000\"/>", "Пиво разливное сейчас не продаётся")]
    [InlineData("<Dish code=\"501\" quantity=\"1000\"/>", "Размер пиццы должно быть от 1 до 1")]
    [InlineData("<Dish code=\"101\" quantity=\"1000\"><Modi code=\"305\" count=\"4\"/></Dish>", "Соусы должно быть от 0 до 3")]
    [InlineData("<Dish code=\"102\" quantity=\"1000\"><Modi code=\"305\"/></Dish>", "не разрешены для Хлеб")]
    [InlineData("<Combo code=\"701\" quantity=\"1000\"><Component code=\"201\"/></Combo>", "выберите из группы")]
    [InlineData("<Dish code=\"701\" quantity=\"1000\"/>", "не подходит")]
    public async Task A_line_that_cannot_be_sold_fails_the_whole_save(string line, string text)
    {
        await CreateAsync();

        var answer = await SaveAsync(Pie + line);

        Assert.Equal("Query Executing Error", Text(answer, "Status"));
        Assert.Contains(text, Text(answer.Element("Error")!, "ErrorText"), StringComparison.Ordinal);
        Assert.True(XNode.DeepEquals(XElement.Parse(line), answer.Element("Error")!.Element("FaultyTag")!.Elements().Single()));
        Assert.Empty((await GetAsync()).Elements("Session"));
    }

    [Fact]
    public async Task The_good_lines_can_be_kept_by_switch()
    {
        Switch(switches => switches with { PartialSave = true });
        await CreateAsync();

        var answer = await SaveAsync(Pie + "<Dish code=\"204\" quantity=\"1000\"/>");

        AssertOk(answer);
        Assert.Single(answer.Elements("Error"));
        Assert.Equal(70000, Number(await GetAsync(), "orderSum"));
    }

    [Fact]
    public async Task Validating_tells_the_same_and_saves_nothing()
    {
        await CreateAsync();

        var answer = await AskAsync(
            "ValidateOrder", "", $"{OrderElement}<Session>{Pie}<Dish code=\"204\" quantity=\"1000\"/></Session>");

        AssertOk(answer);
        Assert.Single(answer.Elements("Error"));
        Assert.Empty((await GetAsync()).Elements("Session"));
    }

    [Fact]
    public async Task A_printed_session_only_takes_voids()
    {
        Switch(switches => switches with { Printing = KitchenPrinting.AtOnce });
        await CreateAsync();
        await SaveAsync();
        var session = (await GetAsync()).Element("Session")!;
        var uni = $"uni=\"{Text(session, "uni")}\"";
        Assert.Equal(("1", "sent"), (Text(session, "printed"), Text(session.Descendants("KdsState").Single(), "name")));

        AssertRefused(await SaveAsync(session: uni), "Query Executing Error", null, "уже напечатан");
        var dish = Text(session.Element("Dish")!, "uni");
        AssertOk(await SaveAsync(
            $"<Dish uni=\"{dish}\" code=\"101\" quantity=\"2000\"><Void code=\"1\" quantity=\"1000\"><Author code=\"9001\"/></Void></Dish>",
            session: uni));

        var line = (await GetAsync()).Descendants("Dish").Single();
        Assert.Equal((1000, 2000, 35000), (Number(line, "quantity"), Number(line, "srcQuantity"), Number(line, "amount")));
    }

    [Fact]
    public async Task Sessions_print_after_a_while_or_when_cooking_is_planned()
    {
        Switch(switches => switches with { Printing = KitchenPrinting.After });
        await CreateAsync();
        await SaveAsync();
        await SaveAsync(session: "remindTime=\"2030-01-01T16:00:00\"");
        await SaveAsync(session: "isDraft=\"1\"");

        Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(["1", "0", "0"], (await GetAsync()).Elements("Session").Select(session => Text(session, "printed")));
        Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(["1", "1", "0"], (await GetAsync()).Elements("Session").Select(session => Text(session, "printed")));
    }

    [Fact]
    public async Task Orders_saved_without_a_licence_check_are_hidden_from_the_cashier()
    {
        await CreateAsync();
        await SaveAsync(attributes: "dontcheckLicense=\"1\"");

        Assert.Empty(Till.View().Orders);
        Assert.Single(await ListAsync());
    }

    [Fact]
    public async Task Sales_reduce_what_is_left()
    {
        await CreateAsync();
        await SaveAsync("<Dish code=\"604\" quantity=\"2000\"/>");

        var rests = (await AskAsync("GetDishRests")).Elements("DishRest");

        Assert.Equal(3000, Number(rests.Single(rest => Text(rest, "code") is "604"), "quantity"));
    }

    [Fact]
    public async Task Without_a_licence_nothing_is_saved()
    {
        await CreateAsync();
        AssertOk(await AskAsync("CheckLicense", "license=\"XMLSaveOrder\""));
        foreach (var licence in new[] { LicenceProfile.None, LicenceProfile.Expired, LicenceProfile.Subscription })
        {
            Switch(switches => switches with { Licence = licence });
            AssertRefused(await SaveAsync(), "Query Executing Error", null, "лицензи");
            AssertRefused(await AskAsync("CheckLicense", "license=\"XMLSaveOrder\""), "Query Executing Error", null, "лицензи");
        }
    }
}
