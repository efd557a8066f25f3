using System.Xml.Linq;
using MiniDelivery.Web.Simulator;

namespace MiniDelivery.Tests.Till;

public sealed class SimulatorOrderTests : SimulatorBase
{
    [Fact]
    public async Task The_first_order_of_a_fresh_till_is_Dlv_2()
    {
        var answer = await CreateAsync(attributes: "persistentComment=\"#1 Анна&#10;вторая строка\"", content:
            "<OrderCategory code=\"2\"/><ExternalProps><Prop name=\"webOrderId\" value=\"shop/1\"/></ExternalProps>");
        var order = answer.Element("Order")!;

        AssertOk(answer);
        Assert.Equal((Id, "256"), (Text(answer, "guid"), Text(answer, "OrderID")));
        Assert.Equal(("Dlv.2", "#1 Анна вторая строка"), (Text(order, "orderName"), Text(order, "persistentComment")));
        Assert.Equal("Система", Text(order.Element("Waiter")!, "name"));
        Assert.Equal("shop/1", Text(order.Element("ExternalProps")!.Element("Prop")!, "value"));
        Assert.Equal("Dlv.3", Text((await CreateAsync("")).Element("Order")!, "orderName"));
    }

    [Fact]
    public async Task A_repeated_guid_is_an_error_by_default()
    {
        await CreateAsync();

        AssertRefused(await CreateAsync(), "Query Executing Error", null, "уже существует");
        Assert.Single(await ListAsync());
    }

    [Theory]
    [InlineData(RepeatedGuid.Same, 1, true, "first")]
    [InlineData(RepeatedGuid.Overwrite, 1, true, "second")]
    [InlineData(RepeatedGuid.Second, 2, false, "second")]
    public async Task A_repeated_guid_does_what_the_switch_says(RepeatedGuid repeated, int orders, bool sameGuid, string comment)
    {
        Switch(switches => switches with { RepeatedGuid = repeated });
        await CreateAsync(attributes: "persistentComment=\"first\"");

        var again = await CreateAsync(attributes: "persistentComment=\"second\"");

        AssertOk(again);
        Assert.Equal((sameGuid, comment), (Text(again, "guid") == Id, Text(again.Element("Order")!, "persistentComment")));
        Assert.Equal(orders, (await ListAsync()).Count);
    }

    [Fact]
    public async Task Guests_can_be_mandatory()
    {
        Switch(switches => switches with { GuestsMandatory = true });

        AssertRefused(
            await CreateAsync(content: "<Guests count=\"1\"><Guest GuestLabel=\"1\"/></Guests>"), "Query Executing Error", 3444, "гостей");
        AssertOk(await CreateAsync(content: "<Guests count=\"1\"><Guest guestLabel=\"1\"/></Guests>"));
    }

    [Fact]
    public async Task An_order_is_found_by_guid_by_visit_and_by_its_properties()
    {
        var visit = Text(await CreateAsync(content: "<ExternalProps><Prop name=\"a\" value=\"b\"/></ExternalProps>"), "VisitID");

        AssertOk(await AskAsync("GetOrder", "", $"<Order visit=\"{visit}\" orderIdent=\"256\"/>"));
        AssertOk(await AskAsync("GetOrder", $"guid=\"{Id}\""));
        var byProps = "<Order><ExternalProps><Prop name=\"a\" value=\"b\"/></ExternalProps></Order>";
        AssertOk(await AskAsync("GetOrder", "", byProps));
        Switch(switches => switches with { Profile = ServerProfile.V770 });
        Assert.Equal("Bad Query Parameters", Text(await AskAsync("GetOrder", "", byProps), "Status"));
    }

    [Fact]
    public async Task An_order_that_does_not_exist_is_an_error_without_a_known_code() =>
        AssertRefused(await AskAsync("GetOrder", "", OrderElement), "Query Executing Error", null, "не найден");

    [Fact]
    public async Task Each_change_moves_version_checksum_and_list()
    {
        await CreateAsync();
        var before = await GetAsync();
        var list = Number(await AskAsync("GetOrderList2"), "lastversion");

        AssertOk(await AskAsync("UpdateOrder", "persistentComment=\"new\"", OrderElement));

        var after = await GetAsync();
        Assert.True(Number(after, "version") > Number(before, "version"));
        Assert.NotEqual(Text(after, "crc32"), Text(before, "crc32"));
        Assert.True(Number(await AskAsync("GetOrderList2"), "lastversion") > list);
    }

    [Theory]
    [InlineData("GetOrderList")]
    [InlineData("GetOrderList2")]
    public async Task The_lists_answer_No_changes_to_their_own_number(string command)
    {
        await CreateAsync();
        var version = Text(await AskAsync(command), "lastversion");

        var same = await AskAsync(command, $"lastversion=\"{version}\"");
        await CreateAsync("");
        var other = await AskAsync(command, $"lastversion=\"{version}\"");

        Assert.Equal(("No changes", false, version), (Text(same, "Status"), same.HasElements, Text(same, "lastversion")));
        Assert.Equal(("Ok", 2), (Text(other, "Status"), other.Descendants("Order").Count()));
    }

    [Fact]
    public async Task The_two_lists_use_different_names()
    {
        await AskAsync("CreateOrder", "", $"<Order guid=\"{Id}\" extSource=\"shop\" extID=\"58213\"><Table code=\"1\"/></Order>");

        var first = (await AskAsync("GetOrderList", "needNames=\"1\"")).Descendants("Order").Single();
        var second = (await ListAsync()).Single();

        Assert.Equal(("Dlv.2", "1", "Dlv"), (Text(first, "OrderName"), Text(first, "TableCode"), Text(first, "TableName")));
        Assert.Equal("58213", Text(first.Element("ExternalID")!, "ExtID"));
        Assert.Equal(("Dlv.2", "1"), (Text(second, "orderName"), Text(second.Element("Table")!, "code")));
    }

    [Fact]
    public async Task A_voided_order_keeps_its_guids_only_when_asked_to()
    {
        await CreateAsync();
        AssertOk(await VoidAsync());
        var kept = await GetAsync();
        Assert.Equal(("1", "1"), (Text(kept, "deleted"), Text(kept, "finished")));

        Switch(switches => switches with { RepeatedGuid = RepeatedGuid.Second });
        var other = Text(await CreateAsync(), "guid")!;
        AssertOk(await AskAsync(
            "VoidOrder", "", $"<Order guid=\"{other}\"/><Station code=\"1\"/><Manager code=\"9004\"/><DeleteReason code=\"1\"/>"));
        Assert.Equal("Query Executing Error", Text(await AskAsync("GetOrder", "", $"<Order guid=\"{other}\"/>"), "Status"));
        Assert.Equal(2, (await ListAsync()).Count(order => Text(order, "deleted") is "1"));
    }

    [Theory]
    [InlineData(VoidedOrders.DeletedAndFinished, "1", "1")]
    [InlineData(VoidedOrders.OnlyDeleted, "1", "0")]
    [InlineData(VoidedOrders.OnlyFinished, "0", "1")]
    public async Task A_voided_order_looks_as_the_switch_says_and_takes_no_more(VoidedOrders look, string deleted, string finished)
    {
        Switch(switches => switches with { VoidedOrders = look });
        await CreateAsync();
        await SaveAsync();

        AssertOk(await VoidAsync());

        Assert.Equal((deleted, finished), (Text(await GetAsync(), "deleted"), Text(await GetAsync(), "finished")));
        AssertRefused(await SaveAsync(), "Query Executing Error", 2128, "закрыт");
        Assert.Equal(CashierRefusal.OrderClosed, Till.AddDish(Id, 101, 1000, []).Refusal);
        AssertOk(await AskAsync("CloseVisit", "", OrderElement));
    }

    [Fact]
    public async Task Voiding_needs_all_four_and_the_right_reason()
    {
        Switch(switches => switches with { Printing = KitchenPrinting.AtOnce });
        await CreateAsync();
        await SaveAsync();

        AssertRefused(
            await AskAsync("VoidOrder", "", $"{OrderElement}<Station code=\"1\"/><Manager code=\"9004\"/>"),
            "Bad Query Parameters", null, "DeleteReason");
        AssertRefused(await VoidAsync(reason: 2), "Query Executing Error", 3383, "Отмена чека");
        AssertOk(await VoidAsync());
    }

    [Fact]
    public async Task A_closed_visit_cannot_be_edited()
    {
        var visit = Text(await CreateAsync(), "VisitID");
        AssertOk(await AskAsync("CloseVisit", $"VisitID=\"{visit}\""));

        AssertRefused(
            await AskAsync("UpdateOrder", "persistentComment=\"x\"", OrderElement), "Query Executing Error", 2128, $"Визит {visit} закрыт!");
        AssertRefused(await SaveAsync(), "Query Executing Error", 2128, "закрыт");
    }

    [Fact]
    public async Task A_visit_is_not_closed_over_a_lock()
    {
        var visit = Text(await CreateAsync(), "VisitID");
        await LockAsync();

        AssertRefused(await AskAsync("CloseVisit", $"VisitID=\"{visit}\""), "Query Executing Error", 2129, "заблокирован");
    }
}
