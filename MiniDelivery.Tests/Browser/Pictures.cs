using System.Net.Http.Json;
using Microsoft.Playwright;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Browser;

/// <summary>
/// Takes pictures of the pages for people to look at: run with MINIDELIVERY_TEST_PICTURES naming a folder. Proves nothing by itself,
/// so without the folder it is skipped and says so.
/// </summary>
[Trait("Kind", "Browser")]
public sealed class Pictures(BrowserApp app) : IClassFixture<BrowserApp>
{
    private static readonly (int Width, int Height, bool IsDark)[] _screens =
        [(1366, 768, false), (1366, 768, true), (1920, 1080, false), (1280, 800, false), (390, 844, false), (390, 844, true)];

    [Fact]
    public async Task Of_every_page()
    {
        var folder = Environment.GetEnvironmentVariable("MINIDELIVERY_TEST_PICTURES");
        Assert.SkipWhen(folder is null, "MINIDELIVERY_TEST_PICTURES names no folder");
        await Scene.SetAsync(app);
        foreach (var (width, height, isDark) in _screens)
        {
            var name = $"{width}{(isDark ? "-dark" : "")}";
            var signIn = await app.OpenAsync("/account/sign-in", who: null, width, height, isDark);
            await ShootAsync(signIn, "sign-in");
            var page = await app.OpenAsync("/", "manager", width, height, isDark);
            await Assertions.Expect(page.GetByTestId("order").First).ToBeVisibleAsync();
            await ShootAsync(page, "list");
            await page.GetByTestId("order").Filter(new() { HasText = "ИВАНОВ ИВАН" }).First.ClickAsync();
            await Assertions.Expect(page.GetByTestId("card")).ToBeVisibleAsync();
            await ShootAsync(page, "card");
            await page.GetByTestId("card-cancel").ClickAsync();
            await Assertions.Expect(page.GetByTestId("cancel-reason").First).ToBeVisibleAsync();
            await ShootAsync(page, "cancel");
            foreach (var path in new[] { "orders/new", "reports", "help", "simulator", "?tab=archived" })
            {
                await page.GotoAsync("/" + path);
                await Assertions.Expect(page.GetByTestId("who")).ToBeVisibleAsync();
                await ShootAsync(page, path.Replace('/', '-').Replace("?tab=", "tab-", StringComparison.Ordinal));
            }

            Task ShootAsync(IPage what, string of) => Pictures.ShootAsync(what, Path.Combine(folder!, $"{of}-{name}.png"));
        }
    }

    [Fact]
    public async Task Of_the_settings_of_the_till()
    {
        var folder = Environment.GetEnvironmentVariable("MINIDELIVERY_TEST_PICTURES");
        Assert.SkipWhen(folder is null, "MINIDELIVERY_TEST_PICTURES names no folder");
        await using var own = new BrowserApp();
        own.With("Simulator:Url", "https://127.0.0.1:0");
        await own.InitializeAsync();
        foreach (var (width, height, isDark) in _screens)
        {
            var page = await own.OpenAsync("/settings/till", "admin", width, height, isDark);
            await Assertions.Expect(page.GetByTestId("ts-table")).ToHaveValueAsync("1");
            await ShootAsync(page, File("till"));
            await page.GetByTestId("ts-show-certificate").ClickAsync();
            await page.GetByTestId("ts-deletereason").SelectOptionAsync("3");
            await page.GetByTestId("ts-check").ClickAsync();
            await Assertions.Expect(page.GetByTestId("ts-summary")).ToHaveAttributeAsync("data-state", "warning");
            await ShootAsync(page, File("till-warning"), isWhole: true);
            await page.GetByTestId("ts-password").FillAsync("wrong");
            await page.GetByTestId("ts-forget").ClickAsync();
            await page.GetByTestId("ts-check").ClickAsync();
            await Assertions.Expect(page.GetByTestId("ts-summary")).ToHaveAttributeAsync("data-state", "failed");
            await page.GetByTestId("ts-save").ClickAsync();
            await ShootAsync(page, File("till-failed"), isWhole: true);
            await page.EvaluateAsync("() => scrollTo(0, 0)");
            await page.GetByTestId("till-strip").ClickAsync();
            await ShootAsync(page, File("till-strip"));

            string File(string of) => Path.Combine(folder!, $"{of}-{width}{(isDark ? "-dark" : "")}.png");
        }
    }

    [Fact]
    public async Task Of_the_alert()
    {
        var folder = Environment.GetEnvironmentVariable("MINIDELIVERY_TEST_PICTURES");
        Assert.SkipWhen(folder is null, "MINIDELIVERY_TEST_PICTURES names no folder");
        await using var own = new BrowserApp();
        await own.InitializeAsync();
        await Scene.SetAsync(own);
        foreach (var (width, height, isDark) in _screens)
        {
            var page = await own.OpenAsync("/", "admin", width, height, isDark);
            await Assertions.Expect(page.GetByTestId("alert-ack")).ToBeVisibleAsync();
            await ShootAsync(page, File("alert"));
            await page.GetByTestId("hearing").ClickAsync();
            await ShootAsync(page, File("alert-hearing"));
            await page.GotoAsync("/settings/terminals");
            await Assertions.Expect(page.GetByTestId("as-test")).ToBeVisibleAsync();
            await page.GetByTestId("as-test").ClickAsync();
            await Assertions.Expect(page.GetByTestId("alert-test")).ToBeVisibleAsync();
            await ShootAsync(page, File("alert-settings"), isWhole: true);
            await page.GotoAsync("/hover");
            await Assertions.Expect(page.GetByTestId("alert-accept")).ToBeVisibleAsync();
            await page.SetViewportSizeAsync(380, 260);
            await ShootAsync(page, File("alert-hover"));
            await page.Context.CloseAsync();

            string File(string of) => Path.Combine(folder!, $"{of}-{width}{(isDark ? "-dark" : "")}.png");
        }
    }

    /// <summary>A picture of the whole page on the way of a test that proves something; none when nobody asks for pictures.</summary>
    internal static Task WhenAskedAsync(IPage page, string name) =>
        Environment.GetEnvironmentVariable("MINIDELIVERY_TEST_PICTURES") is { } folder ? ShootAsync(page, Path.Combine(folder, $"{name}.png"), isWhole: true) : Task.CompletedTask;

    internal static async Task ShootAsync(IPage page, string file, bool isWhole = false)
    {
        await page.WaitForTimeoutAsync(700); // Only for the eye: animations are over then.
        await page.ScreenshotAsync(new() { Path = file, FullPage = isWhole });
    }
}

/// <summary>Takes pictures of what an administrator and everybody about themselves sees, and of the first start.</summary>
[Trait("Kind", "Browser")]
public sealed class StaffPictures(BrowserApp app) : IClassFixture<BrowserApp>
{
    [Fact]
    public async Task Of_people_audit_account_and_set_up()
    {
        var folder = Environment.GetEnvironmentVariable("MINIDELIVERY_TEST_PICTURES");
        Assert.SkipWhen(folder is null, "MINIDELIVERY_TEST_PICTURES names no folder");
        await using var first = new ProductionBrowserApp();
        await first.InitializeAsync();
        foreach (var (width, height, isDark) in new[] { (1366, 768, false), (1366, 768, true), (390, 844, false), (390, 844, true) })
        {
            var page = await app.OpenAsync("/settings/staff", "admin", width, height, isDark);
            await page.GetByTestId("staff-new-name").FillAsync("Вера Павловна Лопухова");
            await page.GetByTestId("staff-new-sign-in").FillAsync($"vera{width}{isDark}");
            await page.GetByTestId("staff-create").ClickAsync();
            await Assertions.Expect(page.GetByTestId("staff-password")).ToBeVisibleAsync();
            await page.GetByTestId("staff-deactivate").First.ClickAsync();
            await ShootAsync(page, "staff");
            await page.GotoAsync("/settings/audit");
            await Assertions.Expect(page.GetByTestId("audit-line").First).ToBeVisibleAsync();
            await ShootAsync(page, "audit");
            await page.GotoAsync("/account");
            await ShootAsync(page, "account");
            await LockTests.SetPinAsync(page);
            await page.GotoAsync("/settings/terminals");
            await page.Locator("[data-testid=as-shared]:not(:checked)").First.CheckAsync();
            await ShootAsync(page, "terminals");
            await page.GotoAsync("/");
            await page.GetByTestId("who").ClickAsync();
            await ShootAsync(page, "who");
            await page.GetByTestId("switch").ClickAsync();
            await Assertions.Expect(page.GetByTestId("lock")).ToBeVisibleAsync();
            await ShootAsync(page, "lock");
            await ShootAsync(await app.OpenAsync($"http://localhost:{app.Address.Port}/account/sign-in", who: null, width, height, isDark), "sign-in");
            await ShootAsync(await first.OpenAsync($"/setup?token={first.Token}", who: null, width, height, isDark), "setup");

            Task ShootAsync(IPage what, string of) =>
                Pictures.ShootAsync(what, Path.Combine(folder!, $"{of}-{width}{(isDark ? "-dark" : "")}.png"), isWhole: true);
        }
    }
}

/// <summary>Takes pictures of the editor.</summary>
[Trait("Kind", "Browser")]
public sealed class EditorPictures(BrowserApp app) : IClassFixture<BrowserApp>
{
    [Fact]
    public async Task Of_the_editor()
    {
        var folder = Environment.GetEnvironmentVariable("MINIDELIVERY_TEST_PICTURES");
        Assert.SkipWhen(folder is null, "MINIDELIVERY_TEST_PICTURES names no folder");
        await Scene.SetAsync(app);
        foreach (var (width, height, isDark) in new[] { (1366, 768, false), (1366, 768, true), (1280, 800, false), (390, 844, false), (390, 844, true) })
        {
            var page = await app.OpenAsync("/", "manager", width, height, isDark, hasTouch: width is 1280);
            await page.GetByTestId("order").Filter(new() { HasText = "Мария" }).GetByTestId("next-action").ClickAsync();
            await Assertions.Expect(page.GetByTestId("editor-line").First).ToBeVisibleAsync();
            await ShootAsync(page, "editor");
            if (width is 390)
            {
                await page.GetByTestId("editor-pane-menu").ClickAsync();
                await ShootAsync(page, "editor-menu");
            }

            await page.GetByTestId("editor-search").FillAsync("пицца");
            await page.GetByTestId("editor-add").First.ClickAsync();
            await Assertions.Expect(page.GetByTestId("editor-dish")).ToBeVisibleAsync();
            await ShootAsync(page, "editor-dish");
            await page.GetByTestId("editor-choice").First.ClickAsync();
            await page.GetByTestId("editor-dish-ok").ClickAsync();
            await page.GetByTestId("editor-search").FillAsync("суп");
            await page.GetByTestId("editor-add").Last.ClickAsync();
            await ShootAsync(page, "editor-stopped");
            var other = await app.OpenAsync(new Uri(page.Url).AbsolutePath, "operator", width, height, isDark);
            await Assertions.Expect(other.GetByTestId("editor-locked")).ToBeVisibleAsync();
            await ShootAsync(other, "editor-held");
            await page.Context.CloseAsync();
            await other.Context.CloseAsync();

            async Task ShootAsync(IPage what, string of)
            {
                await what.WaitForTimeoutAsync(700);
                await what.ScreenshotAsync(new() { Path = Path.Combine(folder!, $"{of}-{width}{(isDark ? "-dark" : "")}.png") });
            }
        }
    }
}

/// <summary>An evening at the restaurant: orders in every state.</summary>
internal static class Scene
{
    private static readonly string[] _names = ["ИВАНОВ ИВАН ИВАНОВИЧ", "Олег", "ПЕТРОВА Анна", "Мария Котова", "Сергей", "Ирина Викторовна", "Тимур", "Ольга"];

    /// <param name="of">Tells the orders of one evening from those of another.</param>
    public static async Task SetAsync(TestApp app, string of = "SCENE")
    {
        using var shop = app.Shop();
        var ids = new List<Domain.Orders.OrderId>();
        foreach (var (index, name) in _names.Index())
        {
            var answer = await shop.PostAsJsonAsync("/api/v1/orders", new
            {
                externalId = $"{of}-{index}",
                customer = new { name, phone = $"8900000000{index}" },
                fulfillment = index is 1
                    ? (object)new { type = "pickup" }
                    : new { promisedAt = DateTimeOffset.UtcNow.AddMinutes((15 * index) - 20), address = new { text = $"Садовая {index + 3}", entrance = "2", floor = "5", apartment = "12" } },
                guests = 2,
                comment = index % 3 is 0 ? "Две персоны" : null,
                items = index is 2
                    ? [new { code = "999", name = "Пирог по-царски", quantity = 1m, price = 500m }]
                    : new[] { new { code = "101", name = "Пирог", quantity = 2m, price = 350m }, new { code = "102", name = "Хлеб", quantity = 1m, price = 30m } },
                payment = new { method = index % 2 is 0 ? "cash" : "card", paid = index is 1, changeFrom = index is 0 ? 1000 : (int?)null },
            });
            answer.EnsureSuccessStatusCode();
            ids.Add(new Domain.Orders.OrderId((await answer.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>()).GetProperty("id").GetGuid()));
        }

        foreach (var id in ids.Skip(3))
        {
            await app.Desk.AcceptAsync(id, Some.Anna, CancellationToken.None);
            await app.EventuallyAsync(id, order => order.Status is Domain.Orders.OrderStatus.Created, "created");
        }

        foreach (var id in ids.Skip(4))
        {
            await app.Desk.FillAsync(id, Some.Anna, CancellationToken.None);
            await app.EventuallyAsync(id, order => order.Status is Domain.Orders.OrderStatus.Accepted, "accepted");
        }

        foreach (var id in ids.Skip(5))
        {
            await app.Desk.MoveOnAsync(id, Domain.Orders.OrderStatus.OnTheWay, Some.Anna, CancellationToken.None);
        }

        await app.Desk.MoveOnAsync(ids[7], Domain.Orders.OrderStatus.Archived, Some.Anna, CancellationToken.None);
    }
}
