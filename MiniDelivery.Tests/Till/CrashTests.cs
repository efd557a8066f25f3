using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Handoff;
using MiniDelivery.Web.Simulator;

namespace MiniDelivery.Tests.Till;

/// <summary>
/// The process dies at every point: before and after each commit, each claim and each request, on and on until the story is told to its end
/// without a death. A dead process does nothing more; a new one takes its place, people go on where they were, and there is one order at the
/// till with the right dishes once. A point that is not passed any more would make the counts at the end fail.
/// </summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    private static readonly CancellationToken _none = CancellationToken.None;
    private static readonly (string, int)[] _seed = [("Пирог", 2000), ("Хлеб", 1000)];

    /// <summary>The licence of the till's XML interface, and whether a refusal uses up the number of a subscription.</summary>
    public enum Licence
    {
        Lifetime,
        SubscriptionWhereRefusalsCount,
        SubscriptionWhereRefusalsDoNot,
        NoneAtFirst,
        ExpiredAtFirst,
    }

    public enum Change
    {
        First,
        Add,
        Less,
    }

    public static TheoryData<RepeatedGuid, Licence> TillsAndLicences()
    {
        var data = new TheoryData<RepeatedGuid, Licence>();
        foreach (var repeated in Enum.GetValues<RepeatedGuid>())
        {
            data.AddRange([.. Enum.GetValues<Licence>().Select(licence => (repeated, licence))]);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(TillsAndLicences))]
    public async Task An_order_that_is_accepted_and_filled_is_one_order_with_its_dishes_once(RepeatedGuid repeated, Licence licence)
    {
        var switches = Switches(licence) with { RepeatedGuid = repeated };
        var points = await EverywhereAsync(
            switches,
            rig => rig.ReceiveAsync(),
            async (rig, id) =>
            {
                await rig.Desk.AcceptAsync(id, Some.Anna, _none);
                await rig.DispatchAsync();
                await rig.Desk.FillAsync(id, Some.Anna, _none);
                await rig.DispatchAsync();
            },
            async (rig, id) =>
            {
                await GoOnAsync(rig, id);
                if (licence is Licence.NoneAtFirst or Licence.ExpiredAtFirst)
                {
                    Assert.Equal(TillState.Refused, (await rig.OrderAsync(id)).Handoff!.TillState);
                    AssertAtTill(rig, await rig.OrderAsync(id));
                    rig.Till.Switches = switches with { Licence = licence is Licence.NoneAtFirst ? LicenceProfile.Lifetime : LicenceProfile.Subscription };
                    Assert.True((await rig.Desk.RetryTillAsync(id, Some.Anna, _none)).IsDone);
                    await GoOnAsync(rig, id);
                }

                await AssertAcceptedAsync(rig, id, _seed);
            });
        Assert.True(points >= 24, $"only {points} points were tried");
    }

    [Theory]
    [MemberData(nameof(TillsAndLicences))]
    public async Task A_cancelled_order_ends_deleted_here_and_gone_there(RepeatedGuid repeated, Licence licence)
    {
        var points = await EverywhereAsync(
            Switches(licence) with { RepeatedGuid = repeated },
            async rig =>
            {
                var id = await rig.ReceiveAsync();
                await rig.Desk.AcceptAsync(id, Some.Anna, _none);
                await rig.DispatchAsync();
                await rig.Desk.FillAsync(id, Some.Anna, _none);
                await rig.DispatchAsync();
                return id;
            },
            async (rig, id) =>
            {
                await rig.Desk.CancelAsync(id, CancelReason.GuestCancelled, null, Some.Anna, _none);
                await rig.DispatchAsync();
            },
            async (rig, id) =>
            {
                await rig.Desk.CancelAsync(id, CancelReason.GuestCancelled, null, Some.Anna, _none);
                await rig.RestAsync(id);
                var order = await rig.OrderAsync(id);
                Assert.Equal(OrderStatus.Deleted, order.Status);
                Assert.Empty(rig.AtTill(order));
                AssertVisitClosed(rig, order);
            });
        Assert.True(points >= 12, $"only {points} points were tried");
    }

    // The answer is in doubt when the guest changes their mind: creation and cancellation in one story.
    [Theory]
    [MemberData(nameof(TillsAndLicences))]
    public async Task An_order_cancelled_while_the_till_was_silent_ends_gone_there(RepeatedGuid repeated, Licence licence)
    {
        var switches = Switches(licence) with { RepeatedGuid = repeated };
        var points = await EverywhereAsync(
            switches,
            rig => rig.ReceiveAsync(),
            async (rig, id) =>
            {
                rig.Till.Switches = switches with { Faults = [new SimulatorFault { Kind = FaultKind.DropAfter, Command = "CreateOrder" }] };
                await rig.Desk.AcceptAsync(id, Some.Anna, _none);
                await rig.DispatchAsync();
                await rig.Desk.CancelAsync(id, CancelReason.GuestCancelled, null, Some.Anna, _none);
                rig.Time.Advance(TimeSpan.FromMinutes(1));
                await rig.DispatchAsync();
            },
            async (rig, id) =>
            {
                await rig.RestAsync(id);
                await rig.Desk.CancelAsync(id, CancelReason.GuestCancelled, null, Some.Anna, _none);
                await rig.RestAsync(id);
                var order = await rig.OrderAsync(id);
                Assert.Equal(OrderStatus.Deleted, order.Status);
                Assert.Empty(rig.AtTill(order));
            });
        Assert.True(points >= 16, $"only {points} points were tried");
    }

    // Every till and licence; the edits go round, so that each licence sees each kind of change.
    public static TheoryData<RepeatedGuid, Licence, Change, LineGuids, KitchenPrinting> Edits()
    {
        (Change Change, LineGuids Guids, KitchenPrinting Printing)[] edits =
        [
            (Change.First, LineGuids.Kept, KitchenPrinting.Never),
            (Change.Add, LineGuids.Replaced, KitchenPrinting.Never),
            (Change.Less, LineGuids.Kept, KitchenPrinting.Never),
            (Change.First, LineGuids.Replaced, KitchenPrinting.AtOnce),
            (Change.Add, LineGuids.Kept, KitchenPrinting.AtOnce),
            (Change.Less, LineGuids.Replaced, KitchenPrinting.Never),
        ];
        return [.. TillsAndLicences().Select((row, index) => (row.Data.Item1, row.Data.Item2, Edit: edits[index % edits.Length]))
            .Select(row => (row.Item1, row.Item2, row.Edit.Change, row.Edit.Guids, row.Edit.Printing))];
    }

    [Theory]
    [MemberData(nameof(Edits))]
    public async Task A_change_made_in_the_editor_is_there_once(
        RepeatedGuid repeated, Licence licence, Change change, LineGuids guids, KitchenPrinting printing)
    {
        var switches = Switches(licence) with { RepeatedGuid = repeated, LineGuids = guids, Printing = printing };
        var licensed = switches with { Licence = licence is Licence.NoneAtFirst ? LicenceProfile.Lifetime : LicenceProfile.Subscription };
        var isRefusedAtFirst = licence is Licence.NoneAtFirst or Licence.ExpiredAtFirst;
        EditPlan? plan = null;
        var points = await EverywhereAsync(
            switches,
            async rig =>
            {
                plan = null;
                var id = await rig.ReceiveAsync();
                await rig.Desk.AcceptAsync(id, Some.Anna, _none);
                await rig.DispatchAsync();
                if (change is not Change.First)
                {
                    // The licence ends only after the guest's dishes are in.
                    rig.Till.Switches = isRefusedAtFirst ? licensed : switches;
                    await rig.Desk.FillAsync(id, Some.Anna, _none);
                    await rig.RestAsync(id);
                    rig.Till.Switches = switches;
                }

                return id;
            },
            async (rig, id) =>
            {
                await using var opened = await OpenAsync(rig, id);
                plan = Plan(opened, rig.Menu, change);
                Assert.True((await opened.Session.SaveAsync(plan, _none)).IsDone);
                await rig.DispatchAsync();
            },
            async (rig, id) =>
            {
                await rig.RestAsync(id);
                if (plan is null || (await rig.OrderAsync(id)).History.All(step => step.Kind is not StepKind.EditRequested))
                {
                    // The person never got an answer to «Сохранить», nor was it stored: they do it again.
                    await using var opened = await OpenAsync(rig, id);
                    Assert.True((await opened.Session.SaveAsync(plan ?? Plan(opened, rig.Menu, change), _none)).IsDone);
                    await rig.RestAsync(id);
                }

                if (isRefusedAtFirst)
                {
                    Assert.Equal(TillState.Refused, (await rig.OrderAsync(id)).Handoff!.TillState);
                    AssertAtTill(rig, await rig.OrderAsync(id), change is Change.First ? [] : _seed);
                    rig.Till.Switches = licensed;
                    Assert.True((await rig.Desk.RetryTillAsync(id, Some.Anna, _none)).IsDone);
                    await rig.RestAsync(id);
                }

                await AssertAcceptedAsync(rig, id, change switch
                {
                    Change.First => _seed,
                    Change.Add => [.. _seed, ("Морс клюквенный", 1000)],
                    Change.Less => [("Пирог", 1000)],
                });
                Assert.Equal(change is Change.Add ? 2 : 1, Assert.Single(rig.AtTill(await rig.OrderAsync(id))).Comment!.Split("Морс клюквенный: безо льда").Length);
            });
        Assert.True(points >= 20, $"only {points} points were tried");
    }

    /// <summary>Tells a story again and again, one order each, and lets the process die one point later each time.</summary>
    /// <param name="begin">What was before; nobody dies.</param>
    /// <param name="story">What the process dies in.</param>
    /// <param name="afterwards">What people do then, and what must be true.</param>
    /// <returns>How many points there are.</returns>
    private async Task<int> EverywhereAsync(
        SimulatorSwitches switches, Func<TillRig, Task<OrderId>> begin, Func<TillRig, OrderId, Task> story, Func<TillRig, OrderId, Task> afterwards)
    {
        await using var rig = await TillRig.StartAsync(switches);
        for (var point = 1; ; point++)
        {
            rig.Till.Switches = switches;
            var id = await begin(rig);
            rig.Death.Plan(point);
            var died = false;
            try
            {
                await story(rig, id);
            }
            catch (Exception error) when (error.GetBaseException() is ProcessDiedException)
            {
                died = true;
            }

            died |= rig.Death.HasStruck;
            await rig.RestartAsync();
            await afterwards(rig, id);
            if (!died)
            {
                output.WriteLine($"{point - 1} points");
                return point - 1;
            }
        }
    }

    // What a person sees on the card is what they do next.
    private static async Task GoOnAsync(TillRig rig, OrderId id)
    {
        await rig.RestAsync(id);
        if ((await rig.OrderAsync(id)).Status is OrderStatus.Waiting)
        {
            Assert.True((await rig.Desk.AcceptAsync(id, Some.Anna, _none)).IsDone);
            await rig.RestAsync(id);
        }

        if (await rig.OrderAsync(id) is { Status: OrderStatus.Created, Handoff.TillState: not TillState.Refused })
        {
            Assert.True((await rig.Desk.FillAsync(id, Some.Anna, _none)).IsDone);
            await rig.RestAsync(id);
        }
    }

    private static async Task AssertAcceptedAsync(TillRig rig, OrderId id, (string, int)[] dishes)
    {
        var order = await rig.OrderAsync(id);
        AssertAtTill(rig, order, dishes);
        Assert.Equal((OrderStatus.Accepted, TillState.Filled), (order.Status, order.Handoff!.TillState));
    }

    private static void AssertAtTill(TillRig rig, Order order, params (string, int)[] dishes) => Assert.Equal(
        dishes.Order(),
        Assert.Single(rig.AtTill(order)).Lines.Where(line => line.Quantity > 0).Select(line => (line.Name, line.Quantity)).Order());

    // One that is still open would let another order in.
    private static void AssertVisitClosed(TillRig rig, Order order) => Assert.Contains(
        $"Визит {order.Handoff!.Visit} закрыт!",
        rig.Till.Execute($"""
            <RK7Query><RK7CMD CMD="CreateOrder"><Order><Table code="{SimulatorMenu.DeliveryTable}"/><Visit visit="{order.Handoff.Visit}"/></Order></RK7CMD></RK7Query>
            """),
        StringComparison.Ordinal);

    private static SimulatorSwitches Switches(Licence licence) => new()
    {
        Licence = licence switch
        {
            Licence.Lifetime => LicenceProfile.Lifetime,
            Licence.NoneAtFirst => LicenceProfile.None,
            Licence.ExpiredAtFirst => LicenceProfile.Expired,
            _ => LicenceProfile.Subscription,
        },
        FailureUsesNumber = licence is not Licence.SubscriptionWhereRefusalsDoNot,
        // A process that dies often begins no new licence instance: its guid is kept.
        InstancesPerDay = 1,
    };

    private static EditPlan Plan(OpenedOrder opened, Domain.Menu.RestaurantMenu menu, Change change)
    {
        var draft = new EditDraft(opened.Till, menu);
        switch (change)
        {
            case Change.First:
                draft.Propose(opened.Session.Order);
                break;
            case Change.Add:
                Assert.Null(draft.Add(menu.Items.Single(item => item.Code is 601), Quantity.One, [], "безо льда"));
                break;
            case Change.Less:
                Assert.Null(draft.SetQuantity(draft.Lines[1].Key, new Quantity(0)));
                Assert.Null(draft.SetQuantity(draft.Lines[0].Key, new Quantity(1000)));
                break;
        }

        return draft.ToPlan(Guid.NewGuid());
    }

    private static async Task<OpenedOrder> OpenAsync(TillRig rig, OrderId id)
    {
        var answer = Assert.IsType<EditorAnswer.Opened>(await rig.Editor.OpenAsync(id, Some.Anna, takeOver: true, _none));
        return new OpenedOrder(answer.Session, answer.Till);
    }

    private sealed record OpenedOrder(EditorSession Session, TillOrder Till) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Session.DisposeAsync();
    }
}
