using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Intake;

namespace MiniDelivery.Tests.Api;

/// <summary>What shops hear while a restaurant takes no orders.</summary>
public sealed class IntakePauseTests(TestApp app) : IClassFixture<TestApp>
{
    private static readonly Actor _boris = new("Борис", StaffRole.Manager);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IntakeDesk Desk => app.Services.GetRequiredService<IntakeDesk>();

    [Fact]
    public async Task While_paused_orders_are_refused_with_a_time_to_try_again_a_repeat_is_answered_and_staff_take_theirs()
    {
        using var shop = app.Shop();
        (await shop.PostAsJsonAsync("/api/v1/orders", SeedOrder.Body("PAUSE-0"), Stop)).EnsureSuccessStatusCode();
        await Desk.PauseAsync(app.Restaurant.Id, DateTimeOffset.UtcNow.AddMinutes(30), PauseReason.NoCouriers, _boris, Stop);

        using var refused = await shop.PostAsJsonAsync("/api/v1/orders", SeedOrder.Body("PAUSE-1"), Stop);
        using var repeated = await shop.PostAsJsonAsync("/api/v1/orders", SeedOrder.Body("PAUSE-0"), Stop);
        var ofStaff = await app.Services.GetRequiredService<StaffIntake>().TakeAsync(Some.Draft("PAUSE-STAFF"), app.Restaurant.Id, fills: false, _boris, Stop);
        var status = await shop.GetFromJsonAsync<JsonElement>("/api/v1/status", Stop);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1700, 1800);
        Assert.Equal("intake-paused", (await refused.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("code").GetString());
        Assert.Equal(HttpStatusCode.OK, repeated.StatusCode);
        Assert.IsType<IntakeAnswer.Taken>(ofStaff);
        Assert.Equal(("paused", "noCouriers"), (status.GetProperty("intake").GetString(), status.GetProperty("reason").GetString()));
        await using (var db = await app.Contexts.CreateDbContextAsync(Stop))
        {
            Assert.False(await db.Orders.AnyAsync(order => order.ExternalId == "PAUSE-1", Stop));
        }

        await Desk.ResumeAsync(app.Restaurant.Id, _boris, Stop);
        using var taken = await shop.PostAsJsonAsync("/api/v1/orders", SeedOrder.Body("PAUSE-1"), Stop);
        Assert.Equal(HttpStatusCode.Created, taken.StatusCode);
    }

    [Fact]
    public async Task A_busy_restaurant_takes_orders_and_says_how_much_longer_they_take()
    {
        using var shop = app.Shop();
        await Desk.BusyAsync(app.Restaurant.Id, 45, DateTimeOffset.UtcNow.AddHours(1), _boris, Stop);

        using var taken = await shop.PostAsJsonAsync("/api/v1/orders", SeedOrder.Body("BUSY-1"), Stop);
        var status = await shop.GetFromJsonAsync<JsonElement>("/api/v1/status", Stop);
        await Desk.ResumeAsync(app.Restaurant.Id, _boris, Stop);

        Assert.Equal(HttpStatusCode.Created, taken.StatusCode);
        Assert.Equal(("busy", 45), (status.GetProperty("intake").GetString(), status.GetProperty("addedMinutes").GetInt32()));
        Assert.Equal(TimeSpan.FromHours(7), status.GetProperty("until").GetDateTimeOffset().Offset);
    }

    [Fact]
    public async Task A_slot_takes_its_orders_and_no_more_however_many_come_at_once()
    {
        await using var own = new TestApp();
        await own.InitializeAsync();
        using var shop = own.Shop();
        // The longest, so that hardly ever a new one begins meanwhile.
        await own.Services.GetRequiredService<IntakeDesk>().LimitAsync(own.Restaurant.Id, 3, IntakeState.MostSlot, _boris, Stop);

        var answers = await Task.WhenAll(Enumerable.Range(1, 8).Select(number => shop.PostAsJsonAsync("/api/v1/orders", SeedOrder.Body($"SLOT-{number}"), Stop)));

        Assert.Equal(3, answers.Count(answer => answer.StatusCode is HttpStatusCode.Created));
        Assert.All(answers.Where(answer => answer.StatusCode is not HttpStatusCode.Created), answer => Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode));
        await TestApp.Eventually(
            async () => (await shop.GetFromJsonAsync<JsonElement>("/api/v1/status", Stop)).GetProperty("reason").GetString() is "slotFull", "the status says that the slot is full");
    }
}
