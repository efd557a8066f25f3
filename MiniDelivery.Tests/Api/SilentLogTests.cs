using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Access;
using MiniDelivery.Web.Operations;
using MiniDelivery.Web.Simulator;
using MiniDelivery.Web.Tills;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace MiniDelivery.Tests.Api;

/// <summary>Everything that a busy day writes into the log, and that no guest and no secret is in it.</summary>
public sealed class SilentLogTests
{
    private const string Name = "Пелагея Громыхалова";
    private const string Phone = "89137770042";
    private const string Street = "Улица Шестопёрая";
    private const string Comment = "домофон ревёт";
    private const string Email = "pelageya@example.org";
    private const string TillPassword = "kassa-pod-zamkom";
    private const string Guess = "guessed-password-1";

    private static readonly Actor _admin = new("Администратор", StaffRole.Admin);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // As it is shipped, and as somebody who looks for a mistake of ours turns it up. ASP.NET itself writes whole addresses at Information: searches, too.
    [Theory]
    [InlineData("Information", "Warning")]
    [InlineData("Debug", "Warning")]
    public async Task A_day_in_the_log_names_no_guest_and_no_secret(string ours, string frameworks)
    {
        var written = new Written();
        var (seen, secrets) = await LiveThroughAsync(written, ours, frameworks);
        var log = written.ToString();

        Assert.Contains(seen, log, StringComparison.Ordinal); // It was this day, and it was written down.
        string[] forbidden =
        [
            Name, "Пелагея", "Громыхалова", Phone, Phone[1..], "913 777", "+7913", Street, "Шестопёрая", Comment, Email, TillPassword, Guess, TestApp.Password, TestApp.ApiKey,
            TestApp.ApiKey.Split('_')[2], Uri.EscapeDataString(Name), .. secrets,
        ];
        Assert.All(forbidden, secret => Assert.DoesNotContain(secret, log, StringComparison.OrdinalIgnoreCase));
    }

    private static async Task<(string Seen, string[] Secrets)> LiveThroughAsync(Written written, string ours, string frameworks)
    {
        await using var app = new TestApp();
        app.With(services => services.AddSerilog((provider, log) => log
                .ReadFrom.Configuration(provider.GetRequiredService<IConfiguration>())
                .WriteTo.Sink(written)))
            .With("Serilog:MinimumLevel:Default", ours)
            .With("Serilog:MinimumLevel:Override:Microsoft.AspNetCore", frameworks)
            .With("Serilog:MinimumLevel:Override:Microsoft.EntityFrameworkCore", frameworks)
            .With("Serilog:MinimumLevel:Override:System.Net.Http.HttpClient", frameworks);
        await app.InitializeAsync();
        using var shop = app.Shop();

        // Orders: good, the same again, another under its number, broken in every way.
        var delivered = await TakeAsync(shop, "LOG-1");
        await shop.PostAsJsonAsync("/api/v1/orders", Body("LOG-1"), Stop);
        await shop.PostAsJsonAsync("/api/v1/orders", Body("LOG-1", guests: 5), Stop);
        await shop.PostAsJsonAsync("/api/v1/orders", new { externalId = "LOG-2", customer = new { name = Name, phone = Phone }, items = Array.Empty<object>() }, Stop);
        await shop.PostAsync("/api/v1/orders", new StringContent($"{{ \"customer\": {{ \"name\": \"{Name}\", ", Encoding.UTF8, "application/json"), Stop);
        await shop.PostAsync("/api/v1/orders", new StringContent(Name, Encoding.UTF8, "text/plain"), Stop);
        await shop.GetAsync($"/api/v1/orders?externalId={Uri.EscapeDataString(Name)}", Stop);
        using (var stranger = app.Shop("md_nobodyxx_ffffffffffffffffffffffffffffffff"))
        {
            await stranger.PostAsJsonAsync("/api/v1/orders", Body("LOG-3"), Stop);
        }

        // One goes its way, one is cancelled, one cannot be handed over.
        await app.Desk.AcceptAsync(delivered, Some.Anna, Stop);
        await app.EventuallyAsync(delivered, order => order.Status is OrderStatus.Created, "created");
        await app.Desk.FillAsync(delivered, Some.Anna, Stop);
        await app.EventuallyAsync(delivered, order => order.Status is OrderStatus.Accepted, "accepted");
        var cancelled = await TakeAsync(shop, "LOG-4");
        await app.Desk.CancelAsync(cancelled, CancelReason.GuestCancelled, Comment, Some.Anna, Stop);
        app.Till.Switches = app.Till.Switches with { Faults = [new SimulatorFault { Kind = FaultKind.HalfAnswer, Command = "CreateOrder", Times = null }] };
        var stuck = await TakeAsync(shop, "LOG-5");
        await app.Desk.AcceptAsync(stuck, Some.Anna, Stop);
        await app.EventuallyAsync(stuck, order => order.Handoff!.Trouble is not null, "not handed over");

        // A guest asks to be forgotten; and what is old enough is.
        var keeping = app.Services.GetRequiredService<RetentionDesk>();
        await keeping.FindGuestAsync(app.Restaurant.Id, Phone, _admin, Stop);
        Assert.Equal(1, (await keeping.EraseGuestAsync(app.Restaurant.Id, Phone, _admin, Stop)).Trace!.Erasable);
        await keeping.SaveAsync(app.Restaurant.Id, 0, 1, _admin, Stop);

        // People: in, wrong, reset; and the till's password.
        using var person = new Visitor(app.Address);
        await person.SignInAsync("operator", Guess, Stop);
        await person.SignInAsync(Guess, TestApp.Password, Stop);
        await person.SignInAsync("operator", TestApp.Password, Stop);
        await person.GetAsync($"/?q={Uri.EscapeDataString(Name)}", Stop);
        var made = await app.Services.GetRequiredService<StaffDesk>().CreateAsync("logged", "Учётная", StaffRole.Operator, null, _admin, Stop);
        await app.Services.GetRequiredService<TillSettingsDesk>().SaveAsync(
            app.Restaurant.Id,
            new TillForm { Url = "https://127.0.0.1:1", User = "Web", Password = TillPassword, Station = "1", Table = "1" },
            _admin,
            Stop);
        return (app.Restaurant.Id.ToString(), [made.OneTimePassword!]);
    }

    private static async Task<OrderId> TakeAsync(HttpClient shop, string number)
    {
        var answer = await shop.PostAsJsonAsync("/api/v1/orders", Body(number), Stop);
        answer.EnsureSuccessStatusCode();
        return new OrderId((await answer.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>(Stop)).GetProperty("id").GetGuid());
    }

    private static object Body(string number, int guests = 2) => new
    {
        externalId = number,
        customer = new { name = Name, phone = Phone, email = Email },
        fulfillment = new { address = new { text = $"{Street}, 7" } },
        comment = Comment,
        guests,
        items = new[] { new { code = "101", name = "Пирог", quantity = 1, price = 350 } },
    };

    /// <summary>All that is written: the words, every property, every exception.</summary>
    private sealed class Written : ILogEventSink
    {
        private readonly ConcurrentQueue<string> _events = new();

        public void Emit(LogEvent logEvent) => _events.Enqueue(
            $"{logEvent.RenderMessage(CultureInfo.InvariantCulture)} {string.Join(' ', logEvent.Properties.Select(property => $"{property.Key}={property.Value}"))} {logEvent.Exception}");

        public override string ToString() => string.Join('\n', _events);
    }
}
