using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Menu;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Rules;

/// <summary>What is likely the same order, and what people and links make of it.</summary>
public sealed class DuplicateCheckTests
{
    private static readonly RestaurantMenu _empty = new(Some.Noon, []);
    private static readonly SourceId _other = SourceId.New();

    [Theory]
    [InlineData("Пирог 2, Хлеб 1", "Пирог 2, Хлеб 1", 1.0)]
    [InlineData("Пирог 2, Хлеб 1", "хлеб 1,  ПИРОГ 2", 1.0)]
    [InlineData("Пирог 1, Пирог 1", "Пирог 2", 1.0)]
    [InlineData("Пирог 2, Хлеб 1", "Пирог 1, Хлеб 1", 0.75)]
    [InlineData("Пирог 1, Хлеб 1, Чай 1", "Пирог 1, Хлеб 1, Чай 1, Мёд 1", 0.75)]
    [InlineData("Пирог 1, Хлеб 1", "Пирог 1", 0.5)]
    [InlineData("Пирог 1, Мёд 1", "Пирог 1, МЕД 1", 1.0)]
    [InlineData("Пирог 1", "Хлеб 1", 0.0)]
    public void Carts_are_as_alike_as_the_mean_of_their_dishes(string one, string other, double similarity)
    {
        Assert.Equal((decimal)similarity, DuplicateCheck.Similarity(Cart(one), Cart(other)));
        Assert.Equal((decimal)similarity, DuplicateCheck.Similarity(Cart(other), Cart(one)));
    }

    // Two shops call one dish of the till by names of their own, and different dishes by one code.
    [Fact]
    public void Where_both_dishes_are_in_the_tills_menu_it_alone_tells()
    {
        var mapped = Some.Order(Some.Draft("1", Some.Line("101", "Пирог", 1, 1))).Lines;
        var named = Some.Order(Some.Draft("2", Some.Line(null, "Пирог", 1, 1))).Lines;
        var another = Some.Order(Some.Draft("3", Some.Line("102", "Пирог", 1, 1))).Lines;

        Assert.Equal(1, DuplicateCheck.Similarity(mapped, named));
        Assert.Equal(0, DuplicateCheck.Similarity(mapped, another));
    }

    [Fact]
    public void Only_the_same_guest_within_the_time_with_near_the_same_cart_is_likely()
    {
        var order = Order();

        Assert.True(DuplicateCheck.IsLikely(Order(minutes: 30), order, 30));
        Assert.False(DuplicateCheck.IsLikely(Order(minutes: 31), order, 30));
        Assert.False(DuplicateCheck.IsLikely(Order(phone: "87776665545"), order, 30));
        Assert.False(DuplicateCheck.IsLikely(Order(cart: "Чай 1"), order, 30));
        Assert.False(DuplicateCheck.IsLikely(order, order, 30));
        Assert.False(DuplicateCheck.IsLikely(Order(phone: ""), Order(phone: ""), 30));
    }

    [Fact]
    public void A_try_repeats_nothing_and_is_repeated_by_nothing()
    {
        Assert.False(DuplicateCheck.IsLikely(Order(isTest: true), Order(), 30));
        Assert.False(DuplicateCheck.IsLikely(Order(), Order(isTest: true), 30));
        Assert.False(DuplicateCheck.IsLikely(Order(isTest: true), Order(isTest: true), 30));
    }

    [Fact]
    public void The_same_sum_at_another_source_is_likely_whatever_the_dishes_are_called()
    {
        var order = Order();

        Assert.True(DuplicateCheck.IsLikely(Order(cart: "Pie 2", source: _other, total: 730), order, 30));
        Assert.False(DuplicateCheck.IsLikely(Order(cart: "Pie 2", source: _other, total: 731), order, 30));
        Assert.False(DuplicateCheck.IsLikely(Order(cart: "Pie 2", total: 730), order, 30));
    }

    [Fact]
    public void Who_was_cancelled_is_nobodys_repeat_and_a_try_is_none()
    {
        var (order, gone) = (Order(), Order());
        gone.Cancel(CancelReason.Other, null, Some.Anna, Some.Noon);

        Assert.False(DuplicateCheck.IsLikely(order, gone, 30));
        Assert.False(DuplicateCheck.IsLikely(order, Some.Order(Some.Draft() with { IsTest = true }), 30));
    }

    [Fact]
    public void Both_know_of_each_other_until_a_person_says_that_they_are_two()
    {
        var (one, two) = (Order(number: 12), Order(number: 13));
        Domain.Orders.Order.Link(two, one, Some.Noon);

        Assert.Equal((13, 12), (Assert.Single(one.LookAlikes).Number, Assert.Single(two.LookAlikes).Number));
        Assert.True(one.IsLikelyDuplicate && two.IsLikelyDuplicate);
        Assert.Equal((StepKind.DuplicateFound, "№ 13", 2), (one.History[^1].Kind, one.History[^1].Note, one.Version));
        Assert.Equal(Refusal.NotPermitted, Domain.Orders.Order.DenyDuplicate(one, two, new Actor("сайт"), Some.Noon).Reason);

        Assert.True(Domain.Orders.Order.DenyDuplicate(one, two, Some.Anna, Some.Noon).IsDone);
        Assert.True(Domain.Orders.Order.DenyDuplicate(two, one, Some.Anna, Some.Noon).IsDone);

        Assert.False(one.IsLikelyDuplicate || two.IsLikelyDuplicate);
        Assert.Single(one.History, step => step.Kind is StepKind.DuplicateDenied);
        Assert.Single(two.History, step => step.Kind is StepKind.DuplicateDenied);
    }

    private static IReadOnlyList<OrderLine> Cart(string dishes) => Some.Order(Some.Draft("1", Lines(dishes)), _empty).Lines;

    private static NewOrderLine[] Lines(string dishes) =>
        [.. dishes.Split(',').Select(dish => dish.LastIndexOf(' ') is var at ? Some.Line(null, dish[..at], int.Parse(dish[at..], System.Globalization.CultureInfo.InvariantCulture), 1) : null!)];

    private static Order Order(int minutes = 0, string phone = "87776665544", string cart = "Пирог 2, Хлеб 1", SourceId? source = null, decimal total = 730, int number = 1, bool isTest = false) =>
        Domain.Orders.Order.Receive(
            Some.Draft($"{number}", Lines(cart)) with { Guest = new Guest("", phone, null), Total = Money.From(total), IsTest = isTest },
            Some.Restaurant, source ?? Some.Source, number, _empty, new Actor("сайт"), Some.Noon.AddMinutes(minutes));
}
