using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Tests.Api;

/// <summary>How a browser begins in which nobody has chosen anything yet.</summary>
public sealed class AppearanceTests : IAsyncLifetime
{
    private static readonly Actor _admin = new("Админ", StaffRole.Admin);
    // As a browser asks for a page: only then it becomes a terminal.
    private static readonly (string, string) _page = ("Accept", "text/html");
    private readonly TestApp _app = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private AppearanceDesk Desk => _app.Services.GetRequiredService<AppearanceDesk>();

    public ValueTask InitializeAsync() => _app.InitializeAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_new_terminal_begins_in_the_restaurants_language_and_colours_and_keeps_to_them()
    {
        Assert.True((await Desk.SaveAsync(_app.Restaurant.Id, 0, new Appearance("en", ScreenTheme.Dark, null), _admin, Stop)).IsDone);

        using var browser = new Visitor(_app.Address, null, _page);
        await browser.SignInAsync("operator", TestApp.Password, Stop);

        for (var page = 0; page < 2; page++)
        {
            Assert.Contains("<html lang=\"en\" data-theme=\"dark\"", await browser.TextAsync("/", Stop), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_was_chosen_for_a_browser_is_not_overruled()
    {
        await Desk.SaveAsync(_app.Restaurant.Id, 0, new Appearance("en", ScreenTheme.Dark, null), _admin, Stop);
        using var browser = new Visitor(_app.Address, null, _page);
        using var language = await browser.GetAsync("/preferences/language?name=ru", Stop);
        using var theme = await browser.GetAsync("/preferences/theme?name=light", Stop);
        await browser.SignInAsync("operator", TestApp.Password, Stop);

        Assert.Contains("<html lang=\"ru\" data-theme=\"light\"", await browser.TextAsync("/", Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_nobody_has_said_anything_a_browser_looks_as_it_asks_for()
    {
        using var browser = new Visitor(_app.Address, null, _page);
        await browser.SignInAsync("operator", TestApp.Password, Stop);

        Assert.Contains("<html lang=\"ru\" data-now", await browser.TextAsync("/", Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_is_audited_with_what_was_before_and_the_second_of_two_writers_is_told()
    {
        await Desk.SaveAsync(_app.Restaurant.Id, 0, new Appearance(null, null, RestaurantMark.Blue), _admin, Stop);

        Assert.Equal(Refusal.ChangedMeanwhile, (await Desk.SaveAsync(_app.Restaurant.Id, 0, Appearance.Plain, _admin, Stop)).Reason);
        Assert.Equal(Refusal.SettingsUnusable, (await Desk.SaveAsync(_app.Restaurant.Id, 1, new Appearance("de", null, null), _admin, Stop)).Reason);
        Assert.Equal(RestaurantMark.Blue, _app.Services.GetRequiredService<RestaurantDirectory>().First.Appearance.Mark);
        await using var db = await _app.Contexts.CreateDbContextAsync(Stop);
        var entry = await db.AuditEntries.SingleAsync(entry => entry.What == AuditActs.AppearanceChanged, Stop);
        Assert.Equal(("language -, theme -, mark -", "language -, theme -, mark Blue"), (entry.Old, entry.New));
    }

    [Fact]
    public void The_languages_that_can_be_chosen_are_those_that_there_are() =>
        Assert.Equal(PageLanguage.All.Select(language => language.Name), Appearance.Languages);
}
