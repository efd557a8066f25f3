using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MiniDelivery.Domain.Access;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Tests.Api;

/// <summary>Signing in, changing one's password, and being sent out: over real HTTP, cookies included.</summary>
public sealed class SignInTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Long = "три слона и чайник";

    private static readonly Actor _admin = new("Администратор", StaffRole.Admin, Address: "10.0.0.7");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private StaffDesk Desk => app.Services.GetRequiredService<StaffDesk>();

    [Fact]
    public async Task Five_wrong_passwords_close_the_account_for_a_while_and_the_right_one_does_not_open_it()
    {
        var (name, password) = await HireAsync("guessed");
        for (var guess = 0; guess < StaffRules.FreeTries; guess++)
        {
            Assert.False(await EntersAsync(name, "wrong-password-1"));
        }

        Assert.False(await EntersAsync(name, password));
        var person = await PersonAsync(name);
        Assert.InRange(person.LockoutEnd!.Value, DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddSeconds(31));
        Assert.True((await Desk.UnlockAsync(person.Id, _admin, Stop)).IsDone);
        Assert.True(await EntersAsync(name, password));
        Assert.Equal(0, (await PersonAsync(name)).AccessFailedCount);
    }

    [Fact]
    public async Task Guesses_at_the_same_moment_are_counted_one_by_one()
    {
        var (name, _) = await HireAsync("parallel");

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => EntersAsync(name, "wrong-password-1")));

        Assert.Equal(4, (await PersonAsync(name)).AccessFailedCount);
    }

    [Theory]
    [InlineData("nobody-at-all")]
    [InlineData("operator")]
    public async Task An_unknown_name_costs_the_same_work_as_a_wrong_password(string name)
    {
        var hasher = new CountingHasher();
        await using var own = new TestApp();
        own.With(services => services.AddSingleton<IPasswordHasher<StaffMember>>(hasher));
        await own.InitializeAsync();
        hasher.Checks = 0;
        using var visitor = new Visitor(own.Address);

        await visitor.SignInAsync(name, "wrong-password-1", Stop);

        Assert.Equal(1, hasher.Checks);
    }

    [Fact]
    public async Task A_one_time_password_opens_only_the_page_that_changes_it()
    {
        var (name, password) = await HireAsync("newcomer");
        using var person = new Visitor(app.Address);
        await person.SignInAsync(name, password, Stop);

        using var board = await person.GetAsync("/", Stop);
        Assert.Equal("/account", board.Headers.Location?.OriginalString);
        Assert.Contains("account-must-change", await person.TextAsync("/account", Stop), StringComparison.Ordinal);
        Assert.Contains("account-error", await TextAsync(await ChangeAsync(person, password, "1234567890")), StringComparison.Ordinal);
        Assert.Contains("account-error", await TextAsync(await ChangeAsync(person, password, password)), StringComparison.Ordinal);
        Assert.Contains("account-error", await TextAsync(await ChangeAsync(person, "not-the-password", Long)), StringComparison.Ordinal);
        using var changed = await ChangeAsync(person, password, Long);
        Assert.Equal(HttpStatusCode.Found, changed.StatusCode);

        Assert.Equal(HttpStatusCode.OK, (await person.GetAsync("/", Stop)).StatusCode);
        Assert.False(await EntersAsync(name, password));
        Assert.True(await EntersAsync(name, Long));
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_every_session_but_this_one()
    {
        var (name, password) = await HireAsync("everywhere");
        using var here = new Visitor(app.Address);
        using var there = new Visitor(app.Address);
        await here.SignInAsync(name, password, Stop);
        await ChangeAsync(here, password, Long);
        await there.SignInAsync(name, Long, Stop);
        Assert.Equal(HttpStatusCode.OK, (await there.GetAsync("/", Stop)).StatusCode);

        await here.SubmitAsync("/account", "everywhere", Stop);

        Assert.Equal(HttpStatusCode.OK, (await here.GetAsync("/", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await there.GetAsync("/", Stop)).StatusCode);
    }

    [Fact]
    public async Task A_closed_account_is_out_at_once_and_a_new_role_asks_to_sign_in_again()
    {
        var (name, password) = await HireAsync("leaver");
        using var person = new Visitor(app.Address);
        await person.SignInAsync(name, password, Stop);
        await ChangeAsync(person, password, Long);
        var id = (await PersonAsync(name)).Id;

        await Desk.ChangeRoleAsync(id, StaffRole.Manager, _admin, Stop);
        Assert.Equal(HttpStatusCode.Found, (await person.GetAsync("/", Stop)).StatusCode);
        await person.SignInAsync(name, Long, Stop);
        Assert.Equal(HttpStatusCode.OK, (await person.GetAsync("/reports", Stop)).StatusCode);
        await Desk.DeactivateAsync(id, _admin, Stop);

        Assert.Equal(HttpStatusCode.Found, (await person.GetAsync("/", Stop)).StatusCode);
        Assert.False(await EntersAsync(name, Long));
        await Desk.ActivateAsync(id, _admin, Stop);
        Assert.True(await EntersAsync(name, Long));
    }

    [Fact]
    public async Task The_audit_knows_who_came_in_who_failed_and_from_where_and_no_password()
    {
        var (name, password) = await HireAsync("audited");
        await EntersAsync(name, "wrong-password-1");
        await EntersAsync(name, password);

        var page = (await app.Services.GetRequiredService<AuditQueries>().ReadAsync(new AuditFilter(Text: name), 0, _admin, Stop))!;

        Assert.Equal([AuditActs.SignedIn, AuditActs.SignInFailed, AuditActs.StaffCreated], page.Lines.Select(line => line.What));
        Assert.Equal(["127.0.0.1", "127.0.0.1", "10.0.0.7"], page.Lines.Select(line => line.From));
        Assert.Equal("", page.Lines[1].Who);
        var everything = string.Join('\n', page.Lines);
        Assert.DoesNotContain(password, everything, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-password-1", everything, StringComparison.Ordinal);
    }

    private async Task<(string Name, string Password)> HireAsync(string name, StaffRole role = StaffRole.Operator)
    {
        var answer = await Desk.CreateAsync(name, "Новый человек", role, null, _admin, Stop);
        return (name, answer.OneTimePassword!);
    }

    private async Task<bool> EntersAsync(string name, string password)
    {
        using var visitor = new Visitor(app.Address);
        using var answer = await visitor.SignInAsync(name, password, Stop);
        return answer.StatusCode is HttpStatusCode.Found;
    }

    private async Task<StaffMember> PersonAsync(string name)
    {
        await using var db = await app.Contexts.CreateDbContextAsync(Stop);
        return await db.Users.SingleAsync(person => person.UserName == name, Stop);
    }

    private static Task<HttpResponseMessage> ChangeAsync(Visitor person, string current, string next) =>
        person.SubmitAsync("/account", "password", Stop, ("Form.Current", current), ("Form.Next", next));

    private static async Task<string> TextAsync(HttpResponseMessage answer) => await answer.Content.ReadAsStringAsync(Stop);

    private sealed class CountingHasher : PasswordHasher<StaffMember>
    {
        public int Checks { get; set; }

        public override PasswordVerificationResult VerifyHashedPassword(StaffMember user, string hashedPassword, string providedPassword)
        {
            Checks++;
            return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
