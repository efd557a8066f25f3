using System.Xml.Linq;
using MiniDelivery.Web.Simulator;

namespace MiniDelivery.Tests.Till;

public sealed class SimulatorMemoryTests : SimulatorBase
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"till-{Guid.NewGuid():N}", "till.json");

    protected override SimulatedTillOptions Options => new() { Zone = TimeZoneInfo.Utc, File = _file };

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (TestContext.Current.TestState is not null && Directory.Exists(Path.GetDirectoryName(_file)))
        {
            Directory.Delete(Path.GetDirectoryName(_file)!, recursive: true);
        }
    }

    [Fact]
    public async Task A_restarted_till_remembers_everything()
    {
        await CreateAsync(attributes: "persistentComment=\"#1 Анна\"", content:
            "<ExternalProps><Prop name=\"a\" value=\"b\"/></ExternalProps>");
        await SaveAsync("<Dish code=\"101\" quantity=\"2000\"><Modi code=\"305\" count=\"2\"/></Dish><Prepay code=\"3\" amount=\"1000\"/>");
        await LockAsync();
        var before = (await GetAsync()).ToString();

        await RestartAsync();

        Assert.Equal(before, (await GetAsync()).ToString());
        AssertRefused(await SaveAsync(), "Query Executing Error", 2219, "заблокирован");
        Assert.Equal("Dlv.3", Text((await CreateAsync("")).Element("Order")!, "orderName"));
    }

    [Fact]
    public async Task A_till_killed_between_commit_and_answer_has_the_order()
    {
        Break(FaultKind.DropAfter);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => CreateAsync());

        await RestartAsync();

        AssertOk(await AskAsync("GetOrder", "", OrderElement));
    }

    [Fact]
    public async Task A_licensed_request_is_replayed_even_after_a_restart()
    {
        Switch(switches => switches with { Licence = LicenceProfile.Subscription });
        await CreateAsync();
        var request = $"""
            <RK7Query><RK7CMD CMD="SaveOrder"><LicenseInfo anchor="{SimulatorSwitches.GenuineAnchor}" licenseToken="1000001">
            <LicenseInstance guid="{Key}" seqNumber="0"/></LicenseInfo>{OrderElement}<Session>{Pie}</Session></RK7CMD></RK7Query>
            """;
        using var first = await PostAsync(request);

        await RestartAsync();
        Switch(switches => switches with { Licence = LicenceProfile.Subscription });
        using var again = await PostAsync(request);

        AssertOk(XElement.Parse(await again.Content.ReadAsStringAsync(Stop)));
        Assert.Single((await GetAsync()).Elements("Session"));
    }
}
