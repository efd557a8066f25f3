using MiniDelivery.Domain.Menu;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Simulator;
using static MiniDelivery.Tests.Till.Rk7WireTests;

namespace MiniDelivery.Tests.Till;

/// <summary>Our side of the wire against the simulated till: two readings of one protocol, made by two people.</summary>
public sealed class Rk7SimulatorTests : SimulatorBase
{
    private static readonly TimeSpan _threeMinutes = TimeSpan.FromMinutes(3);

    private readonly Guid _lock = Guid.NewGuid();
    private readonly Guid _package = Guid.NewGuid();
    private readonly NewTillOrder _order = new(Guid.CreateVersion7(), "#43", "shop-a/58213", "Анна\r\nдомофон 12", 2);

    private TillOrderKey OrderKey => new(_order.Guid);

    protected override SimulatedTillOptions Options => base.Options with { Url = "https://127.0.0.1:0" };

    public static TheoryData<ServerProfile> Supported => [ServerProfile.V764, ServerProfile.V770, ServerProfile.V7268];

    [Theory]
    [MemberData(nameof(Supported))]
    public async Task An_order_is_created_found_filled_and_cancelled(ServerProfile profile)
    {
        Switch(switches => switches with { Profile = profile, GuestsMandatory = true });
        await using var ours = Connect();
        var till = ours.Till;
        var menu = Done(await till.ReadMenuAsync(Time.GetUtcNow(), Stop));
        var plan = Plan(menu);

        var created = Done(await till.CreateOrderAsync(_order, Stop));
        var found = Done(await till.FindOrderAsync(OrderKey, Stop))!;
        var listed = Assert.Single(Done(await till.ListOrdersAsync(null, Stop)).Orders);
        Assert.True(Done(await till.LockOrderAsync(OrderKey, _lock, _threeMinutes, Stop)));
        var saved = Done(await till.SaveOrderAsync(OrderKey, _lock, _package, plan, Stop));
        var filled = Done(await till.FindOrderAsync(OrderKey, Stop))!;
        Assert.False(Done(await till.LockOrderAsync(OrderKey, _lock, TimeSpan.Zero, Stop)));
        Done(await till.VoidOrderAsync(OrderKey, Stop));
        var cancelled = Done(await till.FindOrderAsync(created.Key, Stop))!;
        Done(await till.CloseVisitAsync(created.Visit, Stop));

        Assert.Equal(_order.Guid, created.Guid);
        Assert.All([found, listed], order => Assert.Equal(
            (created.Key, "#43 Анна домофон 12", "shop-a/58213"), (order.Key, order.Comment, order.ExternalId)));
        Assert.All([saved, filled], order => Assert.True(plan.IsIn(Assert.Single(order.Packages))));
        Assert.Equal(_package, filled.Packages[0].Guid);
        Assert.True(filled.IsLocked);
        Assert.Equal(filled.Packages[0].Dishes.Aggregate(Money.Zero, (sum, dish) => sum + dish.Amount), filled.Sum);
        Assert.True(cancelled.IsDeleted);
    }

    [Fact]
    public async Task The_menu_is_whole()
    {
        await using var ours = Connect();

        var menu = Done(await ours.Till.ReadMenuAsync(Time.GetUtcNow(), Stop));

        var pie = menu.Match("101", null)!;
        Assert.Equal(("Пирог", new Money(35000), false, false), (pie.Name, pie.Price!.Value, pie.IsStopped, pie.IsCombo));
        Assert.NotEqual("", pie.Category);
        Assert.NotEmpty(pie.Groups.SelectMany(group => group.Modifiers));
        Assert.True(menu.Match("204", null)!.IsStopped);
        Assert.NotNull(menu.Match("604", null)!.Left);
        Assert.True(menu.Match("215", null)!.IsWeighed);
        Assert.True(menu.Match("701", null)!.IsCombo);
        Assert.True(menu.Match("605", null)!.IsStopped);
        Assert.Null(menu.Match("198", null));
    }

    [Theory]
    [MemberData(nameof(Supported))]
    public async Task The_till_says_who_it_is(ServerProfile profile)
    {
        Switch(switches => switches with { Profile = profile });
        await using var ours = Connect();

        var info = Done(await ours.Till.GetInfoAsync(Stop));

        Assert.True(info.IsNewEnough);
        Assert.NotEqual("", info.NetName);
    }

    [Fact]
    public async Task A_server_of_the_old_generation_is_refused_although_it_answers()
    {
        Switch(switches => switches with { Profile = ServerProfile.Old75 });
        await using var ours = Connect();

        Assert.Equal(TillTroubles.VersionTooOld, Refused(await ours.Till.GetInfoAsync(Stop)));
    }

    [Fact]
    public async Task An_order_that_an_old_server_does_not_show_is_asked_for()
    {
        Switch(switches => switches with { Profile = ServerProfile.Old75 });
        await using var ours = Connect();

        Assert.NotEqual("", Done(await ours.Till.CreateOrderAsync(_order, Stop)).Name);
    }

    [Theory]
    [InlineData(FaultKind.DropAfter)]
    [InlineData(FaultKind.HalfAnswer)]
    [InlineData(FaultKind.Http500After)]
    public async Task A_lost_answer_leaves_no_idea_and_one_order_that_can_be_found(FaultKind fault)
    {
        Break(fault, "CreateOrder", times: null);
        await using var ours = Connect();

        NoIdea(await ours.Till.CreateOrderAsync(_order, Stop));

        Assert.Equal("#43 Анна домофон 12", Done(await ours.Till.FindOrderAsync(OrderKey, Stop))!.Comment);
        Assert.Single(Done(await ours.Till.ListOrdersAsync(null, Stop)).Orders);
    }

    [Fact]
    public async Task A_request_that_was_dropped_left_nothing_behind()
    {
        Break(FaultKind.DropBefore, "CreateOrder", times: null);
        await using var ours = Connect();

        NoIdea(await ours.Till.CreateOrderAsync(_order, Stop));

        Assert.Null(Done(await ours.Till.FindOrderAsync(OrderKey, Stop)));
        Assert.Empty(Done(await ours.Till.ListOrdersAsync(null, Stop)).Orders);
    }

    [Theory]
    [InlineData(ShiftClosing.WithCode)]
    [InlineData(ShiftClosing.WithoutCode)]
    public async Task While_the_shift_is_closed_everything_is_for_later(ShiftClosing closing)
    {
        Switch(switches => switches with { ShiftClosing = closing });
        await using var ours = Connect();

        Assert.IsType<TillAnswer<TillOrder>.Later>(await ours.Till.CreateOrderAsync(_order, Stop));
        Assert.IsType<TillAnswer<TillOrder?>.Later>(await ours.Till.FindOrderAsync(OrderKey, Stop));
        Assert.IsType<TillAnswer<TillOrderList>.Later>(await ours.Till.ListOrdersAsync(null, Stop));
    }

    [Fact]
    public async Task A_shift_that_is_too_old_and_a_missing_licence_have_their_own_refusals()
    {
        await using var ours = Connect();
        Switch(switches => switches with { ShiftTooOld = true });
        Assert.Equal("rk7-2133", Refused(await ours.Till.CreateOrderAsync(_order, Stop)));
        Switch(switches => switches with { ShiftTooOld = false, Licence = LicenceProfile.None });
        var menu = Done(await ours.Till.ReadMenuAsync(Time.GetUtcNow(), Stop));
        Done(await ours.Till.CreateOrderAsync(_order, Stop));
        Assert.True(Done(await ours.Till.LockOrderAsync(OrderKey, _lock, _threeMinutes, Stop)));

        Assert.IsType<TillAnswer<TillOrder>.Refused>(await ours.Till.SaveOrderAsync(OrderKey, _lock, _package, Plan(menu), Stop));
    }

    [Fact]
    public async Task An_order_that_another_holds_is_for_later_and_the_text_says_who()
    {
        await using var ours = Connect();
        Done(await ours.Till.CreateOrderAsync(_order, Stop));
        Assert.True(Done(await ours.Till.LockOrderAsync(OrderKey, Guid.NewGuid(), _threeMinutes, Stop)));

        var later = Assert.IsType<TillAnswer<bool>.Later>(await ours.Till.LockOrderAsync(OrderKey, _lock, _threeMinutes, Stop));

        Assert.Equal("rk7-2219", later.Trouble.Code);
        Assert.NotEqual("", later.Trouble.Text);
        var listed = Assert.Single(Done(await ours.Till.ListOrdersAsync(null, Stop)).Orders);
        Assert.True(listed.IsLocked);
        Assert.NotNull(listed.LockedBy);
    }

    [Fact]
    public async Task An_idle_list_says_so()
    {
        await using var ours = Connect();
        Done(await ours.Till.CreateOrderAsync(_order, Stop));

        var first = Done(await ours.Till.ListOrdersAsync(null, Stop));
        var second = Done(await ours.Till.ListOrdersAsync(first.Version, Stop));

        Assert.Equal((first.Version, true, 0), (second.Version, second.Unchanged, second.Orders.Count));
    }

    [Fact]
    public async Task A_dish_that_is_stopped_refuses_the_package()
    {
        await using var ours = Connect();
        var menu = Done(await ours.Till.ReadMenuAsync(Time.GetUtcNow(), Stop));
        Done(await ours.Till.CreateOrderAsync(_order, Stop));
        Assert.True(Done(await ours.Till.LockOrderAsync(OrderKey, _lock, _threeMinutes, Stop)));
        var plan = new FillPlan([new FillLine(menu.Match("204", null)!.Ident, Quantity.One, false, [], [])], []);

        Assert.IsType<TillAnswer<TillOrder>.Refused>(await ours.Till.SaveOrderAsync(OrderKey, _lock, _package, plan, Stop));
    }

    // Whole and weighed dishes, one with modifiers, and a combo with its components.
    private static FillPlan Plan(RestaurantMenu menu)
    {
        MenuItem Dish(string code) => menu.Match(code, null)!;

        FillModifier Part(string code) => new(Dish(code).Ident, 1);

        var pizza = Dish("501");
        IReadOnlyList<FillModifier> chosen = [.. pizza.Groups.SelectMany(
            group => group.Modifiers.Take(group.Min).Select(modifier => new FillModifier(modifier.Ident, 1)))];
        return new FillPlan(
            [
                new FillLine(Dish("102").Ident, new Quantity(2000), false, [], []),
                new FillLine(Dish("215").Ident, new Quantity(350), false, [], []),
                new FillLine(pizza.Ident, new Quantity(1000), false, chosen, []),
                new FillLine(Dish("701").Ident, new Quantity(1000), true, [], [Part("201"), Part("102"), Part("601")]),
            ],
            []);
    }

    private static T Done<T>(TillAnswer<T> answer) => answer is TillAnswer<T>.Done { Value: var value }
        ? value
        : throw new Xunit.Sdk.XunitException($"The till did not do it: {answer}");

    private Rk7Connection Connect() => new(
        ("Url", Server.Address.ToString()), ("User", Options.User), ("Password", Options.Password),
        ("CertificateThumbprint", Server.CertificateThumbprint!), ("Table", "1"), ("OrderCategory", "2"), ("OrderType", "1"),
        ("GuestType", "2"), ("Waiter", "9001"), ("Manager", "9004"), ("DeleteReason", "1"));
}
