using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using MiniDelivery.Domain.Couriers;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Couriers;

namespace MiniDelivery.Tests.Support;

/// <summary>Couriers, and orders that are ready for them.</summary>
internal static class Couriers
{
    private static readonly CancellationToken _none = CancellationToken.None;

    /// <summary>A courier who is on shift.</summary>
    public static Courier OnShift(string name = "Иван", Domain.Restaurants.RestaurantId? restaurant = null)
    {
        var courier = new Courier { RestaurantId = restaurant ?? Some.Restaurant, Name = name, Phone = "89001112233" };
        courier.StartShift(Some.Noon);
        return courier;
    }

    extension(TestApp app)
    {
        public CourierDesk CourierDesk => app.Services.GetRequiredService<CourierDesk>();

        /// <summary>A courier on shift, and what their link says.</summary>
        public async Task<(CourierId Id, string Link)> CourierAsync(string name)
        {
            var courier = OnShift(name, app.Restaurant.Id);
            await using (var db = await app.Contexts.CreateDbContextAsync(_none))
            {
                db.Add(courier);
                await db.SaveChangesAsync(_none);
            }

            return (courier.Id, (await app.CourierDesk.IssueLinkAsync(courier.Id, Some.Anna, _none)).Link!);
        }

        /// <summary>An order of the user's own document whose dishes the kitchen has.</summary>
        public async Task<OrderId> ReadyAsync(string externalId, string name = "ИВАНОВ ИВАН ИВАНОВИЧ")
        {
            using var shop = app.Shop();
            var answer = await shop.PostAsJsonAsync("/api/v1/orders", SeedOrder.Body(externalId, name), _none);
            var id = new OrderId((await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(_none)).GetProperty("id").GetGuid());
            await app.Desk.AcceptAsync(id, Some.Anna, _none);
            await app.EventuallyAsync(id, order => order.Status is OrderStatus.Created, "created");
            await app.Desk.FillAsync(id, Some.Anna, _none);
            await app.EventuallyAsync(id, order => order.Status is OrderStatus.Accepted, "accepted");
            return id;
        }

        /// <summary>The same, on the way with a courier.</summary>
        public async Task<OrderId> SentOutAsync(string externalId, CourierId courier, string name = "ИВАНОВ ИВАН ИВАНОВИЧ")
        {
            var id = await app.ReadyAsync(externalId, name);
            Assert.True((await app.Desk.SendOutAsync(id, courier, Some.Anna, _none)).IsDone);
            return id;
        }
    }
}
