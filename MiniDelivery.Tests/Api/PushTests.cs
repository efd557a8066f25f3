using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Alerts;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Escalation;

namespace MiniDelivery.Tests.Api;

/// <summary>Notifications of browsers that are closed, through a stand-in push service on 127.0.0.1.</summary>
public sealed class PushTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_subscribed_browser_is_told_what_waits_and_the_push_service_can_read_nothing_of_it()
    {
        await using var rig = await LadderRig.StartAsync();
        using var browser = new FakeBrowser($"{rig.Outside.Address}/send/1");
        await SubscribeAsync(rig, browser);
        var order = await rig.ReceiveAsync();
        rig.Time.Advance(TimeSpan.FromMinutes(2));

        await rig.LookAsync();

        var call = Assert.Single(rig.Outside.Calls);
        Assert.Equal(("/send/1", "aes128gcm", "high", order.Id.Value.ToString("N")), (call.Path, call.Headers["Content-Encoding"], call.Headers["Urgency"], call.Headers["Topic"]));
        Assert.EndsWith($", k={await rig.Get<PushBook>().KeyAsync(Stop)}", call.Headers["Authorization"], StringComparison.Ordinal);
        var told = JsonSerializer.Deserialize<JsonElement>(browser.Read(call.Body));
        Assert.Equal(
            ("Новый заказ № 43", "730 ₽ · ждёт 2 мин · сайт", $"orders/{order.Id}"),
            (told.GetProperty("title").GetString(), told.GetProperty("body").GetString(), told.GetProperty("url").GetString()));
        Assert.DoesNotContain("ИВАНОВ", told.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("/send/1", rig.Log, StringComparison.Ordinal);
        Assert.Contains((await rig.OrderAsync(order.Id)).History, step => step.Kind is StepKind.EscalatedPush);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(410)]
    public async Task A_browser_that_is_gone_is_forgotten_and_the_others_are_told(int gone)
    {
        await using var rig = await LadderRig.StartAsync();
        using var one = new FakeBrowser($"{rig.Outside.Address}/send/1");
        using var two = new FakeBrowser($"{rig.Outside.Address}/send/2");
        await SubscribeAsync(rig, one);
        await SubscribeAsync(rig, two);
        rig.Outside.Answers.Enqueue(gone);

        Assert.Equal(AlarmAnswer.Sent, await rig.Desk.TryAsync(rig.Form(), EscalationRung.Push, LadderRig.Admin, Stop));

        Assert.Equal(2, rig.Outside.Calls.Count);
        await using var db = await rig.Contexts.CreateDbContextAsync(Stop);
        Assert.Single(await db.PushSubscriptions.ToListAsync(Stop));
    }

    [Fact]
    public async Task Who_asks_twice_is_one_browser_and_who_wants_no_more_or_may_no_more_is_not_told()
    {
        await using var rig = await LadderRig.StartAsync();
        using var browser = new FakeBrowser($"{rig.Outside.Address}/send/1");
        await SubscribeAsync(rig, browser);
        await SubscribeAsync(rig, browser);
        Assert.Equal(1, (await rig.Desk.ShowAsync(Some.Restaurant, LadderRig.Admin, Stop))!.Subscribed);

        await using (var db = await rig.Contexts.CreateDbContextAsync(Stop))
        {
            await db.Users.ExecuteUpdateAsync(person => person.SetProperty(p => p.IsDisabled, true), Stop);
        }

        Assert.Equal(AlarmTrouble.NobodySubscribed, (await rig.Desk.TryAsync(rig.Form(), EscalationRung.Push, LadderRig.Admin, Stop))!.Trouble);
        Assert.True((await rig.Get<PushBook>().UnsubscribeAsync(browser.Endpoint, Some.Anna, Stop)).IsDone);
        await using var after = await rig.Contexts.CreateDbContextAsync(Stop);
        Assert.Empty(await after.PushSubscriptions.ToListAsync(Stop));
        Assert.Empty(rig.Outside.Calls);
    }

    [Fact]
    public async Task The_key_is_made_once_for_all_instances_and_kept_encrypted()
    {
        await using var rig = await LadderRig.StartAsync();
        var key = await rig.Get<PushBook>().KeyAsync(Stop);

        await rig.Get<PushVault>().PrepareAsync(Stop);

        Assert.Equal(key, await rig.Get<PushBook>().KeyAsync(Stop));
        await using var db = await rig.Contexts.CreateDbContextAsync(Stop);
        Assert.DoesNotContain("MI", (await db.PushKeys.SingleAsync(Stop)).Secret[..2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_subscribes_over_live_push_and_an_address_of_the_inner_network_is_refused()
    {
        await using var app = new TestApp();
        await app.InitializeAsync();
        using var staff = await app.StaffAsync();
        using var browser = new FakeBrowser("https://push.example/1");
        Assert.Equal(87, (await staff.GetFromJsonAsync<JsonElement>("/live/push", Stop)).GetProperty("key").GetString()!.Length);

        Assert.Null(await RefusalAsync(browser.Endpoint));
        Assert.Equal("SettingsUnusable", await RefusalAsync("http://push.example/1"));
        await using var db = await app.Contexts.CreateDbContextAsync(Stop);
        Assert.Equal("operator", (await db.PushSubscriptions.SingleAsync(Stop)).SignIn);
        await staff.TellAsync("push", new { endpoint = browser.Endpoint, isOff = true });
        Assert.Empty(await db.PushSubscriptions.ToListAsync(Stop));

        async Task<string?> RefusalAsync(string endpoint) => (await (await staff.TellAsync("push", new
        {
            endpoint, p256dh = browser.P256dh, auth = browser.Auth, language = "ru", isOff = false,
        })).Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("refusal").GetString();
    }

    private static async Task SubscribeAsync(LadderRig rig, FakeBrowser browser) => Assert.True((await rig.Get<PushBook>().SubscribeAsync(
        Some.Restaurant, new PushWish(browser.Endpoint, browser.P256dh, browser.Auth, "ru"), "anna", Some.Anna, Stop)).IsDone);
}
