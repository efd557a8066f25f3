using System.Text.RegularExpressions;
using Microsoft.Playwright;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Browser;

/// <summary>An administrator and the people; what they do is in the audit.</summary>
[Trait("Kind", "Browser")]
public sealed partial class StaffTests(BrowserApp app) : IClassFixture<BrowserApp>
{
    private const string Long = "три слона и чайник";

    [Fact]
    public async Task A_new_person_gets_a_one_time_password_makes_it_their_own_and_is_out_at_once_when_the_account_is_closed()
    {
        var admin = await app.OpenAsync("/settings/staff", "admin");
        await admin.GetByTestId("staff-new-name").FillAsync("Вера Павловна");
        await admin.GetByTestId("staff-new-sign-in").FillAsync("vera");
        await admin.GetByTestId("staff-new-role").SelectOptionAsync("Manager");
        await admin.GetByTestId("staff-create").ClickAsync();
        var password = await admin.GetByTestId("staff-password-text").InnerTextAsync();
        Assert.Matches(OneTime(), password);
        await admin.GetByTestId("staff-password-ok").ClickAsync();
        await Expect(Person(admin, "vera")).ToContainTextAsync("одноразовый");

        var vera = await app.OpenAsync("/account/sign-in", who: null);
        await SignInAsync(vera, "vera", password);
        await Expect(vera.GetByTestId("account-must-change")).ToBeVisibleAsync();
        await vera.GetByTestId("account-current").FillAsync(password);
        await vera.GetByTestId("account-next").FillAsync(Long);
        await vera.GetByTestId("account-change").ClickAsync();
        await Expect(vera.GetByTestId("account-done")).ToBeVisibleAsync();
        await vera.GotoAsync("/reports");
        await Expect(vera.GetByTestId("reports")).ToBeVisibleAsync();

        await Person(admin, "vera").GetByTestId("staff-deactivate").ClickAsync();
        await admin.GetByTestId("staff-deactivate-yes").ClickAsync();

        await Expect(vera.GetByTestId("sign-in")).ToBeVisibleAsync();
        await SignInAsync(vera, "vera", Long);
        await Expect(vera.GetByTestId("sign-in-error")).ToBeVisibleAsync();
        await Expect(Person(admin, "vera")).ToContainTextAsync("доступ закрыт");
    }

    [Fact]
    public async Task The_last_administrator_stays_one()
    {
        var admin = await app.OpenAsync("/settings/staff", "admin");

        await Person(admin, "admin").GetByTestId("staff-role").SelectOptionAsync("Operator");

        await Expect(admin.GetByTestId("staff-error")).ToContainTextAsync("последний администратор");
        await Person(admin, "admin").GetByTestId("staff-deactivate").ClickAsync();
        await admin.GetByTestId("staff-deactivate-yes").ClickAsync();
        await Expect(admin.GetByTestId("staff-error")).ToContainTextAsync("последний администратор");
        await admin.ReloadAsync();
        await Expect(Person(admin, "admin").GetByTestId("staff-role")).ToHaveValueAsync("Admin");
    }

    [Fact]
    public async Task A_manager_reads_the_audit_and_finds_what_was_done()
    {
        var admin = await app.OpenAsync("/settings/staff", "admin");
        await admin.GetByTestId("staff-new-name").FillAsync("Пётр");
        await admin.GetByTestId("staff-new-sign-in").FillAsync("petr");
        await admin.GetByTestId("staff-create").ClickAsync();
        await Expect(admin.GetByTestId("staff-password")).ToBeVisibleAsync();
        var manager = await app.OpenAsync("/", "manager");

        await manager.GetByTestId("nav-audit").ClickAsync();
        await manager.GetByTestId("audit-what").SelectOptionAsync("staff-created");
        await manager.GetByTestId("audit-text").FillAsync("petr");
        await manager.GetByTestId("audit-text").PressAsync("Enter");

        var line = manager.GetByTestId("audit-line").Filter(new() { HasText = "petr" });
        await Expect(line).ToContainTextAsync("Администратор");
        await Expect(line).ToContainTextAsync("petr (Пётр)");
        await Expect(line).ToContainTextAsync("Оператор");
        await Expect(line).ToContainTextAsync("Терминал");
        await manager.GetByTestId("audit-from").FillAsync("2031-01-01");
        await manager.GetByTestId("audit-from").PressAsync("Tab");
        await Expect(manager.GetByTestId("audit-empty")).ToBeVisibleAsync();
        await Expect(manager.GetByTestId("settings-staff")).ToHaveCountAsync(0);
    }

    private static ILocator Person(IPage page, string name) => page.Locator($"[data-testid=staff-person][data-name={name}]");

    private static async Task SignInAsync(IPage page, string name, string password)
    {
        await page.GetByTestId("sign-in-name").FillAsync(name);
        await page.GetByTestId("sign-in-password").FillAsync(password);
        await page.GetByTestId("sign-in-submit").ClickAsync();
    }

    private static ILocatorAssertions Expect(ILocator what) => Assertions.Expect(what);

    [GeneratedRegex("^([a-z2-9]{4}-){3}[a-z2-9]{4}$")]
    private static partial Regex OneTime();
}
