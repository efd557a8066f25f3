using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Instances;

namespace MiniDelivery.Tests.Api;

/// <summary>The line between instances, through a real Redis; and what is without one.</summary>
public sealed class InstanceLinkTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_one_stores_the_other_is_told_of_and_nobody_hears_himself()
    {
        await using var redis = await RedisAsync();
        await using var anna = await LinkAsync(redis);
        await using var boris = await LinkAsync(redis);
        await TestApp.Eventually(() => Task.FromResult(anna.Link.Others is 1 && boris.Link.Others is 1), "they hear each other");
        var (heard, own) = (new ConcurrentQueue<Poke>(), new ConcurrentQueue<Poke>());
        using var hearing = boris.Link.Listen(heard.Enqueue);
        using var listening = anna.Link.Listen(own.Enqueue);
        var order = Guid.NewGuid();

        anna.Link.Tell(["Terminal", "Order"], [order]);
        anna.Link.Tell(["Order"], [.. Enumerable.Range(0, 101).Select(_ => Guid.NewGuid())]);
        anna.Link.Note("Анна|5");

        await TestApp.Eventually(() => Task.FromResult(heard.Count is 2 && boris.Link.Notes.Contains("Анна|5")), "it is heard");
        Assert.True(heard.TryDequeue(out var poke));
        Assert.Equal(["Order", "Terminal"], poke.Kinds.Order(StringComparer.Ordinal));
        Assert.Equal(order, Assert.Single(poke.Orders));
        Assert.False(poke.IsAnything);
        // More than is worth naming: look at everything.
        Assert.True(heard.TryDequeue(out poke));
        Assert.True(poke.IsAnything);
        Assert.Empty(own);

        await anna.Link.StopAsync(Stop);
        await TestApp.Eventually(() => Task.FromResult(boris.Link.Others is 0), "it has said good-bye");
    }

    [Fact]
    public async Task Calls_are_counted_together_and_alone_while_Redis_is_away()
    {
        await using var redis = await RedisAsync();
        await using var anna = await LinkAsync(redis);
        await using var boris = await LinkAsync(redis);
        // A machine that is busy with other tests makes Redis no slower than they bear.
        var patient = new FakeTimeProvider();
        SharedCounter[] counters = [Counter(anna, patient), Counter(boris, patient)];

        // Redis counts by its own clock: one of four is given back in fifteen seconds.
        for (var call = 0; call < 4; call++)
        {
            Assert.Equal(new SharedCount(true, 3 - call, 0), await counters[call % 2].TakeAsync("calls", "shop", 4, Stop));
        }

        foreach (var counter in counters)
        {
            var refused = (await counter.TakeAsync("calls", "shop", 4, Stop))!.Value;
            Assert.Equal((false, 0), (refused.IsGranted, refused.Left));
            Assert.InRange(refused.RetryAfter, 1, 15);
        }

        Assert.Equal(new SharedCount(true, 3, 0), await counters[0].TakeAsync("calls", "another", 4, Stop));

        await redis.KillAsync();
        Assert.Null(await Counter(anna, TimeProvider.System).TakeAsync("calls", "shop", 4, Stop));
        await TestApp.Eventually(() => Task.FromResult(anna.Link.IsApart), "it is noticed");
        await TestApp.Eventually(() => Task.FromResult(anna.Link.TroubleSince is not null), "and said, when it does not pass");
        using var pokes = anna.Link.Listen(poke => Assert.True(poke.IsAnything));
        await redis.StartAsync();
        await TestApp.Eventually(() => Task.FromResult(!anna.Link.IsApart && anna.Link.TroubleSince is null), "it is back by itself");
    }

    [Fact]
    public async Task A_Redis_that_is_not_there_keeps_nobody_from_starting_and_taking_orders()
    {
        await using var app = new TestApp();
        app.With("Redis:Configuration", $"127.0.0.1:{BuiltApp.FreePort()},connectTimeout=500");
        await app.InitializeAsync();
        using var shop = app.Shop();

        using var answer = await shop.PostAsJsonAsync("/api/v1/orders", SeedOrder.Body("R-1"), Stop);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        using var ready = await shop.GetAsync(new Uri("/health/ready", UriKind.Relative), Stop);
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        Assert.StartsWith("""{"status":"degraded",""", await ready.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_instance_that_cannot_read_the_others_keys_does_not_start_and_says_what_to_do()
    {
        await using var first = new TestApp();
        await first.InitializeAsync();
        await using var second = new TestApp(first.Folder);
        second.With("Redis:Configuration", $"127.0.0.1:{BuiltApp.FreePort()}").With("DataProtection:KeyFile", Path.Combine(first.Folder, "other.pfx"));

        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await second.InitializeAsync());

        Assert.StartsWith("DataProtection:CertificatePath: ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("redis.example:6379,pasword=secret", "pasword")]
    [InlineData("redis://redis.example:6379", "host name")]
    [InlineData("redis.example:99999", "65535")]
    [InlineData(",,", "no address")]
    public void A_wrong_text_stops_the_start_with_one_message_that_names_the_key_and_no_secret(string configuration, string why)
    {
        var result = new ValidateRedisOptions().Validate(null, new RedisOptions { Configuration = configuration });

        var message = Assert.Single(result.Failures!);
        Assert.StartsWith("Redis:Configuration: ", message, StringComparison.Ordinal);
        Assert.Contains(why, message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public async Task The_program_itself_does_not_start_with_it()
    {
        await using var app = new TestApp();
        app.With("Redis:Configuration", "redis.example:6379,pasword=secret");

        var error = await Assert.ThrowsAsync<OptionsValidationException>(async () => await app.InitializeAsync());

        Assert.StartsWith("Redis:Configuration: ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("redis.example")]
    [InlineData("10.0.0.5:6379,[::1]:6379,password=x,ssl=true,channelPrefix=second")]
    public void One_instance_and_a_right_text_pass(string? configuration) =>
        Assert.True(new ValidateRedisOptions().Validate(null, new RedisOptions { Configuration = configuration }).Succeeded);

    private static async Task<RedisServer> RedisAsync()
    {
        Assert.SkipUnless(await RedisServer.IsThereAsync(), RedisServer.Advice);
        var redis = new RedisServer();
        await redis.StartAsync();
        return redis;
    }

    private static async Task<RunningLink> LinkAsync(RedisServer redis)
    {
        var link = new InstanceLink(
            Options.Create(new RedisOptions { Configuration = redis.Configuration }), TimeProvider.System, NullLogger<InstanceLink>.Instance);
        await link.StartAsync(Stop);
        await TestApp.Eventually(() => Task.FromResult(!link.IsApart), "the line stands");
        return new RunningLink(link);
    }

    private static SharedCounter Counter(RunningLink running, TimeProvider time) => new(running.Link, time, NullLogger<SharedCounter>.Instance);

    private sealed record RunningLink(InstanceLink Link) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Link.StopAsync(CancellationToken.None);
            Link.Dispose();
        }
    }
}
