using System.Globalization;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Handoff;
using MiniDelivery.Web.Simulator;

namespace MiniDelivery.Tests.Till;

/// <summary>
/// An hour in which everything happens in any order: faults on the wire, deaths of processes, two instances with two dispatchers and a
/// watch each, operators who edit, cancel and change their minds, cashiers who open, change and print orders, and a licence that ends and is
/// bought again. Seeded and printed;
/// MINIDELIVERY_TEST_RANDOM_SECONDS makes it longer, MINIDELIVERY_TEST_RANDOM_SEED repeats one run.
/// </summary>
public sealed class RandomRunTests(ITestOutputHelper output)
{
    private const int DrinkCode = 601;
    private const string Drink = "Морс клюквенный";

    private static readonly CancellationToken _none = CancellationToken.None;

    [Fact]
    public async Task Whatever_happens_in_whatever_order_one_web_order_is_at_most_one_order_with_the_dishes_at_most_once()
    {
        var seconds = Number("MINIDELIVERY_TEST_RANDOM_SECONDS") ?? 8;
        var seed = Number("MINIDELIVERY_TEST_RANDOM_SEED") ?? Random.Shared.Next();
        using var box = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        var runs = 0;
        do
        {
            output.WriteLine($"seed {seed}");
            await RunAsync(new Random(seed), seed);
            seed++;
            runs++;
        }
        while (!box.IsCancellationRequested);

        output.WriteLine($"{runs} runs");
    }

    private static async Task RunAsync(Random random, int seed)
    {
        var licence = random.Next(2) is 0 ? LicenceProfile.Lifetime : LicenceProfile.Subscription;
        await using var rig = await TillRig.StartAsync(new SimulatorSwitches
        {
            RepeatedGuid = Any<RepeatedGuid>(random),
            LineGuids = Any<LineGuids>(random),
            Licence = licence,
            Printing = random.Next(2) is 0 ? KitchenPrinting.Never : KitchenPrinting.AtOnce,
            FailureUsesNumber = random.Next(2) is 0,
            StationLocking = StationLocking.HookThenLock,
        });
        var orders = new List<OrderId>();
        await rig.StartSecondAsync();
        for (var step = 0; step < 60; step++)
        {
            await StepAsync(rig, random, orders);
            await CheckAsync(rig, orders, seed, atRest: false);
        }

        // The storm is over: the wire works, the cashiers have gone, and people try again what was refused.
        rig.Till.Switches = rig.Till.Switches with { Faults = [], Licence = licence };
        foreach (var order in rig.AtTill())
        {
            rig.Till.LeaveOrder(order.Id);
        }

        foreach (var id in orders)
        {
            await rig.RestAsync(id);
            if ((await rig.OrderAsync(id)).Handoff is { State: HandoffState.Refused })
            {
                await rig.Desk.RetryTillAsync(id, Some.Anna, _none);
                await rig.RestAsync(id);
            }
        }

        await CheckAsync(rig, orders, seed, atRest: true);
    }

    private static async Task StepAsync(TillRig rig, Random random, List<OrderId> orders)
    {
        var id = orders is [] ? default : orders[random.Next(orders.Count)];
        var (one, other) = random.Next(2) is 0 ? (rig.First, rig.Second!) : (rig.Second!, rig.First);
        var what = random.Next(orders is [] ? 1 : 15);
        one.Death.Plan(what > 0 && random.Next(6) is 0 ? random.Next(1, 20) : null);
        try
        {
            switch (what)
            {
                case 0 when orders.Count < 4:
                    orders.Add(await rig.AcceptAsync($"RND-{orders.Count}"));
                    break;
                case 1 or 2 or 3:
                    await one.DispatchAsync();
                    break;
                case 4:
                    await Task.WhenAll(one.DispatchAsync(), one.DispatchAsync(), other.DispatchAsync());
                    break;
                case 5:
                    rig.Time.Advance(TimeSpan.FromSeconds(random.Next(1, 240)));
                    break;
                case 6:
                    await one.Desk.FillAsync(id, Some.Anna, _none);
                    break;
                case 7 when random.Next(3) is 0:
                    await one.Desk.CancelAsync(id, CancelReason.GuestCancelled, null, Some.Anna, _none);
                    break;
                case 8:
                    await one.Desk.RetryTillAsync(id, Some.Anna, _none);
                    break;
                case 9 when rig.AtTill() is [var first, ..]:
                    await CashierAsync(rig, random, first.Id);
                    break;
                case 10 or 11:
                    await EditAsync(one, random, id);
                    break;
                case 12:
                    await rig.WatchAsync(one.Get<TillWatch>());
                    break;
                case 13:
                    rig.Till.Switches = rig.Till.Switches with { Licence = Other(rig.Till.Switches.Licence) };
                    break;
                default:
                    rig.Till.Switches = rig.Till.Switches with
                    {
                        Faults = [new SimulatorFault { Kind = AnyFault(random), Command = random.Next(2) is 0 ? "CreateOrder" : "SaveOrder" }],
                    };
                    break;
            }
        }
        catch (Exception error) when (error.GetBaseException() is ProcessDiedException)
        {
            // That is what is being tried; what it left behind is looked at below.
        }

        if (one.Death.HasStruck)
        {
            await (one == rig.First ? rig.RestartAsync() : rig.RestartSecondAsync());
        }

        one.Death.Plan(one.Death.HasStruck ? 0 : null);
    }

    // Everybody who edits wants one more drink; what the till has is shown to them first, and the guest's dishes where there are none.
    private static async Task EditAsync(RigInstance instance, Random random, OrderId id)
    {
        if (await instance.Editor.OpenAsync(id, Some.Boris, takeOver: true, _none) is not EditorAnswer.Opened opened)
        {
            return;
        }

        await using var session = opened.Session;
        var draft = new EditDraft(opened.Till, opened.Menu);
        if (draft.Lines.All(line => line.Name is not "Пирог"))
        {
            // The till has none of the guest's dishes, whatever a cashier may have rung up.
            draft.Propose(session.Order);
        }

        Assert.Null(draft.Add(opened.Menu!.Items.Single(item => item.Code == DrinkCode), Quantity.One, []));
        await session.SaveAsync(draft.ToPlan(Guid.NewGuid()), _none);
        if (random.Next(2) is 0)
        {
            await instance.DispatchAsync();
        }
    }

    private static async Task CashierAsync(TillRig rig, Random random, string order)
    {
        await rig.Till.OpenOrderAsync(order, _none);
        if (random.Next(2) is 0)
        {
            var dish = rig.Till.View().Dishes.First(dish => dish is { IsOffered: true, Weighed: false, ModiScheme: 0, Code: not (101 or 102 or DrinkCode) });
            rig.Till.AddDish(order, dish.Code, 1000, []);
        }

        if (random.Next(4) is 0)
        {
            rig.Till.PrintToKitchen(order);
        }

        if (random.Next(3) > 0)
        {
            rig.Till.LeaveOrder(order);
        }
    }

    private static async Task CheckAsync(TillRig rig, List<OrderId> ids, int seed, bool atRest)
    {
        foreach (var id in ids)
        {
            var order = await rig.OrderAsync(id);
            var atTill = rig.AtTill(order);
            var story = string.Join("; ", order.History.Select(step => $"{step.Kind} {step.Note}"));
            var what = $"seed {seed}, order {order.Number} is {order.Status}, {order.Handoff!.Act} {order.Handoff.State} {order.Handoff.Trouble?.Code}: {story}";

            // A second one may exist only while a doubt about it is still being cleared up, or is told to a person.
            Assert.True(
                atTill.Count <= 1 || order.Handoff.State is HandoffState.Sending or HandoffState.InDoubt
                    || order.History.Any(step => step.Kind is StepKind.TwinFound),
                $"{atTill.Count} at the till; {what}");
            foreach (var held in atTill)
            {
                var pies = held.Lines.Where(line => line.Name == "Пирог").Sum(line => line.Quantity);
                Assert.True(pies is 0 or 2000, $"{pies} thousandths of a pie; {what}");
                Assert.True(!atRest || order.Status is not OrderStatus.Accepted || pies is 2000, $"accepted without its dishes; {what}");

                // Each «Сохранить» brings one drink: never two, and none that the till said yes to gets lost.
                var drinks = held.Lines.Where(line => line.Name == Drink).Sum(line => line.Quantity) / 1000;
                var wanted = order.History.Count(step => step.Kind is StepKind.EditRequested);
                var written = order.History.Count(step => step.Kind is StepKind.TillEdited);
                Assert.True(drinks <= wanted && drinks >= written, $"{drinks} drinks of {wanted}, {written} written; {what}");
            }

            if (atRest)
            {
                Assert.False(order.Handoff.IsOpen, what);
                Assert.True(order.Status is not OrderStatus.Deleted || atTill is [], $"deleted, and still at the till; {what}");
                Assert.True(order.Status is OrderStatus.Waiting or OrderStatus.Deleted || atTill.Count is 1, $"lost at the till; {what}");
            }
        }
    }

    // It ends, or is bought again.
    private static LicenceProfile Other(LicenceProfile licence) => licence switch
    {
        LicenceProfile.Lifetime => LicenceProfile.None,
        LicenceProfile.None => LicenceProfile.Lifetime,
        LicenceProfile.Subscription => LicenceProfile.Expired,
        LicenceProfile.Expired => LicenceProfile.Subscription,
    };

    private static FaultKind AnyFault(Random random) => random.Next(5) switch
    {
        0 => FaultKind.DropBefore,
        1 => FaultKind.DropAfter,
        2 => FaultKind.HalfAnswer,
        3 => FaultKind.Http500,
        _ => FaultKind.Http500After,
    };

    private static T Any<T>(Random random)
        where T : struct, Enum
    {
        var values = Enum.GetValues<T>();
        return values[random.Next(values.Length)];
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
