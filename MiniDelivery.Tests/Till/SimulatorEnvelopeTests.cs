using System.Xml.Linq;
using MiniDelivery.Web.Simulator;

namespace MiniDelivery.Tests.Till;

public sealed class SimulatorEnvelopeTests : SimulatorBase
{
    [Fact]
    public async Task A_single_command_answers_on_the_root()
    {
        var root = await AskAsync("GetSystemInfo2");

        Assert.Equal(
            ("MID", "Ok", "GetSystemInfo2", "", "1", "2030-01-01T15:00:00", "7.26.8.2001", "248"),
            (Text(root, "NetName"), Text(root, "Status"), Text(root, "CMD"), Text(root, "ErrorText"), Text(root, "Processed"),
                Text(root, "ArrivalDateTime"), Text(root, "ServerVersion"), Text(root, "XmlVersion")));
        Assert.Equal("199990001", Text(root.Element("SystemInfo")!, "RestCode"));
    }

    [Theory]
    [InlineData("RK7Command", 0)]
    [InlineData("RK7Command2", 2)]
    public async Task A_batch_answers_command_by_command(string shape, int sources)
    {
        using var answer = await PostAsync($"<RK7Query><{shape} CMD=\"GetSystemInfo\"/><{shape} CMD=\"Nonsense\"/></RK7Query>");
        var root = XElement.Parse(await answer.Content.ReadAsStringAsync(Stop));

        Assert.Null(root.Attribute("CMD"));
        Assert.Equal("1", Text(root, "Processed"));
        Assert.Equal(["Ok", "Bad Query Parameters"], root.Elements("CommandResult").Select(result => Text(result, "Status")));
        Assert.Equal(sources, root.Descendants("SourceCommand").Count());
    }

    [Theory]
    [InlineData("getsysteminfo", "", "", "Unknown command getsysteminfo")]
    [InlineData("SetRefData", "", "", "Unknown command SetRefData")]
    [InlineData("CreateOrder", "", "", "child element \"Order\" not found")]
    [InlineData("CreateOrder", "", "<Order/>", "child element \"Table\" not found")]
    [InlineData("CreateOrder", "", "<Order><Table Code=\"1\"/></Order>", "Attribute \"RK7Query/RK7CMD/Order/Table/@id\" is not found")]
    [InlineData("CreateOrder", "", "<Order><Table code=\"1\"/><Waiter code=\"7\"/></Order>", "Не найден элемент 7 в коллекции Employees")]
    [InlineData("GetRefData", "RefName=\"TABLES\" WithMacroProp=\"true\"", "", "Bad integer attribute")]
    [InlineData("WaiterMessage", "text=\"x\" messageType=\"XMLInterface\"", "", "@expireTime\" is not found")]
    public async Task A_bad_request_is_told_what_is_wrong(string command, string attributes, string content, string text) =>
        AssertRefused(await AskAsync(command, attributes, content), "Bad Query Parameters", null, text);

    [Fact]
    public async Task Unknown_attributes_and_elements_are_ignored() =>
        AssertOk(await CreateAsync(attributes: "Comment=\"lost\"", content: "<Session><Dish/></Session>"));

    [Fact]
    public async Task References_are_found_by_id_code_or_guid_but_not_by_name()
    {
        var table = (await AskAsync("GetRefData", "RefName=\"tables\"")).Descendants("Item").Single(item => Text(item, "Name") is "Dlv");

        foreach (var name in new[] { $"id=\"{Text(table, "Ident")}\"", "code=\"1\"", $"guid=\"{Text(table, "GUIDString")}\"" })
        {
            AssertOk(await AskAsync("CreateOrder", "", $"<Order><Table {name}/></Order>"));
        }

        AssertRefused(
            await AskAsync("CreateOrder", "", "<Order><Table name=\"Dlv\"/></Order>"), "Bad Query Parameters", null, "is not found");
    }

    [Theory]
    [InlineData(ServerProfile.Old75, "7.5.3.298", false, false)]
    [InlineData(ServerProfile.V764, "7.6.4.483", true, true)]
    [InlineData(ServerProfile.V770, "7.7.0.244", true, false)]
    [InlineData(ServerProfile.V7268, "7.26.8.2001", true, true)]
    public async Task Each_version_has_its_own_habits(ServerProfile profile, string version, bool order, bool arrival)
    {
        Switch(switches => switches with { Profile = profile });

        var answer = await CreateAsync();

        AssertOk(answer);
        Assert.Equal(
            (version, order, arrival),
            (Text(answer, "ServerVersion"), answer.Element("Order") is not null, answer.Attribute("ArrivalDateTime") is not null));
    }

    [Fact]
    public async Task The_time_of_arrival_can_be_missing_in_any_version()
    {
        Switch(switches => switches with { NoArrival = true });

        Assert.Null((await CreateAsync()).Attribute("ArrivalDateTime"));
    }

    [Fact]
    public async Task An_old_server_announces_and_knows_less()
    {
        Switch(switches => switches with { Profile = ServerProfile.Old75 });

        var names = (await AskAsync("GetFunctions")).Elements("Query").Select(query => Text(query, "name")).ToList();

        Assert.Contains("SaveOrder", names);
        Assert.DoesNotContain("LockOrder", names);
        AssertRefused(await AskAsync("LockOrder"), "Bad Query Parameters", null, "Unknown command LockOrder");
    }
}
