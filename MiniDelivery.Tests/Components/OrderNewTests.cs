using Bunit;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Components.Pages.Orders;
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

        await page.Find("[data-testid=new-save]").ClickAsync();

        Assert.Equal("true", page.Find("[data-testid=new-phone]").GetAttribute("aria-invalid"));
        Assert.Equal("true", page.Find("[data-testid=new-address]").GetAttribute("aria-invalid"));
        await using var db = await Database.Contexts.CreateDbContextAsync(CancellationToken.None);
        Assert.Empty(await db.Orders.ToListAsync(CancellationToken.None));
    }

    [Fact]
    public async Task An_order_by_phone_is_stored_once_and_its_card_opens()
    {
        var page = Render<OrderNew>();
        await page.Find("[data-testid=new-phone]").ChangeAsync("8 913 000-00-77");
        await page.Find("[data-testid=new-address]").ChangeAsync("Ленина 5");
        await PickAsync("102");
        await PickAsync("102");
        await PickAsync("сёмга");
        await page.FindAll("[data-testid=new-quantity]")[1].ChangeAsync("0.35");

        await page.Find("[data-testid=new-save]").ClickAsync();
        await page.Find("[data-testid=new-save]").ClickAsync();

        await using var db = await Database.Contexts.CreateDbContextAsync(CancellationToken.None);
        var order = Assert.Single(await db.Orders.ToListAsync(CancellationToken.None));
        Assert.Equal(["Хлеб 2000", "Сёмга 350"], order.Lines.Select(line => $"{line.Name} {line.Quantity.Thousandths}"));
        Assert.Equal((Money.From(935), OrderStatus.Waiting, "Анна"), (order.Total, order.Status, order.History[0].By));
        Assert.EndsWith($"/orders/{order.Id}", Navigation.Uri, StringComparison.Ordinal);

        async Task PickAsync(string text)
        {
            await page.Find("[data-testid=dish-search]").InputAsync(text);
            await page.Find("[data-testid=dish-search]").KeyDownAsync("Enter");
        }
    }

    [Theory]
    [InlineData("18:00", "2027-01-13T18:00:00+07:00")]
    [InlineData("01:30", "2027-01-14T01:30:00+07:00")] // The coming night is still this business day.
    [InlineData("12:00", null)] // Over.
    [InlineData("05:30", null)] // Tomorrow's business day.
    public void A_time_is_one_of_this_business_day(string time, string? promised)
    {
        var now = new DateTimeOffset(2027, 1, 13, 15, 0, 0, TimeSpan.FromHours(7));
        var draft = new OrderDraft { Phone = "89130000077", Type = FulfillmentType.Pickup, IsAsap = false, Time = TimeOnly.Parse(time, null) };
        draft.Lines.Add(new DraftLine(Some.Menu.Items[0]));

        Assert.Equal(promised is null ? [DraftFault.Time] : [], draft.Faults(_restaurant, now));
        Assert.Equal(promised, draft.ToOrder(_restaurant, now).PromisedAt?.ToString("yyyy-MM-ddTHH:mm:sszzz", null));
    }

    [Fact]
    public void Fractions_are_for_what_is_weighed()
    {
        var (pie, fish) = (new DraftLine(Some.Menu.Items[0]) { Quantity = 1.5m }, new DraftLine(Some.Menu.Items[2]) { Quantity = 0.355m });

        Assert.Equal((false, true), (pie.IsQuantityGood, fish.IsQuantityGood));
    }
}
