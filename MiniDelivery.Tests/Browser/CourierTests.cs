using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Couriers;

namespace MiniDelivery.Tests.Browser;

/// <summary>An order on its way: the operator at the terminal, the courier with a phone.</summary>
[Trait("Kind", "Browser")]
public sealed class CourierTests(BrowserApp app) : IClassFixture<BrowserApp>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Several_orders_leave_with_the_courier_that_is_chosen_once_and_are_archived_together()
    {
        var desk = app.Services.GetRequiredService<CourierDesk>();
        await desk.AddAsync(app.Restaurant.Id, "Олег Общий", "89001112244", Some.Boris, Stop);
        var oleg = (await desk.ListAsync(app.Restaurant.Id, Some.Boris, Stop))!.Single(courier => courier.Name == "Олег Общий");
        await desk.SetShiftAsync(oleg.Id, true, Some.Boris, Stop);
        OrderId[] ids = [await app.ReadyAsync("T-1", "Первая"), await app.ReadyAsync("T-2", "Вторая Вместе")];
        var board = await app.OpenAsync();
        var rows = ids.Select(id => board.Locator($"[data-testid=order][data-order='{id}']")).ToList();
        await board.GetByTestId("bulk-start").ClickAsync();
        await TickAsync();

        await board.GetByTestId("bulk-send").ClickAsync();
        await board.GetByTestId("courier-choice").Filter(new() { HasText = "Олег Общий" }).ClickAsync();

        foreach (var row in rows)
        {
            await Assertions.Expect(row).ToHaveAttributeAsync("data-status", "onTheWay");
            await Assertions.Expect(row.GetByTestId("row-courier")).ToContainTextAsync("Олег Общий");
        }

        await TickAsync();
        await board.GetByTestId("bulk-archive").ClickAsync();

        await Assertions.Expect(board.GetByTestId("bulk-said")).ToContainTextAsync("Готово: 2 из 2");
        foreach (var id in ids)
        {
            await app.EventuallyAsync(id, order => order.Status is OrderStatus.Archived, "archived");
        }

        async Task TickAsync()
        {
            foreach (var row in rows)
            {
                await row.GetByTestId("tick").CheckAsync();
            }
        }
    }

    [Fact]
    public async Task An_order_leaves_with_a_courier_who_delivers_it_on_their_phone_and_hands_in_the_cash()
    {
        var manager = await app.OpenAsync("/couriers", "manager");
        await manager.GetByTestId("courier-new-name").FillAsync("Иван Быстров");
        await manager.GetByTestId("courier-new-phone").FillAsync("89001112233");
        await manager.GetByTestId("courier-save").ClickAsync();
        var courier = manager.Locator("[data-testid=courier][data-name='Иван Быстров']");
        await courier.GetByTestId("courier-on").ClickAsync();
        await courier.GetByTestId("courier-issue").ClickAsync();
        await Assertions.Expect(manager.GetByTestId("qr")).ToBeVisibleAsync();
        var link = await manager.GetByTestId("courier-link-text").InnerTextAsync();
        await manager.GetByTestId("courier-link-ok").ClickAsync();

        var id = await app.ReadyAsync("B-1", "Ольга Тестова");
        var number = (await app.OrderAsync(id)).Number;
        var board = await app.OpenAsync();
        var row = board.Locator($"[data-testid=order][data-number='{number}']");
        await row.GetByTestId("next-action").ClickAsync();
        await board.GetByTestId("courier-choice").Filter(new() { HasText = "Иван Быстров" }).ClickAsync();
        await Assertions.Expect(row).ToHaveAttributeAsync("data-status", "onTheWay");
        await Assertions.Expect(row.GetByTestId("row-courier")).ToContainTextAsync("Иван Быстров");
        await Assertions.Expect(courier.GetByTestId("courier-load")).ToContainTextAsync($"№ {number}");

        var phone = await app.OpenAsync(new Uri(link).AbsolutePath, who: null, width: 390, height: 844, hasTouch: true);
        Assert.DoesNotContain(link, phone.Url, StringComparison.Ordinal);
        var card = phone.Locator($"[data-testid=courier-order][data-number='{number}']");
        await Assertions.Expect(card).ToContainTextAsync("Ул. Пушкина");
        await Assertions.Expect(card.GetByTestId("courier-call")).ToHaveAttributeAsync("href", "tel:+77776665544");
        await Assertions.Expect(card.GetByTestId("courier-pay")).ToContainTextAsync("730,00");
        Assert.True((await card.GetByTestId("courier-delivered").BoundingBoxAsync())!.Height >= 44);
        await BrowserApp.FitsAsync(phone, "the courier's page");

        await card.GetByTestId("courier-delivered").ClickAsync();

        await Assertions.Expect(row).ToHaveCountAsync(0, new() { Timeout = BrowserApp.Live });
        await Assertions.Expect(phone.GetByTestId("courier-none")).ToBeVisibleAsync();
        await Assertions.Expect(phone.GetByTestId("courier-owed")).ToContainTextAsync("730,00");
        await courier.GetByTestId("courier-cash").ClickAsync();
        await courier.GetByTestId("courier-cash-yes").ClickAsync();
        await Assertions.Expect(courier.GetByTestId("courier-cash-yes")).ToHaveCountAsync(0);
        await phone.ReloadAsync();
        await Assertions.Expect(phone.GetByTestId("courier-owed")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_couriers_page_works_without_scripts_and_follows_by_itself_with_them()
    {
        var (courier, link) = await app.CourierAsync("Тихон");
        var first = await app.SentOutAsync("B-2", courier, "Первая");
        var plain = await app.OpenPlainAsync($"/courier/{link}");
        await Assertions.Expect(plain.GetByTestId("courier-order")).ToContainTextAsync("Первая");
        await plain.GetByTestId("courier-delivered").ClickAsync();
        await Assertions.Expect(plain.GetByTestId("courier-none")).ToBeVisibleAsync();
        Assert.Equal("Тихон", (await app.OrderAsync(first)).History[^1].By);

        var live = await app.OpenAsync($"/courier/{link}", who: null, width: 390, height: 844);
        await app.SentOutAsync("B-3", courier, "Вторая");

        await Assertions.Expect(live.GetByTestId("courier-order")).ToContainTextAsync("Вторая");
    }

    [Fact]
    public async Task Neither_page_has_a_serious_issue()
    {
        const string name = "Пётр Осин";
        var (courier, link) = await app.CourierAsync(name);
        await app.SentOutAsync("AXE-1", courier);
        await app.ReadyAsync("AXE-2");
        var page = await app.OpenAsync("/couriers", "manager");
        await page.GetByTestId("ready-send").ClickAsync();
        await page.Locator($"[data-testid=courier][data-name='{name}']").GetByTestId("courier-issue").ClickAsync();
        await Assertions.Expect(page.GetByTestId("courier-link")).ToBeVisibleAsync();
        await AccessibilityTests.AssertNothingSeriousAsync(page, "couriers");
        var board = await app.OpenAsync("/", "manager");
        await board.Locator("[data-testid=order][data-status=accepted]").First.GetByTestId("next-action").ClickAsync();
        await Assertions.Expect(board.GetByTestId("courier-dialog")).ToBeVisibleAsync();
        await AccessibilityTests.AssertNothingSeriousAsync(board, "who takes it");

        // The link just made has closed the one before.
        var phone = await app.OpenAsync($"/courier/{link}", who: null, width: 390, height: 844);
        await Assertions.Expect(phone.GetByTestId("courier-over")).ToBeVisibleAsync();
        await AccessibilityTests.AssertNothingSeriousAsync(phone, "courier, over");
        await phone.GotoAsync(new Uri(await page.GetByTestId("courier-link-text").InnerTextAsync()).AbsolutePath);
        await Assertions.Expect(phone.GetByTestId("courier-order")).ToBeVisibleAsync();
        await AccessibilityTests.AssertNothingSeriousAsync(phone, "courier");
    }

    [Fact]
    public async Task Pictures_for_people_to_look_at()
    {
        var folder = Environment.GetEnvironmentVariable("MINIDELIVERY_TEST_PICTURES");
        Assert.SkipWhen(folder is null, "MINIDELIVERY_TEST_PICTURES names no folder");
        await using var own = new BrowserApp();
        await own.InitializeAsync();
        var (ivan, _) = await own.CourierAsync("Иван Быстров");
        var (pyotr, _) = await own.CourierAsync("Пётр");
        await own.SentOutAsync("P-1", ivan);
        await own.SentOutAsync("P-2", ivan, "Мария Котова");
        await own.ReadyAsync("P-3");
        await own.ReadyAsync("P-4", "Сергей");
        foreach (var (width, isDark, locale) in new[] { (1366, false, "ru-RU"), (1366, true, "en-US"), (390, false, "en-US"), (390, true, "ru-RU") })
        {
            var page = await own.OpenAsync("/couriers", "manager", width, 844, isDark, locale);
            await page.Locator("[data-testid=courier][data-name='Иван Быстров']").GetByTestId("courier-issue").ClickAsync();
            await Assertions.Expect(page.GetByTestId("qr")).ToBeVisibleAsync();
            var link = new Uri(await page.GetByTestId("courier-link-text").InnerTextAsync()).AbsolutePath;
            await Pictures.ShootAsync(page, File("couriers-link"), isWhole: true);
            await page.GetByTestId("courier-link-ok").ClickAsync();
            await Pictures.ShootAsync(page, File("couriers"), isWhole: true);
            await page.GotoAsync("/");
            await page.Locator("[data-testid=order][data-status=accepted]").First.GetByTestId("next-action").ClickAsync();
            await Assertions.Expect(page.GetByTestId("courier-dialog")).ToBeVisibleAsync();
            await Pictures.ShootAsync(page, File("courier-dialog"));
            await page.Keyboard.PressAsync("Escape");
            await page.Locator("[data-testid=order][data-status=onTheWay]").First.Locator(".o-open").ClickAsync();
            await Assertions.Expect(page.GetByTestId("card-courier")).ToBeVisibleAsync();
            await Pictures.ShootAsync(page, File("card-courier"));
            var phone = await own.OpenAsync(link, who: null, 390, 844, isDark, locale);
            await Pictures.ShootAsync(phone, File("courier-phone"), isWhole: true);

            string File(string of) => Path.Combine(folder!, $"{of}-{width}{(isDark ? "-dark" : "")}.png");
        }
    }
}
