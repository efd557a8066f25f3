using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Components.Pages.Orders;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Tests.Components;

/// <summary>The card of an order, opened by its address.</summary>
public sealed class OrderCardTests : OrderPagesTest
{
    private static readonly CancellationToken _none = CancellationToken.None;

    [Fact]
    public async Task It_shows_what_the_users_own_document_shows()
    {
        var order = await StoreAsync(43, draft => draft with { Payment = new Payment(PaymentMethod.Cash, Paid: false, Money.From(1000)) });

        await OpenAsync(order);

        foreach (var text in new[]
        {
            "Заказ 43", "Ожидает", "ФИО", "ИВАНОВ ИВАН ИВАНОВИЧ", "Телефон", "8 777 666-55-44", "Получен", "Доставка", "Ул. Пушкина",
            "Принят на время", "Комментарий", "Две персоны", "Название", "Количество", "Пирог", "Хлеб", "730,00 ₽", "сдача с 1 000 ₽ = 270 ₽",
            "Позвоните гостю", "Закрыть", "Отменить заказ", "Принять",
        })
        {
            Assert.Contains(text, Text(), StringComparison.Ordinal);
        }

        Assert.Equal("tel:+77776665544", Dialogs.Find("[data-testid=card] .md-tel").GetAttribute("href"));
    }

    [Fact]
    public async Task It_says_of_a_try_that_it_is_one()
    {
        await OpenAsync(await StoreAsync(43, draft => draft with { IsTest = true, IsWithoutTill = true }));

        Assert.Equal("ПРОБНЫЙ", Dialogs.Find("[data-testid=card-test]").TextContent);
        Assert.Contains("на кассу не передаётся", Dialogs.Find("[data-testid=card-without-till]").TextContent, StringComparison.Ordinal);
        Assert.Equal("Grey", Dialogs.Find("[data-testid=card-source]").GetAttribute("data-colour"));
    }

    [Fact]
    public async Task It_says_how_a_time_of_another_zone_was_understood()
    {
        var sent = new DateTimeOffset(2027, 1, 13, 12, 30, 0, TimeSpan.FromHours(-3));
        var order = Order.Receive(
            Some.Draft("WEB-43") with { PromisedAt = sent }, Some.Restaurant, Some.Source, 43, Some.Menu, new Actor("сайт"), DateTimeOffset.UtcNow, zone: TimeZoneInfo.Utc);
        await Database.StoreAsync(order);

        await OpenAsync(order);

        var zone = Services.GetRequiredService<RestaurantDirectory>().First.Zone;
        Assert.Contains($"понято как {Format.DateTime(sent, zone)} по часам ресторана", Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_follows_the_order_while_it_is_open()
    {
        var order = await StoreAsync(43);
        await OpenAsync(order);
        await Dialogs.InvokeAsync(() => Dialogs.Find("[data-testid=card-accept]").ClickAsync());
        await SeeAsync(Dialogs, () => Assert.Contains("Создаём заказ на кассе", Dialogs.Find("[data-testid=card-progress]").TextContent, StringComparison.Ordinal));

        await ChangeAsync(order.Id, found => found.TillIsSilent(new TillTrouble(TillTroubles.Unreachable, "refused"), inDoubt: false, DateTimeOffset.UtcNow));
        await SeeAsync(Dialogs, () => Assert.Contains("Касса не отвечает", Dialogs.Find("[data-testid=card-trouble]").TextContent, StringComparison.Ordinal));
        await ChangeAsync(order.Id, found => found.TillHasCreated(Some.TillOrder(found), DateTimeOffset.UtcNow));

        await SeeAsync(Dialogs, () => Assert.NotNull(Dialogs.Find("[data-testid=card-edit]")));
        Assert.Contains("Стол Dlv.2", Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_asks_for_a_reason_and_other_for_words()
    {
        var order = await StoreAsync(43);
        await OpenAsync(order);
        var asking = Dialogs.InvokeAsync(() => Dialogs.Find("[data-testid=card-cancel]").ClickAsync()); // Ends with the answer.
        await SeeAsync(Dialogs, () => Assert.Equal(CancelReasons.ForStaff.Count, Dialogs.FindAll("[data-testid=cancel-reason]").Count));
        await ConfirmAsync();
        Assert.Contains("Выберите причину", Dialogs.Find("[data-testid=cancel-dialog] [role=alert]").TextContent, StringComparison.Ordinal);
        await Dialogs.InvokeAsync(() => Dialogs.Find("[data-reason=Other] input").ChangeAsync("Other"));
        await ConfirmAsync();
        Assert.Contains("Напишите, что случилось", Dialogs.Find("[data-testid=cancel-dialog] [role=alert]").TextContent, StringComparison.Ordinal);
        await Dialogs.InvokeAsync(() => Dialogs.Find("[data-testid=cancel-comment]").InputAsync("передумали все"));

        await ConfirmAsync();
        await asking;

        await SeeAsync(Dialogs, () => Assert.Contains("Удален", Dialogs.Find("[data-testid=card-status]").TextContent, StringComparison.Ordinal));
        var cancelled = (await ReadAsync(order.Id)).Cancellation!;
        Assert.Equal((CancelReason.Other, "передумали все", "Анна"), (cancelled.Reason, cancelled.Comment, cancelled.By));

        Task ConfirmAsync() => Dialogs.InvokeAsync(() => Dialogs.Find("[data-testid=cancel-dialog]").SubmitAsync());
    }

    [Fact]
    public async Task What_the_guest_asks_stands_on_the_card_until_it_is_answered_and_keeping_goes_on_as_before()
    {
        var order = await StoreAsync(43);
        await OpenAsync(order);
        Assert.Empty(Dialogs.FindAll("[data-testid=card-cancel-asked]"));

        await ChangeAsync(order.Id, AskToCancel);

        await SeeAsync(Dialogs, () => Assert.NotNull(Dialogs.Find("[data-testid=card-cancel-asked]")));
        var strip = Dialogs.Find("[data-testid=card-cancel-asked]").TextContent;
        Assert.All(["Гость просит отменить заказ", "Гость отказался", "ошибся <адресом>", "сайт"], words => Assert.Contains(words, strip, StringComparison.Ordinal));
        await Dialogs.InvokeAsync(() => Dialogs.Find("[data-testid=wish-keep]").ClickAsync());
        await SeeAsync(Dialogs, () => Assert.Empty(Dialogs.FindAll("[data-testid=card-cancel-asked]")));
        var kept = await ReadAsync(order.Id);
        Assert.Equal((OrderStatus.Accepted, false, StepKind.CancelDeclined, "Анна"), (kept.Status, kept.IsCancelAsked, kept.History[^1].Kind, kept.History[^1].By));
    }

    [Fact]
    public async Task What_the_guest_asks_is_granted_with_the_reason_that_the_shop_gave()
    {
        var order = await StoreAsync(43);
        await ChangeAsync(order.Id, AskToCancel);
        await OpenAsync(order);

        await Dialogs.InvokeAsync(() => Dialogs.Find("[data-testid=wish-cancel]").ClickAsync());

        await SeeAsync(Dialogs, () => Assert.Empty(Dialogs.FindAll("[data-testid=card-cancel-asked]")));
        var cancelled = await ReadAsync(order.Id);
        Assert.Equal((HandoffAct.Void, false), (cancelled.Handoff!.Act, cancelled.IsCancelAsked));
        Assert.Equal((CancelReason.GuestCancelled, "ошибся <адресом>", "Анна"), (cancelled.Cancellation!.Reason, cancelled.Cancellation.Comment, cancelled.Cancellation.By));
    }

    [Fact]
    public async Task A_dish_that_the_till_does_not_know_is_chosen_from_its_menu()
    {
        var order = await StoreAsync(43, draft => draft with { Lines = [Some.Line("999", "Пирожок", 1, 350, new NewOrderModifier(null, "Соус", Quantity.One, null))] });
        await OpenAsync(order);
        await Dialogs.InvokeAsync(() => Dialogs.Find("[data-testid=dish-search]").InputAsync("пир"));

        await Dialogs.InvokeAsync(() => Dialogs.Find("[data-testid=dish]").ClickAsync());
        await SeeAsync(Dialogs, () => Assert.NotNull(Dialogs.Find("[data-testid=modifier-pick]")));
        await Dialogs.InvokeAsync(() => Dialogs.Find("[data-testid=modifier-pick]").ChangeAsync("3005"));

        await SeeAsync(Dialogs, () => Assert.Empty(Dialogs.FindAll("[data-testid=mapping]")));
        var line = (await ReadAsync(order.Id)).Lines.Single();
        Assert.Equal((1001, 3005), (line.MenuIdent, line.Modifiers.Single().MenuIdent));
    }

    [Fact]
    public async Task Closing_leads_back_to_the_list_as_it_was()
    {
        var order = await StoreAsync(43);
        Navigation.NavigateTo($"orders/{order.Id}?tab=waiting&q=43");
        await OpenAsync(order);

        await Dialogs.InvokeAsync(() => Dialogs.Find("[data-testid=card-close]").ClickAsync());

        await SeeAsync(Dialogs, () => Assert.Equal("/?tab=waiting&q=43", new Uri(Navigation.Uri).PathAndQuery));
        Assert.Empty(Dialogs.FindAll("[data-testid=card]"));
    }

    [Fact]
    public async Task A_step_back_is_offered_in_words_to_who_may_take_it()
    {
        var order = await StoreAsync(43);
        await ChangeAsync(order.Id, found =>
        {
            var now = DateTimeOffset.UtcNow;
            found.Accept(Some.Anna, now);
            found.TillHasCreated(Some.TillOrder(found), now);
            found.Fill(Some.Anna, Some.Menu, now);
            found.TillHasFilled(Some.TillOrder(found), now);
            found.MoveOn(OrderStatus.OnTheWay, Some.Anna, now);
        });
        await OpenAsync(order);
        Assert.Equal("Вернуть в «Принят»", Dialogs.Find("[data-testid=card-back]").TextContent);

        await Dialogs.InvokeAsync(() => Dialogs.Find("[data-testid=card-back]").ClickAsync());

        await SeeAsync(Dialogs, () => Assert.Contains("Принят", Dialogs.Find("[data-testid=card-status]").TextContent, StringComparison.Ordinal));
        Assert.Equal(OrderStatus.Accepted, (await ReadAsync(order.Id)).Status);
    }

    [Fact]
    public async Task An_address_of_no_order_says_so()
    {
        Render<OrderList>(page => page.Add(list => list.Id, Guid.NewGuid()));

        await SeeAsync(Dialogs, () => Assert.Contains("Такого заказа нет", Text(), StringComparison.Ordinal));
    }

    private async Task OpenAsync(Order order)
    {
        Render<OrderList>(page => page.Add(list => list.Id, order.Id.Value));
        await SeeAsync(Dialogs, () => Assert.NotNull(Dialogs.Find("[data-testid=card] .oc-facts")));
    }

    // Sums and phones hold together with hard spaces; a reader does not see the difference.
    private string Text() => Dialogs.Find("[data-testid=card]").TextContent.Replace('\u00A0', ' ');

    // The kitchen has it, so the shop can only ask.
    private static void AskToCancel(Order order)
    {
        var now = DateTimeOffset.UtcNow;
        order.Accept(Some.Anna, now);
        order.TillHasCreated(Some.TillOrder(order), now);
        order.Fill(Some.Anna, Some.Menu, now);
        order.TillHasFilled(Some.TillOrder(order), now);
        Assert.True(order.AskToCancel(Some.Source, CancelReason.GuestCancelled, "ошибся <адресом>", new Actor("сайт"), now).IsDone);
    }
}
