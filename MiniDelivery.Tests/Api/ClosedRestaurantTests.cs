using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using MiniDelivery.Domain.Access;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Tests.Api;

/// <summary>What a shop sees of a restaurant that was closed in the settings.</summary>
public sealed class ClosedRestaurantTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task A_closed_restaurant_takes_no_orders_until_it_is_opened_again()
    {
        var stop = TestContext.Current.CancellationToken;
        var admin = new Actor("Админ", StaffRole.Admin);
        var desk = app.Services.GetRequiredService<RestaurantDesk>();
        var first = app.Restaurant.Id;
        using var shop = app.Shop();
        Assert.True((await desk.CreateAsync(new RestaurantForm { Name = "Второй", Code = "second" }, admin, stop)).IsDone);
        Assert.True((await desk.DeactivateAsync(first, admin, stop)).IsDone);

        var refused = await shop.PostAsJsonAsync("/api/v1/orders", SeedOrder.Body("CLOSED-1"), stop);

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("restaurant-closed", await refused.Content.ReadAsStringAsync(stop), StringComparison.Ordinal);
        Assert.True((await desk.ActivateAsync(first, admin, stop)).IsDone);
        Assert.Equal(HttpStatusCode.Created, (await shop.PostAsJsonAsync("/api/v1/orders", SeedOrder.Body("CLOSED-1"), stop)).StatusCode);
    }
}
