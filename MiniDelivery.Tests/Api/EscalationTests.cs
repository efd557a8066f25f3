using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Alerts;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Escalation;
using MiniDelivery.Web.Security;

namespace MiniDelivery.Tests.Api;

/// <summary>An order that nobody accepts reaches people outside: to real stand-ins, over real HTTP and SMTP.</summary>
public sealed class EscalationTests
{
    private static readonly TimeSpan _due = TimeSpan.FromSeconds(60);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_chat_a_webhook_and_a_manager_are_told_and_nothing_of_the_guest_is()
    {
        await using var rig = await LadderRig.StartAsync();
        await rig.SaveAsync(EscalationRung.Louder, EscalationRung.Telegram, EscalationRung.Webhook, EscalationRung.Mail);
        var order = await rig.ReceiveAsync();
        await rig.LookAsync();
        Assert.Empty(rig.Outside.Calls);

        rig.Time.Advance(TimeSpan.FromMinutes(2));
        await rig.LookAsync();

        var telegram = Assert.Single(rig.Outside.Calls, call => call.Path == "/bot7:secret-token/sendMessage");
        var said = JsonSerializer.Deserialize<JsonElement>(telegram.Body);
        Assert.Equal("-100200", said.GetProperty("chat_id").GetString());
        Assert.Equal("Тестовый объект: Новый заказ № 43 никто не принял. 730 ₽ · ждёт 2 мин · сайт", said.GetProperty("text").GetString());
        var hook = Assert.Single(rig.Outside.Calls, call => call.Path == "/hook");
        var data = JsonSerializer.Deserialize<JsonElement>(hook.Body).GetProperty("data");
        Assert.Equal((43, 730m, 120, "сайт"), (data.GetProperty("number").GetInt32(), data.GetProperty("total").GetDecimal(), data.GetProperty("waitingSeconds").GetInt32(), data.GetProperty("source").GetString()));
        var letter = Assert.Single(rig.Mail.Letters);
        Assert.Contains("chef@example.com", letter, StringComparison.Ordinal);

        var read = await rig.OrderAsync(order.Id);
        Assert.Equal(
            [StepKind.EscalatedLouder, StepKind.EscalatedTelegram, StepKind.EscalatedWebhook, StepKind.EscalatedMail],
            read.History.Where(step => step.By == "MiniDelivery").Select(step => step.Kind).Order());
        Assert.NotNull(read.LouderSince);
        var everything = string.Join('\n', rig.Outside.Calls.Select(call => call.Text)) + Decoded(letter) + rig.Log;
        Assert.All(
            ["ИВАНОВ", "Иванов", "87776665544", "Пушкина", "Две персоны"], word => Assert.DoesNotContain(word, everything, StringComparison.OrdinalIgnoreCase));
        Assert.All(["secret-token", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"], secret => Assert.DoesNotContain(secret, rig.Log, StringComparison.Ordinal));

        static string Decoded(string letter) => Encoding.UTF8.GetString(Convert.FromBase64String(
            string.Concat(letter.ReplaceLineEndings("\n").Split("\n\n", 2)[1].Where(sign => !char.IsWhiteSpace(sign)))));
    }

    [Fact]
    public async Task The_webhook_is_signed_as_Standard_Webhooks_has_it()
    {
        await using var rig = await LadderRig.StartAsync();
        await rig.SaveAsync(EscalationRung.Webhook);
        var order = await rig.ReceiveAsync();
        rig.Time.Advance(_due);
        await rig.LookAsync();

        var call = Assert.Single(rig.Outside.Calls);
        var (id, timestamp) = (call.Headers["webhook-id"], call.Headers["webhook-timestamp"]);
        var signed = HMACSHA256.HashData(Convert.FromBase64String("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), Encoding.UTF8.GetBytes($"{id}.{timestamp}.{call.Text}"));
        Assert.Equal($"v1,{Convert.ToBase64String(signed)}", call.Headers["webhook-signature"]);
        Assert.Equal($"{order.Id.Value:N}-webhook", id);
        Assert.Equal(Some.Noon.AddSeconds(60).ToUnixTimeSeconds(), long.Parse(timestamp, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_trial_order_alarms_nobody_outside()
    {
        await using var rig = await LadderRig.StartAsync();
        await rig.SaveAsync(EscalationRung.Webhook);
        await rig.ReceiveAsync(44, isTest: true);
        rig.Time.Advance(_due);
        await rig.LookAsync();
        Assert.Empty(rig.Outside.Calls);

        await rig.ReceiveAsync();
        rig.Time.Advance(_due);
        await rig.LookAsync();
        Assert.Single(rig.Outside.Calls);
    }

    // The example of the specification: https://github.com/standard-webhooks/standard-webhooks.
    [Fact]
    public void The_signature_of_the_published_example_is_ours() => Assert.Equal(
        "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        StandardWebhook.Sign("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", """{"test": 2432232314}"""u8.ToArray()));

    [Fact]
    public async Task What_was_not_taken_is_sent_again_later_under_the_same_name_and_then_no_more()
    {
        await using var rig = await LadderRig.StartAsync();
        await rig.SaveAsync(EscalationRung.Webhook);
        await rig.ReceiveAsync();
        rig.Outside.Answers.Enqueue(500);
        rig.Time.Advance(_due);

        await rig.LookAsync();
        await rig.LookAsync();
        Assert.Single(rig.Outside.Calls);
        Assert.Equal((DispatchState.Due, "Refused"), ((await rig.DispatchAsync()).State, (await rig.DispatchAsync()).Trouble));
        rig.Time.Advance(AlertDispatch.WaitAfter(1));
        await rig.LookAsync();
        rig.Time.Advance(TimeSpan.FromHours(1));
        await rig.LookAsync();

        Assert.Equal(2, rig.Outside.Calls.Count);
        Assert.Single(rig.Outside.Calls.Select(call => call.Headers["webhook-id"]).Distinct());
        Assert.Equal((DispatchState.Sent, 2), ((await rig.DispatchAsync()).State, (await rig.DispatchAsync()).Attempts));
    }

    [Fact]
    public async Task What_is_never_taken_is_given_up_and_the_orders_history_says_so()
    {
        await using var rig = await LadderRig.StartAsync();
        await rig.SaveAsync(EscalationRung.Mail);
        var order = await rig.ReceiveAsync();
        rig.Time.Advance(_due);
        for (var attempt = 0; attempt < AlertDispatch.MostAttempts + 2; attempt++)
        {
            rig.Mail.Answers.Enqueue("550 no such person");
            await rig.LookAsync();
            rig.Time.Advance(TimeSpan.FromMinutes(6));
        }

        Assert.Equal((DispatchState.Failed, AlertDispatch.MostAttempts), ((await rig.DispatchAsync()).State, (await rig.DispatchAsync()).Attempts));
        Assert.Equal("Mail", Assert.Single((await rig.OrderAsync(order.Id)).History, step => step.Kind is StepKind.EscalationFailed).Note);
    }

    [Fact]
    public async Task Two_instances_promise_and_send_it_once()
    {
        await using var rig = await LadderRig.StartAsync();
        await rig.SaveAsync(EscalationRung.Webhook);
        var orders = new List<Order>();
        for (var number = 1; number <= 5; number++)
        {
            orders.Add(await rig.ReceiveAsync(number));
        }

        rig.Time.Advance(_due);
        await Task.WhenAll(rig.LookAsync(rig.First), rig.LookAsync(rig.Second));
        await rig.LookAsync(rig.Second);

        Assert.Equal(orders.Select(order => order.Number), rig.Outside.Calls.Select(NumberOf).Order());
        foreach (var order in orders)
        {
            Assert.Single((await rig.OrderAsync(order.Id)).History, step => step.Kind is StepKind.EscalatedWebhook);
        }

        static int NumberOf(OutsideCall call) => JsonSerializer.Deserialize<JsonElement>(call.Body).GetProperty("data").GetProperty("number").GetInt32();
    }

    [Fact]
    public async Task Who_accepts_or_cancels_ends_it_even_between_two_attempts()
    {
        await using var rig = await LadderRig.StartAsync();
        await rig.SaveAsync(EscalationRung.Webhook);
        var order = await rig.ReceiveAsync();
        rig.Outside.Answers.Enqueue(500);
        rig.Time.Advance(_due);
        await rig.LookAsync();

        await rig.ChangeAsync(order.Id, waiting => waiting.Accept(Some.Anna, rig.Time.GetUtcNow()));
        rig.Time.Advance(TimeSpan.FromMinutes(1));
        await rig.LookAsync();

        Assert.Single(rig.Outside.Calls);
        Assert.Equal(DispatchState.Dropped, (await rig.DispatchAsync()).State);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var rig = await LadderRig.StartAsync();
        rig.Outside.Answers.Enqueue(302);

        var answer = await rig.Desk.TryAsync(rig.Form(), EscalationRung.Webhook, LadderRig.Admin, Stop);

        Assert.Equal((AlarmTrouble.Refused, 302), (answer!.Trouble, answer.Detail));
        Assert.DoesNotContain(rig.Outside.Calls, call => call.Path == "/elsewhere");
    }

    [Fact]
    public async Task Nothing_goes_to_this_machine_or_its_network_unless_its_administrator_allows_it()
    {
        await using var rig = await LadderRig.StartAsync(allowPrivate: false);
        var plain = rig.Form(EscalationRung.Webhook);
        Assert.Equal([EscalationFault.WebhookUrl], (await rig.Desk.SaveAsync(plain, LadderRig.Admin, Stop)).Faults);
        Assert.Equal(AlarmTrouble.AddressRefused, (await rig.Desk.TryAsync(plain, EscalationRung.Webhook, LadderRig.Admin, Stop))!.Trouble);

        foreach (var url in new[] { "https://127.0.0.1:1/", "https://localhost:1/", "https://[::1]:1/", "https://10.0.0.1/", "https://169.254.169.254/", "https://[::ffff:192.168.0.1]/" })
        {
            var form = rig.Form();
            form.Plain = form.Plain with { WebhookUrl = url };
            Assert.Equal(AlarmTrouble.AddressRefused, (await rig.Desk.TryAsync(form, EscalationRung.Webhook, LadderRig.Admin, Stop))!.Trouble);
        }

        Assert.Empty(rig.Outside.Calls);
    }

    [Fact]
    public async Task A_trial_goes_out_with_what_is_typed_and_says_that_it_is_one()
    {
        await using var rig = await LadderRig.StartAsync();

        foreach (var rung in new[] { EscalationRung.Telegram, EscalationRung.Webhook, EscalationRung.Mail })
        {
            Assert.Equal(AlarmAnswer.Sent, await rig.Desk.TryAsync(rig.Form(), rung, LadderRig.Admin, Stop));
        }

        Assert.Contains(rig.Outside.Calls, call => call.Path == "/hook" && call.Text.Contains("\"ping\"", StringComparison.Ordinal));
        Assert.Single(rig.Mail.Letters);
        Assert.Equal(AlarmTrouble.NobodySubscribed, (await rig.Desk.TryAsync(rig.Form(), EscalationRung.Push, LadderRig.Admin, Stop))!.Trouble);
        rig.Outside.Answers.Enqueue(401);
        Assert.Equal(AlarmTrouble.SignInRefused, (await rig.Desk.TryAsync(rig.Form(), EscalationRung.Telegram, LadderRig.Admin, Stop))!.Trouble);
    }

    [Fact]
    public async Task Secrets_are_encrypted_never_shown_kept_when_untouched_and_audited_without_their_value()
    {
        await using var rig = await LadderRig.StartAsync();
        await rig.SaveAsync(EscalationRung.Telegram);
        var view = (await rig.Desk.ShowAsync(Some.Restaurant, LadderRig.Admin, Stop))!;
        Assert.Equal(("", true, true, false), (view.Plain.TelegramToken, view.HasTelegramToken, view.HasWebhookKey, view.HasMailPassword));

        Assert.True((await rig.Desk.SaveAsync(new EscalationForm { Plain = view.Plain with { TelegramChat = "@kitchen" } }, LadderRig.Admin, Stop)).Outcome.IsDone);
        Assert.Equal(Refusal.ChangedMeanwhile, (await rig.Desk.SaveAsync(new EscalationForm { Plain = view.Plain }, LadderRig.Admin, Stop)).Outcome.Reason);
        await rig.ReceiveAsync();
        rig.Time.Advance(_due);
        await rig.LookAsync();
        Assert.Equal("/bot7:secret-token/sendMessage", Assert.Single(rig.Outside.Calls).Path);

        await using var db = await rig.Contexts.CreateDbContextAsync(Stop);
        Assert.DoesNotContain("secret-token", (await db.EscalationSettings.SingleAsync(Stop)).TelegramToken, StringComparison.Ordinal);
        var audit = await db.AuditEntries.OrderBy(entry => entry.Id).ToListAsync(Stop);
        Assert.Equal(2, audit.Count);
        Assert.All(audit, entry => Assert.Equal(AuditActs.EscalationChanged, entry.What));
        Assert.Contains($"TelegramToken: {AuditEntry.Masked}", audit[0].New, StringComparison.Ordinal);
        Assert.Equal(("TelegramChat: -100200", "TelegramChat: @kitchen"), (audit[1].Old, audit[1].New));
    }

    [Fact]
    public async Task A_password_is_never_sent_to_another_server_than_it_was_given_for_nor_without_encryption()
    {
        await using var rig = await LadderRig.StartAsync();
        var form = rig.Form();
        form.Plain = form.Plain with { MailUser = "delivery", MailSecurity = MailSecurity.Tls };
        Assert.Equal([EscalationFault.MailPassword], (await rig.Desk.SaveAsync(form, LadderRig.Admin, Stop)).Faults);
        form.MailPassword = "mail-password";
        Assert.True((await rig.Desk.SaveAsync(form, LadderRig.Admin, Stop)).Outcome.IsDone);

        var moved = new EscalationForm { Plain = form.Plain with { MailHost = "evil.example", Version = 1 } };
        Assert.Equal([EscalationFault.MailPassword], (await rig.Desk.SaveAsync(moved, LadderRig.Admin, Stop)).Faults);
        moved.Plain = form.Plain with { MailSecurity = MailSecurity.None, Version = 1 };
        Assert.Equal([EscalationFault.MailSecurity], (await rig.Desk.SaveAsync(moved, LadderRig.Admin, Stop)).Faults);
    }

    [Fact]
    public async Task Only_an_administrator_sees_changes_and_tries_it()
    {
        await using var rig = await LadderRig.StartAsync();
        foreach (var person in new[] { Some.Anna, Some.Boris })
        {
            Assert.Null(await rig.Desk.ShowAsync(Some.Restaurant, person, Stop));
            Assert.Equal(Refusal.NotPermitted, (await rig.Desk.SaveAsync(rig.Form(), person, Stop)).Outcome.Reason);
            Assert.Null(await rig.Desk.TryAsync(rig.Form(), EscalationRung.Webhook, person, Stop));
        }

        Assert.Empty(rig.Outside.Calls);
    }
}
