using System.Globalization;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Domain.Till;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Components.Pages.Orders;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Tests.Components;

/// <summary>What rows and cards say of what the till has.</summary>
public sealed class AtTillTests : BunitContext
{
    private static readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Novosibirsk");
    private static readonly RestaurantInfo _restaurant = new(Some.Restaurant, "demo", "Тестовый объект", _zone, new BusinessDay(_zone, 5), "RUB");
    private static readonly TillDish _pie = new(1001, "Пирог", new Quantity(2000), Money.From(700), []);
    private static readonly TillDish _bread = new(1002, "Хлеб", Quantity.One, Money.From(30), []);

    public AtTillTests()
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new CultureInfo("ru");
        Services.AddLocalization();
        Services.AddSingleton<TimeProvider>(new FakeTimeProvider(Some.Noon));
        Services.AddScoped<OrderScript>();
    }

    public static TheoryData<string, string, Func<TillOrder, TillOrder>> Rows => new()
    {
        { "Dlv.2 · на кухне", "accepted", seen => seen },
        { "Стол Dlv.2 · счёт", "accepted", seen => seen with { BilledAt = new DateTime(2027, 1, 13, 19, 5, 0) } },
        { "Стол Dlv.2 · оплачен на кассе", "accepted", seen => seen with { IsPaid = true, BilledAt = new DateTime(2027, 1, 13, 19, 5, 0) } },
        { "Стол Dlv.2 · закрыт на кассе", "accepted", seen => seen with { IsPaid = true, IsFinished = true } },
        { "Стол Dlv.2 · открыт на кассе: Касса 1, Петрова", "accepted", seen => seen with { IsLocked = true, LockedBy = "Касса 1, Петрова" } },
        { "Стол Dlv.2 · открыт на кассе", "accepted", seen => seen with { IsLocked = true } },
        { "Стол Dlv.2 · изменён на кассе", "late", seen => seen with { Packages = [new TillPackage(1, null, false, [_pie])] } },
        { "Стол Dlv.2 · другая сумма на кассе", "late", seen => seen with { Sum = Money.From(800) } },
        {
            "Стол Dlv.2 · открыт на кассе: Касса 1 · изменён на кассе · счёт", "late",
            seen => seen with { IsLocked = true, LockedBy = "Касса 1", BilledAt = new DateTime(2027, 1, 13), Packages = [] }
        },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_row_says_what_others_do_with_the_order(string words, string look, Func<TillOrder, TillOrder> at)
    {
        var order = Filled();
        order.TillReports(at(Seen(order)) with { Version = 2 }, Some.Noon);

        var chip = Drawn(Row(order)).Find("[data-testid=row-chip]");

        Assert.Equal((words, look), (chip.TextContent, chip.GetAttribute("data-status")));
    }

    [Fact]
    public void A_lost_order_is_trouble_and_says_what_to_do()
    {
        var order = Filled();
        order.TillHasLost(Some.Noon);
        var row = Row(order);

        var drawn = Drawn(row);

        Assert.Equal(OrderProblem.LostAtTill, row.Problem);
        Assert.Equal(("Стол Dlv.2 · потерян на кассе", "trouble"),
            (drawn.Find("[data-testid=row-chip]").TextContent, drawn.Find("[data-testid=row-chip]").GetAttribute("data-status")));
        Assert.Contains("Проверьте на кассе", drawn.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void An_order_that_the_till_cancelled_says_so_among_the_deleted()
    {
        var order = Filled();
        order.TillReports(Seen(order) with { IsDeleted = true }, Some.Noon);

        var chip = Drawn(Row(order)).Find("[data-testid=row-chip]");

        Assert.Equal(("Стол Dlv.2 · Удалён на кассе", "trouble"), (chip.TextContent, chip.GetAttribute("data-status")));
    }

    [Fact]
    public void An_order_that_a_cashier_filled_by_hand_is_not_called_empty()
    {
        var order = Some.Created();
        order.TillReports(Seen(order), Some.Noon);

        var row = Drawn(Row(order));
        var card = Card(order);

        Assert.Equal("Стол Dlv.2 · есть блюда", row.Find("[data-testid=row-chip]").TextContent);
        Assert.Equal("На кассе есть блюда, их добавили там", card.Find("[data-testid=card-till-state]").TextContent);
        Assert.DoesNotContain("пока пустой", card.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void The_card_lists_the_tills_dishes_and_which_the_kitchen_has()
    {
        var order = Filled();
        order.TillReports(Seen(order) with
        {
            Version = 2,
            BilledAt = new DateTime(2027, 1, 13, 19, 5, 0),
            Packages = [new TillPackage(1, null, true, [_pie]), new TillPackage(2, null, false, [_bread, _bread with { Quantity = default }])],
        }, Some.Noon);

        var card = Card(order);

        Assert.Equal(
            ["Пирог на кухне 2 700,00", "Хлеб ещё не на кухне 1 30,00"],
            card.FindAll("[data-testid=card-till-dish]").Select(row => string.Join(' ', row.QuerySelectorAll("bdi,small,.md-num").Select(cell => cell.TextContent))));
        Assert.Contains("Счёт напечатан в 19:05", card.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void The_card_sets_what_was_ordered_beside_what_was_rung_up()
    {
        var order = Filled();
        order.TillReports(Seen(order) with
        {
            Version = 2,
            Sum = Money.From(1400),
            Packages = [new TillPackage(1, null, true, [_pie with { Quantity = new Quantity(3000) }, _pie with { Ident = 7, Name = "Чай", Quantity = Quantity.One }])],
        }, Some.Noon);

        var table = Render<OrderCardDifference>(parts => parts.Add(one => one.Order, order).Add(one => one.Restaurant, _restaurant));

        Assert.Equal(
            ["Пирогдругое количество|2|3", "Хлебнет на кассе|1|—", "Чайдобавлено на кассе|—|1", "Сумма блюд|730,00\u00A0₽|1\u00A0400,00\u00A0₽"],
            table.FindAll("tbody tr").Select(row => string.Join('|', row.Children.Select(cell => cell.TextContent))));
    }

    [Fact]
    public void Where_nothing_differs_there_is_no_table() => Assert.Empty(
        Render<OrderCardDifference>(parts => parts.Add(one => one.Order, Filled()).Add(one => one.Restaurant, _restaurant)).Markup);

    [Fact]
    public void A_lost_order_is_trouble_on_the_card()
    {
        var order = Filled();
        order.TillHasLost(Some.Noon);

        var till = Card(order).Find("[data-testid=card-till]");

        Assert.Equal("trouble", till.GetAttribute("data-status"));
        Assert.Contains("потерян на кассе", till.TextContent, StringComparison.Ordinal);
    }

    private static Order Filled()
    {
        var order = Some.Created();
        order.Fill(Some.Anna, Some.Menu, Some.Noon);
        order.TillHasFilled(Seen(order), Some.Noon);
        return order;
    }

    private static TillOrder Seen(Order order) =>
        Some.TillOrder(order, packages: new TillPackage(1, null, false, [_pie, _bread])) with { Version = 1, Sum = Money.From(730) };

    private IRenderedComponent<OrderRow> Drawn(BoardRow row) =>
        Render<OrderRow>(parts => parts.Add(one => one.Row, row).Add(one => one.Href, $"orders/{row.Id}").Add(one => one.Restaurant, _restaurant));

    private IRenderedComponent<OrderCardTill> Card(Order order) =>
        Render<OrderCardTill>(parts => parts.Add(card => card.Order, order).Add(card => card.Restaurant, _restaurant));

    private static BoardRow Row(Order order) => new()
    {
        Id = order.Id,
        RestaurantId = order.RestaurantId,
        Number = order.Number,
        Status = order.Status,
        Version = order.Version,
        ReceivedAt = order.ReceivedAt,
        StatusChangedAt = order.StatusChangedAt,
        PromisedAt = order.PromisedAt,
        Clock = OrderClock.Of(order.ReceivedAt, order.PromisedAt, order.Type, default),
        Guest = order.Guest,
        Type = order.Type,
        Address = order.Address,
        Comment = order.Comment,
        Total = order.Total,
        Payment = order.Payment,
        Source = "сайт",
        SourceId = order.SourceId,
        IsOfStaff = false,
        IsTest = false,
        FirstHeardAt = order.FirstHeardAt,
        AcknowledgedAt = order.AcknowledgedAt,
        LouderSince = order.LouderSince,
        CourierName = order.CourierName,
        Dishes = [.. order.Lines.Select(line => new BoardDish(line.Name, line.Quantity, line.IsMapped))],
        Till = order.Handoff!.TillState,
        TillAct = order.Handoff.Act,
        TillOrderName = order.Handoff.OrderName,
        Seen = TillGlance.Of(order.Status, order.Handoff, order.Lines, order.Total),
        IsVoidedAtTill = order.Cancellation is { Reason: CancelReason.VoidedAtTill },
        Trouble = order.Handoff.Trouble,
        IsCancelWanted = false,
        SearchText = order.SearchText,
    };
}
