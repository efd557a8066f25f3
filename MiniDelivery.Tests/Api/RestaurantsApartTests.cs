using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Alerts;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Alerts;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Tests.Api;

/// <summary>Two restaurants in one installation: who works in one hears, sees and does nothing in the other.</summary>
public sealed class RestaurantsApartTests(SecondRestaurant app) : IClassFixture<SecondRestaurant>
{
    private static readonly CancellationToken _none = CancellationToken.None;

    [Fact]
    public async Task Who_works_in_one_hears_nothing_of_the_other_and_cannot_accept_there()
    {
        var id = await app.PostAsync("A-1");
        using var stranger = await app.StaffAsync(SecondRestaurant.Person);
        using var own = await app.StaffAsync();

        var heard = await stranger.GetFromJsonAsync<JsonElement>("/live/alert", _none);
        Assert.Empty(heard.GetProperty("orders").EnumerateArray());
        Assert.Equal(JsonValueKind.Null, heard.GetProperty("oldest").ValueKind);
        var answer = await stranger.TellAsync("accept", new { order = id });
        Assert.Equal("NotPermitted", (await answer.Content.ReadFromJsonAsync<JsonElement>(_none)).GetProperty("refusal").GetString());

        await TestApp.Eventually(
            async () => (await own.GetFromJsonAsync<JsonElement>("/live/alert", _none)).GetProperty("orders").EnumerateArray().Any(), "its own people hear it");
        Assert.Equal(OrderStatus.Waiting, (await app.OrderAsync(new OrderId(id))).Status);
    }

    [Fact]
    public async Task A_browser_goes_with_its_person_and_what_it_sounds_for_counts_only_there()
    {
        var book = app.Services.GetRequiredService<TerminalBook>();
        using var stranger = await app.StaffAsync(SecondRestaurant.Person);
        Assert.Equal(HttpStatusCode.NoContent, (await stranger.TellAsync("heartbeat", new { sound = "on", visible = true, page = "1" })).StatusCode);

        Assert.Contains(book.For(app.Second).Terminals, terminal => terminal.SeenBy == "Чужая");
        Assert.DoesNotContain(book.For(app.Restaurant.Id).Terminals, terminal => terminal.SeenBy == "Чужая");
    }

    [Fact]
    public async Task A_program_of_theirs_is_told_of_their_restaurant_alone()
    {
        var cookies = new CookieContainer();
        using var stranger = await app.StaffAsync(SecondRestaurant.Person, cookies);
        await using var hub = new HubConnectionBuilder().WithUrl(new Uri(app.Address, "/hubs/orders"), options =>
        {
            options.Cookies = cookies;
            options.Headers["Origin"] = app.Address.GetLeftPart(UriPartial.Authority);
        }).Build();
        await hub.StartAsync(_none);

        await hub.InvokeAsync("Subscribe", app.Second.Value, (long?)null, _none);
        await hub.InvokeAsync("Subscribe", (Guid?)null, (long?)null, _none);
        await Assert.ThrowsAsync<HubException>(() => hub.InvokeAsync("Subscribe", app.Restaurant.Id.Value, (long?)null, _none));
    }

    [Fact]
    public async Task At_a_shared_terminal_only_who_works_there_is_offered_to_sign_in_with_a_PIN_and_only_they_can()
    {
        await app.GivePinAsync(SecondRestaurant.Person, "4071");
        await app.GivePinAsync("operator", "5180");
        var here = await app.SharedAsync(app.Restaurant.Id);
        var there = await app.SharedAsync(app.Second);

        Assert.Equal(["Оператор"], await app.OfferedAsync(here));
        Assert.Equal(["Оператор", "Чужая"], await app.OfferedAsync(there));
        Assert.False(await app.EntersAsync(here, SecondRestaurant.Person, "4071"));
    }

    [Fact]
    public async Task A_manager_of_one_reads_the_audit_of_that_one()
    {
        using var signedIn = await app.StaffAsync();
        var audit = app.Services.GetRequiredService<AuditQueries>();
        await app.Services.GetRequiredService<AlertDesk>().SetLockingAsync(await app.SharedAsync(app.Restaurant.Id), true, 20, SecondRestaurant.Admin, _none);
        await app.Services.GetRequiredService<AlertDesk>().SetLockingAsync(await app.SharedAsync(app.Second), true, 30, SecondRestaurant.Admin, _none);
        var manager = new Actor("Чужой менеджер", StaffRole.Manager) { Posts = new Dictionary<RestaurantId, StaffRole> { [app.Second] = StaffRole.Manager } };

        var theirs = (await audit.ReadAsync(new AuditFilter(), 0, manager, _none))!;
        var all = (await audit.ReadAsync(new AuditFilter(), 0, SecondRestaurant.Admin, _none))!;

        Assert.Contains(theirs.Lines, line => line.New!.Contains("30", StringComparison.Ordinal));
        Assert.DoesNotContain(theirs.Lines, line => line.New?.Contains("20", StringComparison.Ordinal) is true || line.What == "signed-in");
        Assert.Contains(all.Lines, line => line.What == "signed-in");

        // And who may read about both can ask for one.
        var second = (await audit.ReadAsync(new AuditFilter(Restaurant: app.Second), 0, SecondRestaurant.Admin, _none))!;
        Assert.NotEmpty(second.Lines);
        Assert.All(second.Lines, line => Assert.Equal(app.Second, line.Restaurant));
        Assert.Empty((await audit.ReadAsync(new AuditFilter(Restaurant: app.Restaurant.Id), 0, manager, _none))!.Lines);
    }
}
