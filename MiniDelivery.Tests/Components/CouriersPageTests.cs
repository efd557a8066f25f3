using Bunit;
using MiniDelivery.Domain.Couriers;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Components.Pages.Couriers;
using MiniDelivery.Web.Components.Pages.Orders;

namespace MiniDelivery.Tests.Components;

/// <summary>«Курьеры», and who is asked for when an order leaves.</summary>
public sealed class CouriersPageTests : OrderPagesTest
{
    [Fact]
    public async Task Several_ready_orders_leave_at_once_with_one_courier()
    {
        var courier = await CourierAsync();
        var (one, two, three) = (await ReadyAsync(1), await ReadyAsync(2), await ReadyAsync(3));
        var page = Render<CouriersPage>();
        await SeeAsync(page, () => Assert.Equal(3, page.FindAll("[data-testid=ready-order]").Count));

        await page.InvokeAsync(() => page.Find("[data-testid=ready-send]").ClickAsync(new()));
        Assert.Contains("Отметьте", page.Find("[data-testid=ready-fault]").TextContent, StringComparison.Ordinal);
        await page.InvokeAsync(() => page.Find("[data-testid=ready-order][data-number='1'] input").ChangeAsync(new() { Value = true }));
        await page.InvokeAsync(() => page.Find("[data-testid=ready-order][data-number='3'] input").ChangeAsync(new() { Value = true }));
        await page.InvokeAsync(() => page.Find("[data-testid=ready-send]").ClickAsync(new()));
        Assert.Contains("Выберите, кто повезёт", page.Find("[data-testid=ready-fault]").TextContent, StringComparison.Ordinal);
        await page.InvokeAsync(() => page.Find("[data-testid=ready-courier]").ChangeAsync(new() { Value = courier.Id.ToString() }));
        await page.InvokeAsync(() => page.Find("[data-testid=ready-send]").ClickAsync(new()));

        await SeeAsync(page, () => Assert.Equal(["2"], page.FindAll("[data-testid=ready-order]").Select(order => order.GetAttribute("data-number"))));
        await SeeAsync(page, () => Assert.Contains("везёт № 1, 3", page.Find("[data-testid=courier-load]").TextContent, StringComparison.Ordinal));
        Assert.Equal([courier.Id, null, courier.Id], [(await ReadAsync(one.Id)).CourierId, (await ReadAsync(two.Id)).CourierId, (await ReadAsync(three.Id)).CourierId]);
    }

    [Fact]
    public async Task While_nobody_is_on_shift_an_order_leaves_without_a_question()
    {
        var order = await ReadyAsync(1);
        var page = Render<OrderList>();
        await SeeAsync(page, () => Assert.NotNull(Row(page, 1)?.QuerySelector("[data-testid=next-action]")));

        await page.InvokeAsync(() => Row(page, 1)!.QuerySelector("[data-testid=next-action]")!.ClickAsync(new()));

        await SeeAsync(page, () => Assert.Equal("onTheWay", Row(page, 1)!.GetAttribute("data-status")));
        Assert.Null((await ReadAsync(order.Id)).CourierId);
    }

    [Theory]
    [InlineData("courier-choice", "Иван")]
    [InlineData("courier-nobody", "")]
    public async Task Otherwise_it_is_asked_who_takes_it_and_nobody_is_an_answer(string answer, string name)
    {
        await CourierAsync();
        var order = await ReadyAsync(1);
        var page = Render<OrderList>();
        await SeeAsync(page, () => Assert.NotNull(Row(page, 1)?.QuerySelector("[data-testid=next-action]")));

        var asking = page.InvokeAsync(() => Row(page, 1)!.QuerySelector("[data-testid=next-action]")!.ClickAsync(new())); // Ends with the answer.
        await SeeAsync(Dialogs, () => Assert.Contains("№ 1", Dialogs.Find("[data-testid=courier-dialog]").TextContent, StringComparison.Ordinal));
        Assert.Equal(OrderStatus.Accepted, (await ReadAsync(order.Id)).Status);
        await Dialogs.InvokeAsync(() => Dialogs.Find($"[data-testid={answer}]").ClickAsync(new()));
        await asking;

        await SeeAsync(page, () => Assert.Equal("onTheWay", Row(page, 1)!.GetAttribute("data-status")));
        Assert.Equal(name, (await ReadAsync(order.Id)).CourierName);
        await SeeAsync(page, () => Assert.Equal(name is "" ? 0 : 1, Row(page, 1)!.QuerySelectorAll("[data-testid=row-courier]").Length));
    }

    [Fact]
    public async Task Cash_is_taken_after_a_question_that_names_the_sum()
    {
        var courier = await CourierAsync();
        var order = await ReadyAsync(1);
        await Desk.SendOutAsync(order.Id, courier.Id, Some.Anna, CancellationToken.None);
        await ChangeAsync(order.Id, found => found.Deliver(courier, DateTimeOffset.UtcNow));
        var page = Render<CouriersPage>();
        await SeeAsync(page, () => Assert.Contains("730,00", page.Find("[data-testid=courier-load]").TextContent, StringComparison.Ordinal));

        await page.InvokeAsync(() => page.Find("[data-testid=courier-cash]").ClickAsync(new()));
        Assert.Contains("730,00", page.Find("[data-testid=courier] [role=alert]").TextContent, StringComparison.Ordinal);
        await page.InvokeAsync(() => page.Find("[data-testid=courier-cash-yes]").ClickAsync(new()));

        await SeeAsync(page, () => Assert.Empty(page.FindAll("[data-testid=courier-cash]")));
        Assert.False((await ReadAsync(order.Id)).IsCashOwed);
    }

    [Fact]
    public async Task A_new_courier_goes_on_shift_and_gets_a_link_with_a_picture_for_the_camera()
    {
        var page = Render<CouriersPage>();
        await SeeAsync(page, () => Assert.NotNull(page.Find("[data-testid=courier-new-name]")));
        await page.InvokeAsync(() => page.Find("[data-testid=courier-new-name]").ChangeAsync(new() { Value = "Пётр" }));
        await page.InvokeAsync(() => page.Find("form").SubmitAsync());
        await SeeAsync(page, () => Assert.Equal("Пётр", page.Find("[data-testid=courier]").GetAttribute("data-name")));

        await page.InvokeAsync(() => page.Find("[data-testid=courier-on]").ClickAsync(new()));
        await page.InvokeAsync(() => page.Find("[data-testid=courier-issue]").ClickAsync(new()));

        Assert.Matches("/courier/[0-9A-Za-z]{32}$", page.Find("[data-testid=courier-link-text]").TextContent);
        Assert.NotNull(page.Find("[data-testid=courier-link] [data-testid=qr]"));
        Assert.NotNull(page.Find("[data-testid=courier-link-loopback]"));
    }

    private async Task<Courier> CourierAsync()
    {
        var courier = Support.Couriers.OnShift();
        await Database.StoreAsync(courier);
        return courier;
    }

    private async Task<Order> ReadyAsync(int number)
    {
        var order = await StoreAsync(number);
        return await ChangeAsync(order.Id, found =>
        {
            found.Accept(Some.Anna, DateTimeOffset.UtcNow);
            found.TillHasCreated(Some.TillOrder(found), DateTimeOffset.UtcNow);
            found.Fill(Some.Anna, Some.Menu, DateTimeOffset.UtcNow);
            found.TillHasFilled(Some.TillOrder(found), DateTimeOffset.UtcNow);
        });
    }
}
