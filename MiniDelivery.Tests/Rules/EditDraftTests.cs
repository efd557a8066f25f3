using MiniDelivery.Domain.Menu;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Rules;

/// <summary>What a person may do to a till's order, and what is written in the end.</summary>
public sealed class EditDraftTests
{
    private static readonly MenuItem _pie = Some.Menu.Find(1001)!;
    private static readonly MenuItem _bread = Some.Menu.Find(1002)!;
    private static readonly MenuItem _salmon = Some.Menu.Find(1003)!;

    [Fact]
    public void Nothing_changed_is_nothing_to_write()
    {
        var draft = Draft(Package(1, Dish(2, 1001, 2000)));

        Assert.False(draft.IsChanged);
        Assert.Empty(draft.ToPlan(Guid.NewGuid()).Writes);
    }

    [Fact]
    public void Into_an_empty_order_the_guests_dishes_go_as_one_new_package()
    {
        var draft = Draft();
        var guid = Guid.NewGuid();

        Assert.Empty(draft.Propose(Some.Created()));

        var write = Assert.Single(draft.ToPlan(guid).Writes);
        Assert.Equal((null, guid), (write.Uni, write.Guid));
        Assert.Equal([(1001, 2000L), (1002, 1000L)], write.Lines.Select(line => (line.Ident, line.Quantity.Thousandths)));
        Assert.Equal(Money.From(730), draft.Sum);
    }

    [Fact]
    public void What_the_guest_ordered_and_the_menu_lacks_is_named_and_the_rest_is_proposed()
    {
        var draft = Draft();

        var problem = Assert.Single(draft.Propose(Some.Created(Some.Draft("W", Some.Line("999", "Пирог по-царски", 1, 500), Some.Line("102", "Хлеб", 1, 30)))));

        Assert.Equal("Пирог по-царски", problem.Name);
        Assert.Equal("Хлеб", Assert.Single(draft.Lines).Name);
    }

    [Fact]
    public void Of_a_package_that_is_not_printed_the_complete_new_content_is_written()
    {
        var draft = Draft(Package(1, Dish(2, 1001, 2000, new TillModifier(3005, "Сметана", 1)), Dish(3, 1002, 1000)));

        Assert.Null(draft.SetQuantity(draft.Lines[1].Key, default));
        Assert.Null(draft.Add(_salmon, new Quantity(350), []));

        var write = Assert.Single(draft.ToPlan(Guid.NewGuid()).Writes);
        Assert.Equal(1, write.Uni);
        Assert.Equal([(1001, 2000L, 1), (1003, 350L, 0)], write.Lines.Select(line => (line.Ident, line.Quantity.Thousandths, line.Modifiers.Count)));
    }

    [Theory]
    [InlineData(true, false, EditObstacle.Printed)]
    [InlineData(false, true, EditObstacle.HasMore)]
    public void What_is_printed_or_not_all_ours_to_see_is_only_added_to(bool printed, bool hasMore, EditObstacle obstacle)
    {
        var draft = Draft(Package(1, Dish(2, 1001, 2000)) with { IsPrinted = printed, HasMore = hasMore });
        var key = draft.Lines[0].Key;

        Assert.Equal(obstacle, draft.SetQuantity(key, new Quantity(1000))?.Obstacle);
        Assert.Equal(obstacle, draft.SetParts(key, new Quantity(2000), [])?.Obstacle);
        Assert.Null(draft.SetQuantity(key, new Quantity(3000)));

        var write = Assert.Single(draft.ToPlan(Guid.NewGuid()).Writes);
        Assert.Equal((null, 1000L), (write.Uni, Assert.Single(write.Lines).Quantity.Thousandths));
    }

    [Fact]
    public void A_package_with_a_stopped_dish_is_not_written_anew_just_to_add_to_it()
    {
        var menu = new RestaurantMenu(Some.Noon, [_pie with { IsStopped = true }, _bread]);
        var draft = new EditDraft(Order([Package(1, Dish(2, 1001, 2000))]), menu);

        draft.Add(_bread, Quantity.One, []);

        Assert.Null(Assert.Single(draft.ToPlan(Guid.NewGuid()).Writes).Uni);
    }

    [Fact]
    public void What_cannot_be_sold_is_refused_with_its_reason()
    {
        var pizza = Some.Item(1, 501, "Пицца", 490, groups:
            [new ModifierGroup(1, "Размер", 1, 1, [new Modifier(11, 311, "25 см", Money.Zero), new Modifier(12, 312, "30 см", Money.From(120))])]);
        var draft = Draft();

        Assert.Equal(EditObstacle.Stopped, draft.Add(_bread with { IsStopped = true }, Quantity.One, [])?.Obstacle);
        Assert.Equal(EditObstacle.WholePortionsOnly, draft.Add(_bread, new Quantity(500), [])?.Obstacle);
        Assert.Equal(EditObstacle.TooMuch, draft.Add(_bread, new Quantity(1_000_000), [])?.Obstacle);
        Assert.Equal(EditObstacle.NotEnoughLeft, draft.Add(_bread with { Left = Quantity.One }, new Quantity(2000), [])?.Obstacle);
        Assert.Equal(EditObstacle.ComboUnknown, draft.Add(Some.Menu.Find(1004)!, Quantity.One, [])?.Obstacle);
        Assert.Equal((EditObstacle.TooFew, "Размер"), (draft.Add(pizza, Quantity.One, [])?.Obstacle, draft.Add(pizza, Quantity.One, [])?.Group));
        Assert.Equal(EditObstacle.TooMany, draft.Add(pizza, Quantity.One, [new EditPart(11, "25 см", 1, Money.Zero), new EditPart(12, "30 см", 1, Money.Zero)])?.Obstacle);
        Assert.Empty(draft.Lines);
        Assert.Null(draft.Add(pizza, Quantity.One, [new EditPart(12, "30 см", 1, Money.From(120))]));
        Assert.Equal(Money.From(610), draft.Sum);
    }

    [Fact]
    public void The_same_dish_twice_is_one_line_and_a_weight_never()
    {
        var draft = Draft();

        draft.Add(_bread, Quantity.One, []);
        draft.Add(_bread, Quantity.One, []);
        draft.Add(_salmon, new Quantity(350), []);
        draft.Add(_salmon, new Quantity(350), []);

        Assert.Equal([2000L, 350L, 350L], draft.Lines.Select(line => line.Quantity.Thousandths));
    }

    [Fact]
    public void What_the_cashier_changed_wins_and_what_is_new_stays()
    {
        var draft = Draft(Package(1, Dish(2, 1001, 2000), Dish(3, 1002, 1000)));
        draft.SetQuantity(draft.Lines[0].Key, new Quantity(1000));
        draft.SetQuantity(draft.Lines[1].Key, new Quantity(2000));
        draft.Add(_salmon, new Quantity(350), []);

        var changes = draft.Rebase(Order([Package(1, Dish(2, 1001, 3000), Dish(3, 1002, 1000))]));

        Assert.Equal((ContentChangeKind.More, "Пирог", 1000L), (Assert.Single(changes).Kind, changes[0].Name, changes[0].By.Thousandths));
        Assert.Equal([3000L, 2000L, 350L], draft.Lines.Select(line => line.Quantity.Thousandths));
    }

    [Fact]
    public void When_the_till_got_the_guests_dishes_meanwhile_they_are_not_proposed_a_second_time()
    {
        var draft = Draft();
        draft.Propose(Some.Created());
        draft.Add(_salmon, new Quantity(350), []);

        draft.Rebase(Order([Package(1, Dish(2, 1001, 2000), Dish(3, 1002, 1000))]));

        Assert.Equal([(1001, false), (1002, false), (1003, true)], draft.Lines.Select(line => (line.Ident, line.IsNew)));
    }

    [Fact]
    public void A_package_that_went_to_the_kitchen_is_said_and_not_written_over()
    {
        var draft = Draft(Package(1, Dish(2, 1001, 2000)));
        draft.SetQuantity(draft.Lines[0].Key, new Quantity(1000));

        var changes = draft.Rebase(Order([Package(1, Dish(2, 1001, 2000)) with { IsPrinted = true }]));

        Assert.Equal(ContentChangeKind.Printed, Assert.Single(changes).Kind);
        Assert.False(draft.IsChanged);
    }

    [Fact]
    public void A_plan_is_recognised_by_guid_or_by_exact_new_content_and_by_nothing_that_was_there_before()
    {
        var before = Order([Package(1, Dish(2, 1002, 1000))]) with { Version = 5 };
        var draft = new EditDraft(before, Some.Menu);
        draft.SetQuantity(draft.Lines[0].Key, default);
        draft.Add(_pie, Quantity.One, []);
        var emptied = draft.ToPlan(Guid.NewGuid());
        var adding = new EditPlan { Id = Guid.NewGuid(), Version = 5, Sum = before.Sum, Before = before.Packages, Writes = [new PackageWrite(null, Guid.NewGuid(), [emptied.Writes[0].Lines[0]])] };

        Assert.True(emptied.StartsFrom(before));
        Assert.False(emptied.IsIn(before));
        Assert.True(emptied.IsIn(Order([Package(1, Dish(2, 1001, 1000))])));
        Assert.False(adding.IsIn(Order([Package(1, Dish(2, 1001, 1000))])));
        Assert.True(adding.IsIn(Order([Package(1, Dish(2, 1002, 1000)), Package(9, Dish(10, 1001, 1000))])));
        Assert.True(adding.IsIn(Order([Package(1, Dish(2, 1002, 1000)), Package(9) with { Guid = adding.Writes[0].Guid }])));
        Assert.False(adding.StartsFrom(Order([Package(1, Dish(2, 1002, 3000))])));
    }

    [Fact]
    public void A_modifier_less_is_not_taken_for_written_before_it_is()
    {
        var before = Order([Package(1, Dish(2, 1001, 1000, new TillModifier(3005, "Сметана", 1)))]);
        var draft = new EditDraft(before, Some.Menu);

        Assert.Null(draft.SetParts(draft.Lines[0].Key, Quantity.One, []));

        var plan = draft.ToPlan(Guid.NewGuid());
        Assert.False(plan.IsIn(before));
        Assert.True(plan.IsIn(Order([Package(1, Dish(2, 1001, 1000))])));
    }

    [Fact]
    public void An_order_may_be_edited_while_it_is_at_the_till_and_nothing_is_promised()
    {
        var plan = Plan();

        Assert.Equal(Refusal.StatusDoesNotAllow, Some.Order().Edit(plan, Some.Anna, Some.Noon).Reason);
        var order = Some.Accepted();
        Assert.Equal(Refusal.NotPermitted, order.Edit(plan, new Domain.Access.Actor("сайт"), Some.Noon).Reason);
        Assert.Equal(Refusal.NothingToSave, order.Edit(plan with { Writes = [] }, Some.Anna, Some.Noon).Reason);
        Assert.True(order.Edit(plan, Some.Anna, Some.Noon).IsDone);
        Assert.Equal((HandoffAct.Edit, HandoffState.Due, TillState.Filling), (order.Handoff!.Act, order.Handoff.State, order.Handoff.TillState));
        Assert.Equal(Refusal.TillIsBusyWithIt, order.Edit(plan, Some.Anna, Some.Noon).Reason);
    }

    [Fact]
    public void Taking_the_last_dish_away_is_cancelling_and_asks_for_a_reason()
    {
        var draft = Draft(Package(1, Dish(2, 1001, 1000)));
        draft.SetQuantity(draft.Lines[0].Key, default);

        Assert.Equal(Refusal.NoDishesLeft, Some.Accepted().Edit(draft.ToPlan(Guid.NewGuid()), Some.Anna, Some.Noon).Reason);
    }

    [Fact]
    public void The_first_save_makes_a_created_order_accepted_and_a_refused_one_leaves_it_created()
    {
        var (saved, refused) = (Some.Created(), Some.Created());
        saved.Edit(Plan(), Some.Anna, Some.Noon);
        refused.Edit(Plan(), Some.Anna, Some.Noon);

        saved.TillHasEdited(Some.TillOrder(saved), Some.Noon);
        refused.TillHasRefused(new TillTrouble(TillTroubles.OrderChanged, ""), Some.Noon);
        refused.GiveUpEdit(Some.Anna);

        Assert.Equal((OrderStatus.Accepted, TillState.Filled), (saved.Status, saved.Handoff!.TillState));
        Assert.Equal((OrderStatus.Created, TillState.Created), (refused.Status, refused.Handoff!.TillState));
        Assert.Null(refused.Handoff.Trouble);
    }

    private static EditPlan Plan()
    {
        var draft = Draft();
        draft.Add(_bread, Quantity.One, []);
        return draft.ToPlan(Guid.NewGuid());
    }

    private static EditDraft Draft(params TillPackage[] packages) => new(Order(packages), Some.Menu);

    private static TillOrder Order(TillPackage[] packages) => new()
    {
        Guid = Guid.NewGuid(), Visit = 7, OrderIdent = 256, Name = "Dlv.2", Packages = packages, Version = packages.Sum(p => p.Dishes.Sum(d => d.Quantity.Thousandths)),
        Sum = new Money(packages.SelectMany(package => package.Dishes).Sum(dish => dish.Amount.Minor)),
    };

    private static TillPackage Package(int uni, params TillDish[] dishes) => new(uni, Guid.NewGuid(), IsPrinted: false, dishes);

    private static TillDish Dish(int uni, int ident, long thousandths, params TillModifier[] modifiers)
    {
        var item = Some.Menu.Find(ident)!;
        return new TillDish(ident, item.Name, new Quantity(thousandths), item.Price!.Value * new Quantity(thousandths), modifiers) { Uni = uni };
    }
}
