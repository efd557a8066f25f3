using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Rules;

public sealed class HandoffRulesTests
{
    [Fact]
    public void What_people_are_told_about_every_promise() =>
        Assert.Equal(
            [
                "Due:     Creating, Filling, Cancelling, Filling",
                "Sending: Creating, Filling, Cancelling, Filling",
                "InDoubt: Checking, Checking, Checking, Checking",
                "Done:    Created, Filled, None, Filled",
                "Refused: Refused, Refused, Refused, Refused",
                "Dropped: None, None, None, None",
            ],
            Enum.GetValues<HandoffState>().Select(state =>
                $"{state + ":",-8} {string.Join(", ", Enum.GetValues<HandoffAct>().Select(act => Known.Handoff(act, state).TillState))}"));

    [Fact]
    public void What_is_done_when_the_time_of_a_promise_has_come() =>
        Assert.Equal(
            [
                "Due Send open", "Sending LookUp open", "InDoubt LookUp open",
                "Done None closed", "Refused None closed", "Dropped None closed",
            ],
            Enum.GetValues<HandoffState>().Select(state => Known.Handoff(HandoffAct.Create, state)).Select(handoff =>
                $"{handoff.State} {handoff.NextMove} {(handoff.IsOpen ? "open" : "closed")}"));

    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 5)]
    [InlineData(2, 10)]
    [InlineData(3, 20)]
    [InlineData(4, 40)]
    [InlineData(5, 60)]
    [InlineData(int.MaxValue, 60)]
    public void Waiting_doubles_up_to_a_minute(int attempts, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Handoff.Backoff(attempts));

    [Theory]
    [InlineData(1, 15)]
    [InlineData(3, 20)]
    [InlineData(9, 60)]
    public void A_shift_that_is_being_closed_gets_a_quarter_of_a_minute_at_least(int attempts, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Handoff.Backoff(attempts, new TillTrouble(TillTroubles.ShiftIsClosing, "")));

    [Fact]
    public void A_promise_is_due_at_once_and_can_be_found_again_at_the_till()
    {
        var handoff = Known.With(HandoffAct.Create, HandoffState.Due).Handoff!;

        Assert.Equal((HandoffAct.Create, HandoffState.Due, Some.Noon, 0), (handoff.Act, handoff.State, handoff.DueAt, handoff.Attempts));
        Assert.Equal("#43", handoff.Marker);
        Assert.Equal(new TillOrderKey(handoff.OrderGuid), handoff.Key);
        Assert.Equal(3, new[] { handoff.OrderGuid, handoff.LockGuid, handoff.PackageGuid }.Distinct().Count());
    }

    [Fact]
    public void What_the_till_says_about_its_order_is_taken_over_its_own_guid_too()
    {
        var order = Known.With(HandoffAct.Create, HandoffState.Sending);
        var changed = Some.TillOrder(order) with { Guid = Guid.NewGuid(), Sum = Money.From(730) };

        order.TillHasCreated(changed, Known.Later);

        var handoff = order.Handoff!;
        Assert.Equal(new TillOrderKey(changed.Guid, 7, 256), handoff.Key);
        Assert.Equal(("Dlv.2", "Dlv", Money.From(730)), (handoff.OrderName, handoff.Table, handoff.Sum));
        Assert.Equal(OrderStatus.Created, order.Status);
        Assert.True(handoff.ExistsAtTill);
    }

    [Fact]
    public void A_silent_till_changes_nothing_about_the_order_but_what_is_known_of_the_till()
    {
        var order = Known.With(HandoffAct.Create, HandoffState.Sending);
        var (version, steps) = (order.Version, order.History.Count);

        order.TillIsSilent(new TillTrouble(TillTroubles.Timeout, "15 s"), inDoubt: true, Known.Later);

        Assert.Equal((HandoffState.InDoubt, Known.Later, TillTroubles.Timeout), (order.Handoff!.State, order.Handoff.DueAt, order.Handoff.Trouble!.Code));
        Assert.Equal((OrderStatus.Waiting, version + 1, steps), (order.Status, order.Version, order.History.Count));
    }

    [Fact]
    public void A_till_that_was_never_reached_is_simply_tried_again_later()
    {
        var order = Known.With(HandoffAct.Create, HandoffState.Sending);

        order.TillIsSilent(new TillTrouble(TillTroubles.Unreachable, "refused"), inDoubt: false, Known.Later);

        Assert.Equal((HandoffMove.Send, Known.Later), (order.Handoff!.NextMove, order.Handoff.DueAt));
    }

    [Fact]
    public void What_surely_did_not_arrive_is_sent_again_at_once_and_the_trouble_is_forgotten()
    {
        var order = Known.With(HandoffAct.Create, HandoffState.InDoubt);

        order.TillHasNotCreated(Known.Later);

        Assert.Equal((HandoffMove.Send, Known.Later), (order.Handoff!.NextMove, order.Handoff.DueAt));
        Assert.Null(order.Handoff.Trouble);
        Assert.Equal(OrderStatus.Waiting, order.Status);
    }

    [Theory]
    [InlineData(HandoffAct.Create)]
    [InlineData(HandoffAct.Fill)]
    [InlineData(HandoffAct.Void)]
    [InlineData(HandoffAct.Edit)]
    public void What_the_till_refused_is_tried_once_more_from_the_start(HandoffAct act)
    {
        var order = Known.With(act, HandoffState.Refused);
        Assert.Equal((StepKind.TillRefused, "rk7-2133"), (order.History[^1].Kind, order.History[^1].Note));

        Assert.True(order.RetryTill(Some.Anna, Known.Later).IsDone);

        var handoff = order.Handoff!;
        Assert.Equal((act, HandoffState.Due, Known.Later, 0), (handoff.Act, handoff.State, handoff.DueAt, handoff.Attempts));
        Assert.Null(handoff.Trouble);
        Assert.Null(handoff.SentAt);
        Assert.Equal(StepKind.RetryRequested, order.History[^1].Kind);
    }

    [Fact]
    public void Accepting_what_the_till_refused_is_trying_again()
    {
        var order = Known.With(HandoffAct.Create, HandoffState.Refused);
        var guid = order.Handoff!.OrderGuid;

        Assert.True(order.Accept(Some.Boris, Known.Later).IsDone);

        Assert.Equal(guid, order.Handoff.OrderGuid);
        Assert.Equal(StepKind.RetryRequested, order.History[^1].Kind);
    }

    [Fact]
    public void What_the_till_held_before_the_dishes_left_is_remembered()
    {
        var order = Known.With(HandoffAct.Fill, HandoffState.Sending);

        order.AboutToFill(Some.TillOrder(order, packages: new TillPackage(1, null, IsPrinted: true, [])), Known.Later);

        Assert.Equal((1, Known.Later), (order.Handoff!.PackagesBefore, order.Handoff.SentAt));
    }

    // "At once" is allowed only where the till cannot have anything. Everywhere else it must let go first, and what it is just
    // doing is cleared up before that.
    [Fact]
    public void What_a_cancellation_does_while_the_till_stands_like_this() =>
        Assert.Equal(
            [
                "nothing promised: Deleted",
                "Create Due: Deleted, Create Dropped",
                "Create Sending: Waiting, Create Sending",
                "Create InDoubt: Waiting, Create InDoubt",
                "Create Refused: Deleted, Create Dropped",
                "Create Done: Created, Void Due",
                "Fill Due: Created, Void Due",
                "Fill Sending: Created, Fill Sending",
                "Fill InDoubt: Created, Fill InDoubt",
                "Fill Refused: Created, Void Due",
                "Fill Done: Accepted, Void Due",
            ],
            new[] { "nothing promised: " + Cancelled(Some.Order()) }.Concat(
                from act in new[] { HandoffAct.Create, HandoffAct.Fill }
                from state in new[] { HandoffState.Due, HandoffState.Sending, HandoffState.InDoubt, HandoffState.Refused, HandoffState.Done }
                select $"{act} {state}: {Cancelled(Known.With(act, state))}"));

    [Fact]
    public void A_cancellation_names_reason_comment_and_person()
    {
        var order = Some.Order();

        order.Cancel(CancelReason.ItemUnavailable, "нет хлеба", Some.Anna, Known.Later);

        Assert.Equal(new Cancellation(CancelReason.ItemUnavailable, "нет хлеба", "Анна", Known.Later), order.Cancellation);
        Assert.Equal((StepKind.Deleted, "ItemUnavailable"), (order.History[^1].Kind, order.History[^1].Note));
    }

    [Theory]
    [InlineData(OrderStatus.Archived)]
    [InlineData(OrderStatus.Deleted)]
    public void What_is_over_cannot_be_cancelled(OrderStatus status) =>
        Known.Refuses(
            Known.In(status),
            Refusal.StatusDoesNotAllow,
            order => order.Cancel(CancelReason.Other, null, Some.Anna, Known.Later),
            namesLastStep: true);

    [Fact]
    public void A_second_cancellation_waits_for_the_first()
    {
        var order = Known.With(HandoffAct.Void, HandoffState.Due);

        Known.Refuses(
            order, Refusal.TillIsBusyWithIt, o => o.Cancel(CancelReason.Other, null, Some.Boris, Known.Later), namesLastStep: true);
    }

    [Fact]
    public void An_order_on_its_way_can_still_be_cancelled()
    {
        var order = Known.In(OrderStatus.OnTheWay);

        Assert.True(order.Cancel(CancelReason.GuestUnreachable, null, Some.Anna, Known.Later).IsDone);

        Assert.Equal((OrderStatus.OnTheWay, TillState.Cancelling), (order.Status, order.Handoff!.TillState));
    }

    public static TheoryData<string> Answers() => [.. _answers.Keys];

    private static readonly Dictionary<string, (HandoffAct Act, Action<Order> Learn, string Then)> _answers = new()
    {
        ["created"] = (HandoffAct.Create, order => order.TillHasCreated(Some.TillOrder(order), Known.Later), "Created, Void Due"),
        ["not created"] = (HandoffAct.Create, order => order.TillHasNotCreated(Known.Later), "Deleted, Create Dropped"),
        ["creation refused"] = (HandoffAct.Create, order => order.TillHasRefused(Known.Trouble, Known.Later), "Deleted, Create Dropped"),
        ["filled"] = (HandoffAct.Fill, order => order.TillHasFilled(Some.TillOrder(order), Known.Later), "Accepted, Void Due"),
        ["not filled"] = (HandoffAct.Fill, order => order.TillHasNotFilled(Known.Later), "Created, Void Due"),
        ["fill refused"] = (HandoffAct.Fill, order => order.TillHasRefused(Known.Trouble, Known.Later), "Created, Void Due"),
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void A_cancellation_that_came_while_the_till_was_busy_is_carried_out_by_its_answer(string answer)
    {
        var (act, learn, then) = _answers[answer];
        var order = Known.With(act, HandoffState.InDoubt);
        order.Cancel(CancelReason.GuestCancelled, null, Some.Anna, Some.Noon);

        learn(order);

        Assert.Equal(then, Stands(order));
    }

    [Fact]
    public void Deleted_is_said_when_the_till_has_let_go_and_by_whom_it_was_wanted()
    {
        var order = Known.With(HandoffAct.Void, HandoffState.Sending);
        Assert.Equal(OrderStatus.Accepted, order.Status);

        order.TillHasNothing(Known.Later);

        Assert.Equal((OrderStatus.Deleted, TillState.None), (order.Status, order.Handoff!.TillState));
        Assert.False(order.Handoff.ExistsAtTill);
        Assert.Equal((StepKind.Deleted, "Анна"), (order.History[^1].Kind, order.History[^1].By));
    }

    [Fact]
    public void A_till_that_will_not_let_go_keeps_the_order_where_it_is()
    {
        var order = Known.With(HandoffAct.Void, HandoffState.Refused);

        Assert.Equal((OrderStatus.Accepted, TillState.Refused), (order.Status, order.Handoff!.TillState));
        Assert.True(order.Handoff.ExistsAtTill);
    }

    [Fact]
    public void What_vanished_at_the_till_by_itself_is_deleted_in_the_tills_name()
    {
        var order = Known.In(OrderStatus.Accepted);

        order.TillHasNothing(Known.Later);

        Assert.Equal(new Cancellation(CancelReason.Other, null, Actor.Till.Name, Known.Later), order.Cancellation);
        Assert.Equal(OrderStatus.Deleted, order.Status);
    }

    [Fact]
    public void Every_change_of_a_promise_is_a_new_version_of_its_order()
    {
        foreach (var (name, (act, learn, _)) in _answers)
        {
            var order = Known.With(act, HandoffState.InDoubt);
            var version = order.Version;

            learn(order);

            Assert.True(order.Version > version, name);
        }
    }

    // The board and the ETag look at the version alone.
    [Fact]
    public void What_the_till_says_late_is_a_new_version_too()
    {
        var order = Known.In(OrderStatus.Deleted);
        order.StepBack(Some.Boris, Known.Day, Some.Noon);
        order.Accept(Some.Anna, Some.Noon);
        order.Cancel(CancelReason.Duplicate, null, Some.Anna, Some.Noon);
        var version = order.Version;

        order.TillHasCreated(Some.TillOrder(order), Known.Later);

        Assert.Equal((OrderStatus.Deleted, TillState.Cancelling), (order.Status, order.Handoff!.TillState));
        Assert.Equal(version + 1, order.Version);
    }

    private static string Cancelled(Order order)
    {
        Assert.True(order.Cancel(CancelReason.GuestCancelled, null, Some.Anna, Known.Later).IsDone);
        Assert.NotNull(order.Cancellation);
        Assert.Equal(order.Status is OrderStatus.Deleted ? StepKind.Deleted : StepKind.CancelRequested, order.History[^1].Kind);
        return Stands(order);
    }

    private static string Stands(Order order) =>
        order.Handoff is { } handoff ? $"{order.Status}, {handoff.Act} {handoff.State}" : $"{order.Status}";
}
