using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Rules;

public sealed class OrderTests
{
    private static readonly Actor _shop = new("сайт");

    // The tables are the specification: change them here and on the help page, or not at all.
    [Fact]
    public void The_life_of_an_order()
    {
        Assert.Equal(
            [
                "Waiting → Created, Deleted",
                "Created → Accepted, Deleted",
                "Accepted → OnTheWay, Deleted",
                "OnTheWay → Archived, Deleted",
                "Archived → ",
                "Deleted → ",
            ],
            Drawn(FulfillmentType.Delivery));
        Assert.Equal(
            [
                "Waiting → Created, Deleted",
                "Created → Accepted, Deleted",
                "Accepted → Archived, Deleted",
                "OnTheWay → Archived, Deleted",
                "Archived → ",
                "Deleted → ",
            ],
            Drawn(FulfillmentType.Pickup));

        static IEnumerable<string> Drawn(FulfillmentType type) =>
            Enum.GetValues<OrderStatus>().Select(status => $"{status} → {string.Join(", ", status.Next(type))}");
    }

    [Fact]
    public void The_steps_back()
    {
        Assert.Equal("OnTheWay → Accepted; Archived → OnTheWay; Deleted → Waiting", Drawn(FulfillmentType.Delivery));
        Assert.Equal("OnTheWay → Accepted; Archived → Accepted; Deleted → Waiting", Drawn(FulfillmentType.Pickup));

        static string Drawn(FulfillmentType type) => string.Join("; ", Enum.GetValues<OrderStatus>()
            .Where(status => status.Previous(type) is not null)
            .Select(status => $"{status} → {status.Previous(type)}"));
    }

    [Fact]
    public void Only_the_archived_and_the_deleted_are_nobodys_work_any_more() =>
        Assert.Equal(
            [OrderStatus.Archived, OrderStatus.Deleted], Enum.GetValues<OrderStatus>().Where(status => !status.IsLive));

    [Fact]
    public void A_received_order_waits_and_the_till_knows_nothing_of_it()
    {
        var order = Some.Order();

        Assert.Equal((OrderStatus.Waiting, 43, 1), (order.Status, order.Number, order.Version));
        Assert.Null(order.Handoff);
        Assert.Equal([new OrderStep(StepKind.Received, OrderStatus.Waiting, "сайт", null, Some.Noon)], order.History);
    }

    [Fact]
    public void The_way_of_an_order_for_delivery_is_remembered_step_by_step()
    {
        var order = Known.In(OrderStatus.Archived);

        Assert.Equal(
            [
                "Received Waiting сайт", "AcceptRequested Waiting Анна Терминал 1", "TillCreated Created RK7",
                "FillRequested Created Анна Терминал 1", "TillFilled Accepted RK7",
                "SentOut OnTheWay Анна Терминал 1", "Archived Archived Анна Терминал 1",
            ],
            order.History.Select(step => string.Join(' ', step.Kind, step.Status, step.By, step.Terminal).TrimEnd()));
        Assert.Equal(order.History.Count, order.Version);
        Assert.Equal(Some.Noon.AddMinutes(5), order.StatusChangedAt);
    }

    [Fact]
    public void What_a_guest_fetches_goes_from_the_kitchen_to_the_archive() =>
        Assert.Equal(StepKind.Archived, Known.In(OrderStatus.Archived, FulfillmentType.Pickup).History[^1].Kind);

    [Fact]
    public void Accepting_promises_the_till_an_order_and_moves_nothing_yet()
    {
        var order = Some.Order();

        Assert.True(order.Accept(Some.Anna, Known.Later).IsDone);

        Assert.Equal(OrderStatus.Waiting, order.Status);
        Assert.Equal(Some.Noon, order.StatusChangedAt);
        Assert.Equal(StepKind.AcceptRequested, order.History[^1].Kind);
    }

    [Theory]
    [InlineData(OrderStatus.Created)]
    [InlineData(OrderStatus.Accepted)]
    [InlineData(OrderStatus.OnTheWay)]
    [InlineData(OrderStatus.Archived)]
    [InlineData(OrderStatus.Deleted)]
    public void What_no_longer_waits_cannot_be_accepted_and_the_second_is_told_who_was_quicker(OrderStatus status)
    {
        Known.Refuses(Known.In(status), Refusal.StatusDoesNotAllow, order => order.Accept(Some.Boris, Known.Later), namesLastStep: true);
    }

    [Fact]
    public void Of_two_who_accept_at_once_the_second_is_told_that_the_till_is_busy_with_it_and_who_began()
    {
        var order = Some.Order();
        order.Accept(Some.Anna, Some.Noon);

        Known.Refuses(order, Refusal.TillIsBusyWithIt, o => o.Accept(Some.Boris, Known.Later), namesLastStep: true);
        Assert.Equal("Анна", order.History[^1].By);
    }

    [Theory]
    [InlineData(OrderStatus.Waiting)]
    [InlineData(OrderStatus.Accepted)]
    [InlineData(OrderStatus.Deleted)]
    public void There_is_nothing_to_retry_unless_the_till_refused(OrderStatus status) =>
        Known.Refuses(Known.In(status), Refusal.NothingToRetry, order => order.RetryTill(Some.Anna, Known.Later), namesLastStep: true);

    [Theory]
    [InlineData(OrderStatus.Waiting)]
    [InlineData(OrderStatus.Deleted)]
    public void Dishes_are_promised_only_to_an_order_that_the_till_has(OrderStatus status) =>
        Known.Refuses(
            Known.In(status), Refusal.StatusDoesNotAllow, order => order.Fill(Some.Anna, Some.Menu, Known.Later), namesLastStep: true);

    [Theory]
    [InlineData(OrderStatus.Accepted)]
    [InlineData(OrderStatus.OnTheWay)]
    [InlineData(OrderStatus.Archived)]
    public void To_open_an_order_whose_dishes_the_till_has_is_no_mistake_and_changes_nothing(OrderStatus status)
    {
        var order = Known.In(status);
        var before = Known.Picture(order);

        Assert.True(order.Fill(Actor.Till, Some.Menu, Known.Later).IsDone);

        Assert.Equal(before, Known.Picture(order));
    }

    [Fact]
    public void Dishes_that_vanished_at_the_till_are_not_taken_for_sent_when_the_order_is_restored()
    {
        var order = Known.In(OrderStatus.Accepted);
        order.TillHasNothing(Some.Noon);
        order.StepBack(Some.Boris, Known.Day, Some.Noon);

        Known.Refuses(order, Refusal.StatusDoesNotAllow, o => o.Fill(Some.Anna, Some.Menu, Known.Later), namesLastStep: true);
    }

    [Fact]
    public void Opened_twice_an_order_is_filled_once()
    {
        var order = Some.Created();

        Assert.True(order.Fill(Some.Anna, Some.Menu, Some.Noon).IsDone);
        var before = Known.Picture(order);
        Assert.True(order.Fill(Actor.Till, Some.Menu, Known.Later).IsDone);

        Assert.Equal(before, Known.Picture(order));
    }

    [Fact]
    public void The_cashier_who_opens_an_order_at_the_till_needs_no_role_here() =>
        Assert.True(Some.Created().Fill(Actor.Till, Some.Menu, Known.Later).IsDone);

    [Fact]
    public void Without_a_menu_nothing_is_filled() =>
        Known.Refuses(Some.Created(), Refusal.MenuUnknown, order => order.Fill(Some.Anna, null, Known.Later));

    [Fact]
    public void A_dish_that_the_menu_does_not_have_stops_the_fill()
    {
        var order = Some.Created(Some.Draft("WEB-1", Some.Line("999", "Уха", 1, 100)));

        Known.Refuses(order, Refusal.DishesNotInMenu, o => o.Fill(Some.Anna, Some.Menu, Known.Later));
    }

    [Fact]
    public void What_a_newer_menu_has_is_found_and_kept_even_if_another_dish_still_stops_the_fill()
    {
        var order = Some.Created(Some.Draft("WEB-1", Some.Line("999", "Уха", 1, 100), Some.Line("777", "Квас", 1, 50)));
        var version = order.Version;
        var newer = new Domain.Menu.RestaurantMenu(Known.Later, [.. Some.Menu.Items, Some.Item(1999, 999, "Уха", 100)]);

        Assert.Equal(Refusal.DishesNotInMenu, order.Fill(Some.Anna, newer, Known.Later).Reason);

        Assert.Equal([1999, null], order.Lines.Select(line => line.MenuIdent));
        Assert.Equal(version + 1, order.Version);
    }

    [Fact]
    public void An_order_that_is_to_be_cancelled_at_the_till_is_not_filled()
    {
        var order = Some.Created();
        order.Cancel(CancelReason.GuestCancelled, null, Some.Anna, Some.Noon);

        Known.Refuses(order, Refusal.TillIsBusyWithIt, o => o.Fill(Some.Anna, Some.Menu, Known.Later), namesLastStep: true);
    }

    [Fact]
    public void A_fill_that_the_till_refused_can_be_asked_for_again_by_opening_the_order()
    {
        var order = Some.Created();
        order.Fill(Some.Anna, Some.Menu, Some.Noon);
        order.TillHasRefused(Known.Trouble, Some.Noon);

        Assert.True(order.Fill(Some.Boris, Some.Menu, Known.Later).IsDone);

        Assert.Equal(Domain.Till.TillState.Filling, order.Handoff!.TillState);
    }

    public static TheoryData<OrderStatus, OrderStatus> WrongMoves()
    {
        var data = new TheoryData<OrderStatus, OrderStatus>();
        foreach (var from in Enum.GetValues<OrderStatus>())
        {
            foreach (var to in Enum.GetValues<OrderStatus>().Except(from switch
            {
                OrderStatus.Accepted => [OrderStatus.OnTheWay],
                OrderStatus.OnTheWay => [OrderStatus.Archived],
                _ => Array.Empty<OrderStatus>(),
            }))
            {
                data.Add(from, to);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(WrongMoves))]
    public void Of_all_moves_only_out_and_into_the_archive_are_mere_moves(OrderStatus from, OrderStatus to) =>
        Known.Refuses(Known.In(from), Refusal.StatusDoesNotAllow, order => order.MoveOn(to, Some.Boris, Known.Later), namesLastStep: true);

    [Theory]
    [InlineData(FulfillmentType.Delivery, OrderStatus.Archived)]
    [InlineData(FulfillmentType.Pickup, OrderStatus.OnTheWay)]
    public void A_courier_is_not_skipped_and_not_sent_with_what_a_guest_fetches(FulfillmentType type, OrderStatus next) =>
        Known.Refuses(
            Known.In(OrderStatus.Accepted, type), Refusal.StatusDoesNotAllow, order => order.MoveOn(next, Some.Anna, Known.Later), namesLastStep: true);

    [Fact]
    public void What_is_to_be_cancelled_goes_nowhere()
    {
        var order = Known.In(OrderStatus.Accepted);
        order.Cancel(CancelReason.GuestUnreachable, null, Some.Anna, Some.Noon);

        Known.Refuses(order, Refusal.TillIsBusyWithIt, o => o.MoveOn(OrderStatus.OnTheWay, Some.Boris, Known.Later), namesLastStep: true);
    }

    [Fact]
    public void What_is_to_be_cancelled_does_not_go_back_either()
    {
        var order = Known.In(OrderStatus.OnTheWay);
        order.Cancel(CancelReason.GuestUnreachable, null, Some.Anna, Some.Noon);

        Known.Refuses(order, Refusal.TillIsBusyWithIt, o => o.StepBack(Some.Boris, Known.Day, Known.Later), namesLastStep: true);
    }

    [Theory]
    [InlineData(OrderStatus.OnTheWay, FulfillmentType.Delivery, OrderStatus.Accepted)]
    [InlineData(OrderStatus.Archived, FulfillmentType.Delivery, OrderStatus.OnTheWay)]
    [InlineData(OrderStatus.Archived, FulfillmentType.Pickup, OrderStatus.Accepted)]
    [InlineData(OrderStatus.Deleted, FulfillmentType.Delivery, OrderStatus.Waiting)]
    public void A_manager_takes_one_step_back(OrderStatus from, FulfillmentType type, OrderStatus to)
    {
        var order = Known.In(from, type);

        Assert.True(order.StepBack(Some.Boris, Known.Day, Known.Later, "по ошибке").IsDone);

        Assert.Equal(to, order.Status);
        Assert.Null(order.Cancellation);
        Assert.Equal(new OrderStep(StepKind.SteppedBack, to, "Борис", null, Known.Later, "по ошибке"), order.History[^1]);
    }

    [Theory]
    [InlineData(OrderStatus.Waiting)]
    [InlineData(OrderStatus.Created)]
    [InlineData(OrderStatus.Accepted)]
    public void What_the_till_has_said_is_not_stepped_back_from(OrderStatus status) =>
        Known.Refuses(
            Known.In(status), Refusal.StatusDoesNotAllow, order => order.StepBack(Some.Boris, Known.Day, Known.Later), namesLastStep: true);

    [Fact]
    public void When_the_business_day_has_turned_there_is_no_way_back()
    {
        // 22:00 in UTC is five in the morning in Novosibirsk, when the day turns.
        var turn = new DateTimeOffset(2027, 1, 13, 22, 0, 0, TimeSpan.Zero);

        Assert.True(Known.In(OrderStatus.OnTheWay).StepBack(Some.Boris, Known.Day, turn.AddTicks(-1)).IsDone);
        Known.Refuses(
            Known.In(OrderStatus.OnTheWay), Refusal.BusinessDayIsOver, order => order.StepBack(Some.Boris, Known.Day, turn), namesLastStep: true);
    }

    [Fact]
    public void A_deleted_order_does_not_come_back_while_something_of_it_is_at_the_till()
    {
        var order = Some.Order();
        order.Accept(Some.Anna, Some.Noon);
        order.Cancel(CancelReason.Duplicate, null, Some.Anna, Some.Noon);
        // The till had it after all, and is told to let go of it.
        order.TillHasCreated(Some.TillOrder(order), Some.Noon);

        Known.Refuses(order, Refusal.TillStillHasIt, o => o.StepBack(Some.Boris, Known.Day, Known.Later), namesLastStep: true);

        order.TillHasNothing(Known.Later);
        Assert.True(order.StepBack(Some.Boris, Known.Day, Known.Later).IsDone);
    }

    [Fact]
    public void A_restored_order_is_another_one_to_the_till()
    {
        var order = Some.Created();
        var first = order.Handoff!.OrderGuid;
        order.Cancel(CancelReason.GuestCancelled, null, Some.Anna, Some.Noon);
        order.TillHasNothing(Some.Noon);
        order.StepBack(Some.Boris, Known.Day, Known.Later);

        Assert.True(order.Accept(Some.Anna, Known.Later).IsDone);

        Assert.NotEqual(first, order.Handoff.OrderGuid);
        Assert.Equal(Domain.Till.TillState.Creating, order.Handoff.TillState);
        Assert.Equal(new Domain.Till.TillOrderKey(order.Handoff.OrderGuid), order.Handoff.Key);
        Assert.Null(order.Handoff.OrderName);
    }

    public static TheoryData<string> StaffActs() => [.. _acts.Keys];

    private static readonly Dictionary<string, (OrderStatus From, Func<Order, Actor, Outcome> Act)> _acts = new()
    {
        ["accept"] = (OrderStatus.Waiting, (order, by) => order.Accept(by, Known.Later)),
        ["retry"] = (OrderStatus.Waiting, (order, by) => order.RetryTill(by, Known.Later)),
        ["fill"] = (OrderStatus.Created, (order, by) => order.Fill(by, Some.Menu, Known.Later)),
        ["move on"] = (OrderStatus.Accepted, (order, by) => order.MoveOn(OrderStatus.OnTheWay, by, Known.Later)),
        ["cancel"] = (OrderStatus.Waiting, (order, by) => order.Cancel(CancelReason.Other, null, by, Known.Later)),
        ["step back"] = (OrderStatus.OnTheWay, (order, by) => order.StepBack(by, Known.Day, Known.Later)),
        ["choose a dish"] = (OrderStatus.Waiting, (order, by) => order.ChooseDish(1, Some.Menu.Items[1], Some.Menu, by, Known.Later)),
        ["choose a modifier"] = (OrderStatus.Waiting, (order, by) => order.ChooseModifier(1, 0, 3005, "Сметана", by, Known.Later)),
    };

    [Theory]
    [MemberData(nameof(StaffActs))]
    public void A_shop_has_no_rights_of_staff(string act) =>
        Known.Refuses(Known.In(_acts[act].From), Refusal.NotPermitted, order => _acts[act].Act(order, _shop));

    [Fact]
    public void An_operator_takes_no_step_back() =>
        Known.Refuses(Known.In(OrderStatus.OnTheWay), Refusal.NotPermitted, order => order.StepBack(Some.Anna, Known.Day, Known.Later));

    [Fact]
    public void A_person_says_which_dish_is_meant_and_its_modifiers_are_looked_for_there()
    {
        var order = Some.Order(Some.Draft("WEB-1", Some.Line("999", "Пирожок", 1, 350, new Domain.Intake.NewOrderModifier("305", null, Quantity.One, null))));
        Assert.False(order.Lines[0].IsMapped);

        Assert.True(order.ChooseDish(1, Some.Menu.Items[0], Some.Menu, Some.Anna, Known.Later).IsDone);

        Assert.Equal((1001, 3005), (order.Lines[0].MenuIdent, order.Lines[0].Modifiers[0].MenuIdent));
        Assert.True(order.Lines[0].IsMapped);
        Assert.Equal((StepKind.DishChosen, "Пирожок → Пирог"), (order.History[^1].Kind, order.History[^1].Note));
    }

    [Fact]
    public void A_person_says_which_modifier_is_meant_and_what_was_chosen_survives_the_next_look_into_the_menu()
    {
        var order = Some.Order(Some.Draft("WEB-1", Some.Line("101", "Пирог", 1, 350, new Domain.Intake.NewOrderModifier("9", "Сметанка", Quantity.One, null))));

        Assert.True(order.ChooseModifier(1, 0, 3005, "Сметана", Some.Anna, Known.Later).IsDone);

        Assert.False(order.MatchDishes(Some.Menu));
        Assert.Equal(3005, order.Lines[0].Modifiers[0].MenuIdent);
        Assert.Equal("Пирог, Сметанка → Сметана", order.History[^1].Note);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(-1)]
    public void A_line_that_the_order_does_not_have_cannot_be_chosen_for(int line)
    {
        Known.Refuses(
            Some.Order(), Refusal.LineUnknown, order => order.ChooseDish(line, Some.Menu.Items[0], Some.Menu, Some.Anna, Known.Later));
        Known.Refuses(Some.Order(), Refusal.LineUnknown, order => order.ChooseModifier(line, 0, 3005, "Сметана", Some.Anna, Known.Later));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    public void A_modifier_that_the_dish_does_not_have_cannot_be_chosen_for(int index) =>
        Known.Refuses(Some.Order(), Refusal.LineUnknown, order => order.ChooseModifier(1, index, 3005, "Сметана", Some.Anna, Known.Later));

    [Theory]
    [InlineData(OrderStatus.Accepted)]
    [InlineData(OrderStatus.OnTheWay)]
    [InlineData(OrderStatus.Archived)]
    [InlineData(OrderStatus.Deleted)]
    public void What_the_kitchen_has_is_not_chosen_anew(OrderStatus status) =>
        Known.Refuses(
            Known.In(status),
            Refusal.StatusDoesNotAllow,
            order => order.ChooseDish(1, Some.Menu.Items[1], Some.Menu, Some.Anna, Known.Later),
            namesLastStep: true);

    [Fact]
    public void While_the_dishes_are_on_their_way_they_are_not_chosen_anew()
    {
        var order = Some.Created();
        order.Fill(Some.Anna, Some.Menu, Some.Noon);

        Known.Refuses(
            order,
            Refusal.StatusDoesNotAllow,
            o => o.ChooseDish(1, Some.Menu.Items[1], Some.Menu, Some.Anna, Known.Later),
            namesLastStep: true);
    }

    [Fact]
    public void The_search_looks_into_number_name_digits_of_the_phone_and_address()
    {
        var order = Some.Order(Some.Draft() with { Guest = new Guest("ИВАНОВ Иван", "+7 (777) 666-55-44", null), Address = new Address("Ул. ПУШКИНА, 1") });

        Assert.Equal("43 иванов иван 77776665544 ул. пушкина, 1", order.SearchText);
    }
}
