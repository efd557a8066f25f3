using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Alerts;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Alerts;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Tests.Support;

/// <summary>The application with a second restaurant, «Второй», and a person who works there and nowhere else.</summary>
public sealed class SecondRestaurant : TestApp
{
    /// <summary>The sign-in name of «Чужая», an operator of the second restaurant.</summary>
    public const string Person = "stranger";

    internal static readonly Actor Admin = new("Администратор", StaffRole.Admin);

    private static readonly CancellationToken _none = CancellationToken.None;

    internal RestaurantId Second { get; private set; }

    protected override async Task ReadyAsync()
    {
        await base.ReadyAsync();
        Second = await Services.AddSecondAsync();
    }

    /// <summary>A shop of the first restaurant orders.</summary>
    internal async Task<Guid> PostAsync(string number)
    {
        using var shop = Shop();
        using var answer = await shop.PostAsJsonAsync("/api/v1/orders", SeedOrder.Body(number), _none);
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(_none)).GetProperty("id").GetGuid();
    }

    internal async Task<TerminalId> SharedAsync(RestaurantId restaurant)
    {
        var terminal = await Services.GetRequiredService<TerminalBook>().EnrolAsync(restaurant, _none);
        await Services.GetRequiredService<AlertDesk>().SetLockingAsync(terminal.Id, isShared: true, 10, Admin, _none);
        return terminal.Id;
    }

    internal async Task GivePinAsync(string signIn, string pin)
    {
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DeliveryDb>();
        var person = await db.Users.SingleAsync(known => known.UserName == signIn, _none);
        db.Add(new StaffPin { PersonId = person.Id, Hash = scope.ServiceProvider.GetRequiredService<PinKeeper>().Hide(person, pin), SetAt = DateTimeOffset.UtcNow });
        await db.SaveChangesAsync(_none);
    }

    internal async Task<IEnumerable<string>> OfferedAsync(TerminalId terminal)
    {
        await using var scope = Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<PinDoor>().PeopleAsync(terminal.Value, _none))!.Select(person => person.Name);
    }

    internal async Task<bool> EntersAsync(TerminalId terminal, string signIn, string pin)
    {
        await using var scope = Services.CreateAsyncScope();
        var person = await scope.ServiceProvider.GetRequiredService<DeliveryDb>().Users.SingleAsync(known => known.UserName == signIn, _none);
        return await scope.ServiceProvider.GetRequiredService<PinDoor>().EnterAsync(terminal.Value, person.Id, pin, null, _none);
    }
}

/// <summary>Makes the second restaurant and its person.</summary>
internal static class SecondRestaurantSetup
{
    extension(IServiceProvider services)
    {
        /// <summary>Adds them; the second restaurant's identity.</summary>
        public async Task<RestaurantId> AddSecondAsync()
        {
            var made = await services.GetRequiredService<RestaurantDesk>().CreateAsync(
                new RestaurantForm { Name = "Второй", Code = "second", TimeZone = "Europe/Moscow" }, SecondRestaurant.Admin, CancellationToken.None);
            Assert.True(made.IsDone);
            var second = services.GetRequiredService<RestaurantDirectory>().All.Single(restaurant => restaurant.Code == "second").Id;
            await using var scope = services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<DeliveryDb>();
            var person = new StaffMember { Id = Guid.CreateVersion7(), UserName = SecondRestaurant.Person, DisplayName = "Чужая", LockoutEnabled = true };
            Assert.True((await scope.ServiceProvider.GetRequiredService<UserManager<StaffMember>>().CreateAsync(person, TestApp.Password)).Succeeded);
            await db.SetRoleAsync(person.Id, StaffRole.Operator, CancellationToken.None);
            db.Add(new StaffPost { PersonId = person.Id, RestaurantId = second, Role = StaffRole.Operator });
            await db.SaveChangesAsync();
            return second;
        }
    }
}
