using System.Globalization;
using System.Xml.Linq;
using MiniDelivery.Web.Simulator;

namespace MiniDelivery.Tests.Till;

public sealed class SimulatorLicenceTests : SimulatorBase
{
    [Fact]
    public async Task Numbers_start_at_zero_and_go_up_by_one()
    {
        await SubscribeAsync();

        AssertRefused(await SaveAsync(1), "Query Executing Error", 5304, Key);
        AssertOk(await SaveAsync(0));
        AssertOk(await SaveAsync(1));
        AssertRefused(await SaveAsync(3), "Query Executing Error", 5305, "из множества [1, 2].");
        AssertOk(await SaveAsync(2));
        Assert.Equal("2", Text((await AskNumberAsync()).Descendants("LicenseInstance").Single(), "seqNumber"));
    }

    [Fact]
    public async Task The_same_request_again_is_answered_from_memory()
    {
        await SubscribeAsync();
        var first = await SaveAsync(0);

        var again = await SaveAsync(0);

        Assert.Equal(first.Element("Order")!.ToString(), again.Element("Order")!.ToString());
        Assert.Single((await GetAsync()).Elements("Session"));
        AssertRefused(await SaveAsync(0, dish: 102), "Query Executing Error", 5310, "SeqNumber должен быть увеличен");
    }

    [Fact]
    public async Task An_answer_that_is_forgotten_is_not_given_again()
    {
        await SubscribeAsync();
        Switch(switches => switches with { AnswersForgotten = true });
        await SaveAsync(0);

        AssertRefused(await SaveAsync(0), "Query Executing Error", 5310, "SeqNumber должен быть увеличен");
        Assert.Single((await GetAsync()).Elements("Session"));
    }

    [Theory]
    [InlineData(SequenceAnswer.LastUsed, "0")]
    [InlineData(SequenceAnswer.Next, "1")]
    public async Task The_number_of_an_instance_is_the_last_or_the_next(SequenceAnswer says, string number)
    {
        await SubscribeAsync();
        Switch(switches => switches with { SequenceAnswer = says });
        await SaveAsync(0);

        Assert.Equal(number, Text((await AskNumberAsync()).Descendants("LicenseInstance").Single(), "seqNumber"));
    }

    [Theory]
    [InlineData(true, 5310)]
    [InlineData(false, null)]
    public async Task A_failure_uses_up_its_number_or_not(bool uses, int? code)
    {
        await SubscribeAsync();
        Switch(switches => switches with { FailureUsesNumber = uses });
        Assert.Equal("Query Executing Error", Text(await SaveAsync(0, dish: 204), "Status"));

        Assert.Equal(code, (int?)(await SaveAsync(0)).Attribute("RK7ErrorN"));
    }

    [Fact]
    public async Task Anchor_and_token_must_be_genuine()
    {
        await SubscribeAsync();

        AssertRefused(await SaveAsync(0, token: "7"), "Query Executing Error", null, "Bad license anchor");
        AssertRefused(
            await AskAsync("GetXMLLicenseInstanceSeqNumber"), "Bad Query Parameters", null, "\"LicenseInfo\" not found");
        AssertRefused(await AskNumberAsync(), "Query Executing Error", 5304, Key);
    }

    [Fact]
    public async Task Only_so_many_instances_begin_in_a_day()
    {
        await SubscribeAsync();
        Switch(switches => switches with { InstancesPerDay = 1 });
        AssertOk(await SaveAsync(0));

        AssertRefused(await SaveAsync(0, instance: Id), "Query Executing Error", null, "инстансов");
        Time.Advance(TimeSpan.FromDays(2));
        AssertOk(await SaveAsync(0, instance: Id));
    }

    private static string Info(int number, string instance = Key, string token = SimulatorSwitches.GenuineToken) => string.Create(
        CultureInfo.InvariantCulture,
        $"<LicenseInfo anchor=\"{SimulatorSwitches.GenuineAnchor}\" licenseToken=\"{token}\"><LicenseInstance guid=\"{instance}\" seqNumber=\"{number}\"/></LicenseInfo>");

    private async Task SubscribeAsync()
    {
        Switch(switches => switches with { Licence = LicenceProfile.Subscription });
        await CreateAsync();
    }

    private Task<XElement> SaveAsync(
        int number, int dish = 101, string instance = Key, string token = SimulatorSwitches.GenuineToken) => AskAsync(
        "SaveOrder", "", $"{OrderElement}<Session><Dish code=\"{dish}\" quantity=\"1000\"/></Session>{Info(number, instance, token)}");

    private Task<XElement> AskNumberAsync() => AskAsync("GetXMLLicenseInstanceSeqNumber", "", Info(0));
}
