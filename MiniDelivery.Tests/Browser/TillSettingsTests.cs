using Microsoft.Playwright;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Browser;

/// <summary>«Настройки → Касса» as an administrator uses it; each test has an application of its own, for it changes the till's settings.</summary>
[Trait("Kind", "Browser")]
public sealed class TillSettingsTests(BrowserApp app) : IClassFixture<BrowserApp>
{
    [Fact]
    public async Task An_administrator_checks_the_till_changes_a_code_and_it_holds_at_once()
    {
        var page = await app.OpenAsync("/settings/till", "admin");
        // A field to type in until the till has said what there is to choose from.
        await Expect(page.Locator("select[data-testid=ts-table]")).ToHaveValueAsync("1");
        await Expect(page.GetByTestId("ts-origin")).ToContainTextAsync("из конфигурации");

        await page.GetByTestId("ts-check").ClickAsync();
        await Expect(page.GetByTestId("ts-summary")).ToHaveAttributeAsync("data-state", "ok");
        await Expect(page.GetByTestId("rung-Menu")).ToContainTextAsync("Блюд:");
        await page.GetByTestId("ts-table").SelectOptionAsync("11");
        await Expect(page.GetByTestId("ts-summary")).ToHaveAttributeAsync("data-state", "stale");
        await page.GetByTestId("ts-save").ClickAsync();
        await Expect(page.GetByTestId("ts-warning")).ToContainTextAsync("не проверены");
        await page.GetByTestId("ts-check-first").ClickAsync();
        await Expect(page.GetByTestId("ts-summary")).ToHaveAttributeAsync("data-state", "ok");
        await page.GetByTestId("ts-save").ClickAsync();

        await Expect(page.GetByTestId("ts-saved")).ToContainTextAsync("Сохранено в");
        await Expect(page.GetByTestId("ts-origin")).ToContainTextAsync("Администратор");
        await page.ReloadAsync();
        await Expect(page.GetByTestId("ts-table")).ToHaveValueAsync("11");
        await Expect(page.GetByTestId("till-strip")).ToContainTextAsync("на связи");
    }

    [Fact]
    public async Task A_wrong_password_fails_in_words_may_be_saved_after_a_warning_and_is_never_shown()
    {
        await using var own = new BrowserApp();
        await own.InitializeAsync();
        var page = await own.OpenAsync("/settings/till", "admin");
        await page.GetByTestId("ts-password").FillAsync("n0t-the-passw0rd");
        await page.GetByTestId("ts-check").ClickAsync();

        await Expect(page.GetByTestId("rung-SignIn")).ToContainTextAsync("Касса не узнала имя или пароль");
        await Expect(page.GetByTestId("rung-SignIn")).ToContainTextAsync("Кто может");
        await Expect(page.GetByTestId("rung-Menu")).ToHaveAttributeAsync("data-state", "skipped");
        await page.GetByTestId("ts-save").ClickAsync();
        await Expect(page.GetByTestId("ts-warning")).ToContainTextAsync("Проверка не прошла");
        await page.GetByTestId("ts-save-anyway").ClickAsync();
        await Expect(page.GetByTestId("ts-saved")).ToContainTextAsync("Сохранено");

        await Expect(page.GetByTestId("till-strip")).ToHaveAttributeAsync("data-state", "bad");
        await Expect(page.GetByTestId("ts-password")).ToHaveValueAsync("");
        Assert.DoesNotContain("n0t-the-passw0rd", await page.ContentAsync(), StringComparison.Ordinal);
        await page.ReloadAsync();
        await Expect(page.GetByTestId("ts-password")).ToBeVisibleAsync();
        Assert.DoesNotContain("n0t-the-passw0rd", await page.ContentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kept_password_is_not_sent_to_another_address_and_codes_can_be_typed_while_the_till_is_gone()
    {
        await using var own = new BrowserApp();
        await own.InitializeAsync();
        var page = await own.OpenAsync("/settings/till", "admin");
        await Expect(page.GetByTestId("ts-table")).ToHaveValueAsync("1");
        await page.GetByTestId("ts-url").FillAsync("http://127.0.0.1:1");
        await page.GetByTestId("ts-check").ClickAsync();
        await Expect(page.GetByTestId("ts-password-fault")).ToContainTextAsync("введите пароль ещё раз");

        await page.GetByTestId("ts-password").FillAsync("new");
        await page.GetByTestId("ts-read").ClickAsync();
        await Expect(page.GetByTestId("ts-references-trouble")).ToContainTextAsync("Коды можно ввести вручную");
        await page.GetByTestId("ts-table").FillAsync("55");
        await page.GetByTestId("ts-check").ClickAsync();

        await Expect(page.GetByTestId("rung-Connection")).ToContainTextAsync("Касса не отвечает");
        await Expect(page.GetByTestId("ts-table")).ToHaveValueAsync("55");
    }

    [Fact]
    public async Task The_certificate_is_shown_and_trusted_by_a_press()
    {
        await using var own = new BrowserApp();
        own.With("Simulator:Url", "https://127.0.0.1:0");
        await own.InitializeAsync();
        var page = await own.OpenAsync("/settings/till", "admin");
        await Expect(page.GetByTestId("ts-table")).ToHaveValueAsync("1");
        await page.GetByTestId("ts-forget").ClickAsync();
        await page.GetByTestId("ts-check").ClickAsync();
        await Expect(page.GetByTestId("rung-Certificate")).ToContainTextAsync("ещё никто не доверяет");

        await page.GetByTestId("ts-show-certificate").ClickAsync();
        await Expect(page.GetByTestId("ts-certificate")).ToContainTextAsync("CN=RK7 simulated till");
        await Expect(page.GetByTestId("ts-certificate")).ToContainTextAsync("RSA 2048");
        await page.GetByTestId("ts-trust").ClickAsync();
        await page.GetByTestId("ts-check").ClickAsync();

        await Expect(page.GetByTestId("ts-summary")).ToHaveAttributeAsync("data-state", "ok");
    }

    [Theory]
    [InlineData("operator")]
    [InlineData("manager")]
    public async Task Nobody_else_gets_in_or_is_shown_the_way(string who)
    {
        var page = await app.OpenAsync("/", who);
        await Expect(page.GetByTestId("nav-settings")).ToHaveCountAsync(0);

        await page.GotoAsync("/settings/till");

        await Expect(page.GetByTestId("no-access")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("till-settings")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_strip_tells_more_when_pressed()
    {
        var page = await app.OpenAsync();

        await page.GetByTestId("till-strip").ClickAsync();

        await Expect(page.GetByTestId("till-popover")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("till-queue")).ToHaveTextAsync("0");
        await Expect(page.GetByTestId("till-last-answer")).ToContainTextAsync(":");
    }

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);
}
