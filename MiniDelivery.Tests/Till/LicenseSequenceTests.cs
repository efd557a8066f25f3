using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Handoff;
using MiniDelivery.Web.Rk7;
using MiniDelivery.Web.Simulator;

namespace MiniDelivery.Tests.Till;

/// <summary>Under a subscription every SaveOrder carries a number that must never be lost, skipped for ever or used for two requests.</summary>
public sealed class LicenseSequenceTests
{
    private static readonly CancellationToken _none = CancellationToken.None;

    [Fact]
    public async Task Each_fill_takes_the_next_number_from_0()
    {
        await using var rig = await TillRig.StartAsync(Subscription());

        foreach (var externalId in new[] { "L-1", "L-2", "L-3" })
        {
            await FillAsync(rig, externalId);
        }

        Assert.Equal([0, 1, 2], NumbersSent(rig));
        Assert.Equal(3, rig.AtTill().Count);
    }

    [Fact]
    public async Task Whoever_checks_the_licence_names_the_instance_under_which_dishes_are_sent()
    {
        await using var rig = await TillRig.StartAsync(Subscription() with { InstancesPerDay = 1 });

        await foreach (var probe in rig.First.Get<ITillSetup>().CheckAsync(
            Some.Restaurant, rig.First.Get<IOptionsMonitor<TillOptions>>().CurrentValue, _none))
        {
            Assert.True(probe.Rung is not TillRung.License || probe.State is TillProbeState.Running or TillProbeState.Ok, probe.ToString());
        }

        await FillAsync(rig, "L-9");
        var named = rig.Till.Log.Where(entry => entry.Command is "SaveOrder" or "GetXMLLicenseInstanceSeqNumber")
            .Select(entry => (entry.Command, (string?)XElement.Parse(entry.Request).Descendants("LicenseInstance").Single().Attribute("guid"))).ToList();
        Assert.Equal(2, named.Count);
        Assert.Single(named.DistinctBy(one => one.Item2));
    }

    public static TheoryData<FaultKind, LineGuids, bool, bool> LostAnswers()
    {
        var data = new TheoryData<FaultKind, LineGuids, bool, bool>();
        foreach (var fault in new[] { FaultKind.DropBefore, FaultKind.DropAfter, FaultKind.HalfAnswer, FaultKind.Http500 })
        {
            foreach (var guids in Enum.GetValues<LineGuids>())
            {
                data.AddRange((fault, guids, true, false), (fault, guids, false, false), (fault, guids, true, true));
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(LostAnswers))]
    public async Task A_lost_answer_doubles_nothing_and_the_sequence_goes_on(FaultKind fault, LineGuids guids, bool failureUsesNumber, bool answersForgotten)
    {
        await using var rig = await TillRig.StartAsync(Subscription() with
        {
            LineGuids = guids,
            FailureUsesNumber = failureUsesNumber,
            AnswersForgotten = answersForgotten,
            Faults = [new SimulatorFault { Kind = fault, Command = "SaveOrder" }],
        });

        await FillAsync(rig, "L-4");
        await FillAsync(rig, "L-5");

        AssertDishesOnce(rig, orders: 2);
    }

    [Theory]
    [InlineData(5)] // 5304: the till does not know the instance.
    [InlineData(-1)] // Counted on from a first request: 5310 or 5305.
    public async Task A_wrong_number_is_put_right_by_what_the_till_says(long number)
    {
        await using var rig = await TillRig.StartAsync(Subscription());
        if (number < 0)
        {
            await FillAsync(rig, "L-6");
            number = 7;
        }

        var id = await CreateAsync(rig, "L-7");
        await using (var db = await rig.Contexts.CreateDbContextAsync(_none))
        {
            var sequence = await db.LicenseSequences.SingleOrDefaultAsync(_none);
            if (sequence is null)
            {
                sequence = new Web.Data.LicenseSequence { RestaurantId = Some.Restaurant, InstanceGuid = Guid.NewGuid() };
                db.Add(sequence);
            }

            sequence.NextNumber = number;
            await db.SaveChangesAsync(_none);
        }

        await rig.Desk.FillAsync(id, Some.Anna, _none);
        await rig.RestAsync(id);

        Assert.Equal(OrderStatus.Accepted, (await rig.OrderAsync(id)).Status);
        AssertDishesOnce(rig, rig.AtTill().Count);
    }

    [Fact]
    public async Task Only_one_at_a_time_has_the_turn_and_a_dead_ones_turn_ends_by_itself()
    {
        await using var database = await TestDatabase.CreateAsync();
        var time = new FakeTimeProvider(Some.Noon);
        var one = new LicenseSequences(database.Contexts, time);
        var two = new LicenseSequences(database.Contexts, time);
        var first = await one.EnterAsync(Some.Restaurant, _none);
        Assert.NotNull(first);

        Assert.Null(await two.EnterAsync(Some.Restaurant, _none));
        time.Advance(TimeSpan.FromMinutes(3));
        await using var second = await two.EnterAsync(Some.Restaurant, _none);
        Assert.Equal(first.InstanceGuid, second!.InstanceGuid);
    }

    private static SimulatorSwitches Subscription() => new() { Licence = LicenceProfile.Subscription };

    private static async Task<OrderId> CreateAsync(TillRig rig, string externalId)
    {
        var id = await rig.AcceptAsync(externalId);
        await rig.DispatchAsync();
        return id;
    }

    private static async Task FillAsync(TillRig rig, string externalId)
    {
        var id = await CreateAsync(rig, externalId);
        await rig.Desk.FillAsync(id, Some.Anna, _none);
        await rig.RestAsync(id);
        Assert.Equal(OrderStatus.Accepted, (await rig.OrderAsync(id)).Status);
    }

    private static IEnumerable<int> NumbersSent(TillRig rig) => rig.Till.Log
        .Where(entry => entry.Command is "SaveOrder")
        .OrderBy(entry => entry.Number)
        .Select(entry => (int)XElement.Parse(entry.Request).Descendants("LicenseInstance").Single().Attribute("seqNumber")!);

    private static void AssertDishesOnce(TillRig rig, int orders)
    {
        Assert.Equal(orders, rig.AtTill().Count);
        Assert.All(rig.AtTill(), order =>
            Assert.Equal([("Пирог", 2000), ("Хлеб", 1000)], order.Lines.Select(line => (line.Name, line.Quantity))));
    }
}
