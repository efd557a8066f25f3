using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Rules;

/// <summary>What the till is seen to have, and what of it becomes history.</summary>
public sealed class TillReportsTests
{
    private static readonly DateTimeOffset _now = Some.Noon.AddMinutes(10);
    private static readonly TillDish _pie = new(1001, "Пирог", new Quantity(2000), Money.From(700), []);
    private static readonly TillDish _bread = new(1002, "Хлеб", Quantity.One, Money.From(30), []);

    [Fact]
    public void The_same_again_is_no_change()
    {
        var order = Filled();
        var version = order.Version;

        Assert.False(order.TillReports(Sight(order), _now));
        Assert.Equal(version, order.Version);
    }

    [Fact]
    public void What_was_never_looked_at_is_remembered_without_a_step()
    {
        var order = Some.Created();
        var steps = order.History.Count;

        Assert.True(order.TillReports(Sight(order) with { Version = 9, Packages = [] }, _now));
        Assert.Equal((9L, steps), (order.Handoff!.Seen!.Version, order.History.Count));
    }

    [Fact]
    public void A_change_of_dishes_is_noted_once_and_anew_after_we_wrote()
    {
        var order = Filled();

        order.TillReports(Sight(order, _pie) with { Version = 2 }, _now);
        order.TillReports(Sight(order, _bread) with { Version = 3 }, _now.AddMinutes(1));

        Assert.Equal(_now, order.Handoff!.Seen!.ChangedAt);
        Assert.Single(order.History, step => step is { Kind: StepKind.TillChanged, By: "RK7" });
        order.TillHasFilled(Sight(order, _pie) with { Version = 4 }, _now);
        Assert.Null(order.Handoff.Seen!.ChangedAt);
        order.TillReports(Sight(order, _bread) with { Version = 5 }, _now);
        Assert.Equal(2, order.History.Count(step => step.Kind is StepKind.TillChanged));
    }

    [Fact]
    public void Printing_another_package_another_number_or_another_price_is_no_change_of_dishes()
    {
        var order = Filled();

        order.TillReports(
            Sight(order) with
            {
                Version = 2,
                Sum = Money.From(800),
                Packages =
                [
                    new TillPackage(7, null, true, [_bread with { IsPrinted = true, Amount = Money.From(100) }]),
                    new TillPackage(8, null, false, [_pie with { Quantity = Quantity.One }, _pie with { Quantity = Quantity.One }]),
                ],
            },
            _now);

        Assert.Equal((null, Money.From(800)), (order.Handoff!.Seen!.ChangedAt, order.Handoff.Sum));
    }

    [Fact]
    public void Another_modifier_is_a_change()
    {
        var order = Filled();

        order.TillReports(Sight(order, _pie with { Modifiers = [new TillModifier(3005, "Сметана", 1)] }, _bread) with { Version = 2 }, _now);

        Assert.NotNull(order.Handoff!.Seen!.ChangedAt);
    }

    [Fact]
    public void A_lock_comes_and_goes_without_a_step()
    {
        var order = Filled();
        var steps = order.History.Count;

        Assert.True(order.TillReports(Sight(order) with { IsLocked = true, LockedBy = "Касса 2, Петрова" }, _now));
        Assert.Equal("Касса 2, Петрова", order.Handoff!.Seen!.OpenBy);
        Assert.True(order.TillReports(Sight(order), _now));

        Assert.Equal((false, steps), (order.Handoff.Seen!.IsOpen, order.History.Count));
    }

    [Fact]
    public void Our_own_lock_is_nobodys()
    {
        var order = Filled();

        Assert.False(order.TillReports(Sight(order) with { IsLocked = true, IsLockedByUs = true, LockedBy = "Касса доставки, Web" }, _now));
    }

    public static TheoryData<bool, bool, bool, StepKind[]> Endings => new()
    {
        { true, false, false, [StepKind.TillBilled] },
        { true, true, false, [StepKind.TillPaid] },
        { true, true, true, [StepKind.TillPaid, StepKind.TillClosed] },
        { true, false, true, [StepKind.TillClosed] },
    };

    [Theory]
    [MemberData(nameof(Endings))]
    public void Bill_payment_and_closing_are_told_and_the_states_stay_ours(bool isBilled, bool isPaid, bool isFinished, StepKind[] steps)
    {
        var order = Filled();
        var before = order.History.Count;
        var seen = Sight(order) with
        {
            Version = 2, BilledAt = isBilled ? new DateTime(2027, 1, 13, 19, 5, 0) : null, IsPaid = isPaid, IsFinished = isFinished,
        };

        order.TillReports(seen, _now);
        order.TillReports(seen with { Version = 3 }, _now);

        Assert.Equal(steps, order.History.Skip(before).Select(step => step.Kind));
        Assert.Equal(OrderStatus.Accepted, order.Status);
    }

    [Theory]
    [InlineData(true, false, false)]
    [InlineData(true, true, true)]
    [InlineData(false, true, true)]
    public void Removed_or_closed_with_nothing_in_it_is_deleted_by_RK7(bool isDeleted, bool isFinished, bool isEmpty)
    {
        var order = Filled();

        order.TillReports(
            Sight(order, isEmpty ? [] : [_pie]) with { IsDeleted = isDeleted, IsFinished = isFinished, Sum = isEmpty ? Money.Zero : Money.From(700) }, _now);

        Assert.Equal((OrderStatus.Deleted, CancelReason.VoidedAtTill, "RK7"), (order.Status, order.Cancellation!.Reason, order.Cancellation.By));
        Assert.Equal(HandoffState.Dropped, order.Handoff!.State);
        Assert.Equal((StepKind.TillVoided, OrderStatus.Deleted), (order.History[^1].Kind, order.History[^1].Status));
    }

    [Fact]
    public void Paid_and_closed_is_not_cancelled_even_when_the_till_shows_no_dishes()
    {
        var order = Filled();

        order.TillReports(Sight(order, []) with { Version = 2, IsFinished = true, IsPaid = true, Sum = Money.Zero }, _now);

        Assert.Equal(OrderStatus.Accepted, order.Status);
    }

    [Fact]
    public void A_cancellation_that_staff_wanted_keeps_its_reason()
    {
        var order = Filled();
        order.Cancel(CancelReason.GuestCancelled, null, Some.Anna, _now);
        order.TillHasRefused(new TillTrouble("rk7-3383", ""), _now);

        order.TillReports(Sight(order) with { IsDeleted = true }, _now);

        Assert.Equal((OrderStatus.Deleted, CancelReason.GuestCancelled), (order.Status, order.Cancellation!.Reason));
    }

    [Fact]
    public void A_deleted_order_that_is_wanted_after_all_starts_over()
    {
        var order = Filled();
        order.TillReports(Sight(order) with { IsDeleted = true }, _now);

        Assert.True(order.StepBack(Some.Boris, new(TimeZoneInfo.Utc, 5), _now).IsDone);
        Assert.True(order.Accept(Some.Anna, _now).IsDone);

        Assert.Equal((TillState.Creating, null), (order.Handoff!.TillState, order.Handoff.Seen));
    }

    [Fact]
    public void A_lost_order_is_told_once_and_found_again()
    {
        var order = Filled();

        Assert.True(order.TillHasLost(_now));
        Assert.False(order.TillHasLost(_now));
        Assert.Equal((OrderStatus.Accepted, StepKind.TillLost), (order.Status, order.History[^1].Kind));
        Assert.Null(order.CompareWithTill());
        Assert.True(order.TillReports(Sight(order), _now));

        Assert.Equal((false, StepKind.TillFound), (order.Handoff!.Seen!.IsLost, order.History[^1].Kind));
        Assert.Null(order.Handoff.Seen.ChangedAt);
    }

    [Fact]
    public void While_something_is_promised_the_till_is_only_being_told()
    {
        var order = Some.Created();
        order.Fill(Some.Anna, Some.Menu, _now);

        Assert.False(order.TillReports(Sight(order) with { Version = 5 }, _now));
        Assert.False(order.TillHasLost(_now));
    }

    [Fact]
    public void A_waiting_an_archived_and_a_deleted_order_learn_nothing()
    {
        var waiting = Some.Order();
        var archived = Filled();
        archived.MoveOn(OrderStatus.OnTheWay, Some.Anna, _now);
        archived.MoveOn(OrderStatus.Archived, Some.Anna, _now);

        Assert.False(waiting.IsWatched);
        Assert.False(archived.TillReports(Sight(archived) with { Version = 5 }, _now));
    }

    [Fact]
    public void Another_table_and_other_guids_are_taken_over()
    {
        var order = Filled();
        var guid = Guid.NewGuid();

        Assert.True(order.TillReports(Sight(order) with { Guid = guid, Name = "Зал.4", Table = "Зал" }, _now));

        Assert.Equal((guid, "Зал.4", "Зал"), (order.Handoff!.OrderGuid, order.Handoff.OrderName, order.Handoff.Table));
    }

    [Fact]
    public void An_order_found_in_a_list_leaves_its_dishes_to_the_watch()
    {
        var order = Some.Order();
        order.Accept(Some.Anna, Some.Noon);

        order.TillHasCreated(Some.TillOrder(order) with { Pieces = Quantity.One }, _now);

        Assert.Null(order.Handoff!.Seen);
    }

    private static Order Filled()
    {
        var order = Some.Created();
        order.Fill(Some.Anna, Some.Menu, Some.Noon.AddMinutes(2));
        order.TillHasFilled(Sight(order), Some.Noon.AddMinutes(2));
        return order;
    }

    private static TillOrder Sight(Order order) => Sight(order, _pie, _bread);

    private static TillOrder Sight(Order order, params TillDish[] dishes) =>
        Some.TillOrder(order, packages: new TillPackage(1, null, false, dishes)) with { Version = 1, Sum = Money.From(730) };
}
