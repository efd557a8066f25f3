using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Alerts;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Alerts;
using MiniDelivery.Web.Data;
using Microsoft.Extensions.DependencyInjection;

namespace MiniDelivery.Tests.Api;

/// <summary>What a terminal's script asks and says, over real HTTP.</summary>
public sealed class LiveTests(TestApp app) : IClassFixture<TestApp>
{
    private static readonly CancellationToken _none = CancellationToken.None;

    private static readonly string[] _told = ["heartbeat", "acknowledge", "accept", "volume", "heard", "push"];

    public static TheoryData<string> Told() => [.. _told];

    [Fact]
    public async Task Nobody_unknown_and_no_shop_hears_what_waits()
    {
        using var nobody = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = app.Address };
        using var shop = app.Shop();

        foreach (var caller in new[] { nobody, shop })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await caller.GetAsync("/live/alert", _none)).StatusCode);
            foreach (var what in _told)
            {
                Assert.Equal(HttpStatusCode.Unauthorized, (await caller.TellAsync(what, new { })).StatusCode);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Told))]
    public async Task A_page_of_another_site_says_nothing_in_our_peoples_name(string what)
    {
        using var foreign = await app.StaffAsync();
        foreign.DefaultRequestHeaders.Remove("Origin");
        Assert.Equal(HttpStatusCode.Forbidden, (await foreign.TellAsync(what, new { })).StatusCode);
        foreign.DefaultRequestHeaders.Add("Origin", "https://evil.example");
        Assert.Equal(HttpStatusCode.Forbidden, (await foreign.TellAsync(what, new { })).StatusCode);

        using var disguised = await app.StaffAsync();
        disguised.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
        Assert.Equal(HttpStatusCode.Forbidden, (await disguised.TellAsync(what, new { })).StatusCode);
    }

    [Theory]
    [MemberData(nameof(Told))]
    public async Task What_is_not_JSON_is_not_taken(string what)
    {
        using var browser = await app.StaffAsync();
        using var form = new FormUrlEncodedContent([new("volume", "0")]);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await browser.PostAsync($"/live/{what}", form, _none)).StatusCode);
    }

    [Fact]
    public async Task An_order_rings_until_somebody_hears_it_and_every_terminal_is_told_at_once()
    {
        using var browser = await app.StaffAsync();
        var before = await browser.GetFromJsonAsync<JsonElement>("/live/alert", _none);
        var asked = browser.GetFromJsonAsync<JsonElement>($"/live/alert?after={before.GetProperty("stamp").GetString()}", _none);

        var id = await PostAsync("L-1");

        var told = await ToldAsync(browser, asked, picture => Ringing(picture, id) is not null);
        var order = Ringing(told, id)!.Value;
        Assert.Equal("Chime", order.GetProperty("sound").GetString());
        Assert.True(order.GetProperty("ringsFrom").GetDateTimeOffset() <= told.GetProperty("now").GetDateTimeOffset());
        Assert.StartsWith("Гость L-", told.GetProperty("oldest").GetProperty("name").GetString(), StringComparison.Ordinal);

        asked = browser.GetFromJsonAsync<JsonElement>($"/live/alert?after={told.GetProperty("stamp").GetString()}", _none);
        Assert.Null(await RefusalAsync(await browser.TellAsync("acknowledge", new { ids = new[] { id } })));
        told = await ToldAsync(browser, asked, picture =>
            Ringing(picture, id)!.Value.GetProperty("ringsFrom").GetDateTimeOffset() > order.GetProperty("ringsFrom").GetDateTimeOffset().AddSeconds(50));
        var step = Assert.Single((await app.OrderAsync(new OrderId(id))).History, step => step.Kind is StepKind.Acknowledged);
        Assert.Equal("Оператор", step.By);
        Assert.StartsWith("Терминал ", step.Terminal, StringComparison.Ordinal);

        asked = browser.GetFromJsonAsync<JsonElement>($"/live/alert?after={told.GetProperty("stamp").GetString()}", _none);
        Assert.Null(await RefusalAsync(await browser.TellAsync("accept", new { order = id })));
        await ToldAsync(browser, asked, picture => Ringing(picture, id) is null);
        Assert.Contains((await app.OrderAsync(new OrderId(id))).History, step => step.Kind is StepKind.AcceptRequested && step.Terminal is not null);
    }

    [Fact]
    public async Task Orders_of_each_source_ring_with_its_own_sound_and_volume()
    {
        await using var own = new TestApp();
        await own.InitializeAsync();
        using var browser = await own.StaffAsync();
        using var shop = own.Shop();
        var answer = await shop.PostAsJsonAsync("/api/v1/orders", SeedOrder.Body("S-1"), _none);
        var id = (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(_none)).GetProperty("id").GetGuid();
        var source = (await own.OrderAsync(new OrderId(id))).SourceId;
        var admin = Some.Anna with { Role = Domain.Access.StaffRole.Admin };
        var desk = own.Services.GetRequiredService<AlertDesk>();
        AlertSettings With(Guid of, AlertSound sound, int volume) =>
            new() { RestaurantId = own.Restaurant.Id, Sources = [new SourceAlert(of, sound, volume)] };

        await TestApp.Eventually(async () => Ringing(await browser.GetFromJsonAsync<JsonElement>("/live/alert", _none), id) is not null, "it rings");
        Assert.True((await desk.SaveAsync(With(source.Value, AlertSound.Harp, 40), admin, _none)).IsDone);
        Assert.Equal(("Harp", 40), await RingAsync());
        Assert.True((await desk.SaveAsync(With(Guid.CreateVersion7(), AlertSound.Marimba, 90), admin, _none)).IsDone);
        Assert.Equal(("Chime", 80), await RingAsync());

        async Task<(string?, int)> RingAsync()
        {
            var ringing = Ringing(await browser.GetFromJsonAsync<JsonElement>("/live/alert", _none), id)!.Value;
            return (ringing.GetProperty("sound").GetString(), ringing.GetProperty("volume").GetInt32());
        }
    }

    [Fact]
    public async Task An_order_that_nobody_accepts_rings_louder_and_every_terminal_is_told()
    {
        using var browser = await app.StaffAsync();
        var id = await PostAsync("L-9");
        await TestApp.Eventually(async () => Ringing(await PictureAsync(), id) is not null, "it rings");
        Assert.False(Ringing(await PictureAsync(), id)!.Value.GetProperty("louder").GetBoolean());

        await using (var db = await app.Contexts.CreateDbContextAsync(_none))
        {
            (await db.Orders.SingleAsync(order => order.Id == new OrderId(id), _none)).Escalate(EscalationRung.Louder, DateTimeOffset.UtcNow);
            await db.SaveChangesAsync(_none);
        }

        await TestApp.Eventually(async () => Ringing(await PictureAsync(), id)!.Value.GetProperty("louder").GetBoolean(), "it rings louder");

        Task<JsonElement> PictureAsync() => browser.GetFromJsonAsync<JsonElement>("/live/alert", _none);
    }

    [Fact]
    public async Task Whoever_accepts_second_is_told_why_not()
    {
        using var browser = await app.StaffAsync();
        var id = await PostAsync("L-2");
        await browser.TellAsync("accept", new { order = id });
        await app.EventuallyAsync(new OrderId(id), order => order.Status is OrderStatus.Created, "created");

        Assert.Equal("StatusDoesNotAllow", await RefusalAsync(await browser.TellAsync("accept", new { order = id })));
    }

    [Fact]
    public async Task The_first_heartbeat_that_sounds_for_an_order_is_when_it_was_first_heard()
    {
        using var browser = await app.StaffAsync();
        var id = await PostAsync("L-3");
        await TestApp.Eventually(() => Task.FromResult(app.Board.For(app.Restaurant.Id).Rows.Any(row => row.Id.Value == id)), "the board has it");

        Assert.Equal(HttpStatusCode.NoContent, (await browser.TellAsync("heartbeat", new { sound = "on", visible = true, sounding = new[] { id } })).StatusCode);

        var order = await app.OrderAsync(new OrderId(id));
        Assert.NotNull(order.FirstHeardAt);
        Assert.Null(order.AcknowledgedAt);
        Assert.Single(order.History, step => step.Kind is StepKind.Heard);
    }

    [Fact]
    public async Task A_terminal_counts_while_it_may_sound_and_no_longer_when_its_page_is_closed()
    {
        await using var own = new TestApp();
        await own.InitializeAsync();
        using var browser = await own.StaffAsync("manager");
        var book = own.Services.GetRequiredService<TerminalBook>();

        await browser.TellAsync("heartbeat", new { sound = "blocked", visible = true });
        Assert.Equal(0, book.For(own.Restaurant.Id).Count);
        await browser.TellAsync("heartbeat", new { sound = "on", visible = true });
        var terminal = Assert.Single(book.For(own.Restaurant.Id).Terminals);
        Assert.Equal((1, "Терминал 1", "Менеджер"), (book.For(own.Restaurant.Id).Count, terminal.Name, terminal.SeenBy));
        await browser.TellAsync("volume", new { volume = -5 });
        Assert.Equal((0, 0), (book.For(own.Restaurant.Id).Count, book.For(own.Restaurant.Id).Terminals[0].Volume));
        await browser.TellAsync("volume", new { volume = 70 });
        Assert.Equal(1, book.For(own.Restaurant.Id).Count);
        await browser.TellAsync("heartbeat", new { left = true });
        Assert.Empty(book.For(own.Restaurant.Id).Terminals);
    }

    [Fact]
    public async Task A_good_bye_is_not_undone_by_what_was_said_before_it_and_undoes_nothing_that_another_page_says()
    {
        await using var own = new TestApp();
        await own.InitializeAsync();
        using var browser = await own.StaffAsync();
        var book = own.Services.GetRequiredService<TerminalBook>();
        await browser.TellAsync("heartbeat", new { sound = "on", visible = true, page = "1" });

        await browser.TellAsync("heartbeat", new { left = true, page = "1" });
        await browser.TellAsync("heartbeat", new { sound = "on", visible = false, page = "1" });
        Assert.Empty(book.For(own.Restaurant.Id).Terminals);

        await browser.TellAsync("heartbeat", new { sound = "on", visible = true, page = "2" });
        await browser.TellAsync("heartbeat", new { left = true, page = "1" });
        Assert.Single(book.For(own.Restaurant.Id).Terminals);
    }

    [Fact]
    public async Task A_good_bye_is_not_undone_by_what_is_still_stored_from_before_it()
    {
        await using var own = new TestApp();
        await own.InitializeAsync();
        using var browser = await own.StaffAsync();
        var book = own.Services.GetRequiredService<TerminalBook>();
        await browser.TellAsync("heartbeat", new { sound = "on", visible = true, page = "1" });
        var seen = Assert.Single(book.For(own.Restaurant.Id).Terminals);
        await browser.TellAsync("heartbeat", new { left = true, page = "1" });

        // As a heartbeat does that is written after the good-bye that overtook it, or a reading that began before.
        await using (var db = await own.Services.GetRequiredService<IDbContextFactory<DeliveryDb>>().CreateDbContextAsync(_none))
        {
            Assert.Equal(1, await db.Terminals.Where(terminal => terminal.Id == seen.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(terminal => terminal.LastSeenAt, seen.LastSeenAt).SetProperty(terminal => terminal.SeenSince, seen.SeenSince), _none));
        }

        await book.ReadAsync(_none);
        Assert.Empty(book.For(own.Restaurant.Id).Terminals);
    }

    [Fact]
    public async Task A_shop_learns_whether_orders_are_taken_and_whether_anybody_would_hear_one()
    {
        await using var own = new TestApp();
        await own.InitializeAsync();
        using var shop = own.Shop();
        await TestApp.Eventually(
            async () => (await shop.GetFromJsonAsync<JsonElement>("/api/v1/status", _none)).GetProperty("till").GetProperty("state").GetString() is "ok", "the till was asked");
        var status = await shop.GetFromJsonAsync<JsonElement>("/api/v1/status", _none);
        Assert.Equal(("open", "valid", 0), (status.GetProperty("intake").GetString(), status.GetProperty("license").GetProperty("state").GetString(), Hearing(status)));
        Assert.Matches(@"^\d{4}-\d\d-\d\d$", status.GetProperty("license").GetProperty("lastDay").GetString());

        using var browser = await own.StaffAsync();
        await browser.TellAsync("heartbeat", new { sound = "on", visible = false });
        Assert.Equal(1, Hearing(await shop.GetFromJsonAsync<JsonElement>("/api/v1/status", _none)));
        await browser.TellAsync("heartbeat", new { sound = "blocked", visible = true });
        status = await shop.GetFromJsonAsync<JsonElement>("/api/v1/status", _none);
        Assert.Equal((0, JsonValueKind.String), (Hearing(status), status.GetProperty("terminals").GetProperty("nobodySince").ValueKind));

        using var stranger = own.Shop(null);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync("/api/v1/status", _none)).StatusCode);
        using var other = own.Shop(await own.IssueKeyAsync("menu:read"));
        Assert.Equal(HttpStatusCode.Forbidden, (await other.GetAsync("/api/v1/status", _none)).StatusCode);

        static int Hearing(JsonElement status) => status.GetProperty("terminals").GetProperty("hearing").GetInt32();
    }

    [Fact]
    public async Task Another_instance_on_the_same_database_sees_the_terminal()
    {
        await using var one = new TestApp();
        await one.InitializeAsync();
        using var browser = await one.StaffAsync();
        await browser.TellAsync("heartbeat", new { sound = "on", visible = true });

        await using var two = new TestApp(one.Folder);
        await two.InitializeAsync();

        Assert.Equal(1, two.Services.GetRequiredService<TerminalBook>().For(two.Restaurant.Id).Count);
        Assert.Equal("Терминал 1", Assert.Single(two.Services.GetRequiredService<TerminalBook>().All(two.Restaurant.Id)).Name);
    }

    [Fact]
    public async Task A_browser_is_known_again_by_its_cookie_and_a_forged_one_is_a_new_terminal()
    {
        await using var own = new TestApp();
        await own.InitializeAsync();
        using var browser = await own.StaffAsync();
        using var again = new HttpRequestMessage(HttpMethod.Get, "/help") { Headers = { { "Accept", "text/html" } } };
        Assert.False((await browser.SendAsync(again, _none)).Headers.Contains("Set-Cookie"));
        Assert.Single(own.Services.GetRequiredService<TerminalBook>().All(own.Restaurant.Id));

        using var forged = new HttpRequestMessage(HttpMethod.Get, "/help") { Headers = { { "Accept", "text/html" } } };
        using var stranger = await own.StaffAsync();
        Assert.Equal(2, own.Services.GetRequiredService<TerminalBook>().All(own.Restaurant.Id).Count);
        forged.Headers.Add("Cookie", $"md-terminal={own.Services.GetRequiredService<TerminalBook>().All(own.Restaurant.Id)[0].Id}");
        var answer = await stranger.SendAsync(forged, _none);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task In_a_test_every_terminal_is_asked_and_the_person_who_hears_it_is_remembered()
    {
        using var browser = await app.StaffAsync("manager");
        var desk = app.Services.GetRequiredService<AlertDesk>();
        Assert.Equal(JsonValueKind.Null, (await browser.GetFromJsonAsync<JsonElement>("/live/alert", _none)).GetProperty("testAt").ValueKind);

        await desk.StartTestAsync(app.Restaurant.Id, Some.Anna, _none);

        Assert.Equal(JsonValueKind.String, (await browser.GetFromJsonAsync<JsonElement>("/live/alert", _none)).GetProperty("testAt").ValueKind);
        await browser.TellAsync("heard", new { });
        var told = await browser.GetFromJsonAsync<JsonElement>("/live/alert", _none);
        Assert.Equal(JsonValueKind.Null, told.GetProperty("testAt").ValueKind);
        var terminal = Assert.Single(app.Services.GetRequiredService<TerminalBook>().All(app.Restaurant.Id), known => known.Name == told.GetProperty("terminal").GetString());
        Assert.Equal("Менеджер", terminal.TestedBy);
        Assert.True(desk.LastTest(app.Restaurant.Id).IsConfirmed(terminal.TestedAt));
    }

    [Fact]
    public async Task Only_an_administrator_changes_how_terminals_ring_and_what_they_are_called()
    {
        // How terminals ring is the restaurant's: the other tests' must go on as it is.
        await using var own = new TestApp();
        await own.InitializeAsync();
        using var browser = await own.StaffAsync();
        var desk = own.Services.GetRequiredService<AlertDesk>();
        var terminal = own.Services.GetRequiredService<TerminalBook>().All(own.Restaurant.Id)[0].Id;
        var admin = Some.Anna with { Role = Domain.Access.StaffRole.Admin };
        var wanted = new AlertSettings { RestaurantId = own.Restaurant.Id, RepeatSeconds = 30 };

        foreach (var person in new[] { Some.Anna, Some.Boris })
        {
            Assert.Null(desk.Show(own.Restaurant.Id, person));
            Assert.Equal(Refusal.NotPermitted, (await desk.SaveAsync(wanted, person, _none)).Reason);
            Assert.Equal(Refusal.NotPermitted, (await desk.RenameAsync(terminal, "Зал 1", person, _none)).Reason);
            Assert.Equal(Refusal.NotPermitted, (await desk.RemoveAsync(terminal, person, _none)).Reason);
        }

        Assert.Equal(Refusal.SettingsUnusable, (await desk.SaveAsync(wanted with { RepeatSeconds = 1 }, admin, _none)).Reason);
        Assert.Equal(Refusal.SettingsUnusable, (await desk.RenameAsync(terminal, "  ", admin, _none)).Reason);
        Assert.True((await desk.RenameAsync(terminal, " Зал 1 ", admin, _none)).IsDone);
        Assert.Contains(own.Services.GetRequiredService<TerminalBook>().All(own.Restaurant.Id), known => known.Name == "Зал 1");
        Assert.True((await desk.SaveAsync(wanted, admin, _none)).IsDone);
        await using (var db = await own.Contexts.CreateDbContextAsync(_none))
        {
            var changed = await db.AuditEntries.SingleAsync(entry => entry.What == AuditActs.AlertsChanged, _none);
            Assert.StartsWith("60 s, screen on", changed.Old, StringComparison.Ordinal);
            Assert.StartsWith("30 s, screen on", changed.New, StringComparison.Ordinal);
            Assert.Equal("Зал 1", (await db.AuditEntries.SingleAsync(entry => entry.What == AuditActs.TerminalRenamed, _none)).New);
        }

        Assert.True((await desk.RemoveAsync(terminal, admin, _none)).IsDone);
        Assert.DoesNotContain(own.Services.GetRequiredService<TerminalBook>().All(own.Restaurant.Id), known => known.Id == terminal);
    }

    [Fact]
    public async Task What_somebody_stores_of_a_terminal_stays_while_it_beats()
    {
        await using var own = new TestApp();
        await own.InitializeAsync();
        // Of its own: nobody reads it anew meanwhile.
        using var book = ActivatorUtilities.CreateInstance<TerminalBook>(own.Services);
        var terminal = await book.EnrolAsync(own.Restaurant.Id, _none);
        var named = 0;
        var beats = Task.Run(
            async () =>
            {
                while (Volatile.Read(ref named) < 2000)
                {
                    await book.BeatAsync(terminal.Id, new TerminalBeat(TerminalSound.On, true), "Оператор", _none);
                }
            },
            _none);

        while (named < 2000)
        {
            book.Learn(book.All(own.Restaurant.Id)[0] with { Name = $"Зал {named}" });
            Assert.Equal($"Зал {named}", book.All(own.Restaurant.Id)[0].Name);
            Volatile.Write(ref named, named + 1);
        }

        await beats;
        Assert.Equal("Зал 1999", book.All(own.Restaurant.Id)[0].Name);
    }

    [Fact]
    public async Task A_terminal_that_is_cut_off_is_out_at_once_and_comes_back_as_another_one_after_a_password()
    {
        await using var own = new TestApp();
        await own.InitializeAsync();
        using var browser = await own.StaffAsync();
        var book = own.Services.GetRequiredService<TerminalBook>();
        var admin = Some.Anna with { Role = Domain.Access.StaffRole.Admin };
        var lost = book.All(own.Restaurant.Id)[0];
        await own.Services.GetRequiredService<AlertDesk>().RemoveAsync(lost.Id, admin, _none);

        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.TellAsync("heartbeat", new { sound = "on", visible = true })).StatusCode);
        Assert.Empty(book.All(own.Restaurant.Id));
        await using (var db = await own.Contexts.CreateDbContextAsync(_none))
        {
            Assert.Equal(lost.Name, (await db.AuditEntries.SingleAsync(entry => entry.What == AuditActs.TerminalRemoved, _none)).Subject);
        }

        using var back = await own.StaffAsync();
        Assert.Equal(HttpStatusCode.NoContent, (await back.TellAsync("heartbeat", new { sound = "on", visible = true })).StatusCode);
        Assert.NotEqual(lost.Id, Assert.Single(book.All(own.Restaurant.Id)).Id);
    }

    // Something else may be told in between: that a terminal has sounded, or what the menu says of a dish.
    private static async Task<JsonElement> ToldAsync(HttpClient browser, Task<JsonElement> asked, Func<JsonElement, bool> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var told = await asked.WaitAsync(patience.Token);
        while (!isSo(told))
        {
            told = await browser.GetFromJsonAsync<JsonElement>($"/live/alert?after={told.GetProperty("stamp").GetString()}", patience.Token);
        }

        return told;
    }

    private async Task<Guid> PostAsync(string externalId)
    {
        using var shop = app.Shop();
        var answer = await shop.PostAsJsonAsync("/api/v1/orders", SeedOrder.Body(externalId, $"Гость {externalId}"), _none);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(_none)).GetProperty("id").GetGuid();
    }

    private static JsonElement? Ringing(JsonElement picture, Guid id) =>
        picture.GetProperty("orders").EnumerateArray().Where(order => order.GetProperty("id").GetGuid() == id).Cast<JsonElement?>().SingleOrDefault();

    private static async Task<string?> RefusalAsync(HttpResponseMessage answer)
    {
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(_none)).GetProperty("refusal").GetString();
    }
}
