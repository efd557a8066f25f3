using Bunit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Components.Pages.Guests;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Tests.Components;

/// <summary>«Гости», and what a card says of whoever ordered.</summary>
public sealed class GuestPagesTests : OrderPagesTest
{
    private static readonly CancellationToken _none = CancellationToken.None;

    private RestaurantInfo Restaurant => Services.GetRequiredService<CurrentRestaurant>().Info;

    [Fact]
    public async Task The_list_shows_who_ordered_and_finds_them_by_any_spelling_of_the_phone()
    {
        var page = Render<GuestsPage>();
        await SeeAsync(page, () => Assert.Single(page.FindAll("[data-testid=guests-empty]")));
        await StoreAsync(1);
        await StoreAsync(2, draft => draft with { Guest = new Guest("Мария", "8 495 123-45-67", null) });

        page = Render<GuestsPage>();
        await SeeAsync(page, () => Assert.Equal(2, page.FindAll("[data-testid=guest]").Count));
        await page.InvokeAsync(() => page.Find("[data-testid=guests-search]").InputAsync("+7 495 123 45 67"));

        await SeeAsync(page, () => Assert.Contains("Мария", Assert.Single(page.FindAll("[data-testid=guest]")).TextContent, StringComparison.Ordinal));
        await page.InvokeAsync(() => page.Find("[data-testid=guests-only]").ChangeAsync("blocked"));
        await SeeAsync(page, () => Assert.Single(page.FindAll("[data-testid=guests-empty]")));
    }

    [Fact]
    public async Task A_card_that_is_open_warns_as_soon_as_a_manager_blacklists_the_guest()
    {
        var order = await StoreAsync(1);
        var glance = Render<GuestGlance>(parameters => parameters.Add(shown => shown.Order, order).Add(shown => shown.Restaurant, Restaurant));
        await SeeAsync(glance, () => Assert.Single(glance.FindAll("[data-testid=guest-link]")));
        Assert.Empty(glance.FindAll("[data-testid=guest-blocked]"));
        var id = await IdAsync();
        var page = Render<GuestDetailsPage>(parameters => parameters.Add(shown => shown.Id, id));

        await SeeAsync(page, () => Assert.Single(page.FindAll("[data-testid=guest-block]")));
        await page.InvokeAsync(() => page.Find("[data-testid=guest-reason]").ChangeAsync("не платит"));
        await page.InvokeAsync(() => page.Find("[data-testid=guest-block]").Closest("form")!.SubmitAsync());

        await SeeAsync(glance, () => Assert.Contains("не платит", glance.Find("[data-testid=guest-blocked]").TextContent, StringComparison.Ordinal));
        await page.InvokeAsync(() => page.Find("[data-testid=guest-unblock]").ClickAsync());
        await SeeAsync(glance, () => Assert.Empty(glance.FindAll("[data-testid=guest-blocked]")));
    }

    [Fact]
    public async Task Notes_are_kept_for_colleagues()
    {
        await StoreAsync(1);
        var id = await IdAsync();
        var page = Render<GuestDetailsPage>(parameters => parameters.Add(shown => shown.Id, id));

        await SeeAsync(page, () => Assert.Single(page.FindAll("[data-testid=guest-note]")));
        await page.InvokeAsync(() => page.Find("[data-testid=guest-note]").ChangeAsync("Домофон не работает"));
        await page.InvokeAsync(() => page.Find("[data-testid=guest-note-save]").Closest("form")!.SubmitAsync());

        await using var db = await Database.Contexts.CreateDbContextAsync(_none);
        Assert.Equal("Домофон не работает", (await db.Guests.SingleAsync(_none)).Notes);
    }

    [Fact]
    public void A_guest_who_is_not_there_is_said_to_be_gone()
    {
        var page = Render<GuestDetailsPage>(parameters => parameters.Add(shown => shown.Id, Guid.NewGuid()));

        page.WaitForAssertion(() => Assert.Single(page.FindAll("[data-testid=guest-none]")), Patience);
    }

    private async Task<Guid> IdAsync()
    {
        await using var db = await Database.Contexts.CreateDbContextAsync(_none);
        return await db.Guests.Select(guest => guest.Id).SingleAsync(_none);
    }
}

/// <summary>The same, for whoever is no manager.</summary>
public sealed class GuestPagesOfOperatorsTests : OrderPagesTest
{
    private protected override Domain.Access.StaffRole Role => Domain.Access.StaffRole.Operator;

    [Fact]
    public async Task An_operator_is_not_offered_the_blacklist()
    {
        await StoreAsync(1);
        await using var db = await Database.Contexts.CreateDbContextAsync(CancellationToken.None);
        var id = await db.Guests.Select(guest => guest.Id).SingleAsync(CancellationToken.None);

        var page = Render<GuestDetailsPage>(parameters => parameters.Add(shown => shown.Id, id));

        await SeeAsync(page, () => Assert.Single(page.FindAll("[data-testid=guest-note]")));
        Assert.Empty(page.FindAll("[data-testid=guest-block]"));
    }
}
