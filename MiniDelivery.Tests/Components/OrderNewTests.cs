using System.Security.Claims;
using Bunit;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Domain.Till;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Components.Pages.Orders;
using MiniDelivery.Web.Intake;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Tests.Components;

/// <summary>«Новый заказ».</summary>
public sealed class OrderNewTests : OrderPagesTest
{
    private static readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Novosibirsk");
    private static readonly RestaurantInfo _restaurant = new(Some.Restaurant, "demo", "Тест", _zone, new BusinessDay(_zone, 5), "RUB");

    [Fact]
    public async Task What_is_missing_is_marked_and_nothing_is_stored()
    {
        var page = Render<OrderNew>();
        Assert.Empty(page.FindAll(".o-error"));

        await page.InvokeAsync(() => page.Find("[data-testid=new-save]").ClickAsync());

        Assert.Equal("true", page.Find("[data-testid=new-phone]").GetAttribute("aria-invalid"));
        Assert.Equal("true", page.Find("[data-testid=new-address]").GetAttribute("aria-invalid"));
        await using var db = await Database.Contexts.CreateDbContextAsync(CancellationToken.None);
        Assert.Empty(await db.Orders.ToListAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData("new-save", true)]
    [InlineData("new-later", false)]
    public async Task An_order_by_phone_is_stored_once_and_promised_to_the_till_with_its_dishes_unless_they_wait_and_its_card_opens(string button, bool isFilled)
    {
        var page = Render<OrderNew>();
        await page.InvokeAsync(() => page.Find("[data-testid=new-phone]").InputAsync("8 913 000-00-77"));
        await page.InvokeAsync(() => page.Find("[data-testid=new-address]").ChangeAsync("Ленина 5"));
        await PickAsync(page, "102");
        await PickAsync(page, "102");

        await page.InvokeAsync(() => page.Find($"[data-testid={button}]").ClickAsync());
        await page.InvokeAsync(() => page.Find($"[data-testid={button}]").ClickAsync());

        await using var db = await Database.Contexts.CreateDbContextAsync(CancellationToken.None);
        var order = Assert.Single(await db.Orders.ToListAsync(CancellationToken.None));
        Assert.Equal(["Хлеб 2000"], order.Lines.Select(line => $"{line.Name} {line.Quantity.Thousandths}"));
        Assert.Equal((Money.From(60), OrderStatus.Waiting, "Анна"), (order.Total, order.Status, order.History[0].By));
        Assert.Equal((HandoffAct.Create, isFilled), (order.Handoff?.Act, order.Handoff?.FillsNext));
        Assert.EndsWith($"/orders/{order.Id}", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_known_guest_fills_in_and_the_last_order_is_repeated_as_far_as_the_menu_sells_it()
    {
        await StoreAsync(1, draft => draft with { Lines = [Some.Line("101", "Пирог", 2, 300), Some.Line("102", "Хлеб", 1, 30), Some.Line("999", "Уха", 1, 90)] });
        TillMenu = new(Some.Noon, [.. Some.Menu.Items.Select(item => item.Code is 102 ? item with { IsStopped = true } : item)]);
        await Services.GetRequiredService<Web.Menu.MenuCache>().ReadAsync(Some.Restaurant, CancellationToken.None);
        var page = Render<OrderNew>();

        await page.InvokeAsync(() => page.Find("[data-testid=new-phone]").InputAsync("+7 777 666 55 44"));
        await page.InvokeAsync(() => page.Find("[data-testid=new-phone]").KeyDownAsync("Enter"));
        await SeeAsync(page, () => Assert.Single(page.FindAll("[data-testid=new-known]")));
        Assert.Equal("ИВАНОВ ИВАН ИВАНОВИЧ", page.Find("[data-testid=new-name]").GetAttribute("value"));
        Assert.Equal("Ул. Пушкина", page.Find("[data-testid=new-address]").GetAttribute("value"));
        await page.InvokeAsync(() => page.Find("[data-testid=new-repeat]").ClickAsync());

        Assert.Contains("700", page.Find("[data-testid=new-sum]").TextContent, StringComparison.Ordinal);
        var lost = page.Find("[data-testid=new-lost]").TextContent;
        Assert.Contains("Хлеб — в стоп-листе", lost, StringComparison.Ordinal);
        Assert.Contains("Уха — нет в меню", lost, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stopped_dish_is_not_added_and_it_is_said_why()
    {
        TillMenu = new(Some.Noon, [.. Some.Menu.Items.Select(item => item with { IsStopped = true })]);
        await Services.GetRequiredService<Web.Menu.MenuCache>().ReadAsync(Some.Restaurant, CancellationToken.None);
        var page = Render<OrderNew>();

        await PickAsync(page, "102");

        Assert.Contains("Хлеб", page.Find("[data-testid=new-problem]").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("[data-testid=editor-line]"));
    }

    [Fact]
    public async Task A_draft_survives_the_page_and_ends_with_the_order()
    {
        var page = Render<OrderNew>();
        await page.InvokeAsync(() => page.Find("[data-testid=new-phone]").InputAsync("8 913 000-00-77"));
        await page.InvokeAsync(() => page.Find("[data-testid=new-address]").ChangeAsync("Ленина 5"));
        await PickAsync(page, "102");

        var again = Render<OrderNew>();

        await SeeAsync(again, () => Assert.Single(again.FindAll("[data-testid=new-restored]")));
        Assert.Equal("8 913 000-00-77", again.Find("[data-testid=new-phone]").GetAttribute("value"));
        Assert.Single(again.FindAll("[data-testid=editor-line]"));
        await again.InvokeAsync(() => again.Find("[data-testid=new-later]").ClickAsync());
        await page.InvokeAsync(() => page.Find("[data-testid=new-later]").ClickAsync());
        await using var db = await Database.Contexts.CreateDbContextAsync(CancellationToken.None);
        Assert.Single(await db.Orders.ToListAsync(CancellationToken.None));
        Assert.Empty(await db.OrderSketches.ToListAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData(null, "18:00", "2027-01-13T18:00:00+07:00")]
    [InlineData(null, "01:30", "2027-01-14T01:30:00+07:00")] // The coming night is still this business day.
    [InlineData(null, "12:00", null)] // Over.
    [InlineData(null, "05:30", null)] // Tomorrow's business day.
    [InlineData("2027-01-20", "05:30", "2027-01-20T05:30:00+07:00")]
    [InlineData("2027-01-12", "18:00", null)] // Over.
    public void A_time_is_one_of_this_business_day_or_of_the_day_that_is_said(string? day, string time, string? promised)
    {
        var now = new DateTimeOffset(2027, 1, 13, 15, 0, 0, TimeSpan.FromHours(7));
        var draft = new OrderDraft(Some.Menu)
        {
            Phone = "89130000077", Type = FulfillmentType.Pickup, IsAsap = false, Day = day is null ? null : DateOnly.Parse(day, null), Time = TimeOnly.Parse(time, null),
        };
        draft.Dishes.Add(Some.Menu.Items[0], Quantity.One, []);

        Assert.Equal(promised is null ? [DraftFault.Time] : [], draft.Faults(_restaurant, now));
        Assert.Equal(promised, draft.ToOrder(_restaurant, now).PromisedAt?.ToString("yyyy-MM-ddTHH:mm:sszzz", null));
    }

    [Theory]
    [InlineData(30, "2027-01-13T15:35:00+07:00")]
    [InlineData(60, "2027-01-13T16:05:00+07:00")]
    public void In_so_many_minutes_is_rounded_up_to_five(int minutes, string promised)
    {
        var now = new DateTimeOffset(2027, 1, 13, 15, 1, 30, TimeSpan.FromHours(7));
        var draft = new OrderDraft(Some.Menu);

        draft.PromiseIn(minutes, _restaurant, now);

        Assert.Equal(promised, draft.ToOrder(_restaurant, now).PromisedAt?.ToString("yyyy-MM-ddTHH:mm:sszzz", null));
    }

    private protected override IReadOnlyList<Claim> MoreClaims { get; } = [new(CurrentStaff.TerminalClaim, Guid.NewGuid().ToString())];

    private protected override void AddServices() =>
        Services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider()).AddSingleton<DraftShelf>();

    private static async Task PickAsync(IRenderedComponent<OrderNew> page, string text)
    {
        await page.InvokeAsync(() => page.Find("[data-testid=editor-search]").InputAsync(text));
        await page.InvokeAsync(() => page.Find("[data-testid=editor-search]").KeyDownAsync("Enter"));
    }
}
