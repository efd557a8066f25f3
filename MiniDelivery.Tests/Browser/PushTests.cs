using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Alerts;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Escalation;

namespace MiniDelivery.Tests.Browser;

/// <summary>Notifications in a real Chromium with the real service worker; only the browser maker's push service is a stand-in.</summary>
[Trait("Kind", "Browser")]
public sealed class PushTests
{
    // What Chromium would ask Google for.
    private const string Subscribing = """
        ({ endpoint, p256dh, auth }) => {
            let subscription = null;
            const made = () => ({ endpoint, toJSON: () => ({ endpoint, keys: { p256dh, auth } }), unsubscribe: async () => { subscription = null; return true; } });
            PushManager.prototype.subscribe = async options => { window.askedWith = options; return subscription = made(); };
            PushManager.prototype.getSubscription = async () => subscription;
            Notification.requestPermission = async () => 'granted';
        }
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_browser_subscribes_is_notified_and_its_notification_leads_to_the_card()
    {
        await using var outside = await OutsideStub.StartAsync();
        await using var app = new BrowserApp(isWhole: true);
        app.With("Escalation:AllowPrivateAddresses", "true");
        await app.InitializeAsync();
        using var keys = new FakeBrowser($"{outside.Address}/send/1");
        var page = await app.OpenAsync(who: "admin");
        await page.Context.GrantPermissionsAsync(["notifications"], new() { Origin = app.Address.GetLeftPart(UriPartial.Authority) });
        await page.EvaluateAsync(Subscribing, new { endpoint = keys.Endpoint, p256dh = keys.P256dh, auth = keys.Auth });
        await page.EvaluateAsync("navigator.serviceWorker.ready");

        await page.GetByTestId("hearing").ClickAsync();
        await page.GetByTestId("hearing-popover").GetByTestId("push-on").ClickAsync();
        await Assertions.Expect(page.GetByTestId("hearing-popover").GetByTestId("push-off")).ToBeVisibleAsync();
        var book = app.Services.GetRequiredService<PushBook>();
        Assert.Equal(await book.KeyAsync(Stop), await page.EvaluateAsync<string>("window.askedWith.applicationServerKey"));

        // What the server sends is what the stand-in gets, and what the worker is given after the browser has decrypted it.
        var desk = app.Services.GetRequiredService<EscalationDesk>();
        var admin = new Actor("Админ", StaffRole.Admin);
        var form = new EscalationForm { Plain = (await desk.ShowAsync(app.Restaurant.Id, admin, Stop))!.Plain };
        Assert.Equal(AlarmAnswer.Sent, await desk.TryAsync(form, EscalationRung.Push, admin, Stop));
        var told = keys.Read(Assert.Single(outside.Calls).Body);
        Assert.Equal(["Пробное сообщение MiniDelivery"], await ShowAsync(page, told));

        await page.GetByTestId("hearing-popover").GetByTestId("push-off").ClickAsync();
        await Assertions.Expect(page.GetByTestId("hearing-popover").GetByTestId("push-on")).ToBeVisibleAsync();
        await using var db = await app.Contexts.CreateDbContextAsync(Stop);
        Assert.Empty(await db.PushSubscriptions.ToListAsync(Stop));
        Assert.Empty(app.Errors);
    }

    [Fact]
    public async Task A_page_that_is_open_goes_to_the_order_that_a_notification_names()
    {
        await using var app = new BrowserApp();
        await app.InitializeAsync();
        using var shop = app.Shop();
        var answer = await shop.PostAsJsonAsync("/api/v1/orders", SeedOrder.Body("P-1"), Stop);
        var id = (await answer.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("id").GetGuid();
        var page = await app.OpenAsync("/help");

        // As sw.js says it; a press on a notification itself is beyond a browser without a screen.
        await page.EvaluateAsync("url => navigator.serviceWorker.dispatchEvent(new MessageEvent('message', { data: { type: 'md-open', url } }))", $"/orders/{id}");

        await Assertions.Expect(page.GetByTestId("card")).ToBeVisibleAsync();
    }

    // The titles that are shown. A busy browser drops what the protocol delivers to a worker that it is only just starting; a push service
    // would come again, too. A browser without a desk takes a notification away again when it likes: it is read in the look that finds it.
    // Playwright's WaitForFunction does not wait for what an asynchronous function answers: the page looks again and again itself.
    private static async Task<string[]> ShowAsync(IPage page, string data)
    {
        const string shown = """
            async () => {
                const registration = await navigator.serviceWorker.ready;
                const end = performance.now() + 15000;
                let titles = [];
                while (titles.length === 0 && performance.now() < end) {
                    await new Promise(requestAnimationFrame);
                    titles = (await registration.getNotifications()).map(one => one.title);
                }
                return titles;
            }
            """;
        string[] titles = [];
        for (var left = 4; titles.Length == 0 && left > 0; left--)
        {
            await DeliverAsync(page, data);
            titles = await page.EvaluateAsync<string[]>(shown);
        }

        return titles;
    }

    private static async Task DeliverAsync(IPage page, string data)
    {
        var devtools = await page.Context.NewCDPSessionAsync(page);
        var registered = new TaskCompletionSource<string>();
        devtools.Event("ServiceWorker.workerRegistrationUpdated").OnEvent += (_, told) =>
        {
            if (told is { } message && message.GetProperty("registrations").EnumerateArray().ToList() is [var first, ..])
            {
                registered.TrySetResult(first.GetProperty("registrationId").GetString()!);
            }
        };
        await devtools.SendAsync("ServiceWorker.enable");
        var id = await registered.Task.WaitAsync(TimeSpan.FromMilliseconds(BrowserApp.Patience), Stop);
        await devtools.SendAsync("ServiceWorker.deliverPushMessage", new()
        {
            ["origin"] = new Uri(page.Url).GetLeftPart(UriPartial.Authority), ["registrationId"] = id, ["data"] = data,
        });
    }
}
