using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Access;

namespace MiniDelivery.Tests.Browser;

/// <summary>Two restaurants in one installation, as people see them.</summary>
[Trait("Kind", "Browser")]
public sealed class RestaurantsTests : IAsyncLifetime
{
    private readonly BrowserApp _app = new();
    private RestaurantId _first;

    public async ValueTask InitializeAsync()
    {
        await _app.InitializeAsync();
        _first = _app.Restaurant.Id;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Who_works_in_both_changes_between_them_and_who_works_in_one_sees_that_one()
    {
        await Scene.SetAsync(_app);
        var alone = await _app.OpenAsync();
        await Expect(alone.GetByTestId("object")).ToHaveTextAsync("Тестовый объект");
        await Expect(alone.GetByTestId("object-other")).ToHaveCountAsync(0);

        await _app.Services.AddSecondAsync();
        var both = await _app.OpenAsync();
        await Expect(both.GetByTestId("order")).Not.ToHaveCountAsync(0);
        await both.GetByTestId("object").ClickAsync();
        await PictureAsync(both, "object-menu");
        await both.GetByTestId("object-other").ClickAsync();
        await Expect(both.GetByTestId("object")).ToHaveTextAsync("Второй");
        await Expect(both.GetByTestId("order")).ToHaveCountAsync(0);

        var stranger = await _app.OpenAsync(who: SecondRestaurant.Person);
        await Expect(stranger.GetByTestId("object")).ToHaveTextAsync("Второй");
        await Expect(stranger.GetByTestId("object-other")).ToHaveCountAsync(0);
        var order = _app.Board.For(_first).Rows[0].Id;
        await stranger.GotoAsync($"/orders/{order}");
        Assert.DoesNotContain("ИВАНОВ", await stranger.InnerTextAsync("body"), StringComparison.Ordinal);
        await stranger.GotoAsync($"/orders/{order}/edit");
        await Expect(stranger.GetByTestId("who")).ToBeVisibleAsync();
        Assert.DoesNotContain("ИВАНОВ", await stranger.InnerTextAsync("body"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restaurants_mark_is_beside_its_name_on_every_open_page_at_once()
    {
        await _app.Services.AddSecondAsync();
        var open = await _app.OpenAsync(who: "manager");
        await Expect(open.GetByTestId("object").Locator(".md-mark")).ToHaveCountAsync(0);
        var admin = await _app.OpenAsync("/settings/appearance", "admin");
        await admin.GetByTestId("ap-mark-Amber").CheckAsync();
        await admin.GetByTestId("ap-save").ClickAsync();

        await Expect(admin.GetByTestId("ap-saved")).ToContainTextAsync("Сохранено");
        await Expect(open.GetByTestId("object").Locator(".md-mark[data-mark=Amber]")).ToBeVisibleAsync(new() { Timeout = BrowserApp.Live });
        await PictureAsync(admin, "appearance");
    }

    [Fact]
    public async Task An_administrator_says_where_a_person_works_and_the_person_is_asked_to_sign_in_again()
    {
        await _app.Services.AddSecondAsync();
        var admin = await _app.OpenAsync("/settings/staff", "admin");
        var person = await _app.OpenAsync();
        await Expect(person.GetByTestId("object")).ToHaveTextAsync("Тестовый объект");

        var row = admin.Locator("[data-testid=staff-person][data-name=operator]");
        await row.Locator("summary").ClickAsync();
        await PictureAsync(admin, "staff-posts");
        await row.GetByTestId("staff-posts-save").ClickAsync();
        await Expect(admin.GetByTestId("staff-error")).ToBeVisibleAsync();
        await row.Locator("[data-restaurant=second]").SelectOptionAsync("Manager");
        await row.GetByTestId("staff-posts-save").ClickAsync();
        await Expect(row.Locator("summary")).ToContainTextAsync("Второй (Менеджер)");

        await Expect(person.GetByTestId("sign-in")).ToBeVisibleAsync();
        var again = await _app.OpenAsync("/reports");
        await Expect(again.GetByTestId("object")).ToHaveTextAsync("Второй");
        await Expect(again.GetByTestId("reports")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Who_works_in_a_closed_restaurant_alone_is_told_so()
    {
        await _app.Services.AddSecondAsync();
        await using (var db = await _app.Contexts.CreateDbContextAsync(CancellationToken.None))
        {
            await db.Restaurants.Where(restaurant => restaurant.Code == "second").ExecuteUpdateAsync(row => row.SetProperty(restaurant => restaurant.IsActive, false), CancellationToken.None);
        }

        await _app.Services.GetRequiredService<Web.Restaurants.RestaurantDirectory>().ReadAsync(CancellationToken.None);

        var page = await _app.OpenAsync(who: SecondRestaurant.Person);

        await Expect(page.GetByTestId("nowhere")).ToBeVisibleAsync();
        await PictureAsync(page, "nowhere");
    }

    private static Task PictureAsync(IPage page, string name) =>
        Environment.GetEnvironmentVariable("MINIDELIVERY_TEST_PICTURES") is { } folder ? Pictures.ShootAsync(page, Path.Combine(folder, $"{name}.png")) : Task.CompletedTask;

    private static ILocatorAssertions Expect(ILocator what) => Assertions.Expect(what);
}
