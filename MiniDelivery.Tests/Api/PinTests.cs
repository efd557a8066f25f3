using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Alerts;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Alerts;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Tests.Api;

/// <summary>PINs, shared terminals and locking, over real HTTP, cookies included.</summary>
public sealed class PinTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Pin = "4071";

    private static readonly Actor _admin = new("Администратор", StaffRole.Admin, Address: "10.0.0.7");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_PIN_opens_a_shared_terminal_and_is_worthless_elsewhere()
    {
        var (shared, terminal) = await SeatAsync(app, isShared: true);
        await SetPinAsync(shared);
        await LockAsync(shared);
        var person = await PersonAsync(app, "operator");

        Assert.Equal(HttpStatusCode.Found, (await EnterAsync(shared, person.Id)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await shared.GetAsync("/", Stop)).StatusCode);

        var (own, ownTerminal) = await SeatAsync(app, isShared: false, "manager");
        await LockAsync(own);
        Assert.StartsWith("/account/sign-in", (await own.GetAsync("/lock", Stop)).Headers.Location!.PathAndQuery, StringComparison.Ordinal);
        await using var scope = app.Services.CreateAsyncScope();
        var door = scope.ServiceProvider.GetRequiredService<PinDoor>();
        Assert.False(await door.EnterAsync(ownTerminal.Value, person.Id, Pin, null, Stop));
        Assert.False(await door.EnterAsync(null, person.Id, Pin, null, Stop));
        Assert.Null(await door.PeopleAsync(ownTerminal.Value, Stop));

        // A terminal that is shared no more sends out whoever came with a PIN.
        await DeskOf(app).SetLockingAsync(terminal, isShared: false, 0, _admin, Stop);
        Assert.Equal(HttpStatusCode.Found, (await shared.GetAsync("/", Stop)).StatusCode);
    }

    [Fact]
    public async Task Wrong_PINs_close_the_PIN_until_the_password_is_used_and_the_audit_knows_of_them()
    {
        var (seat, _) = await SeatAsync(app, isShared: true, "manager");
        await SetPinAsync(seat);
        await LockAsync(seat);
        var person = await PersonAsync(app, "manager");
        for (var guess = 0; guess < StaffRules.FreeTries; guess++)
        {
            Assert.Contains("lock-error", await TextAsync(await EnterAsync(seat, person.Id, "9999")), StringComparison.Ordinal);
        }

        Assert.Contains("lock-error", await TextAsync(await EnterAsync(seat, person.Id)), StringComparison.Ordinal);
        await using (var db = await app.Contexts.CreateDbContextAsync(Stop))
        {
            var kept = await db.StaffPins.SingleAsync(pin => pin.PersonId == person.Id, Stop);
            Assert.Equal(StaffRules.FreeTries, kept.Wrong);
            Assert.NotNull(kept.ClosedUntil);
            Assert.DoesNotContain(Pin, kept.Hash, StringComparison.Ordinal);
            Assert.Equal(5, (await db.TerminalTries.SingleAsync(tries => tries.Wrong > 0, Stop)).Wrong);
            // The wait is over, but these were the last tries.
            (kept.Wrong, kept.ClosedUntil) = (PinRules.LastTry, null);
            await db.SaveChangesAsync(Stop);
        }

        Assert.Contains("lock-error", await TextAsync(await EnterAsync(seat, person.Id)), StringComparison.Ordinal);
        await seat.SignInAsync("manager", TestApp.Password, Stop);
        await LockAsync(seat);
        Assert.Equal(HttpStatusCode.Found, (await EnterAsync(seat, person.Id)).StatusCode);

        var page = (await app.Services.GetRequiredService<AuditQueries>().ReadAsync(new AuditFilter(Text: "manager"), 0, _admin, Stop))!;
        Assert.Contains(page.Lines, line => line.What == AuditActs.SignedInByPin);
        Assert.Equal(StaffRules.FreeTries, page.Lines.Count(line => line.What == AuditActs.PinFailed));
        Assert.DoesNotContain(page.Lines, line => line.ToString().Contains(Pin, StringComparison.Ordinal) || line.ToString().Contains("9999", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_administrators_PIN_opens_no_settings_and_changes_nothing_of_the_account()
    {
        var (seat, _) = await SeatAsync(app, isShared: true, "admin");
        Assert.Contains("account-error", await TextAsync(await seat.SubmitAsync("/account", "pin", Stop, ("Form.Current", "wrong-password-1"), ("Form.Pin", Pin))), StringComparison.Ordinal);
        Assert.Contains("account-error", await TextAsync(await seat.SubmitAsync("/account", "pin", Stop, ("Form.Current", TestApp.Password), ("Form.Pin", "1234"))), StringComparison.Ordinal);
        await SetPinAsync(seat);
        Assert.Equal(HttpStatusCode.OK, (await seat.GetAsync("/settings/staff", Stop)).StatusCode);
        await LockAsync(seat);
        await EnterAsync(seat, (await PersonAsync(app, "admin")).Id);

        Assert.Equal(HttpStatusCode.OK, (await seat.GetAsync("/reports", Stop)).StatusCode);
        foreach (var path in new[] { "/settings/staff", "/settings/till", "/settings/alerts", "/settings/terminals", "/settings/personal-data" })
        {
            using var refused = await seat.GetAsync(path, Stop);
            Assert.Contains("/account/denied", refused.Headers.Location?.OriginalString, StringComparison.Ordinal);
            Assert.Contains("no-access-pin", await seat.TextAsync(refused.Headers.Location!.PathAndQuery, Stop), StringComparison.Ordinal);
        }

        Assert.Contains("account-by-pin", await seat.TextAsync("/account", Stop), StringComparison.Ordinal);
        await using var scope = app.Services.CreateAsyncScope();
        var account = scope.ServiceProvider.GetRequiredService<AccountDesk>();
        var who = await ByPinAsync(scope.ServiceProvider, "admin");
        Assert.Equal(StaffRefusal.PasswordNeeded, await account.ChangePasswordAsync(who, TestApp.Password, "три слона и чайник", null, Stop));
        Assert.Equal(StaffRefusal.PasswordNeeded, await account.SetPinAsync(who, TestApp.Password, Pin, null, Stop));
        Assert.Equal(StaffRefusal.PasswordNeeded, await account.RemovePinAsync(who, null, Stop));
        Assert.Equal(StaffRefusal.PasswordNeeded, await account.AddPasskeyAsync(who, "{}", "", null, Stop));
        Assert.Equal(StaffRefusal.PasswordNeeded, await account.SignOutEverywhereAsync(who, null, Stop));
        Assert.Null(await account.PasskeyToMakeAsync(who));
    }

    [Fact]
    public async Task A_locked_terminal_hears_how_many_wait_and_nothing_of_guests()
    {
        var (seat, _) = await SeatAsync(app, isShared: true);
        using (var shop = app.Shop())
        using (var body = new StringContent(
            """{"externalId":"PIN-1","customer":{"name":"Тайный Гость","phone":"89000000000"},"fulfillment":{"type":"pickup"},"items":[{"code":"101","name":"Пирог","quantity":1,"price":777}]}""",
            System.Text.Encoding.UTF8,
            "application/json"))
        {
            (await shop.PostAsync("/api/v1/orders", body, Stop)).EnsureSuccessStatusCode();
        }

        await TestApp.Eventually(async () => (await seat.TextAsync("/live/alert", Stop)).Contains("\"total\":777", StringComparison.Ordinal), "whoever is signed in sees the sum");
        await LockAsync(seat);

        var told = await seat.TextAsync("/live/alert", Stop);
        var picture = JsonDocument.Parse(told).RootElement;
        Assert.NotEqual(0, picture.GetProperty("orders").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, picture.GetProperty("oldest").ValueKind);
        Assert.DoesNotContain("\"total\":", told, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, (await PostAsync(seat, "heartbeat")).StatusCode);
        foreach (var what in new[] { "acknowledge", "accept", "volume", "heard", "touch", "lock" })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(seat, what)).StatusCode);
        }

        var (own, _) = await SeatAsync(app, isShared: false);
        await LockAsync(own);
        Assert.Equal(HttpStatusCode.Unauthorized, (await own.GetAsync("/live/alert", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(own, "heartbeat")).StatusCode);
    }

    [Fact]
    public async Task Whom_nobody_sees_is_sent_out_by_the_server_though_the_script_says_nothing()
    {
        var time = new ShiftedTime();
        await using var own = new TestApp();
        own.With(services => services.AddSingleton<TimeProvider>(time));
        await own.InitializeAsync();
        var (seat, _) = await SeatAsync(own, isShared: true);
        for (var minute = 0; minute < 12; minute += 6)
        {
            time.Ahead += TimeSpan.FromMinutes(6);
            Assert.Equal(HttpStatusCode.NoContent, (await PostAsync(seat, "touch")).StatusCode);
        }

        time.Ahead += TimeSpan.FromMinutes(6);
        Assert.Equal(HttpStatusCode.NoContent, (await PostAsync(seat, "heartbeat")).StatusCode);
        time.Ahead += TimeSpan.FromMinutes(5);

        using (var page = await seat.GetAsync("/orders/new", Stop))
        {
            Assert.Equal("/lock?returnUrl=%2Forders%2Fnew", page.Headers.Location?.OriginalString);
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(seat, "accept")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await seat.GetAsync("/live/alert", Stop)).StatusCode);
    }

    [Fact]
    public async Task An_address_that_tries_too_often_is_told_to_wait_and_others_are_not()
    {
        await using var own = new TestApp();
        own.With("SignIn:TriesPerMinute", "3");
        await own.InitializeAsync();
        using var stubborn = new Visitor(own.Address);
        for (var tries = 0; tries < 3; tries++)
        {
            Assert.Equal(HttpStatusCode.OK, (await stubborn.SignInAsync($"nobody-{tries}", "wrong-password-1", Stop)).StatusCode);
        }

        using var refused = await stubborn.SignInAsync("operator", TestApp.Password, Stop);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Contains("Слишком много попыток", WebUtility.HtmlDecode(await TextAsync(refused)), StringComparison.Ordinal);
        using var passkey = await stubborn.TryAsync(new Door("POST", "account/passkey/use", false), Stop);
        Assert.Equal(HttpStatusCode.TooManyRequests, passkey.StatusCode);

        using var other = new Visitor(own.Address, null, ("X-Forwarded-For", "203.0.113.7"));
        Assert.Equal(HttpStatusCode.Found, (await other.SignInAsync("operator", TestApp.Password, Stop)).StatusCode);
    }

    [Fact]
    public void Every_no_costs_the_same_work()
    {
        var hasher = new CountingHasher();
        var keeper = new PinKeeper(new EphemeralDataProtectionProvider(), hasher);
        var person = new StaffMember();
        var kept = new StaffPin { PersonId = person.Id, Hash = keeper.Hide(person, Pin), SetAt = Some.Noon };
        var ofOtherKeys = new StaffPin { PersonId = person.Id, Hash = "nonsense", SetAt = Some.Noon };

        Assert.True(keeper.Fits(person, kept, Pin));
        Assert.False(keeper.Fits(person, kept, "9999"));
        Assert.False(keeper.Fits(person, null, Pin));
        Assert.False(keeper.Fits(null, null, Pin));
        Assert.False(keeper.Fits(person, ofOtherKeys, Pin));

        Assert.Equal(5, hasher.Checks);
    }

    private static AlertDesk DeskOf(TestApp app) => app.Services.GetRequiredService<AlertDesk>();

    private static async Task<(Visitor Browser, TerminalId Terminal)> SeatAsync(TestApp app, bool isShared, string who = "operator")
    {
        var visitor = new Visitor(app.Address, null, ("Accept", "text/html"), ("Origin", app.Address.GetLeftPart(UriPartial.Authority)));
        await visitor.SignInAsync(who, TestApp.Password, Stop);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/", Stop)).StatusCode);
        var terminal = app.Services.GetRequiredService<TerminalBook>().All(app.Restaurant.Id).MaxBy(known => known.CreatedAt)!.Id;
        if (isShared)
        {
            Assert.True((await DeskOf(app).SetLockingAsync(terminal, isShared: true, Terminal.SharedIdle, _admin, Stop)).IsDone);
        }

        return (visitor, terminal);
    }

    private static async Task SetPinAsync(Visitor seat)
    {
        using var answer = await seat.SubmitAsync("/account", "pin", Stop, ("Form.Current", TestApp.Password), ("Form.Pin", Pin));
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
    }

    private static async Task LockAsync(Visitor seat) => Assert.Equal(HttpStatusCode.NoContent, (await PostAsync(seat, "lock")).StatusCode);

    private static Task<HttpResponseMessage> PostAsync(Visitor seat, string what) => seat.TryAsync(new Door("POST", $"live/{what}", false), Stop);

    private static Task<HttpResponseMessage> EnterAsync(Visitor seat, Guid person, string pin = Pin) =>
        seat.SubmitAsync("/lock", "pin", Stop, ("Form.Person", person.ToString()), ("Form.Pin", pin));

    private static async Task<StaffMember> PersonAsync(TestApp app, string name)
    {
        await using var db = await app.Contexts.CreateDbContextAsync(Stop);
        return await db.Users.SingleAsync(person => person.UserName == name, Stop);
    }

    private static async Task<System.Security.Claims.ClaimsPrincipal> ByPinAsync(IServiceProvider services, string name)
    {
        var users = services.GetRequiredService<UserManager<StaffMember>>();
        var who = await services.GetRequiredService<IUserClaimsPrincipalFactory<StaffMember>>().CreateAsync((await users.FindByNameAsync(name))!);
        who.Identities.First().AddClaim(new(CurrentStaff.MethodClaim, CurrentStaff.ByPin));
        return who;
    }

    private static async Task<string> TextAsync(HttpResponseMessage answer) => await answer.Content.ReadAsStringAsync(Stop);

    private sealed class ShiftedTime : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
    }

    private sealed class CountingHasher : PasswordHasher<StaffMember>
    {
        public int Checks { get; private set; }

        public override PasswordVerificationResult VerifyHashedPassword(StaffMember user, string hashedPassword, string providedPassword)
        {
            Checks++;
            return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
