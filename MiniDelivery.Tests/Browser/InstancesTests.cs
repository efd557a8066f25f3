using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Browser;

/// <summary>Several instances of one installation: two processes, killed at will, and a Redis that goes and comes.</summary>
[Trait("Kind", "Browser")]
public sealed class InstancesTests(TwoInstances pair) : IClassFixture<TwoInstances>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_order_posted_to_one_is_on_the_others_page_rings_there_and_is_accepted_there()
    {
        Assert.SkipUnless(pair.IsThere, RedisServer.Advice);
        var anna = await pair.OpenAsync(pair.First, "operator");
        var boris = await pair.OpenAsync(pair.Second, "manager");
        await Expect(Alert(boris)).ToHaveAttributeAsync("data-sound", "on");
        // A terminal that one hears counts at the other.
        await Expect(anna.GetByTestId("hearing")).ToContainTextAsync("2");

        // What the other tests of this pair have left waiting rings, too.
        var before = await Alert(anna).GetAttributeAsync("data-count") ?? "";

        var (_, number) = await PostAsync(pair.First, "I-1");

        await Expect(Row(boris, number)).ToHaveAttributeAsync("data-status", "waiting");
        await Expect(Alert(boris)).ToHaveAttributeAsync("data-sounding", "true");
        await Row(boris, number).Locator(".o-open").First.ClickAsync();
        await Row(anna, number).Locator(".o-open").First.ClickAsync();
        await Expect(anna.GetByTestId("card")).ToContainTextAsync("Менеджер");
        await boris.GetByTestId("card").GetByRole(AriaRole.Button, new() { Name = "Принять", Exact = true }).ClickAsync();
        await Expect(Row(anna, number)).ToHaveAttributeAsync("data-status", "created");
        await Expect(Alert(anna)).ToHaveAttributeAsync("data-count", before);
        Assert.Single(AtTill(number));

        // A page that is left counts nowhere any more; one that is torn down says no good-bye, and counts for 45 s more.
        await boris.EvaluateAsync("() => window.dispatchEvent(new PageTransitionEvent('pagehide'))");
        await Expect(anna.GetByTestId("hearing")).ToContainTextAsync("1");
        await anna.Context.CloseAsync();
        await boris.Context.CloseAsync();
    }

    [Fact]
    public async Task Either_may_be_killed_at_any_time_and_every_order_reaches_the_till_once()
    {
        Assert.SkipUnless(pair.IsThere, RedisServer.Advice);
        await AcceptByItselfAsync(isOn: true);
        var numbers = new List<int>();
        foreach (var (victim, other) in new[] { (pair.First, pair.Second), (pair.Second, pair.First) })
        {
            var begun = Task.WhenAll(Enumerable.Range(0, 6).Select(order => PostAgainAndAgainAsync(victim, other, $"K-{numbers.Count}-{order}")));
            await TestApp.Eventually(() => Task.FromResult(pair.Till.View().Orders.Count > numbers.Count), "the first of them is at the till");

            await victim.KillAsync();

            numbers.AddRange(await begun);
            foreach (var number in numbers)
            {
                // What the dead one was just telling the till is taken up when its claim has lapsed.
                await TestApp.Eventually(() => Task.FromResult(AtTill(number).Count > 0), $"{number} is at the till", () => other.Said);
            }

            await victim.StartAsync();
        }

        await AcceptByItselfAsync(isOn: false);
        await using var db = await pair.ContextAsync();
        foreach (var number in numbers)
        {
            await TestApp.Eventually(
                () => db.Orders.AsNoTracking().AnyAsync(order => order.Number == number && order.Status == OrderStatus.Created, Stop), $"{number} is known to be there");
            Assert.Single(AtTill(number));
        }

        Assert.Equal(numbers.Distinct(), numbers);
    }

    [Fact]
    public async Task While_Redis_is_away_the_page_says_so_and_what_one_stores_is_on_the_others_page_all_the_same()
    {
        Assert.SkipUnless(pair.IsThere, RedisServer.Advice);
        var boris = await pair.OpenAsync(pair.Second, "manager");
        var banner = boris.Locator("[data-banner=instances]");
        await Expect(banner).ToHaveCountAsync(0);

        await pair.Redis.KillAsync();
        var (_, number) = await PostAsync(pair.First, "R-1");

        await Expect(Row(boris, number)).ToHaveAttributeAsync("data-status", "waiting");
        await Expect(banner).ToContainTextAsync("Redis не отвечает");
        using (var shop = pair.Second.Shop())
        {
            Assert.StartsWith("""{"status":"degraded",""", await shop.GetStringAsync(new Uri("/health/ready", UriKind.Relative), Stop), StringComparison.Ordinal);
        }

        await pair.Redis.StartAsync();

        await Expect(banner).ToHaveCountAsync(0);
        (_, number) = await PostAsync(pair.First, "R-2");
        await Expect(Row(boris, number)).ToHaveAttributeAsync("data-status", "waiting");
        await boris.Context.CloseAsync();
    }

    private static ILocator Alert(IPage page) => page.Locator("#md-alert");

    private static ILocator Row(IPage page, int number) => page.Locator($"[data-testid=order][data-number='{number}']");

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    private List<Web.Simulator.OrderView> AtTill(int number) =>
        [.. pair.Till.View().Orders.Where(order => order.Comment?.Split(' ')[0] == FormattableString.Invariant($"#{number}"))];

    private static async Task<(Guid Id, int Number)> PostAsync(WebInstance to, string externalId)
    {
        using var shop = to.Shop();
        using var answer = await shop.PostAsJsonAsync("/api/v1/orders", SeedOrder.Body(externalId), Stop);
        _ = answer.StatusCode is HttpStatusCode.ServiceUnavailable ? throw new HttpRequestException("It says that it can store nothing now.") : 0;
        Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.Created, HttpStatusCode.OK });
        var order = await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
        return (order.GetProperty("id").GetGuid(), order.GetProperty("number").GetInt32());
    }

    // As a shop does that was told to: the same order, until somebody takes it.
    private static async Task<int> PostAgainAndAgainAsync(WebInstance first, WebInstance other, string externalId)
    {
        var to = first;
        while (true)
        {
            try
            {
                return (await PostAsync(to, externalId)).Number;
            }
            catch (HttpRequestException)
            {
                to = to == first ? other : first;
            }
        }
    }

    private async Task AcceptByItselfAsync(bool isOn)
    {
        await using var db = await pair.ContextAsync();
        foreach (var source in await db.Sources.ToListAsync(Stop))
        {
            db.Entry(source).Property(found => found.AutoAccept).CurrentValue = isOn ? new AutoAcceptRule { IsOn = true, IsForKnownGuests = false } : AutoAcceptRule.Off;
        }

        await db.SaveChangesAsync(Stop);
    }
}
