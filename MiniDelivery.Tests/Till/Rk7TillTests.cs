using MiniDelivery.Domain.Menu;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Domain.Till;
using static MiniDelivery.Tests.Till.Rk7WireTests;

namespace MiniDelivery.Tests.Till;

/// <summary>What the till's answers mean to us.</summary>
public class Rk7TillTests
{
    private const string BadParameters = "Bad Query Parameters";
    private const string ExecutingError = "Query Executing Error";

    private static readonly Guid _guid = new("9a4e1b7c-2f60-4b3d-8c5a-6d7e8f901234");
    private static readonly Guid _package = new("c0ffee00-0001-4000-8000-000000000001");
    private static readonly TillOrderKey _key = new(_guid);
    private static readonly NewTillOrder _order = new(_guid, "#43", "shop-a/58213", "Анна", 1);

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_an_address_nothing_is_sent()
    {
        await using var connection = new Rk7Connection();
        var till = connection.Till;

        Assert.Equal(TillTroubles.NotConfigured, NotSent(await till.GetInfoAsync(None)));
        Assert.Equal(TillTroubles.NotConfigured, NotSent(await till.CreateOrderAsync(_order, None)));
        Assert.Equal(TillTroubles.NotConfigured, NotSent(await till.FindOrderAsync(_key, None)));
        Assert.Equal(TillTroubles.NotConfigured, NotSent(await till.ReadMenuAsync(DateTimeOffset.UnixEpoch, None)));
        Assert.Equal(TimeSpan.FromSeconds(60), till.Timeout);
    }

    [Fact]
    public async Task Settings_are_looked_up_at_each_call()
    {
        await using var stub = await Rk7Stub.StartAsync(call => call.AnswerAsync(Rk7Samples.OkXml("")));
        await using var connection = new Rk7Connection();
        var till = connection.Till;
        connection.Configuration["Till:Url"] = stub.Url;
        connection.Configuration["Till:Timeout"] = "7";
        connection.Configuration.Reload();

        Assert.IsType<TillAnswer<TillNothing>.Done>(await till.CloseVisitAsync(1, None));
        Assert.Equal(TimeSpan.FromSeconds(7), till.Timeout);
    }

    [Fact]
    public async Task Settings_that_became_bad_count_as_no_till()
    {
        await using var connection = new Rk7Connection(("Url", "http://127.0.0.1"), ("Station", ""));

        var answer = Assert.IsType<TillAnswer<TillNothing>.NotSent>(await connection.Till.CloseVisitAsync(1, None));

        Assert.Equal(TillTroubles.NotConfigured, answer.Trouble.Code);
        Assert.Contains("Till:Station", answer.Trouble.Text, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(10), connection.Till.Timeout);
    }

    [Fact]
    public async Task The_till_says_who_it_is()
    {
        await using var stub = await Rk7Stub.StartAsync(call => call.AnswerAsync(Rk7Samples.OkXml(
            """<SystemInfo><Restaurant id="1" name="Тестовый объект"/><CommonShift ShiftNum="311"/></SystemInfo>""")));

        var answer = await stub.Till.GetInfoAsync(None);

        Assert.Equal(new TillAnswer<TillInfo>.Done(new TillInfo("7.26.8.2001", "MID", "Тестовый объект", 311)), answer);
    }

    [Fact]
    public async Task A_till_that_does_not_know_the_newer_command_is_asked_the_older_one()
    {
        await using var stub = await Rk7Stub.StartAsync(call => call.AnswerAsync(call.Command is "GetSystemInfo2"
            ? Rk7Samples.ErrorXml(BadParameters, "Unknown command GetSystemInfo2")
            : Rk7Samples.OkXml("""<SystemInfo SystemTime="4102488000000"/>""")));

        Assert.IsType<TillAnswer<TillInfo>.Done>(await stub.Till.GetInfoAsync(None));
        Assert.Equal(["GetSystemInfo2", "GetSystemInfo"], stub.Calls.Select(call => call.Command));
    }

    [Theory]
    [InlineData("7.5.7.201")]
    [InlineData("7.6.3.900")]
    public async Task A_server_that_is_too_old_is_refused_by_its_version(string version)
    {
        await using var stub = await Rk7Stub.StartAsync(call => call.AnswerAsync(
            $"""<RK7QueryResult ServerVersion="{version}" NetName="MID" Status="Ok" ErrorText=""><SystemInfo/></RK7QueryResult>"""));

        var refused = Assert.IsType<TillAnswer<TillInfo>.Refused>(await stub.Till.GetInfoAsync(None));

        Assert.Equal(TillTroubles.VersionTooOld, refused.Trouble.Code);
        Assert.Contains(version, refused.Trouble.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_oldest_server_that_will_do_is_accepted()
    {
        await using var stub = await Rk7Stub.StartAsync(call => call.AnswerAsync(
            """<RK7QueryResult ServerVersion="7.6.4.5" NetName="MID" Status="Ok" ErrorText=""><SystemInfo/></RK7QueryResult>"""));

        Assert.IsType<TillAnswer<TillInfo>.Done>(await stub.Till.GetInfoAsync(None));
    }

    [Fact]
    public async Task A_created_order_comes_back_with_the_tills_guid_and_name()
    {
        var theirs = Guid.NewGuid();
        await using var stub = await Rk7Stub.StartAsync(call => call.AnswerAsync(Rk7Samples.OkXml(Rk7Samples.Order(theirs))));

        var created = Assert.IsType<TillAnswer<TillOrder>.Done>(await stub.Till.CreateOrderAsync(_order, None)).Value;

        Assert.Equal((theirs, "Dlv.2", "Dlv"), (created.Guid, created.Name, created.Table));
        Assert.Single(stub.Calls);
    }

    [Fact]
    public async Task An_old_till_that_does_not_show_the_new_order_is_asked_for_it_by_its_own_guid()
    {
        var theirs = Guid.NewGuid();
        await using var stub = await Rk7Stub.StartAsync(call => call.AnswerAsync(call.Command is "CreateOrder"
            ? Rk7Samples.OkXml("", $"VisitID=\"1\" OrderID=\"256\" guid=\"{theirs:B}\"")
            : Rk7Samples.OkXml(Rk7Samples.Order(theirs))));

        var created = Assert.IsType<TillAnswer<TillOrder>.Done>(await stub.Till.CreateOrderAsync(_order, None)).Value;

        Assert.Equal((theirs, "Dlv.2"), (created.Guid, created.Name));
        Assert.Contains(theirs.ToString("D").ToUpperInvariant(), stub.Calls[1].Query.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(503, "")]
    [InlineData(401, "")]
    [InlineData(200, """<RK7QueryResult Status="Query Executing Error" ErrorText="нет такого"/>""")]
    [InlineData(200, """<RK7QueryResult Status="Query Parse Error" RK7ErrorN="2172" ErrorText=""/>""")]
    public async Task An_order_that_was_created_but_cannot_be_shown_is_in_doubt_and_not_refused(int status, string xml)
    {
        await using var stub = await Rk7Stub.StartAsync(call => call.Command is "CreateOrder"
            ? call.AnswerAsync(Rk7Samples.OkXml("", "VisitID=\"1\" OrderID=\"256\""))
            : call.AnswerAsync(xml, status));

        Assert.IsType<TillAnswer<TillOrder>.NoIdea>(await stub.Till.CreateOrderAsync(_order, None));
        Assert.Single(stub.Calls, call => call.Command is "CreateOrder");
    }

    [Fact]
    public async Task An_order_that_cannot_be_read_is_in_doubt()
    {
        await using var stub = await Rk7Stub.StartAsync(call => call.AnswerAsync(Rk7Samples.OkXml("""<Order guid="{oops}"/>""")));

        Assert.Equal(TillTroubles.BrokenAnswer, NoIdea(await stub.Till.CreateOrderAsync(_order, None)));
    }

    [Theory]
    [InlineData("2133", "rk7-2133")]
    [InlineData("3444", "rk7-3444")]
    public async Task A_refusal_has_the_tills_number(string number, string code)
    {
        await using var stub = await Rk7Stub.StartAsync(call => call.AnswerAsync(
            $"""<RK7QueryResult Status="{ExecutingError}" RK7ErrorN="{number}" ErrorText="нельзя"/>"""));

        var refused = Assert.IsType<TillAnswer<TillOrder>.Refused>(await stub.Till.CreateOrderAsync(_order, None));

        Assert.Equal(new TillTrouble(code, "нельзя"), refused.Trouble);
    }

    [Fact]
    public async Task An_order_that_is_not_there_is_answered_with_nothing()
    {
        await using var stub = await Rk7Stub.StartAsync(call => call.AnswerAsync(Rk7Samples.ErrorXml(ExecutingError, "Заказ не найден", 2000)));

        Assert.Equal(new TillAnswer<TillOrder?>.Done(null), await stub.Till.FindOrderAsync(_key, None));
        Assert.Single(stub.Calls);
    }

    [Fact]
    public async Task An_order_whose_guid_was_changed_is_found_by_its_numbers()
    {
        var changed = Guid.NewGuid();
        await using var stub = await Rk7Stub.StartAsync(call => call.AnswerAsync(call.Number is 1
            ? Rk7Samples.ErrorXml(ExecutingError, "Заказ не найден", 2000)
            : Rk7Samples.OkXml(Rk7Samples.Order(changed))));

        var found = await stub.Till.FindOrderAsync(new TillOrderKey(_guid, 356255787, 256), None);

        Assert.Equal(changed, Assert.IsType<TillAnswer<TillOrder?>.Done>(found).Value!.Guid);
        Assert.Equal("356255787", (string?)stub.Calls[1].Query.Descendants("Order").Single().Attribute("visit"));
    }

    [Theory]
    [InlineData("""Status="Query Parse Error" ErrorText="UCSERR(2172): В данный момент закрывается общая смена" """)]
    [InlineData("""Status="Query Executing Error" RK7ErrorN="2219" ErrorText="заблокирован" """)]
    public async Task What_the_till_cannot_look_up_now_is_not_absent(string attributes)
    {
        await using var stub = await Rk7Stub.StartAsync(call => call.AnswerAsync($"<RK7QueryResult {attributes}/>"));

        Assert.IsType<TillAnswer<TillOrder?>.Later>(await stub.Till.FindOrderAsync(_key, None));
    }

    [Fact]
    public async Task Ok_without_a_lock_is_no_lock()
    {
        await using var stub = await Rk7Stub.StartAsync(call => call.AnswerAsync(
            Rk7Samples.OkXml("", call.Number is 1 ? "locked=\"1\"" : "locked=\"0\"")));

        Assert.Equal(new TillAnswer<bool>.Done(true), await stub.Till.LockOrderAsync(_key, _guid, TimeSpan.FromMinutes(3), None));
        Assert.Equal(new TillAnswer<bool>.Done(false), await stub.Till.LockOrderAsync(_key, _guid, TimeSpan.FromMinutes(3), None));
    }

    [Fact]
    public async Task An_order_that_is_open_at_the_till_can_be_locked_later()
    {
        await using var stub = await Rk7Stub.StartAsync(call => call.AnswerAsync(Rk7Samples.ErrorXml(
            ExecutingError, "Не получается заблокировать. Заказ заблокирован другим ключом блокировки (станция Касса 1, оператор Петрова)", 2219)));

        var later = Assert.IsType<TillAnswer<bool>.Later>(await stub.Till.LockOrderAsync(_key, _guid, TimeSpan.FromMinutes(3), None));

        Assert.Contains("Касса 1", later.Trouble.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_saved_order_comes_back_with_our_package()
    {
        var session = $"""<Session uni="1" line_guid="{_package:B}" cookMins="0"><Dish id="7" name="Борщ" quantity="2000" amount="70000"/></Session>""";
        await using var stub = await Rk7Stub.StartAsync(call => call.AnswerAsync(Rk7Samples.OkXml(
            Rk7Samples.Order(_guid, session) + $"<Session line_guid=\"{_package:B}\" sessionID=\"5\"/>")));
        var plan = new FillPlan([new FillLine(7, new Quantity(2000), false, [], [])], []);

        var saved = Assert.IsType<TillAnswer<TillOrder>.Done>(await stub.Till.SaveOrderAsync(_key, _guid, _package, plan, None)).Value;

        var package = Assert.Single(saved.Packages);
        Assert.Equal(_package, package.Guid);
        Assert.True(plan.IsIn(package));
    }

    [Fact]
    public async Task A_dish_that_is_refused_inside_an_ok_is_a_refusal()
    {
        await using var stub = await Rk7Stub.StartAsync(call => call.AnswerAsync(Rk7Samples.OkXml(
            """<Error RK7ErrorN="2053" ErrorText="Блюдо в стоп-листе"><FaultyTag><Dish id="7" quantity="1000"/></FaultyTag></Error>"""
            + Rk7Samples.Order(_guid))));

        var refused = Assert.IsType<TillAnswer<TillOrder>.Refused>(
            await stub.Till.SaveOrderAsync(_key, _guid, _package, new FillPlan([], []), None));

        Assert.Equal(new TillTrouble("rk7-2053", "Блюдо в стоп-листе"), refused.Trouble);
    }

    [Fact]
    public async Task The_list_goes_on_from_its_version()
    {
        await using var stub = await Rk7Stub.StartAsync(call => call.AnswerAsync(call.Number is 1
            ? Rk7Samples.OkXml($"<Visit visit=\"1\"><Orders>{Rk7Samples.Order(_guid)}</Orders></Visit>", "lastversion=\"9\"")
            : """<RK7QueryResult Status="No changes" ErrorText=""/>"""));

        var first = Assert.IsType<TillAnswer<TillOrderList>.Done>(await stub.Till.ListOrdersAsync(null, None)).Value;
        var second = Assert.IsType<TillAnswer<TillOrderList>.Done>(await stub.Till.ListOrdersAsync(first.Version, None)).Value;

        Assert.Equal(_guid, Assert.Single(first.Orders).Guid);
        Assert.Equal((9L, true), (second.Version, second.Unchanged));
        Assert.Equal("9", (string?)stub.Calls[1].Query.Element("RK7CMD")!.Attribute("lastversion"));
    }

    [Fact]
    public async Task The_menu_is_put_together_from_eight_questions_and_two_for_combos()
    {
        await using var stub = await Rk7Stub.StartAsync(call => call.AnswerAsync(Rk7Samples.OkXml(
            (string?)call.Query.Element("RK7CMD")!.Attribute("RefName") switch
            {
                "MENUITEMS" => Rk7Samples.MenuItems,
                "CATEGLIST" => Rk7Samples.Categories,
                "MODISCHEMES" => Rk7Samples.Schemes,
                "MODIGROUPS" => Rk7Samples.Groups,
                "MODIFIERS" => Rk7Samples.Modifiers,
                _ => Rk7Samples.OrderMenu,
            })));

        var menu = Assert.IsType<TillAnswer<RestaurantMenu>.Done>(await stub.Till.ReadMenuAsync(DateTimeOffset.UnixEpoch, None)).Value;

        Assert.Equal((DateTimeOffset.UnixEpoch, 4, 10), (menu.ReadAt, menu.Items.Count, stub.Calls.Count));
    }

    [Fact]
    public async Task A_menu_of_which_a_part_is_missing_is_no_menu()
    {
        await using var stub = await Rk7Stub.StartAsync(call => call.AnswerAsync(call.Command is "GetOrderMenu"
            ? Rk7Samples.ErrorXml(BadParameters, "Не найден элемент 1 в коллекции Cashes")
            : Rk7Samples.OkXml("<RK7Reference><Items/></RK7Reference>")));

        Assert.Equal(TillTroubles.BadParameters, Refused(await stub.Till.ReadMenuAsync(DateTimeOffset.UnixEpoch, None)));
    }
}
