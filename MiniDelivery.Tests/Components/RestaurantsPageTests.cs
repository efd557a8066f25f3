using Bunit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MiniDelivery.Domain.Access;
using MiniDelivery.Web.Components.Pages.Settings;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Licensing;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Tests.Components;

public sealed class RestaurantsPageTests : OrderPagesTest
{
    private protected override StaffRole Role => StaffRole.Admin;

    private protected override void AddServices()
    {
        Services.AddSingleton<RestaurantWatch>();
        Services.AddSingleton(provider => new RestaurantDesk(
            provider.GetRequiredService<IDbContextFactory<DeliveryDb>>(),
            provider.GetRequiredService<RestaurantWatch>(),
            provider.GetRequiredService<LicenseWatch>(),
            TimeProvider.System));
    }

    [Fact]
    public async Task A_changed_code_warns_of_the_licence_before_it_is_saved()
    {
        var page = Render<RestaurantsPage>();
        await page.InvokeAsync(() => page.Find("[data-testid=restaurant-edit]").ClickAsync(new()));
        Assert.Empty(page.FindAll("[data-testid=restaurant-code-warning]"));

        await page.InvokeAsync(() => page.Find("[data-testid=restaurant-code]").ChangeAsync("other"));

        Assert.NotEmpty(page.FindAll("[data-testid=restaurant-code-warning]"));
        await page.InvokeAsync(() => page.Find("form").SubmitAsync());
        await SeeAsync(page, () => Assert.NotEmpty(page.FindAll("[data-testid=restaurant][data-code=other]")));
    }
}
