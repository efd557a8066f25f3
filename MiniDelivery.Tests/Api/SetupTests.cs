using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MiniDelivery.Domain.Access;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Setup;

namespace MiniDelivery.Tests.Api;

/// <summary>The first start in Production: nobody is there, and only whoever reads the console can become the first.</summary>
public sealed class SetupTests : IAsyncLifetime
{
    private static readonly (string Name, string Value)[] _form =
    [
        ("Form.Name", "Вера Павловна"), ("Form.SignInName", "vera"), ("Form.Password", "три слона и чайник"), ("Form.Restaurant", "Пироги"),
        ("Form.Code", "pies"), ("Form.TimeZone", "Asia/Novosibirsk"), ("Form.Currency", "RUB"),
    ];

    private readonly ProductionApp _app = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _app.InitializeAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_fresh_database_has_nobody_and_nothing_to_guess()
    {
        await using var db = await _app.Contexts.CreateDbContextAsync(Stop);

        Assert.Equal(
            (0, 0, 0, 0),
            (await db.Users.CountAsync(Stop), await db.Restaurants.CountAsync(Stop), await db.Sources.CountAsync(Stop), await db.ApiKeys.CountAsync(Stop)));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/help")]
    [InlineData("/account/sign-in")]
    [InlineData("/settings/till")]
    public async Task Until_then_every_page_leads_to_the_set_up(string path)
    {
        using var visitor = new Visitor(_app.Address);

        using var answer = await visitor.GetAsync(path, Stop);

        Assert.Equal("/setup", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task It_makes_everything_once_signs_in_and_is_gone()
    {
        var token = _app.Token;
        using var visitor = new Visitor(_app.Address, null, ("X-Forwarded-Proto", "https"));
        using var answer = await visitor.SubmitAsync($"/setup?token={token}", "setup", Stop, _form);

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Contains(answer.Headers.GetValues("Set-Cookie"), cookie =>
            cookie.StartsWith("minidelivery=", StringComparison.Ordinal) && cookie.Contains("secure", StringComparison.OrdinalIgnoreCase));
        await using var db = await _app.Contexts.CreateDbContextAsync(Stop);
        var person = await db.Users.SingleAsync(Stop);
        Assert.Equal(nameof(StaffRole.Admin), await db.UserRoles.Join(db.Roles, link => link.RoleId, role => role.Id, (link, role) => role.Name)
            .SingleAsync(Stop));
        Assert.Equal(Enum.GetNames<StaffRole>().Order(), await db.Roles.Select(role => role.Name).OrderBy(name => name).ToListAsync(Stop));
        var restaurant = await db.Restaurants.SingleAsync(Stop);
        Assert.Equal(("pies", "Пироги", "Asia/Novosibirsk", "RUB"), (restaurant.Code, restaurant.Name, restaurant.TimeZone, restaurant.Currency));
        Assert.True((await db.Sources.SingleAsync(Stop)).IsStaff);
        Assert.Contains(await db.AuditEntries.ToListAsync(Stop), entry => entry.What == AuditActs.SetUp && entry.Who == person.DisplayName);
        Assert.Equal("Пироги", _app.Restaurant.Name);

        // The same link once more: nobody is told that it was ever right.
        using var other = new Visitor(_app.Address);
        using var again = await other.GetAsync($"/setup?token={token}", Stop);
        Assert.StartsWith("/account/sign-in", again.Headers.Location!.PathAndQuery, StringComparison.Ordinal);
        Assert.False((await _app.Services.GetRequiredService<SetupDesk>().CompleteAsync(token, new SetupForm(), null, Stop)).IsDone);
    }

    [Fact]
    public async Task Nothing_is_made_without_the_token_whatever_the_form_says()
    {
        var desk = _app.Services.GetRequiredService<SetupDesk>();
        var form = new SetupForm
        {
            Name = "Вера", SignInName = "vera", Password = "три слона и чайник", Restaurant = "Пироги", Code = "pies", TimeZone = "Asia/Novosibirsk", Currency = "RUB",
        };

        Assert.False((await desk.CompleteAsync("guess", form, null, Stop)).IsDone);
        Assert.False((await desk.CompleteAsync(null, form, null, Stop)).IsDone);

        await using var db = await _app.Contexts.CreateDbContextAsync(Stop);
        Assert.Equal(0, await db.Users.CountAsync(Stop));
    }

    [Fact]
    public async Task Two_who_finish_at_once_make_one_administrator()
    {
        var token = _app.Token;
        var desk = _app.Services.GetRequiredService<SetupDesk>();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(number => desk.CompleteAsync(
            token,
            new SetupForm
            {
                Name = "Вера", SignInName = $"vera{number}", Password = "три слона и чайник", Restaurant = "Пироги", Code = $"pies{number}", TimeZone = "Asia/Novosibirsk", Currency = "RUB",
            },
            null,
            Stop)));

        await using var db = await _app.Contexts.CreateDbContextAsync(Stop);
        Assert.Equal((1, 1), (await db.Users.CountAsync(Stop), await db.Restaurants.CountAsync(Stop)));
    }

    [Fact]
    public async Task A_wrong_token_is_answered_later_and_later()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var gate = new SetupGate(time);
        var token = gate.Open();
        var waits = new List<double>();
        for (var guess = 0; guess < 7; guess++)
        {
            var answer = gate.AcceptsAsync("guess", Stop);
            var before = time.GetUtcNow();
            while (!answer.IsCompleted)
            {
                time.Advance(TimeSpan.FromMilliseconds(50));
            }

            Assert.False(await answer);
            waits.Add((time.GetUtcNow() - before).TotalSeconds);
        }

        Assert.Equal([0.25, 0.5, 1, 2, 4, 8, 8], waits);
        Assert.True(await gate.AcceptsAsync($" {token} ", Stop));
    }
}
