using Microsoft.Playwright;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Browser;

/// <summary>Pausing from the board, with two people at two browsers.</summary>
[Trait("Kind", "Browser")]
public sealed class IntakeTests(BrowserApp app) : IClassFixture<BrowserApp>
{
    [Fact]
    public async Task A_manager_pauses_with_one_tap_everybody_sees_it_and_the_bar_opens_it_again()
    {
        var manager = await app.OpenAsync(who: "manager");
        var person = await app.OpenAsync("/help");
        await Expect(manager.GetByTestId("intake")).ToContainTextAsync("Приём открыт");

        await manager.GetByTestId("intake").ClickAsync();
        await PictureAsync(manager, "intake-menu");
        await manager.GetByTestId("intake-reason").SelectOptionAsync("NoCouriers");
        await manager.GetByTestId("intake-pause-30").ClickAsync();

        await Expect(person.Locator("[data-banner=intake]")).ToContainTextAsync("нет курьеров");
        await Expect(person.GetByTestId("intake-banner-resume")).ToHaveCountAsync(0);
        await Expect(manager.GetByTestId("intake")).ToContainTextAsync("Пауза до");
        await PictureAsync(manager, "intake-paused");

        await manager.GetByTestId("intake-banner-resume").ClickAsync();
        await Expect(person.Locator("[data-banner=intake]")).ToHaveCountAsync(0);
        await Expect(manager.GetByTestId("intake")).ToContainTextAsync("Приём открыт");
    }

    [Fact]
    public async Task An_operator_sees_how_intake_is_and_cannot_change_it_and_busy_is_said_on_the_control()
    {
        var manager = await app.OpenAsync(who: "manager", width: 390, height: 844, isDark: true, locale: "en-US");
        await manager.GetByTestId("intake").ClickAsync();
        await PictureAsync(manager, "intake-menu-390-dark");
        await manager.GetByTestId("intake-busy-for").SelectOptionAsync("120");
        await manager.GetByTestId("intake-busy-45").ClickAsync();
        await Expect(manager.GetByTestId("intake")).ToContainTextAsync("45");
        await PictureAsync(manager, "intake-busy-390-dark");

        var person = await app.OpenAsync();
        await Expect(person.GetByTestId("intake")).ToContainTextAsync("+45 мин");
        await Expect(person.GetByTestId("intake-menu")).ToHaveCountAsync(0);

        await manager.GetByTestId("intake").ClickAsync();
        await manager.GetByTestId("intake-resume").ClickAsync();
        await Expect(person.GetByTestId("intake")).ToContainTextAsync("Приём открыт");
    }

    private static Task PictureAsync(IPage page, string name) =>
        Environment.GetEnvironmentVariable("MINIDELIVERY_TEST_PICTURES") is { } folder ? Pictures.ShootAsync(page, Path.Combine(folder, $"{name}.png")) : Task.CompletedTask;

    private static ILocatorAssertions Expect(ILocator what) => Assertions.Expect(what);
}
