using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Handoff;
using MiniDelivery.Web.Simulator;

namespace MiniDelivery.Tests.Till;

/// <summary>What a person changes in the editor is written once, whatever breaks in between, and never over a change of the cashier's.</summary>
public sealed class EditorTests
{
    private static readonly CancellationToken _none = CancellationToken.None;

    [Fact]
    public async Task It_opens_with_what_the_till_has_and_the_lock_is_ours_until_it_is_left()
    {
        await using var rig = await TillRig.StartAsync();
        var id = await FilledAsync(rig);

        await using (var opened = await OpenAsync(rig, id))
        {
            Assert.Equal([("Пирог", 2000L), ("Хлеб", 1000L)], opened.Till.Packages.Single().Dishes.Select(dish => (dish.Name, dish.Quantity.Thousandths)));
            Assert.True(rig.AtTill().Single().IsLockedByClient);
        }

        Assert.Null(rig.AtTill().Single().LockedBy);
    }

    [Fact]
    public async Task The_guests_dishes_are_proposed_and_the_first_save_makes_the_order_accepted()
    {
        await using var rig = await TillRig.StartAsync();
        var id = await CreatedAsync(rig);
        await using var opened = await OpenAsync(rig, id);
        var draft = opened.Draft();
        Assert.Empty(draft.Propose(opened.Session.Order));

        Assert.True((await SaveAsync(opened, draft)).IsDone);
        await rig.DispatchAsync();

        var order = await rig.OrderAsync(id);
        Assert.Equal((OrderStatus.Accepted, Money.From(730), TillState.Filled), (order.Status, order.Handoff!.Sum, order.Handoff.TillState));
        Assert.Null(order.Handoff.Edit);
        AssertAtTill(rig, ("Пирог", 2000), ("Хлеб", 1000));
        Assert.True(rig.AtTill().Single().IsLockedByClient);
    }

    [Fact]
    public async Task A_package_that_is_not_printed_is_written_anew_and_one_that_is_printed_only_added_to()
    {
        await using var rig = await TillRig.StartAsync();
        var id = await FilledAsync(rig);
        await using (var opened = await OpenAsync(rig, id))
        {
            var draft = opened.Draft();
            Assert.Null(draft.SetQuantity(draft.Lines.Single(line => line.Name is "Хлеб").Key, new Quantity(0)));
            Assert.Null(draft.SetQuantity(draft.Lines.Single(line => line.Name is "Пирог").Key, new Quantity(1000)));
            await SaveAsync(opened, draft);
            await rig.DispatchAsync();
        }

        AssertAtTill(rig, ("Пирог", 1000));
        Assert.True(rig.Till.PrintToKitchen(rig.AtTill().Single().Id).Done);

        await using (var opened = await OpenAsync(rig, id))
        {
            var draft = opened.Draft();
            var pie = draft.Lines.Single();
            Assert.Equal(EditObstacle.Printed, draft.SetQuantity(pie.Key, new Quantity(0))?.Obstacle);
            Assert.Null(draft.SetQuantity(pie.Key, new Quantity(2000)));
            await SaveAsync(opened, draft);
            await rig.DispatchAsync();
        }

        AssertAtTill(rig, ("Пирог", 1000), ("Пирог", 1000));
        Assert.Equal([true, false], rig.AtTill().Single().Lines.Select(line => line.IsPrinted));
    }

    [Fact]
    public async Task A_modifier_a_combo_and_a_weight_arrive_as_they_were_chosen_and_the_sum_is_the_tills()
    {
        await using var rig = await TillRig.StartAsync();
        var id = await FilledAsync(rig);
        await using var opened = await OpenAsync(rig, id);
        var draft = opened.Draft();
        var (pizza, lunch, salmon) = (opened.Item(501), opened.Item(701), opened.Item(215));
        Assert.Equal(EditObstacle.TooFew, draft.Add(pizza, Quantity.One, [])?.Obstacle);
        Assert.Null(draft.Add(pizza, Quantity.One, [Part(pizza.Groups[0].Modifiers[1])]));
        Assert.Equal(EditObstacle.TooFew, draft.Add(lunch, Quantity.One, [])?.Obstacle);
        Assert.Null(draft.Add(lunch, Quantity.One, [.. lunch.Parts.Select(group => new EditPart(group.Parts[1].Ident, group.Parts[1].Name, 1, group.Parts[1].Price))]));
        Assert.Null(draft.Add(salmon, new Quantity(350), []));
        var computed = draft.Sum;

        await SaveAsync(opened, draft);
        await rig.DispatchAsync();

        AssertAtTill(rig, ("Пирог", 2000), ("Хлеб", 1000), ("Пицца «Маргарита»", 1000), ("Комбо обед", 1000), ("Сёмга слабосолёная", 350));
        Assert.Equal(computed, (await rig.OrderAsync(id)).Handoff!.Sum);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(FaultKind.DropBefore)]
    [InlineData(FaultKind.DropAfter)]
    [InlineData(FaultKind.Http500After)]
    public async Task A_comment_on_a_dish_stands_once_in_the_orders_comment_beside_what_the_cashier_wrote(FaultKind? fault)
    {
        await using var rig = await TillRig.StartAsync();
        var id = await FilledAsync(rig);
        var was = rig.AtTill().Single();
        await using var opened = await OpenAsync(rig, id);
        var draft = opened.Draft();
        var pie = draft.Lines.Single(line => line.Name is "Пирог");
        Assert.Null(draft.SetParts(pie.Key, pie.Quantity, pie.Parts, "без лука,\nразрезать"));
        Assert.True(draft.IsChanged);
        rig.Till.Switches = rig.Till.Switches with { Faults = fault is { } kind ? [new SimulatorFault { Kind = kind, Command = "UpdateOrder" }] : [] };

        Assert.True((await SaveAsync(opened, draft)).IsDone);
        await rig.RestAsync(id);

        Assert.Equal(TillState.Filled, (await rig.OrderAsync(id)).Handoff!.TillState);
        var now = rig.AtTill().Single();
        Assert.Equal($"{was.Comment}, Пирог: без лука, разрезать", now.Comment);
        Assert.Equal(was.Lines.Select(line => (line.Uni, line.Name, line.Quantity)), now.Lines.Select(line => (line.Uni, line.Name, line.Quantity)));
    }

    [Fact]
    public async Task A_new_dish_with_a_comment_is_written_with_it()
    {
        await using var rig = await TillRig.StartAsync();
        var id = await FilledAsync(rig);
        await using var opened = await OpenAsync(rig, id);
        var draft = opened.Draft();
        Assert.Null(draft.Add(opened.Item(601), Quantity.One, []));
        Assert.Null(draft.Add(opened.Item(601), Quantity.One, [], "безо льда"));
        Assert.Equal(2, draft.Lines.Count(line => line.IsNew));

        await SaveAsync(opened, draft);
        await rig.DispatchAsync();

        AssertAtTill(rig, ("Пирог", 2000), ("Хлеб", 1000), ("Морс клюквенный", 1000), ("Морс клюквенный", 1000));
        Assert.EndsWith(", Морс клюквенный: безо льда", rig.AtTill().Single().Comment, StringComparison.Ordinal);
        Assert.False(new EditDraft((await opened.Session.ReadAsync(_none)) is TillAnswer<TillOrder?>.Done { Value: { } found } ? found : opened.Till, rig.Menu).IsChanged);
    }

    // The till got it when the order was created.
    [Fact]
    public async Task What_the_guest_wished_is_proposed_and_not_said_twice()
    {
        await using var rig = await TillRig.StartAsync();
        var id = await CreatedAsync(rig);
        await using var opened = await OpenAsync(rig, id);
        var wished = Some.Order(Some.Draft("WEB-W") with { Lines = [Some.Draft("WEB-W").Lines[0] with { Comment = "без лука" }] }, rig.Menu, 43);
        var draft = new EditDraft(opened.Till with { Comment = $"#43 {TillComment.For(wished)}" }, rig.Menu);

        draft.Propose(wished);

        Assert.Equal("без лука", draft.Lines.Single().Wish);
        Assert.Empty(draft.ToPlan(Guid.NewGuid()).Remarks);
    }

    [Fact]
    public async Task What_a_cashier_rang_up_by_hand_can_be_left_as_it_is()
    {
        await using var rig = await TillRig.StartAsync();
        var id = await CreatedAsync(rig);
        Assert.True(rig.Till.AddDish(rig.AtTill().Single().Id, 101, 1000, []).Done);
        await using var opened = await OpenAsync(rig, id);

        Assert.True((await SaveAsync(opened, opened.Draft())).IsDone);

        var order = await rig.OrderAsync(id);
        Assert.Equal((OrderStatus.Accepted, TillState.Filled), (order.Status, order.Handoff!.TillState));
        AssertAtTill(rig, ("Пирог", 1000));
        Assert.Equal(Refusal.NothingToSave, (await SaveAsync(opened, opened.Draft())).Reason);
    }

    public static TheoryData<LineGuids, FaultKind, bool> LostAnswers()
    {
        var data = new TheoryData<LineGuids, FaultKind, bool>();
        foreach (var guids in Enum.GetValues<LineGuids>())
        {
            foreach (var fault in new[] { FaultKind.DropBefore, FaultKind.DropAfter, FaultKind.HalfAnswer, FaultKind.Http500After })
            {
                data.AddRange((guids, fault, false), (guids, fault, true));
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(LostAnswers))]
    public async Task A_lost_answer_to_a_save_neither_doubles_nor_loses_anything(LineGuids guids, FaultKind fault, bool printed)
    {
        await using var rig = await TillRig.StartAsync(new SimulatorSwitches { LineGuids = guids });
        var id = await FilledAsync(rig);
        if (printed)
        {
            rig.Till.PrintToKitchen(rig.AtTill().Single().Id);
        }

        rig.Till.Switches = new SimulatorSwitches { LineGuids = guids, Faults = [new SimulatorFault { Kind = fault, Command = "SaveOrder" }] };
        await using (var opened = await OpenAsync(rig, id))
        {
            await SaveAsync(opened, WithTea(opened));
            await rig.DispatchAsync();
            Assert.Equal(TillState.Checking, (await rig.OrderAsync(id)).Handoff!.TillState);
        }

        await rig.RestAsync(id);

        AssertAtTill(rig, ("Пирог", 2000), ("Хлеб", 1000), ("Морс клюквенный", 1000));
        Assert.Equal((HandoffState.Done, OrderStatus.Accepted), ((await rig.OrderAsync(id)).Handoff!.State, (await rig.OrderAsync(id)).Status));
    }

    [Fact]
    public async Task What_the_cashier_changed_meanwhile_wins_and_nothing_is_written()
    {
        await using var rig = await TillRig.StartAsync();
        var id = await FilledAsync(rig);
        EditDraft draft;
        await using (var opened = await OpenAsync(rig, id))
        {
            draft = opened.Draft();
            draft.SetQuantity(draft.Lines[0].Key, new Quantity(5000));
        }

        // The lock ran out (here: the window was left), and the cashier took the bread away.
        var bread = rig.AtTill().Single().Lines.Single(line => line.Name is "Хлеб");
        Assert.True(rig.Till.RemoveLine(rig.AtTill().Single().Id, bread.Uni).Done);
        await rig.Desk.EditAsync(id, draft.ToPlan(Guid.NewGuid()), Some.Anna, _none);
        await rig.DispatchAsync();

        AssertAtTill(rig, ("Пирог", 2000));
        var order = await rig.OrderAsync(id);
        Assert.Equal((TillState.Refused, TillTroubles.OrderChanged), (order.Handoff!.TillState, order.Handoff.Trouble!.Code));

        // Opened again, the refusal is shown once, and what was wanted stays on top of what the till has.
        await using var again = await OpenAsync(rig, id);
        Assert.Equal(TillTroubles.OrderChanged, again.NotWritten?.Code);
        Assert.Equal(TillState.Filled, (await rig.OrderAsync(id)).Handoff!.TillState);
        var change = Assert.Single(draft.Rebase(again.Till));
        Assert.Equal((ContentChangeKind.Less, "Хлеб", 1000L), (change.Kind, change.Name, change.By.Thousandths));
        await SaveAsync(again, draft);
        await rig.DispatchAsync();
        AssertAtTill(rig, ("Пирог", 5000));
    }

    [Fact]
    public async Task A_comment_of_the_cashiers_is_no_change_of_the_dishes()
    {
        await using var rig = await TillRig.StartAsync();
        var id = await FilledAsync(rig);
        EditDraft draft;
        await using (var opened = await OpenAsync(rig, id))
        {
            draft = WithTea(opened);
        }

        rig.Till.ChangeComment(rig.AtTill().Single().Id, "#43 звонить дважды");
        await rig.Desk.EditAsync(id, draft.ToPlan(Guid.NewGuid()), Some.Anna, _none);
        await rig.DispatchAsync();

        AssertAtTill(rig, ("Пирог", 2000), ("Хлеб", 1000), ("Морс клюквенный", 1000));
    }

    [Fact]
    public async Task The_lock_is_renewed_while_the_page_is_open_and_given_up_when_nobody_is_there()
    {
        await using var rig = await TillRig.StartAsync();
        var id = await FilledAsync(rig);
        await using var opened = await OpenAsync(rig, id);
        var ended = new TaskCompletionSource();
        opened.Session.Ended = ended.SetResult;
        var locks = Locks(rig);

        await TestApp.Eventually(() => Pass(() => Locks(rig) > locks), "the lock is renewed");
        Assert.Null(opened.Session.End);
        await TestApp.Eventually(() => Pass(() => ended.Task.IsCompleted), "the end");

        Assert.Equal(EditorEnd.Idle, opened.Session.End);
        await TestApp.Eventually(() => Task.FromResult(rig.AtTill().Single().LockedBy is null), "the lock is released");

        // Time goes on while the session works (it sets its next alarm only when the till has answered), and no faster than the till answers.
        Task<bool> Pass(Func<bool> until)
        {
            if (rig.First.Asked is 0)
            {
                rig.Time.Advance(TimeSpan.FromSeconds(1));
            }

            return Task.FromResult(until());
        }
    }

    [Fact]
    public async Task An_order_that_is_open_at_a_station_names_who_has_it_and_can_be_had_when_they_leave()
    {
        await using var rig = await TillRig.StartAsync();
        var id = await FilledAsync(rig);
        await rig.Till.OpenOrderAsync(rig.AtTill().Single().Id, _none);

        var held = Assert.IsType<EditorAnswer.Held>(await rig.Editor.OpenAsync(id, Some.Anna, false, _none));
        Assert.Equal((false, "Касса 1, Иванова А."), (held.IsOurs, held.By));

        rig.Till.LeaveOrder(rig.AtTill().Single().Id);
        await using var opened = await OpenAsync(rig, id);
        Assert.True(rig.AtTill().Single().IsLockedByClient);
    }

    [Fact]
    public async Task A_second_person_is_told_who_edits_and_may_take_over()
    {
        await using var rig = await TillRig.StartAsync();
        var id = await FilledAsync(rig);
        await using var anna = await OpenAsync(rig, id);

        var held = Assert.IsType<EditorAnswer.Held>(await rig.Editor.OpenAsync(id, Some.Boris, false, _none));
        Assert.Equal((true, "Анна, Терминал 1"), (held.IsOurs, held.By));

        await using var boris = Assert.IsType<EditorAnswer.Opened>(await rig.Editor.OpenAsync(id, Some.Boris, true, _none)).Session;
        Assert.Equal(EditorEnd.TakenOver, anna.Session.End);
        await anna.Session.DisposeAsync();
        Assert.True(rig.AtTill().Single().IsLockedByClient);
    }

    [Fact]
    public async Task At_another_instance_a_person_is_told_the_same_and_whoever_was_taken_over_lets_go_of_nothing()
    {
        await using var rig = await TillRig.StartAsync();
        var id = await FilledAsync(rig);
        await rig.StartSecondAsync();
        var second = rig.Second!.Editor;
        await using var anna = await OpenAsync(rig, id);

        var held = Assert.IsType<EditorAnswer.Held>(await second.OpenAsync(id, Some.Boris, false, _none));
        Assert.Equal((true, "Анна, Терминал 1"), (held.IsOurs, held.By));
        Assert.Null(anna.Session.End);

        var answer = Assert.IsType<EditorAnswer.Opened>(await second.OpenAsync(id, Some.Boris, true, _none));
        await using var boris = new Opened(answer.Session, answer.Till, answer.Menu!, answer.NotWritten);
        await rig.Editor.LookAsync(_none);
        Assert.Equal(EditorEnd.TakenOver, anna.Session.End);
        await anna.Session.DisposeAsync();
        Assert.True(rig.AtTill().Single().IsLockedByClient);

        // What he saves her instance carries out, under the same lock, and leaves it to him.
        var draft = boris.Draft();
        Assert.Null(draft.SetQuantity(draft.Lines.Single(line => line.Name is "Хлеб").Key, new Quantity(2000)));
        Assert.True((await SaveAsync(boris, draft)).IsDone);
        await rig.DispatchAsync();
        AssertAtTill(rig, ("Пирог", 2000), ("Хлеб", 2000));
        Assert.True(rig.AtTill().Single().IsLockedByClient);

        await boris.DisposeAsync();
        Assert.Null(rig.AtTill().Single().LockedBy);
        await using var again = await OpenAsync(rig, id);
    }

    [Fact]
    public async Task Who_has_died_in_the_editor_keeps_the_order_no_longer_than_the_tills_lock()
    {
        await using var rig = await TillRig.StartAsync();
        var id = await FilledAsync(rig);
        await rig.StartSecondAsync();
        var dead = await OpenAsync(rig, id);
        rig.Death.Now();

        Assert.IsType<EditorAnswer.Held>(await rig.Second!.Editor.OpenAsync(id, Some.Boris, false, _none));
        rig.Time.Advance(TimeSpan.FromMinutes(3) + TimeSpan.FromSeconds(1));

        await using var boris = Assert.IsType<EditorAnswer.Opened>(await rig.Second.Editor.OpenAsync(id, Some.Boris, false, _none)).Session;
        Assert.Null(boris.End);
    }

    [Fact]
    public async Task A_lost_circuit_gives_the_order_back()
    {
        await using var rig = await TillRig.StartAsync();
        await using var opened = await OpenAsync(rig, await FilledAsync(rig));

        await opened.Session.DisconnectAsync();

        Assert.Equal(EditorEnd.Disconnected, opened.Session.End);
        Assert.Null(rig.AtTill().Single().LockedBy);
    }

    [Fact]
    public async Task A_stopped_dish_is_refused_with_the_tills_words_when_the_menu_did_not_know_it_yet()
    {
        await using var rig = await TillRig.StartAsync();
        var id = await FilledAsync(rig);
        await using var opened = await OpenAsync(rig, id);
        var draft = WithTea(opened);
        rig.Till.SetStop(601, true, null);

        await SaveAsync(opened, draft);
        await rig.DispatchAsync();

        var order = await rig.OrderAsync(id);
        Assert.Equal(TillState.Refused, order.Handoff!.TillState);
        Assert.Contains("Морс", order.Handoff.Trouble!.Text, StringComparison.Ordinal);
        AssertAtTill(rig, ("Пирог", 2000), ("Хлеб", 1000));
    }

    [Fact]
    public async Task An_order_that_is_cancelled_while_it_is_edited_is_cancelled_at_the_till()
    {
        await using var rig = await TillRig.StartAsync();
        var id = await FilledAsync(rig);
        await using var opened = await OpenAsync(rig, id);

        await rig.Desk.CancelAsync(id, CancelReason.GuestCancelled, null, Some.Boris, _none);
        await rig.DispatchAsync();

        Assert.Equal(OrderStatus.Deleted, (await rig.OrderAsync(id)).Status);
        Assert.Equal(EditorEnd.Cancelled, opened.Session.End);
    }

    [Fact]
    public async Task The_till_hook_finds_the_dishes_that_the_editor_put_in_and_adds_none()
    {
        await using var rig = await TillRig.StartAsync();
        var id = await CreatedAsync(rig);
        await using (var opened = await OpenAsync(rig, id))
        {
            var draft = opened.Draft();
            draft.Propose(opened.Session.Order);
            await SaveAsync(opened, draft);
            await rig.DispatchAsync();
        }

        await rig.Desk.FillAsync(id, Domain.Access.Actor.Till, _none);
        await rig.DispatchAsync();

        AssertAtTill(rig, ("Пирог", 2000), ("Хлеб", 1000));
    }

    private static EditDraft WithTea(Opened opened)
    {
        var draft = opened.Draft();
        Assert.Null(draft.Add(opened.Item(601), Quantity.One, []));
        return draft;
    }

    private static EditPart Part(Domain.Menu.Modifier modifier) => new(modifier.Ident, modifier.Name, 1, modifier.Price);

    private static Task<Outcome> SaveAsync(Opened opened, EditDraft draft) => opened.Session.SaveAsync(draft.ToPlan(Guid.NewGuid()), _none);

    private static async Task<OrderId> CreatedAsync(TillRig rig)
    {
        var id = await rig.AcceptAsync();
        await rig.DispatchAsync();
        return id;
    }

    private static async Task<OrderId> FilledAsync(TillRig rig)
    {
        var id = await CreatedAsync(rig);
        await rig.Desk.FillAsync(id, Some.Anna, _none);
        await rig.DispatchAsync();
        return id;
    }

    private static async Task<Opened> OpenAsync(TillRig rig, OrderId id)
    {
        var answer = Assert.IsType<EditorAnswer.Opened>(await rig.Editor.OpenAsync(id, Some.Anna, takeOver: false, _none));
        return new Opened(answer.Session, answer.Till, answer.Menu!, answer.NotWritten);
    }

    private static int Locks(TillRig rig) => rig.Till.Log.Count(entry => entry.Command is "LockOrder");

    private static void AssertAtTill(TillRig rig, params (string Name, int Quantity)[] dishes) => Assert.Equal(
        dishes.Order(), Assert.Single(rig.AtTill()).Lines.Where(line => line.Quantity > 0).Select(line => (line.Name, line.Quantity)).Order());

    private sealed record Opened(EditorSession Session, TillOrder Till, Domain.Menu.RestaurantMenu Menu, TillTrouble? NotWritten) : IAsyncDisposable
    {
        public EditDraft Draft() => new(Till, Menu);

        public Domain.Menu.MenuItem Item(int code) => Menu.Items.Single(item => item.Code == code);

        public ValueTask DisposeAsync() => Session.DisposeAsync();
    }
}
