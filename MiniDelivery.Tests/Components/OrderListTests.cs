using Bunit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MiniDelivery.Domain.Menu;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Components.Pages.Orders;
using MiniDelivery.Web.Menu;
using MiniDelivery.Web.Restaurants;
using MudBlazor;

namespace MiniDelivery.Tests.Components;

/// <summary>«Список заказов».</summary>
public sealed class OrderListTests : OrderPagesTest
{
    private static readonly CancellationToken _none = CancellationToken.None;

    [Fact]
    public async Task An_order_that_arrives_appears_by_itself()
    {
        var page = Render<OrderList>();
        await SeeAsync(page, () => Assert.NotNull(page.Find("[data-testid=empty]")));

        await StoreAsync(43);

        await SeeAsync(page, () => Assert.Contains("ИВАНОВ ИВАН ИВАНОВИЧ", Row(page, 43)!.TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Only_a_try_says_that_it_is_one()
    {
        await StoreAsync(1, draft => draft with { IsTest = true });
        await StoreAsync(2);
        var page = Render<OrderList>();

        await SeeAsync(page, () => Assert.True(Row(page, 1) is not null && Row(page, 2) is not null));
        Assert.Equal("ПРОБНЫЙ", Row(page, 1)!.QuerySelector("[data-testid=test-order]")?.TextContent);
        Assert.Null(Row(page, 2)!.QuerySelector("[data-testid=test-order]"));
    }

    [Fact]
    public async Task Only_the_row_that_changed_is_drawn_again()
    {
        var changed = await StoreAsync(1);
        await StoreAsync(2);
        var page = Render<OrderList>();
        await SeeAsync(page, () => Assert.Equal(2, page.FindComponents<OrderRow>().Count));
        var (one, other) = (Component(1), Component(2));
        var before = (One: one.Instance.Draws, Other: other.Instance.Draws);

        await Desk.AcceptAsync(changed.Id, Some.Anna, _none);

        await SeeAsync(page, () => Assert.Contains("Создаём заказ на кассе", Row(page, 1)!.TextContent, StringComparison.Ordinal));
        await SeeAsync(page, () => Assert.True(one.Instance.Draws > before.One));
        Assert.Equal(before.Other, other.Instance.Draws);

        IRenderedComponent<OrderRow> Component(int number) => page.FindComponents<OrderRow>().Single(row => row.Instance.Row.Number == number);
    }

    [Fact]
    public async Task A_row_says_by_itself_that_the_till_has_stopped_its_dish_and_only_that_row_is_drawn_again()
    {
        await StoreAsync(1);
        await StoreAsync(2, draft => draft with { Lines = [Some.Line("102", "Хлеб", 1, 30)] });
        var page = Render<OrderList>();
        await SeeAsync(page, () => Assert.Equal(2, page.FindComponents<OrderRow>().Count));
        var other = page.FindComponents<OrderRow>().Single(row => row.Instance.Row.Number == 2);
        var before = other.Instance.Draws;

        TillMenu = new RestaurantMenu(Some.Noon, [.. Some.Menu.Items.Select(item => item.Ident is 1001 ? item with { IsStopped = true } : item)]);
        await Services.GetRequiredService<MenuCache>().ReadAsync(Some.Restaurant, _none);

        await SeeAsync(page, () => Assert.Equal("В стоп-листе: Пирог", Row(page, 1)!.QuerySelector("[data-testid=row-chip]")!.TextContent));
        Assert.Equal("true", Row(page, 1)!.GetAttribute("data-trouble"));
        Assert.Equal(before, other.Instance.Draws);

        TillMenu = Some.Menu;
        await Services.GetRequiredService<MenuCache>().ReadAsync(Some.Restaurant, _none);
        await SeeAsync(page, () => Assert.Null(Row(page, 1)!.QuerySelector("[data-testid=row-chip]")));
    }

    [Fact]
    public async Task An_order_goes_to_the_top_by_itself_at_the_moment_it_becomes_late()
    {
        await StoreAsync(1);
        await StoreAsync(2, draft => draft with { PromisedAt = DateTimeOffset.UtcNow.AddSeconds(-50) });
        var page = Render<OrderList>();
        await SeeAsync(page, () => Assert.Equal(["1", "2"], Numbers(page)));

        await SeeAsync(page, () => Assert.Equal(["2", "1"], Numbers(page)));
    }

    [Fact]
    public async Task Problems_come_before_what_is_late_and_what_is_late_before_what_waits()
    {
        await StoreAsync(1);
        await StoreAsync(2, draft => draft with { PromisedAt = DateTimeOffset.UtcNow.AddMinutes(-5) });
        await StoreAsync(3, draft => draft with { PromisedAt = DateTimeOffset.UtcNow.AddMinutes(-12) });
        await StoreAsync(4, draft => draft with { Lines = [Some.Line("999", "Пирог по-царски", 1, 500)] });
        // What was due yesterday has no hour any more; the day of this restaurant turns when nobody tests.
        await using (var db = await Database.Contexts.CreateDbContextAsync(_none))
        {
            var restaurant = await db.Restaurants.SingleAsync(_none);
            restaurant.DayTurnsAtHour = TimeZoneInfo.ConvertTime(DateTimeOffset.UtcNow.AddHours(12), restaurant.Zone).Hour;
            await db.SaveChangesAsync(_none);
        }

        await Services.GetRequiredService<RestaurantDirectory>().ReadAsync(_none);
        var page = Render<OrderList>();

        await SeeAsync(page, () => Assert.Equal(["4", "3", "2", "1"], Numbers(page)));

        Assert.Contains("опаздывает на 12", Row(page, 3)!.QuerySelector(".o-due")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("пора отправлять", Row(page, 3)!.QuerySelector(".o-cook")!.TextContent);
        Assert.Equal("true", Row(page, 4)!.GetAttribute("data-trouble"));
    }

    [Fact]
    public async Task A_restaurant_that_says_how_long_it_needs_sees_its_clocks_set_anew()
    {
        await StoreAsync(1);
        await StoreAsync(2, draft => draft with { PromisedAt = DateTimeOffset.UtcNow.AddMinutes(-5) });
        var page = Render<OrderList>();
        await SeeAsync(page, () => Assert.Equal(["2", "1"], Numbers(page)));
        var before = Database.Board.For(Some.Restaurant).Rows.Single(row => row.Number == 2).Clock.CookBy;

        await using (var db = await Database.Contexts.CreateDbContextAsync(_none))
        {
            (await db.Restaurants.SingleAsync(_none)).TravelMinutes = 45;
            await db.SaveChangesAsync(_none);
        }

        Database.Board.Invalidate();

        await SeeAsync(page, () => Assert.Equal(before.AddMinutes(-15), Database.Board.For(Some.Restaurant).Rows.Single(row => row.Number == 2).Clock.CookBy));
    }

    private static IEnumerable<string> Numbers(IRenderedComponent<OrderList> page) =>
        page.FindAll("[data-testid=order]").Select(row => row.GetAttribute("data-number")!);

    [Fact]
    public async Task A_waiting_row_is_pink_and_says_so_in_words()
    {
        await StoreAsync(43);
        var page = Render<OrderList>();

        await SeeAsync(page, () => Assert.NotNull(Row(page, 43)));

        var row = Row(page, 43)!;
        Assert.Equal("waiting", row.GetAttribute("data-status")); // What the style sheet makes pink.
        Assert.Contains("md-row", row.ClassList);
        Assert.Equal("Ожидает", row.QuerySelector("[data-testid=status]")!.TextContent);
        Assert.NotNull(row.QuerySelector("[data-since]"));
        Assert.Equal("Принять", row.QuerySelector("[data-testid=accept]")!.TextContent.Trim());
    }

    [Fact]
    public async Task The_columns_have_the_originals_words_and_order()
    {
        await StoreAsync(43);
        var page = Render<OrderList>();

        await SeeAsync(page, () => Assert.Equal(
            ["№", "ФИО", "Контакты", "Принят на время", "Сумма", "В архив", "Содержимое заказа", "Действие"],
            page.FindAll("[role=columnheader]").Select(column => column.TextContent.Trim())));
    }

    [Fact]
    public async Task Tab_and_search_are_in_the_address()
    {
        await StoreAsync(1);
        await StoreAsync(2, draft => draft with { Guest = new Guest("Олег", "89000000002", null) });
        Navigation.NavigateTo("?tab=waiting");
        var page = Render<OrderList>();
        await SeeAsync(page, () => Assert.Equal(2, page.FindAll("[data-testid=order]").Count));
        Assert.Equal("page", page.Find("[data-testid=tab-waiting]").GetAttribute("aria-current"));

        await page.InvokeAsync(() => page.Find("[data-testid=search]").InputAsync("олег"));

        await SeeAsync(page, () => Assert.Equal("Олег", page.FindAll("[data-testid=order]").Single().QuerySelector(".o-name")!.TextContent));
        Assert.Equal("?tab=waiting&q=%D0%BE%D0%BB%D0%B5%D0%B3", new Uri(Navigation.Uri).Query);
        Assert.Contains("tab=waiting&q=", page.Find(".o-open").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_on_all_finds_orders_that_are_done_long_ago()
    {
        var old = await StoreAsync(7, draft => draft with { Guest = new Guest("Давний Гость", "89000000007", null) });
        await ChangeAsync(old.Id, order => order.Cancel(CancelReason.TestOrder, null, Some.Anna, DateTimeOffset.UtcNow.AddDays(-90)));
        Navigation.NavigateTo("?q=давний");

        var page = Render<OrderList>();

        await SeeAsync(page, () => Assert.Equal("deleted", Row(page, 7)!.GetAttribute("data-status")));
    }

    [Fact]
    public async Task The_archive_shows_today_until_asked_for_more()
    {
        var old = await StoreAsync(7);
        await ChangeAsync(old.Id, order => order.Cancel(CancelReason.TestOrder, null, Some.Anna, DateTimeOffset.UtcNow.AddDays(-3)));
        Navigation.NavigateTo("?tab=deleted");
        var page = Render<OrderList>();
        await SeeAsync(page, () => Assert.NotNull(page.Find("[data-testid=empty]")));

        Navigation.NavigateTo("?tab=deleted&period=week");

        await SeeAsync(page, () => Assert.NotNull(Row(page, 7)));
    }

    [Fact]
    public async Task Without_a_licence_there_is_no_tab_for_waiting_orders_but_those_already_here_stay()
    {
        await StoreAsync(43);
        var page = Render<OrderList>();
        await SeeAsync(page, () => Assert.Single(page.FindAll("[data-testid=tab-waiting]")));

        await LicenseAsync(null);

        await SeeAsync(page, () => Assert.Empty(page.FindAll("[data-testid=tab-waiting]")));
        await SeeAsync(page, () => Assert.NotNull(Row(page, 43)));
    }

    [Fact]
    public async Task A_refusal_of_the_till_says_what_happened_what_to_do_and_offers_to_try_again()
    {
        var order = await StoreAsync(43);
        await ChangeAsync(order.Id, found =>
        {
            found.Accept(Some.Anna, DateTimeOffset.UtcNow);
            found.TillHasRefused(new TillTrouble("rk7-2133", "Business date"), DateTimeOffset.UtcNow);
        });
        var page = Render<OrderList>();
        await SeeAsync(page, () => Assert.Equal("true", Row(page, 43)!.GetAttribute("data-trouble")));
        Assert.Contains("Смена открыта слишком давно", Row(page, 43)!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Закройте смену на кассе", Row(page, 43)!.TextContent, StringComparison.Ordinal);

        await page.InvokeAsync(() => page.Find("[data-testid=retry]").ClickAsync());

        await SeeAsync(page, () => Assert.Contains("Создаём заказ на кассе", Row(page, 43)!.TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Dishes_that_the_till_does_not_know_are_named_in_the_row()
    {
        await StoreAsync(43, draft => draft with { Lines = [Some.Line("999", "Пицца", 1, 500)] });
        var page = Render<OrderList>();

        await SeeAsync(page, () => Assert.Equal("Нет в меню кассы: Пицца", Row(page, 43)!.QuerySelector("[data-testid=row-chip]")!.TextContent));
    }

    [Fact]
    public async Task HTML_in_a_name_is_text()
    {
        await StoreAsync(43, draft => draft with { Guest = new Guest("<b>Анна</b>", "87776665544", null), Comment = "<script>1</script>" });
        var page = Render<OrderList>();

        await SeeAsync(page, () => Assert.Equal("<b>Анна</b>", Row(page, 43)!.QuerySelector(".o-name")!.TextContent));
        Assert.Empty(page.FindAll("script"));
    }

    [Fact]
    public async Task Who_was_slower_is_told_who_did_it()
    {
        var order = await StoreAsync(43);
        var page = Render<OrderList>();
        await SeeAsync(page, () => Assert.NotNull(Row(page, 43)));
        var row = page.FindComponent<OrderRow>().Instance;
        await Database.Board.StopAsync(_none); // The page has not heard of it yet.
        await ChangeAsync(order.Id, found => found.Cancel(CancelReason.Duplicate, null, Some.Boris, DateTimeOffset.UtcNow));

        await page.InvokeAsync(() => row.OnAct.InvokeAsync((row.Row, NextAct.Accept)));

        var told = Services.GetRequiredService<ISnackbar>().ShownSnackbars.Single();
        Assert.Contains("Борис", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_window_with_the_tables_name_is_for_who_pressed_the_button()
    {
        var (mine, theirs) = (await StoreAsync(1), await StoreAsync(2));
        var page = Render<OrderList>();
        await SeeAsync(page, () => Assert.NotNull(Row(page, 1)));
        await page.InvokeAsync(() => Row(page, 1)!.QuerySelector("[data-testid=accept]")!.ClickAsync());
        await Desk.AcceptAsync(theirs.Id, Some.Boris, _none);

        await ChangeAsync(theirs.Id, order => order.TillHasCreated(Some.TillOrder(order, "Dlv.3"), DateTimeOffset.UtcNow));
        await SeeAsync(page, () => Assert.Equal("created", Row(page, 2)!.GetAttribute("data-status")));
        Assert.Empty(Dialogs.FindAll("[data-testid=created-dialog]"));
        await ChangeAsync(mine.Id, order => order.TillHasCreated(Some.TillOrder(order, "Dlv.2"), DateTimeOffset.UtcNow));

        await SeeAsync(Dialogs, () => Assert.Equal("Создан стол \"Dlv.2\"", Dialogs.Find("[data-testid=created-dialog] h2").TextContent));
        await Dialogs.InvokeAsync(() => Dialogs.Find("[data-testid=created-ok]").ClickAsync());
        await SeeAsync(Dialogs, () => Assert.Empty(Dialogs.FindAll("[data-testid=created-dialog]")));
    }

    [Fact]
    public async Task A_closed_page_is_no_longer_told()
    {
        var before = Database.Signal.SubscriberCount;
        Render<OrderList>();
        Assert.True(Database.Signal.SubscriberCount > before);

        await DisposeComponentsAsync();

        Assert.Equal(0, Database.Signal.SubscriberCount);
    }
}
