using System.Net;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Api;

/// <summary>The courier's own page over real HTTP, cookies included.</summary>
public sealed class CourierTests(TestApp app) : IClassFixture<TestApp>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_link_is_exchanged_for_a_cookie_that_shows_the_couriers_own_orders_and_nothing_else()
    {
        var (ivan, link) = await app.CourierAsync("Иван");
        var (pyotr, _) = await app.CourierAsync("Пётр");
        await app.SentOutAsync("C-1", ivan, "Свой Гость");
        await app.SentOutAsync("C-2", pyotr, "Чужой Гость");
        using var phone = new Visitor(app.Address);

        using var entered = await phone.GetAsync($"/courier/{link}", Stop);

        Assert.Equal((HttpStatusCode.Found, "/courier"), (entered.StatusCode, entered.Headers.Location!.OriginalString));
        var cookie = Assert.Single(entered.Headers.GetValues("Set-Cookie"), set => set.StartsWith("md-courier=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("path=/courier", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(link, cookie, StringComparison.Ordinal);
        using var page = await phone.GetAsync("/courier", Stop);
        var text = WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync(Stop));
        Assert.Contains("no-store", page.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Contains("Свой Гость", text, StringComparison.Ordinal);
        Assert.Contains("tel:+77776665544", text, StringComparison.Ordinal);
        Assert.Contains($"https://yandex.ru/maps/?text={Uri.EscapeDataString("Ул. Пушкина")}", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Чужой Гость", text, StringComparison.Ordinal);

        // It opens nothing of the staff's.
        Assert.Contains("/account/sign-in", (await phone.GetAsync("/", Stop)).Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Contains("/account/sign-in", (await phone.GetAsync("/couriers", Stop)).Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delivered_it_is_archived_and_nothing_of_the_guest_is_left_on_the_phone()
    {
        var (ivan, link) = await app.CourierAsync("Семён");
        var id = await app.SentOutAsync("C-3", ivan, "Мария Котова");
        using var phone = new Visitor(app.Address);
        await phone.GetAsync($"/courier/{link}", Stop);

        using var pressed = await phone.PressAsync("/courier", "/courier/delivered", Stop, ("order", $"{id}"));

        Assert.Equal((HttpStatusCode.Found, "/courier"), (pressed.StatusCode, pressed.Headers.Location!.OriginalString));
        var order = await app.OrderAsync(id);
        Assert.Equal((OrderStatus.Archived, StepKind.Delivered, "Семён"), (order.Status, order.History[^1].Kind, order.History[^1].By));
        var text = WebUtility.HtmlDecode(await phone.TextAsync("/courier", Stop));
        Assert.DoesNotContain("Мария", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Пушкина", text, StringComparison.Ordinal);
        Assert.DoesNotContain("7776665544", text, StringComparison.Ordinal);
        Assert.Contains("730,00", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_couriers_order_is_refused_in_words_and_stays_as_it_was()
    {
        var (_, link) = await app.CourierAsync("Иван");
        var (pyotr, _) = await app.CourierAsync("Пётр");
        var foreign = await app.SentOutAsync("C-4", pyotr);
        using var phone = new Visitor(app.Address);
        await phone.GetAsync($"/courier/{link}", Stop);
        // The form's token is on a page that has a form: an own order's.
        var own = await app.SentOutAsync("C-5", (await app.CourierDesk.ListAsync(app.Restaurant.Id, Some.Anna, Stop))!.Last(courier => courier.HasLink && courier.Name is "Иван" && courier.Carries is []).Id);

        var before = (await app.OrderAsync(foreign)).Version;
        foreach (var order in new[] { foreign, OrderId.New() })
        {
            using var pressed = await phone.PressAsync("/courier", "/courier/delivered", Stop, ("order", $"{order}"));
            Assert.Equal("/courier?gone=1", pressed.Headers.Location!.OriginalString);
        }

        Assert.Contains("уже не у вас", WebUtility.HtmlDecode(await phone.TextAsync("/courier?gone=1", Stop)), StringComparison.Ordinal);
        Assert.Equal(before, (await app.OrderAsync(foreign)).Version);
        Assert.Equal(OrderStatus.OnTheWay, (await app.OrderAsync(own)).Status);
    }

    [Fact]
    public async Task What_our_own_page_did_not_send_is_a_400_and_delivers_nothing()
    {
        var (ivan, link) = await app.CourierAsync("Иван");
        var id = await app.SentOutAsync("C-6", ivan);
        using var phone = new Visitor(app.Address);
        await phone.GetAsync($"/courier/{link}", Stop);

        using var json = await phone.TryAsync(new Door("POST", "courier/delivered", IsPage: false), Stop);
        using var nonsense = await phone.PressAsync("/courier", "/courier/delivered", Stop, ("order", "43"));
        using var empty = await phone.PressAsync("/courier", "/courier/delivered", Stop);
        using var stranger = new HttpClient { BaseAddress = app.Address };
        using var form = new FormUrlEncodedContent([new("order", $"{id}")]);
        using var unsigned = await stranger.PostAsync("/courier/delivered", form, Stop);

        Assert.All([json, nonsense, empty, unsigned], answer => Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode));
        Assert.Equal(OrderStatus.OnTheWay, (await app.OrderAsync(id)).Status);
    }

    [Fact]
    public async Task An_unknown_an_expired_and_an_ended_shifts_link_open_nothing()
    {
        var (id, link) = await app.CourierAsync("Глеб");
        var (late, lateLink) = await app.CourierAsync("Лев");
        using var phone = new Visitor(app.Address);
        await phone.GetAsync($"/courier/{link}", Stop);
        using var latePhone = new Visitor(app.Address);
        await latePhone.GetAsync($"/courier/{lateLink}", Stop);
        Assert.Contains("courier-name", await phone.TextAsync("/courier", Stop), StringComparison.Ordinal);
        Assert.Contains("courier-name", await latePhone.TextAsync("/courier", Stop), StringComparison.Ordinal);

        Assert.True((await app.CourierDesk.SetShiftAsync(id, false, Some.Anna, Stop)).IsDone);
        await using (var db = await app.Contexts.CreateDbContextAsync(Stop))
        {
            await db.Couriers.Where(courier => courier.Id == late)
                .ExecuteUpdateAsync(set => set.SetProperty(courier => courier.LinkExpiresAt, DateTimeOffset.UtcNow.AddSeconds(-1)), Stop);
        }

        foreach (var visitor in new[] { phone, latePhone })
        {
            Assert.Contains("courier-over", await visitor.TextAsync("/courier", Stop), StringComparison.Ordinal);
        }

        using var stranger = new Visitor(app.Address);
        foreach (var dead in new[] { link, lateLink, new string('x', 32) })
        {
            using var answer = await stranger.GetAsync($"/courier/{dead}", Stop);
            Assert.DoesNotContain(answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : [], cookie => cookie.StartsWith("md-courier", StringComparison.Ordinal));
            Assert.Contains("courier-over", await stranger.TextAsync("/courier", Stop), StringComparison.Ordinal);
        }
    }
}
