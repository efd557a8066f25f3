using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Simulator;

namespace MiniDelivery.Tests.Till;

/// <summary>What cashiers do with our orders comes back to us: each row of the table of section 10.4, under every supported server.</summary>
public sealed class TillWatchTests
{
    private const int Cash = 1;
    private static readonly CancellationToken _none = CancellationToken.None;
    private static readonly TimeSpan _round = TimeSpan.FromSeconds(5);

    public static TheoryData<ServerProfile> Supported => [ServerProfile.V764, ServerProfile.V770, ServerProfile.V7268];

    [Theory]
    [MemberData(nameof(Supported))]
    public async Task Dishes_that_a_cashier_adds_and_removes_are_seen_and_noted_once(ServerProfile profile)
    {
        await using var rig = await FilledAsync(profile);
        var (id, atTill) = await TheOrderAsync(rig);

        rig.Till.AddDish(atTill.Id, 103, 1000, []);
        await LookAsync(rig);
        rig.Till.RemoveLine(atTill.Id, atTill.Lines.Single(line => line.Name == "Хлеб").Uni);
        await LookAsync(rig);

        var order = await rig.OrderAsync(id);
        Assert.Equal(OrderStatus.Accepted, order.Status);
        Assert.Equal(rig.AtTill()[0].Sum, order.Handoff!.Sum!.Value.Minor);
        Assert.Equal(rig.AtTill()[0].Lines.Select(line => (line.Name, (long)line.Quantity, line.Amount)),
            order.Handoff.Seen!.Dishes.Select(dish => (dish.Name, dish.Quantity.Thousandths, dish.Amount.Minor)));
        Assert.Single(order.History, step => step.Kind is StepKind.TillChanged);
        Assert.Equal([DifferenceKind.Missing, DifferenceKind.Added], order.CompareWithTill()!.Dishes.Select(dish => dish.Kind));
    }

    [Fact]
    public async Task What_the_kitchen_has_is_seen_and_is_no_change_of_the_order()
    {
        await using var rig = await FilledAsync();
        var (id, atTill) = await TheOrderAsync(rig);

        rig.Till.PrintToKitchen(atTill.Id);
        await LookAsync(rig);

        var order = await rig.OrderAsync(id);
        Assert.All(order.Handoff!.Seen!.Packages, package => Assert.True(package.IsPrinted));
        Assert.DoesNotContain(order.History, step => step.Kind is StepKind.TillChanged);
        Assert.False(order.CompareWithTill()!.IsAny);
    }

    [Fact]
    public async Task A_printed_dish_that_was_refused_is_missing()
    {
        await using var rig = await FilledAsync();
        var (id, atTill) = await TheOrderAsync(rig);
        rig.Till.PrintToKitchen(atTill.Id);

        rig.Till.RemoveLine(atTill.Id, atTill.Lines.Single(line => line.Name == "Хлеб").Uni);
        await LookAsync(rig);

        var difference = Assert.Single((await rig.OrderAsync(id)).CompareWithTill()!.Dishes);
        Assert.Equal((DifferenceKind.Missing, "Хлеб"), (difference.Kind, difference.Name));
    }

    [Theory]
    [MemberData(nameof(Supported))]
    public async Task A_cashier_who_has_it_open_is_named_without_a_step_and_without_reading_the_order(ServerProfile profile)
    {
        await using var rig = await FilledAsync(profile);
        var (id, atTill) = await TheOrderAsync(rig);
        var steps = (await rig.OrderAsync(id)).History.Count;
        var asked = Asked(rig, "GetOrder");

        await rig.Till.OpenOrderAsync(atTill.Id, _none);
        await LookAsync(rig);
        var open = (await rig.OrderAsync(id)).Handoff!.Seen!;
        rig.Till.LeaveOrder(atTill.Id);
        await LookAsync(rig);

        var order = await rig.OrderAsync(id);
        Assert.True(open.IsOpen);
        Assert.Equal(2, open.OpenBy!.Split(", ").Length);
        Assert.Equal((false, null, steps), (order.Handoff!.Seen!.IsOpen, order.Handoff.Seen.OpenBy, order.History.Count));
        Assert.Equal(asked, Asked(rig, "GetOrder"));
    }

    [Fact]
    public async Task A_lock_of_our_own_is_nobody_elses()
    {
        await using var rig = await FilledAsync();
        var (id, _) = await TheOrderAsync(rig);
        var handoff = (await rig.OrderAsync(id)).Handoff!;

        Assert.IsType<TillAnswer<bool>.Done>(await rig.Tills.For(Some.Restaurant).LockOrderAsync(handoff.Key, Guid.NewGuid(), TimeSpan.FromMinutes(1), _none));
        await LookAsync(rig);

        Assert.False((await rig.OrderAsync(id)).Handoff!.Seen!.IsOpen);
    }

    [Theory]
    [MemberData(nameof(Supported))]
    public async Task A_printed_bill_is_seen_with_its_time(ServerProfile profile)
    {
        await using var rig = await FilledAsync(profile);
        var (id, atTill) = await TheOrderAsync(rig);

        rig.Till.PrintBill(atTill.Id);
        await LookAsync(rig);

        var order = await rig.OrderAsync(id);
        Assert.NotNull(order.Handoff!.Seen!.BilledAt);
        Assert.Equal(StepKind.TillBilled, order.History[^1].Kind);
    }

    [Theory]
    [MemberData(nameof(Supported))]
    public async Task A_paid_order_is_closed_at_the_till_and_goes_on_here(ServerProfile profile)
    {
        await using var rig = await FilledAsync(profile);
        var (id, atTill) = await TheOrderAsync(rig);

        Assert.True(rig.Till.Pay(atTill.Id, Cash).Done);
        await LookAsync(rig);

        var order = await rig.OrderAsync(id);
        Assert.Equal((OrderStatus.Accepted, true, true), (order.Status, order.Handoff!.Seen!.IsPaid, order.Handoff.Seen.IsFinished));
        Assert.Equal([StepKind.TillPaid, StepKind.TillClosed], order.History.TakeLast(2).Select(step => step.Kind));
        Assert.True((await rig.Desk.MoveOnAsync(id, OrderStatus.OnTheWay, Some.Anna, _none)).IsDone);
    }

    public static TheoryData<ServerProfile, VoidedOrders> SupportedAndVoided() =>
        [.. Supported.SelectMany(row => Enum.GetValues<VoidedOrders>().Select(look => (row.Data, look)))];

    [Theory]
    [MemberData(nameof(SupportedAndVoided))]
    public async Task An_order_that_the_till_cancelled_is_deleted_by_RK7(ServerProfile profile, VoidedOrders look)
    {
        await using var rig = await FilledAsync(profile, new SimulatorSwitches { VoidedOrders = look });
        var (id, atTill) = await TheOrderAsync(rig);

        Assert.True(rig.Till.VoidOrder(atTill.Id, SimulatorMenu.GuestRefused).Done);
        await LookAsync(rig);

        var order = await rig.OrderAsync(id);
        Assert.Equal((OrderStatus.Deleted, CancelReason.VoidedAtTill, "RK7"), (order.Status, order.Cancellation!.Reason, order.Cancellation.By));
        Assert.Equal(StepKind.TillVoided, order.History[^1].Kind);
        Assert.False(order.Handoff!.ExistsAtTill);
    }

    [Theory]
    [MemberData(nameof(Supported))]
    public async Task Another_client_that_lets_the_till_change_the_guids_cancels_it_all_the_same(ServerProfile profile)
    {
        await using var rig = await FilledAsync(profile);
        var (id, atTill) = await TheOrderAsync(rig);

        rig.Till.Execute($"""
            <RK7Query><RK7CMD CMD="VoidOrder"><Order guid="{atTill.Id}"/><Station code="{SimulatorMenu.DeliveryStation}"/>
            <Manager code="{SimulatorMenu.ManagerEmployee}"/><DeleteReason code="{SimulatorMenu.GuestRefused}"/></RK7CMD></RK7Query>
            """);
        await LookAsync(rig);

        Assert.Equal(OrderStatus.Deleted, (await rig.OrderAsync(id)).Status);
    }

    [Fact]
    public async Task Dishes_that_a_cashier_rings_up_by_hand_leave_the_order_created_and_are_known()
    {
        await using var rig = await TillRig.StartAsync();
        await rig.AcceptAsync();
        await rig.DispatchAsync();
        var (id, atTill) = await TheOrderAsync(rig);

        rig.Till.AddDish(atTill.Id, 101, 2000, []);
        await LookAsync(rig);

        var order = await rig.OrderAsync(id);
        Assert.Equal(OrderStatus.Created, order.Status);
        Assert.Equal("Пирог", Assert.Single(order.Handoff!.Seen!.Dishes).Name);
        Assert.Equal("Хлеб", Assert.Single(order.CompareWithTill()!.Dishes).Name);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_empty_order_that_vanishes_with_the_shift_is_lost_and_stays(bool listVersionRestarts)
    {
        await using var rig = await TillRig.StartAsync(new SimulatorSwitches { ListVersionRestarts = listVersionRestarts });
        await rig.AcceptAsync();
        await rig.DispatchAsync();
        var (id, _) = await TheOrderAsync(rig);
        await LookAsync(rig);

        rig.Till.CloseShift();
        await LookAsync(rig);
        await LookAsync(rig);

        var order = await rig.OrderAsync(id);
        Assert.Equal((OrderStatus.Created, true), (order.Status, order.Handoff!.Seen!.IsLost));
        Assert.Single(order.History, step => step.Kind is StepKind.TillLost);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_new_shift_lets_every_order_be_read_one_by_one_once(bool listVersionRestarts)
    {
        await using var rig = await FilledAsync(switches: new SimulatorSwitches { ListVersionRestarts = listVersionRestarts });
        var (id, atTill) = await TheOrderAsync(rig);
        rig.Till.Pay(atTill.Id, Cash);
        await rig.MonitorAsync();
        await LookAsync(rig);
        var asked = Asked(rig, "GetOrder");

        rig.Till.CloseShift();
        await rig.MonitorAsync();
        await LookAsync(rig);
        await LookAsync(rig);

        // It is in no list any more: found by its guid, and still closed and not lost.
        Assert.Equal(asked + 1, Asked(rig, "GetOrder"));
        var seen = (await rig.OrderAsync(id)).Handoff!.Seen!;
        Assert.Equal((true, false), (seen.IsFinished, seen.IsLost));
        Assert.NotNull(seen.BilledAt);
    }

    [Fact]
    public async Task An_order_that_is_known_again_is_not_lost_any_more()
    {
        await using var rig = await FilledAsync();
        var (id, _) = await TheOrderAsync(rig);
        await using (var db = await rig.Contexts.CreateDbContextAsync(_none))
        {
            db.Orders.Single(order => order.Id == id).TillHasLost(Some.Noon);
            await db.SaveChangesAsync(_none);
        }

        Assert.True(rig.Till.NewOrder(tableCode: 11).Done);
        await LookAsync(rig);

        var order = await rig.OrderAsync(id);
        Assert.False(order.Handoff!.Seen!.IsLost);
        Assert.Equal(StepKind.TillFound, order.History[^1].Kind);
    }

    [Theory]
    [InlineData(ShiftClosing.WithCode)]
    [InlineData(ShiftClosing.WithoutCode)]
    public async Task While_the_shift_closes_everything_stays_and_the_till_is_asked_rarely(ShiftClosing closing)
    {
        await using var rig = await FilledAsync();
        var (id, atTill) = await TheOrderAsync(rig);
        rig.Till.PrintBill(atTill.Id);
        var version = (await rig.OrderAsync(id)).Version;
        rig.Till.Switches = new SimulatorSwitches { ShiftClosing = closing };

        for (var round = 0; round < 12; round++)
        {
            await LookAsync(rig);
        }

        Assert.Equal(version, (await rig.OrderAsync(id)).Version);
        Assert.InRange(Asked(rig, "GetOrderList2", "Query Parse Error"), 1, 4);
        rig.Till.Switches = new SimulatorSwitches();
        rig.Time.Advance(TimeSpan.FromMinutes(1));
        await rig.WatchAsync();
        Assert.NotNull((await rig.OrderAsync(id)).Handoff!.Seen!.BilledAt);
    }

    [Fact]
    public async Task A_till_that_is_well_again_is_looked_at_at_once()
    {
        await using var rig = await FilledAsync();
        var (id, atTill) = await TheOrderAsync(rig);
        rig.Till.PrintBill(atTill.Id);
        rig.Till.Switches = new SimulatorSwitches { ShiftClosing = ShiftClosing.WithCode };
        await rig.MonitorAsync();
        await LookAsync(rig);
        rig.Till.Switches = new SimulatorSwitches();

        rig.Time.Advance(TimeSpan.FromSeconds(1));
        await rig.MonitorAsync();
        await rig.WatchAsync();

        Assert.NotNull((await rig.OrderAsync(id)).Handoff!.Seen!.BilledAt);
    }

    [Fact]
    public async Task However_many_orders_a_round_asks_once_and_an_idle_one_writes_nothing()
    {
        await using var rig = await TillRig.StartAsync();
        for (var number = 1; number <= 5; number++)
        {
            await rig.AcceptAsync($"WEB-{number}");
        }

        await rig.DispatchAsync();
        await LookAsync(rig);
        var (requests, writes) = (rig.Till.Log[0].Number, rig.Writes.Count);

        await LookAsync(rig);

        Assert.Equal(requests + 1, rig.Till.Log[0].Number);
        Assert.Equal(("GetOrderList2", "No changes"), (rig.Till.Log[0].Command, rig.Till.Log[0].Status));
        Assert.Equal(writes, rig.Writes.Count);
    }

    [Fact]
    public async Task Of_many_orders_only_the_changed_one_is_read()
    {
        await using var rig = await TillRig.StartAsync();
        for (var number = 1; number <= 3; number++)
        {
            await rig.AcceptAsync($"WEB-{number}");
        }

        await rig.DispatchAsync();
        await LookAsync(rig);
        var (requests, writes) = (rig.Till.Log[0].Number, rig.Writes.Count);

        rig.Till.AddDish(rig.AtTill()[1].Id, 101, 1000, []);
        Assert.True(rig.Till.NewOrder(tableCode: 11).Done);
        await LookAsync(rig);

        Assert.Equal(["GetOrder", "GetOrderList2"], rig.Till.Log.TakeWhile(entry => entry.Number > requests).Select(entry => entry.Command));
        Assert.True(rig.Writes.Count > writes);
    }

    [Fact]
    public async Task Without_an_order_at_the_till_it_is_not_asked()
    {
        await using var rig = await TillRig.StartAsync();
        var requests = rig.Till.Log[0].Number;

        await LookAsync(rig);

        Assert.Equal(requests, rig.Till.Log[0].Number);
    }

    [Fact]
    public async Task What_the_dispatcher_is_at_is_left_alone_and_looked_at_afterwards()
    {
        await using var rig = await TillRig.StartAsync(new SimulatorSwitches
        {
            Faults = [new SimulatorFault { Kind = FaultKind.DropAfter, Command = "SaveOrder" }],
        });
        await rig.AcceptAsync();
        await rig.DispatchAsync();
        var (id, _) = await TheOrderAsync(rig);
        await LookAsync(rig);
        await rig.Desk.FillAsync(id, Some.Anna, _none);
        await rig.DispatchAsync();
        var version = (await rig.OrderAsync(id)).Version;

        await LookAsync(rig);
        Assert.Equal((version, TillState.Checking), ((await rig.OrderAsync(id)).Version, (await rig.OrderAsync(id)).Handoff!.TillState));
        await rig.RestAsync(id);
        await LookAsync(rig);

        var order = await rig.OrderAsync(id);
        Assert.Equal((OrderStatus.Accepted, 2), (order.Status, order.Handoff!.Seen!.Dishes.Count()));
        Assert.DoesNotContain(order.History, step => step.Kind is StepKind.TillChanged);
    }

    [Fact]
    public async Task A_change_that_happens_while_the_dispatcher_is_at_it_is_not_missed()
    {
        await using var rig = await TillRig.StartAsync();
        await rig.AcceptAsync();
        await rig.DispatchAsync();
        var (id, atTill) = await TheOrderAsync(rig);
        await LookAsync(rig);
        rig.Till.Switches = new SimulatorSwitches { Licence = LicenceProfile.None };
        await rig.Desk.FillAsync(id, Some.Anna, _none);

        rig.Till.PrintToKitchen(atTill.Id);
        rig.Till.AddDish(atTill.Id, 101, 1000, []);
        await LookAsync(rig);
        await rig.DispatchAsync();
        await LookAsync(rig);

        var order = await rig.OrderAsync(id);
        Assert.Equal(TillState.Refused, order.Handoff!.TillState);
        Assert.Single(order.Handoff.Seen!.Dishes);
    }

    [Fact]
    public async Task An_order_that_cannot_be_read_keeps_no_other_waiting_and_is_asked_for_again()
    {
        await using var rig = await FilledAsync();
        await rig.AcceptAsync("WEB-2");
        await rig.DispatchAsync();
        await LookAsync(rig);
        var (first, second) = (rig.AtTill()[0], rig.AtTill()[1]);
        rig.Till.AddDish(first.Id, 101, 1000, []);
        rig.Till.AddDish(second.Id, 101, 1000, []);
        rig.Till.Switches = new SimulatorSwitches { Faults = [new SimulatorFault { Kind = FaultKind.Http401, Command = "GetOrder", ChangingOnly = false }] };

        await LookAsync(rig);
        Assert.Single(await ChangedAsync());
        rig.Time.Advance(TimeSpan.FromMinutes(1));
        await rig.WatchAsync();

        Assert.Equal(2, (await ChangedAsync()).Count);

        async Task<List<Order>> ChangedAsync()
        {
            await using var db = await rig.Contexts.CreateDbContextAsync(_none);
            return [.. db.Orders.AsEnumerable().Where(order => order.Handoff!.Seen!.ChangedAt is not null)];
        }
    }

    [Fact]
    public async Task Dishes_that_a_cashier_moves_into_another_order_are_missing_here()
    {
        await using var rig = await FilledAsync();
        var (id, atTill) = await TheOrderAsync(rig);
        Assert.True(rig.Till.NewOrder(tableCode: 11).Done);
        var other = rig.Till.View().Orders.Single(order => order.Id != atTill.Id);

        Assert.True(rig.Till.Transfer(atTill.Id, other.Id, [.. atTill.Lines.Select(line => line.Uni)]).Done);
        await LookAsync(rig);

        var order = await rig.OrderAsync(id);
        Assert.Equal(OrderStatus.Accepted, order.Status);
        Assert.Equal([DifferenceKind.Missing, DifferenceKind.Missing], order.CompareWithTill()!.Dishes.Select(dish => dish.Kind));
    }

    [Fact]
    public async Task A_till_that_is_gone_leaves_everything_as_it_was_last_seen()
    {
        await using var rig = await FilledAsync();
        var (id, atTill) = await TheOrderAsync(rig);
        rig.Till.PrintBill(atTill.Id);
        var version = (await rig.OrderAsync(id)).Version;
        rig.Till.Switches = new SimulatorSwitches
        {
            Faults = [new SimulatorFault { Kind = FaultKind.Http500, ChangingOnly = false, Times = null }],
        };

        for (var round = 0; round < 3; round++)
        {
            rig.Time.Advance(TimeSpan.FromMinutes(1));
            var look = rig.WatchAsync();
            using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
            while (!look.IsCompleted)
            {
                // A question is repeated by the clock of the test.
                await tick.WaitForNextTickAsync(_none);
                rig.Time.Advance(TimeSpan.FromMilliseconds(100));
            }

            await look;
        }

        Assert.Equal(version, (await rig.OrderAsync(id)).Version);
        rig.Till.Switches = new SimulatorSwitches();
        rig.Time.Advance(TimeSpan.FromMinutes(1));
        await rig.WatchAsync();
        Assert.NotNull((await rig.OrderAsync(id)).Handoff!.Seen!.BilledAt);
    }

    private static int Asked(TillRig rig, string command, string? status = null) =>
        rig.Till.Log.Count(entry => entry.Command == command && (status is null || entry.Status == status));

    private static async Task LookAsync(TillRig rig)
    {
        rig.Time.Advance(_round);
        await rig.WatchAsync();
    }

    private static async Task<TillRig> FilledAsync(ServerProfile profile = ServerProfile.V7268, SimulatorSwitches? switches = null)
    {
        var rig = await TillRig.StartAsync((switches ?? new SimulatorSwitches()) with { Profile = profile });
        var id = await rig.AcceptAsync();
        await rig.DispatchAsync();
        await rig.Desk.FillAsync(id, Some.Anna, _none);
        await rig.DispatchAsync();
        await LookAsync(rig);
        return rig;
    }

    private static async Task<(OrderId Id, OrderView AtTill)> TheOrderAsync(TillRig rig)
    {
        await using var db = await rig.Contexts.CreateDbContextAsync(_none);
        return (db.Orders.Single().Id, Assert.Single(rig.AtTill()));
    }
}
