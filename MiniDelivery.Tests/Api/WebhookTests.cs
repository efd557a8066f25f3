using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;
using MiniDelivery.Domain.Webhooks;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Operations;
using MiniDelivery.Web.Restaurants;
using MiniDelivery.Web.Security;
using MiniDelivery.Web.Webhooks;

namespace MiniDelivery.Tests.Api;

/// <summary>Shops are told of changes: over real HTTP, to a receiver that fails in every way there is.</summary>
public sealed class WebhookTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_happens_to_an_order_is_told_signed_and_as_every_read_returns_it()
    {
        await using var rig = await WebhookRig.StartAsync();
        var secret = await rig.ListenAsync();
        var order = await rig.ReceiveAsync();
        await rig.ChangeAsync(order.Id, found => found.Cancel(CancelReason.GuestCancelled, null, Some.Anna, Some.Noon));
        await rig.LookAsync();
        await rig.LookAsync();

        Assert.Equal([(WebhookEvents.OrderReceived, 43), (WebhookEvents.OrderDeleted, 43)], rig.Told);
        var call = rig.Shop.Calls[0];
        Assert.Equal($"v1,{StandardWebhook.Sign(secret, call.Headers["webhook-id"], call.Headers["webhook-timestamp"], call.Body)}", call.Headers["webhook-signature"]);
        Assert.StartsWith("whsec_", secret, StringComparison.Ordinal);
        // The event is of the version that it tells of, however late it is sent.
        var data = JsonDocument.Parse(call.Text).RootElement.GetProperty("data");
        Assert.Equal(("waiting", 1, "сайт", "WEB-43"), (data.GetProperty("status").GetString(), data.GetProperty("version").GetInt32(), data.GetProperty("source").GetString(), data.GetProperty("externalId").GetString()));
        Assert.Equal("guest_cancelled", JsonDocument.Parse(rig.Shop.Calls[1].Text).RootElement.GetProperty("data").GetProperty("cancellation").GetProperty("reason").GetString());
        Assert.All(await rig.DeliveriesAsync(), delivery => Assert.Equal((DeliveryState.Sent, 1), (delivery.State, delivery.Attempts)));
    }

    [Fact]
    public async Task Every_state_has_its_event_and_a_till_that_refuses_too()
    {
        await using var rig = await WebhookRig.StartAsync();
        await rig.ListenAsync();
        var order = await rig.ReceiveAsync();
        await rig.ChangeAsync(order.Id, found => found.Accept(Some.Anna, Some.Noon));
        await rig.ChangeAsync(order.Id, found => found.TillHasRefused(new TillTrouble("rk7-2128", "Shift is closed"), Some.Noon));
        await rig.ChangeAsync(order.Id, found => found.RetryTill(Some.Anna, Some.Noon));
        await rig.ChangeAsync(order.Id, found => found.TillHasCreated(Some.TillOrder(found), Some.Noon));
        await rig.ChangeAsync(order.Id, found =>
        {
            found.Fill(Some.Anna, Some.Menu, Some.Noon);
            found.TillHasFilled(Some.TillOrder(found), Some.Noon);
        });
        await rig.ChangeAsync(order.Id, found => found.MoveOn(OrderStatus.OnTheWay, Some.Anna, Some.Noon));
        await rig.ChangeAsync(order.Id, found => found.MoveOn(OrderStatus.Archived, Some.Anna, Some.Noon));

        Assert.Equal(
            [WebhookEvents.OrderReceived, WebhookEvents.OrderTillFailed, .. WebhookEvents.OfOrders.Skip(1).Take(4)],
            (await rig.DeliveriesAsync()).Select(delivery => delivery.Type));
    }

    [Fact]
    public async Task A_pause_and_what_runs_out_is_told_to_every_source_that_asked()
    {
        await using var rig = await WebhookRig.StartAsync();
        await rig.ListenAsync();
        await rig.ListenAsync(events: [WebhookEvents.OrderReceived]);
        await rig.StoreAsync(
            new IntakeChange { RestaurantId = Some.Restaurant, At = Some.Noon, Before = IntakeMode.Open, Mode = IntakeMode.Paused, Until = Some.Noon.AddHours(1), Reason = PauseReason.NoCouriers, By = "Борис" },
            new IntakeChange { RestaurantId = Some.Restaurant, At = Some.Noon, Before = IntakeMode.Open, Mode = IntakeMode.Busy, By = "Борис" },
            new MenuSnapshot { RestaurantId = Some.Restaurant, Items = JsonSerializer.Serialize(Some.Menu.Items) });
        await using (var db = await rig.Contexts.CreateDbContextAsync(Stop))
        {
            var menu = await db.MenuSnapshots.SingleAsync(Stop);
            menu.Items = JsonSerializer.Serialize(Some.Menu.Items.Select(item => item with { IsStopped = item.Name is "Пирог" }));
            await db.SaveChangesAsync(Stop);
            // The same stop list in a menu that is another one is nothing to tell.
            menu.Items = JsonSerializer.Serialize(Some.Menu.Items.Take(3).Select(item => item with { IsStopped = item.Name is "Пирог" }));
            await db.SaveChangesAsync(Stop);
        }

        await rig.LookAsync();
        await rig.LookAsync();

        Assert.Equal([(WebhookEvents.IntakePaused, (int?)null), (WebhookEvents.StopListChanged, null)], rig.Told);
        var (pause, stops) = (JsonDocument.Parse(rig.Shop.Calls[0].Text).RootElement.GetProperty("data"), JsonDocument.Parse(rig.Shop.Calls[1].Text).RootElement.GetProperty("data"));
        Assert.Equal(("paused", "noCouriers", "2027-01-13T20:00:00+07:00"), (pause.GetProperty("intake").GetString(), pause.GetProperty("reason").GetString(), pause.GetProperty("until").GetString()));
        Assert.Equal(("101", 0), (stops.GetProperty("stopped")[0].GetProperty("code").GetString(), stops.GetProperty("available").GetArrayLength()));
    }

    [Fact]
    public async Task Nothing_is_stored_where_nobody_listens_and_what_is_stored_is_stored_with_the_change()
    {
        await using var rig = await WebhookRig.StartAsync();
        await rig.ReceiveAsync(1);
        Assert.Empty(await rig.DeliveriesAsync());

        await rig.ListenAsync();
        await rig.ReceiveAsync(2);
        // Refused by the database: the order has a number that is taken.
        await Assert.ThrowsAnyAsync<DbUpdateException>(() => rig.StoreAsync(Some.Order(Some.Draft("WEB-9"), number: 2)));

        Assert.Single(await rig.DeliveriesAsync());
    }

    [Theory]
    [InlineData("refused connection", WebhookTrouble.Unreachable, null)]
    [InlineData("reset", WebhookTrouble.Unreachable, null)]
    [InlineData("redirect", WebhookTrouble.Redirected, 302)]
    [InlineData("not found", WebhookTrouble.Refused, 404)]
    [InlineData("broken", WebhookTrouble.Refused, 500)]
    [InlineData("no TLS", WebhookTrouble.Certificate, null)]
    [InlineData("slow", WebhookTrouble.TimedOut, null)]
    public async Task Whatever_fails_is_known_and_tried_again_after_five_seconds(string how, WebhookTrouble trouble, int? status)
    {
        await using var rig = await WebhookRig.StartAsync();
        var reached = new TaskCompletionSource();
        rig.Shop.Instead = how switch
        {
            "reset" => http =>
            {
                http.Abort();
                return Task.CompletedTask;
            },
            "slow" => async http =>
            {
                reached.TrySetResult();
                await Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            },
            _ => null,
        };
        rig.Shop.Answers.Enqueue(status ?? 200);
        await rig.ListenAsync(how switch
        {
            "refused connection" => "http://127.0.0.1:1/hook",
            "no TLS" => rig.Shop.Address.Replace("http:", "https:", StringComparison.Ordinal).Replace("127.0.0.1", "shop.example", StringComparison.Ordinal),
            _ => null,
        });
        if (how is "no TLS")
        {
            // A name that is public as far as the rules can see, so that it comes to TLS at all.
            rig.Names = _ => [IPAddress.Loopback];
            var endpoint = await rig.EndpointAsync();
            await rig.Desk.ChangeAsync(Some.Restaurant, endpoint.Id, endpoint.Version, new WebhookForm { Url = endpoint.Url, AllowsPrivate = true }, WebhookRig.Admin, Stop);
        }

        await rig.ReceiveAsync();
        var work = rig.LookAsync();
        if (how is "slow")
        {
            await reached.Task.WaitAsync(Stop);
            rig.Time.Advance(WebhookClient.Patience);
        }

        await work;

        var attempt = Assert.Single(await rig.AttemptsAsync());
        Assert.Equal((trouble, status), (attempt.Trouble, attempt.Status));
        var delivery = Assert.Single(await rig.DeliveriesAsync());
        Assert.Equal(DeliveryState.Due, delivery.State);
        Assert.InRange(delivery.DueAt - rig.Time.GetUtcNow(), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5.5));
        Assert.Equal(Some.Noon, (await rig.EndpointAsync()).FailingSince!.Value - (how is "slow" ? WebhookClient.Patience : TimeSpan.Zero));
    }

    [Fact]
    public async Task An_answer_without_end_is_read_to_its_limit_and_no_further()
    {
        await using var rig = await WebhookRig.StartAsync();
        rig.Shop.Instead = async http =>
        {
            var flood = Encoding.ASCII.GetBytes(new string('x', 16 * 1024));
            while (!http.RequestAborted.IsCancellationRequested)
            {
                await http.Response.Body.WriteAsync(flood, CancellationToken.None);
            }
        };
        await rig.ListenAsync();
        await rig.ReceiveAsync();

        await rig.LookAsync();

        Assert.Equal(DeliveryState.Sent, Assert.Single(await rig.DeliveriesAsync()).State);
        Assert.Equal(WebhookAttempt.LongestAnswer, Assert.Single(await rig.AttemptsAsync()).Answer!.Length);
    }

    [Fact]
    public async Task It_is_tried_ten_times_on_the_schedule_and_then_given_up()
    {
        await using var rig = await WebhookRig.StartAsync();
        rig.Shop.Instead = http => Task.FromResult(http.Response.StatusCode = 503);
        await rig.ListenAsync();
        await rig.ReceiveAsync();
        var waits = new List<TimeSpan>();
        while (true)
        {
            await rig.LookAsync();
            if ((await rig.DeliveriesAsync()).Single() is not { State: DeliveryState.Due } delivery)
            {
                break;
            }

            waits.Add(delivery.DueAt - rig.Time.GetUtcNow());
            // A moment too early nothing is sent.
            rig.Time.Advance(waits[^1] - TimeSpan.FromTicks(1));
            await rig.LookAsync();
            Assert.Equal(waits.Count, rig.Shop.Calls.Count);
            rig.Time.Advance(TimeSpan.FromTicks(1));
        }

        var expected = new[] { 5.0 / 3600, 5.0 / 60, 0.5, 2, 5, 10, 14, 20, 24 }.Select(TimeSpan.FromHours).ToList();
        Assert.Equal(expected.Count, waits.Count);
        Assert.All(waits.Zip(expected), pair => Assert.InRange(pair.First, pair.Second, pair.Second * 1.1));
        Assert.Equal((DeliveryState.Failed, 10), ((await rig.DeliveriesAsync()).Single().State, (await rig.DeliveriesAsync()).Single().Attempts));
        Assert.Single(rig.Shop.Calls.Select(call => call.Headers["webhook-id"]).Distinct());
    }

    [Fact]
    public async Task Of_one_order_nothing_overtakes_and_another_order_does_not_wait()
    {
        await using var rig = await WebhookRig.StartAsync();
        await rig.ListenAsync();
        var stuck = await rig.ReceiveAsync(1);
        rig.Shop.Answers.Enqueue(500);
        await rig.LookAsync();
        await rig.ChangeAsync(stuck.Id, found => found.Cancel(CancelReason.GuestCancelled, null, Some.Anna, Some.Noon));
        await rig.ReceiveAsync(2);
        await rig.LookAsync();
        await rig.LookAsync(rig.Second);
        Assert.Equal([(WebhookEvents.OrderReceived, 1), (WebhookEvents.OrderReceived, 2)], rig.Told);

        rig.Time.Advance(TimeSpan.FromSeconds(6));
        await rig.LookAsync();
        await rig.LookAsync(rig.Second);

        Assert.Equal([(WebhookEvents.OrderReceived, 1), (WebhookEvents.OrderDeleted, 1)], rig.Told.Skip(2));
    }

    [Fact]
    public async Task Of_two_instances_one_sends_and_a_slow_endpoint_holds_up_nobody()
    {
        await using var rig = await WebhookRig.StartAsync();
        var (reached, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        rig.Shop.Instead = async http =>
        {
            if (http.Request.Path == "/slow")
            {
                reached.TrySetResult();
                await go.Task;
            }
        };
        await rig.ListenAsync($"{rig.Shop.Address}/slow");
        await rig.ListenAsync($"{rig.Shop.Address}/quick");
        await rig.ReceiveAsync();

        var begun = await rig.First.LookAsync(Stop);
        await reached.Task.WaitAsync(Stop);
        await rig.LookAsync(rig.Second);
        await rig.ReceiveAsync(44);
        await Task.WhenAll((await rig.Second.LookAsync(Stop)).Append(Task.CompletedTask).Where(task => task.IsCompleted));
        await TestApp.Eventually(() => Task.FromResult(rig.Shop.Calls.Count(call => call.Path is "/quick") is 2), "the quick one has both");
        Assert.Contains(begun, task => !task.IsCompleted);
        go.SetResult();
        await TestApp.Eventually(async () => (await rig.DeliveriesAsync()).All(delivery => delivery.State is DeliveryState.Sent), "all are sent");

        Assert.Equal(4, rig.Shop.Calls.Count);
    }

    [Fact]
    public async Task What_a_process_had_claimed_when_it_died_is_sent_by_another()
    {
        await using var rig = await WebhookRig.StartAsync();
        await rig.ListenAsync();
        await rig.ReceiveAsync();
        // As it is left behind when the power goes after the claim.
        await using (var db = await rig.Contexts.CreateDbContextAsync(Stop))
        {
            await db.WebhookDeliveries.ExecuteUpdateAsync(
                set => set.SetProperty(delivery => delivery.State, DeliveryState.Sending).SetProperty(delivery => delivery.DueAt, Some.Noon.AddMinutes(1)).SetProperty(delivery => delivery.Attempts, 1), Stop);
        }

        await rig.LookAsync(rig.Second);
        Assert.Empty(rig.Shop.Calls);
        rig.Time.Advance(TimeSpan.FromMinutes(1));
        await rig.LookAsync(rig.Second);

        Assert.Single(rig.Shop.Calls);
        Assert.Equal(DeliveryState.Sent, Assert.Single(await rig.DeliveriesAsync()).State);
    }

    [Fact]
    public async Task A_program_that_ends_in_the_middle_gives_back_what_it_had_claimed()
    {
        await using var rig = await WebhookRig.StartAsync();
        var reached = new TaskCompletionSource();
        rig.Shop.Instead = async http =>
        {
            reached.TrySetResult();
            await Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        };
        await rig.ListenAsync();
        await rig.ReceiveAsync();
        var work = rig.LookAsync();
        await reached.Task.WaitAsync(Stop);

        await rig.First.StopAsync(Stop);
        await work;
        rig.Shop.Instead = null;
        await rig.LookAsync(rig.Second);

        Assert.Equal(DeliveryState.Sent, Assert.Single(await rig.DeliveriesAsync()).State);
    }

    [Fact]
    public async Task A_host_may_stop_it_from_two_sides()
    {
        await using var rig = await WebhookRig.StartAsync();

        await rig.First.StopAsync(Stop);
        rig.First.Dispose();
        await rig.First.StopAsync(Stop);
    }

    [Fact]
    public async Task Gone_switches_an_endpoint_off_at_once_and_what_waits_goes_on_when_it_is_on_again()
    {
        await using var rig = await WebhookRig.StartAsync();
        await rig.ListenAsync();
        var order = await rig.ReceiveAsync();
        rig.Shop.Answers.Enqueue(410);
        await rig.ChangeAsync(order.Id, found => found.Cancel(CancelReason.GuestCancelled, null, Some.Anna, Some.Noon));
        await rig.LookAsync();
        await rig.LookAsync();

        var endpoint = await rig.EndpointAsync();
        Assert.Equal((WebhookOff.Gone, 1, 1), (endpoint.Off, endpoint.Waiting, rig.Shop.Calls.Count));
        Assert.Equal(1, rig.Get<WebhookBook>().InTrouble(Some.Restaurant));
        await rig.ReceiveAsync(44);
        Assert.Equal(2, (await rig.DeliveriesAsync()).Count);
        await using (var db = await rig.Contexts.CreateDbContextAsync(Stop))
        {
            Assert.Contains("Gone", (await db.AuditEntries.SingleAsync(entry => entry.What == AuditActs.WebhookSwitchedOff, Stop)).New, StringComparison.Ordinal);
        }

        Assert.True((await rig.Desk.SwitchAsync(Some.Restaurant, endpoint.Id, endpoint.Version, true, Some.Boris, Stop)).IsDone);
        await rig.LookAsync();

        Assert.Equal(WebhookEvents.OrderDeleted, rig.Told.Last().Type);
        Assert.Equal(0, rig.Get<WebhookBook>().InTrouble(Some.Restaurant));
    }

    [Fact]
    public async Task An_endpoint_that_takes_nothing_for_five_days_is_switched_off_and_one_success_begins_anew()
    {
        await using var rig = await WebhookRig.StartAsync();
        await rig.ListenAsync();
        await FailAsync(1);
        rig.Time.Advance(TimeSpan.FromDays(4.9));
        await rig.LookAsync();
        Assert.Null((await rig.EndpointAsync()).FailingSince);

        await FailAsync(2);
        rig.Time.Advance(WebhookEndpoint.Patience - TimeSpan.FromMinutes(1));
        await FailAsync(3);
        Assert.Null((await rig.EndpointAsync()).Off);
        rig.Time.Advance(TimeSpan.FromMinutes(1));
        rig.Shop.Answers.Enqueue(500);
        rig.Shop.Answers.Enqueue(500);
        await rig.LookAsync();

        Assert.Equal(WebhookOff.Failing, (await rig.EndpointAsync()).Off);
        Assert.Equal(1, rig.Get<WebhookBook>().InTrouble(Some.Restaurant));

        async Task FailAsync(int number)
        {
            await rig.ReceiveAsync(number);
            rig.Shop.Answers.Enqueue(500);
            rig.Shop.Answers.Enqueue(500);
            await rig.LookAsync();
            rig.Shop.Answers.Clear();
        }
    }

    [Fact]
    public async Task For_a_day_after_a_new_secret_both_sign()
    {
        await using var rig = await WebhookRig.StartAsync();
        var old = await rig.ListenAsync();
        var endpoint = await rig.EndpointAsync();
        var reply = await rig.Desk.RotateAsync(Some.Restaurant, endpoint.Id, endpoint.Version, Some.Boris, Stop);
        await rig.ReceiveAsync(1);
        await rig.LookAsync();
        rig.Time.Advance(TimeSpan.FromHours(24));
        await rig.ReceiveAsync(2);
        await rig.LookAsync();

        Assert.Equal([Signatures(0, reply.ShownOnce!, old), Signatures(1, reply.ShownOnce!)], rig.Shop.Calls.Select(call => call.Headers["webhook-signature"]));
        await using var db = await rig.Contexts.CreateDbContextAsync(Stop);
        Assert.DoesNotContain("whsec_", (await db.WebhookEndpoints.SingleAsync(Stop)).Secret, StringComparison.Ordinal);
        Assert.DoesNotContain(await db.AuditEntries.ToListAsync(Stop), entry => $"{entry.Old}{entry.New}".Contains("whsec_", StringComparison.Ordinal));

        string Signatures(int call, params string[] secrets) => string.Join(' ', secrets.Select(secret =>
            $"v1,{StandardWebhook.Sign(secret, rig.Shop.Calls[call].Headers["webhook-id"], rig.Shop.Calls[call].Headers["webhook-timestamp"], rig.Shop.Calls[call].Body)}"));
    }

    [Theory]
    [InlineData("10.0.0.1")]
    [InlineData("127.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("100.64.0.1")]
    [InlineData("192.168.1.1")]
    [InlineData("fd00::1")]
    [InlineData("fe80::1")]
    [InlineData("::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("2002:0a00:0001::1")]
    public async Task A_name_that_belongs_to_a_private_machine_is_not_called(string machine)
    {
        await using var rig = await WebhookRig.StartAsync();
        var asked = 0;
        rig.Names = _ =>
        {
            asked++;
            return [IPAddress.Parse(machine)];
        };
        await rig.ListenAsync("https://shop.example/hook");
        await rig.ReceiveAsync();

        await rig.LookAsync();

        Assert.Equal(WebhookTrouble.AddressRefused, Assert.Single(await rig.AttemptsAsync()).Trouble);
        // Asked once: what was looked at is what is called, and a name that changes its mind in between helps nobody.
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task A_name_that_changes_its_mind_is_looked_at_anew_for_each_connection()
    {
        await using var rig = await WebhookRig.StartAsync();
        var answers = new Queue<string>(["192.0.2.1", "127.0.0.1"]);
        rig.Names = _ => [IPAddress.Parse(answers.Dequeue())];
        await rig.ListenAsync("https://shop.example/hook");
        await rig.ReceiveAsync();
        await rig.LookAsync();
        rig.Time.Advance(TimeSpan.FromSeconds(6));
        await rig.LookAsync();

        Assert.Empty(answers);
        Assert.Empty(rig.Shop.Calls);
        Assert.All(await rig.AttemptsAsync(), attempt => Assert.Equal(WebhookTrouble.AddressRefused, attempt.Trouble));
    }

    [Fact]
    public async Task Only_an_administrator_allows_a_private_address_and_only_that_one()
    {
        await using var rig = await WebhookRig.StartAsync();
        var form = new WebhookForm { Source = Some.Source, Url = $"{rig.Shop.Address}/hook" };
        Assert.Equal(WebhookRefusal.Private, (await rig.Desk.AddAsync(Some.Restaurant, form, WebhookRig.Admin, Stop)).Refusal);
        form.AllowsPrivate = true;
        Assert.Equal(WebhookRefusal.NotPermitted, (await rig.Desk.AddAsync(Some.Restaurant, form, Some.Boris, Stop)).Refusal);
        Assert.True((await rig.Desk.AddAsync(Some.Restaurant, form, WebhookRig.Admin, Stop)).IsDone);
        var endpoint = await rig.EndpointAsync();

        form.Events = [WebhookEvents.OrderReceived];
        Assert.True((await rig.Desk.ChangeAsync(Some.Restaurant, endpoint.Id, endpoint.Version, form, Some.Boris, Stop)).IsDone);
        form.Url = "http://127.0.0.1:22/";
        endpoint = await rig.EndpointAsync();
        Assert.Equal(WebhookRefusal.NotPermitted, (await rig.Desk.ChangeAsync(Some.Restaurant, endpoint.Id, endpoint.Version, form, Some.Boris, Stop)).Refusal);
        Assert.Equal(WebhookRefusal.ChangedMeanwhile, (await rig.Desk.ChangeAsync(Some.Restaurant, endpoint.Id, endpoint.Version - 1, form, WebhookRig.Admin, Stop)).Refusal);
        foreach (var (url, refusal) in new[] { ("ftp://x.example/", WebhookRefusal.Url), ("", WebhookRefusal.Events), ("https://u:p@x.example/", WebhookRefusal.Url), ("https://x.example/#a", WebhookRefusal.Url), ("https://10.0.0.1/", WebhookRefusal.Private), ("https://localhost/", WebhookRefusal.Private), ("http://x.example/", WebhookRefusal.Private) })
        {
            Assert.Equal(
                (url, refusal),
                (url, (await rig.Desk.AddAsync(Some.Restaurant, new WebhookForm { Source = Some.Source, Url = url }, WebhookRig.Admin, Stop)).Refusal));
        }
    }

    [Fact]
    public async Task An_orders_own_address_gets_that_orders_events_kept_as_given()
    {
        await using var rig = await WebhookRig.StartAsync();
        var secret = await rig.ListenAsync(isForCallbacks: true);
        rig.Names = _ => [IPAddress.Parse("10.0.0.1")];
        var given = "https://shop.example/a/../hook?x=%2F";
        await rig.ReceiveAsync(1, given);
        await rig.ReceiveAsync(2);
        await rig.LookAsync();

        Assert.Equal(given, Assert.Single(await rig.DeliveriesAsync()).CallbackUrl);
        Assert.Equal(WebhookTrouble.AddressRefused, Assert.Single(await rig.AttemptsAsync()).Trouble);
        Assert.StartsWith("whsec_", secret, StringComparison.Ordinal);
        Assert.Equal(
            WebhookRefusal.TooMany,
            (await rig.Desk.AddAsync(Some.Restaurant, new WebhookForm { Source = Some.Source, IsForCallbacks = true, Events = [.. WebhookEvents.OfOrders] }, WebhookRig.Admin, Stop)).Refusal);
    }

    [Fact]
    public async Task An_address_goes_over_the_wire_as_it_was_given()
    {
        await using var rig = await WebhookRig.StartAsync();
        string? line = null;
        rig.Shop.Instead = http =>
        {
            line = http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
            return Task.CompletedTask;
        };
        await rig.ListenAsync($"{rig.Shop.Address}/a%2Fb/%7Ec?q=%41");
        await rig.ReceiveAsync();
        await rig.LookAsync();

        Assert.Equal("/a%2Fb/%7Ec?q=%41", line);
    }

    [Fact]
    public async Task What_is_sent_again_names_its_original_and_is_the_same_event()
    {
        await using var rig = await WebhookRig.StartAsync();
        await rig.ListenAsync();
        await rig.ReceiveAsync();
        await rig.LookAsync();
        var line = Assert.Single((await rig.Desk.LogAsync(Some.Restaurant, null, false, null, Some.Boris, Stop))!);

        Assert.True((await rig.Desk.ResendAsync(Some.Restaurant, line.Id, Some.Boris, Stop)).IsDone);
        await rig.LookAsync();

        Assert.Equal((rig.Shop.Calls[0].Headers["webhook-id"], rig.Shop.Calls[0].Text), (rig.Shop.Calls[1].Headers["webhook-id"], rig.Shop.Calls[1].Text));
        var log = (await rig.Desk.LogAsync(Some.Restaurant, null, false, null, Some.Boris, Stop))!;
        Assert.Equal([line.Id, null], log.Select(found => found.OriginalId));
        Assert.Equal((43, 200), (log[0].OrderNumber, log[0].Last!.Status));
        Assert.Null(await rig.Desk.ShowAsync(Some.Restaurant, line.Id, Some.Anna, Stop));
        Assert.Contains("ИВАНОВ", (await rig.Desk.ShowAsync(Some.Restaurant, line.Id, Some.Boris, Stop))!.Body!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ping_tells_whether_anybody_is_there()
    {
        await using var rig = await WebhookRig.StartAsync();
        await rig.ListenAsync(events: [WebhookEvents.OrderReceived]);

        Assert.True((await rig.Desk.PingAsync(Some.Restaurant, (await rig.EndpointAsync()).Id, Some.Boris, Stop)).IsDone);
        await rig.LookAsync();

        Assert.Equal([(WebhookEvents.Ping, (int?)null)], rig.Told);
    }

    [Fact]
    public async Task Who_is_forgotten_is_forgotten_in_what_was_sent_too()
    {
        await using var rig = await WebhookRig.StartAsync();
        await rig.ListenAsync();
        await rig.ListenAsync(isForCallbacks: true);
        rig.Shop.Instead = http => http.Response.WriteAsync("ИВАНОВ");
        var order = await rig.ReceiveAsync(1, "https://shop.invalid/?phone=87776665544");
        await rig.LookAsync();
        await rig.ChangeAsync(order.Id, found => found.Cancel(CancelReason.GuestCancelled, null, Some.Anna, Some.Noon));
        var desk = new RetentionDesk(rig.Contexts, rig.Get<RestaurantDirectory>(), InboxRig.NewVault(), rig.Get<Web.Live.LiveSignal>(), rig.Time);

        Assert.True((await desk.EraseGuestAsync(Some.Restaurant, "87776665544", WebhookRig.Admin, Stop)).Outcome.IsDone);

        var deliveries = await rig.DeliveriesAsync();
        Assert.Equal(4, deliveries.Count);
        Assert.All(deliveries, delivery => Assert.Equal((null, null, false), (delivery.Body, delivery.CallbackUrl, delivery.IsOpen)));
        Assert.All(await rig.AttemptsAsync(), attempt => Assert.Null(attempt.Answer));
        Assert.Equal(WebhookRefusal.Erased, (await rig.Desk.ResendAsync(Some.Restaurant, deliveries[0].Id, Some.Boris, Stop)).Refusal);
    }

    [Fact]
    public async Task Bodies_are_kept_thirty_days_and_the_lines_ninety()
    {
        await using var rig = await WebhookRig.StartAsync();
        await rig.ListenAsync();
        await rig.ReceiveAsync();
        await rig.LookAsync();

        rig.Time.Advance(WebhookDelivery.BodiesKept);
        await rig.First.TidyAsync(Stop);
        Assert.NotNull(Assert.Single(await rig.DeliveriesAsync()).Body);
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        await rig.First.TidyAsync(Stop);
        Assert.Equal((null, DeliveryState.Sent), (Assert.Single(await rig.DeliveriesAsync()).Body, Assert.Single(await rig.DeliveriesAsync()).State));
        rig.Time.Advance(TimeSpan.FromDays(60));
        await rig.First.TidyAsync(Stop);

        Assert.Empty(await rig.DeliveriesAsync());
        Assert.Empty(await rig.AttemptsAsync());
    }
}

/// <summary>Events to shops in the whole application.</summary>
public sealed class WebhookAppTests(TestApp app) : IClassFixture<TestApp>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_order_over_the_API_reaches_the_shops_receiver_by_itself()
    {
        await using var receiver = await OutsideStub.StartAsync();
        var desk = (WebhookDesk)app.Services.GetService(typeof(WebhookDesk))!;
        var admin = new Actor("Админ", StaffRole.Admin);
        var source = (await desk.ListAsync(app.Restaurant.Id, admin, Stop))!.Sources.Single(found => found.Name is not Domain.Restaurants.OrderSource.StaffName);
        var added = await desk.AddAsync(
            app.Restaurant.Id, new WebhookForm { Source = source.Id, Url = receiver.Address, AllowsPrivate = true, Events = [WebhookEvents.OrderReceived] }, admin, Stop);
        Assert.True(added.IsDone);
        using var shop = app.Shop();
        var order = await shop.PostAsJsonAsync(
            "/api/v1/orders", new { externalId = "HOOK-1", customer = new { phone = "87776665544" }, fulfillment = new { type = "pickup" }, items = new[] { new { name = "Пирог", quantity = 1 } } }, Stop);
        order.EnsureSuccessStatusCode();
        var read = await order.Content.ReadFromJsonAsync<JsonElement>(Stop);

        await TestApp.Eventually(() => Task.FromResult(receiver.Calls is [_]), "the receiver was told");

        // The very order that the answer had.
        Assert.Equal(read.GetRawText(), JsonDocument.Parse(receiver.Calls[0].Text).RootElement.GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task The_API_document_describes_every_event_with_an_example_of_its_state()
    {
        using var anybody = new HttpClient { BaseAddress = app.Address };
        var document = await anybody.GetFromJsonAsync<JsonElement>("/openapi/v1.json", Stop);
        var hooks = document.GetProperty("webhooks").EnumerateObject().ToDictionary(hook => hook.Name, hook => hook.Value.GetProperty("post").GetProperty("requestBody").GetProperty("content").GetProperty("application/json"));

        Assert.Equal(WebhookEvents.All.Append(WebhookEvents.Ping).Order(StringComparer.Ordinal), hooks.Keys.Order(StringComparer.Ordinal));
        Assert.All(hooks, hook => Assert.Equal(hook.Key, hook.Value.GetProperty("example").GetProperty("type").GetString()));
        Assert.Equal("#/components/schemas/OrderBody", hooks[WebhookEvents.OrderCreated].GetProperty("schema").GetProperty("properties").GetProperty("data").GetProperty("$ref").GetString());
        Assert.Equal(
            ["waiting", "created", "accepted", "onTheWay", "archived", "deleted"],
            WebhookEvents.OfOrders.Take(6).Select(type => hooks[type].GetProperty("example").GetProperty("data").GetProperty("status").GetString()));
        Assert.Equal("refused", hooks[WebhookEvents.OrderTillFailed].GetProperty("example").GetProperty("data").GetProperty("till").GetProperty("state").GetString());
    }
}
