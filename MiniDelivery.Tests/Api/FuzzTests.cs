using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Api;

/// <summary>
/// Whatever is sent to the API: no 500, no hang, a problem for every refusal, and nothing stored that was not answered 2xx.
/// <c>MINIDELIVERY_TEST_FUZZ_SECONDS</c> lets it run longer, <c>MINIDELIVERY_TEST_FUZZ_SEED</c> runs what failed once more.
/// </summary>
public sealed class FuzzTests(TestApp app) : IClassFixture<TestApp>
{
    private const string SecondsVariable = "MINIDELIVERY_TEST_FUZZ_SECONDS";
    private const string SeedVariable = "MINIDELIVERY_TEST_FUZZ_SEED";

    // What has broken programs before.
    private static readonly string[] _texts =
    [
        "", " ", "0", "-1", "null", "\u0000", "a\u0001b", "\r\n", "'; DROP TABLE Orders; --", "<script>alert(1)</script>", "🍕", "שלום", "e\u0301", "\uFEFF", "\uFFFF",
        "%00", "../../etc/passwd", "{{7*7}}", new string('я', 201), new string('a', 5_000), "2027-02-30T25:61:61+99:99", "9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00-14:00",
    ];

    private static readonly string[] _numbers =
        ["0", "-0", "-1", "1e400", "1e-400", "0.0005", "99999999999999999999999999999", "79228162514264337593543950335", "2147483648", "1E5", "9999", "100000000"];

    private static readonly string[] _paths =
    [
        "/api/v1/orders", "/api/v1/orders/check", "/api/v1/orders/0197f1c2-0000-7000-8000-000000000001", "/api/v1/orders/0197f1c2-0000-7000-8000-000000000001/cancel",
        "/api/v1/orders/x", "/api/v1/menu", "/api/v1/status", "/api/v1/nothing", "/api/v1/orders?limit=%FF", "/api/v1/orders?after=AAAA", "/api/v1/orders?after=MS4tMQ",
        "/api/v1/orders?externalId=%00", "/api/v1/orders?externalId=%ED%A0%80", "/api/v1/orders?limit=1&after=latest", "/api/int/orderitems?guid=%7B%7D", "/api//v1/orders", "/api/v1/orders/%2e%2e/menu",
    ];

    private static readonly string[] _methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "BREW", "TRACE"];

    private static readonly string[] _headers = ["Idempotency-Key", "If-None-Match", "If-Match", "Accept", "Accept-Language", "Content-Encoding", "X-Api-Key", "X-Forwarded-For", "Range", "Prefer", "Cookie", "Origin"];

    private static readonly string[] _types = ["application/json", "application/json; charset=utf-8", "application/json; charset=utf-16", "text/plain", "application/xml", "multipart/form-data", ";;;", ""];

    // However slow the machine: one in twenty is an order that is taken.
    private const int FewestCalls = 200;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_that_is_sent_breaks_it_or_is_stored_without_a_word()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable(SeedVariable), out var said) ? said : Random.Shared.Next();
        var seconds = int.TryParse(Environment.GetEnvironmentVariable(SecondsVariable), out var wanted) ? wanted : 10;
        TestContext.Current.TestOutputHelper?.WriteLine($"{SeedVariable}={seed}");
#pragma warning disable CA5394 // What is tried must be tried once more from its seed; there is nothing to keep secret.
        var random = new Random(seed);
#pragma warning restore CA5394
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = app.Address, Timeout = TimeSpan.FromMinutes(2) };
        var taken = new HashSet<Guid>();
        var until = DateTime.UtcNow.AddSeconds(seconds);
        var count = 0;
        for (; DateTime.UtcNow < until || count < FewestCalls; count++)
        {
            using var request = Request(random, count);
            var what = $"seed {seed}, number {count}: {request.Method} {request.RequestUri}";
            HttpResponseMessage answer;
            try
            {
                answer = await http.SendAsync(request, Stop);
            }
            catch (HttpRequestException error) when (error.HttpRequestError is not HttpRequestError.ResponseEnded)
            {
                continue; // Our own client would not send it.
            }

            using (answer)
            {
                await CheckAsync(request, answer, taken, what);
            }
        }

        await using var db = await app.Contexts.CreateDbContextAsync(Stop);
        var stored = await db.Orders.Select(order => order.Id).ToListAsync(Stop);
        Assert.True(taken.SetEquals(stored.Select(id => id.Value)), $"seed {seed}: {taken.Count} answered 2xx, {stored.Count} stored");
        Assert.NotEmpty(taken); // Else it would only have knocked at closed doors.
    }

    private static async Task CheckAsync(HttpRequestMessage request, HttpResponseMessage answer, HashSet<Guid> taken, string what)
    {
        var text = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True((int)answer.StatusCode < 500, $"{what}: {(int)answer.StatusCode} {text}");
        if ((int)answer.StatusCode >= 400 && request.Method.Method is not "HEAD" && request.RequestUri!.AbsolutePath.StartsWith("/api/v1/", StringComparison.Ordinal) && text is not "")
        {
            Assert.True(answer.Content.Headers.ContentType?.MediaType is "application/problem+json", $"{what}: {(int)answer.StatusCode} {answer.Content.Headers.ContentType}");
            Assert.StartsWith("/problems/", JsonDocument.Parse(text).RootElement.GetProperty("type").GetString(), StringComparison.Ordinal);
        }

        if (request.Method.Method is "POST" && request.RequestUri!.AbsolutePath is "/api/v1/orders" && answer.StatusCode is HttpStatusCode.Created or HttpStatusCode.OK)
        {
            taken.Add(JsonDocument.Parse(text).RootElement.GetProperty("id").GetGuid());
        }
    }

#pragma warning disable CA5394
    private static HttpRequestMessage Request(Random random, int number)
    {
        // Half of all goes where something can happen.
        var isOrder = random.Next(2) is 0;
        var request = new HttpRequestMessage(
            isOrder ? HttpMethod.Post : new HttpMethod(Any(random, _methods)),
            new Uri(isOrder ? _paths[random.Next(2)] : Any(random, _paths), UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Authorization", random.Next(12) switch
        {
            0 => "Bearer " + Any(random, _texts),
            1 => "Basic eDp5",
            2 => "Bearer md_testshop_0123456789abcdef0123456789ABCDEX",
            _ => "Bearer " + TestApp.ApiKey,
        });
        for (var i = random.Next(3); i > 0; i--)
        {
            request.Headers.TryAddWithoutValidation(Any(random, _headers), random.Next(2) is 0 ? Any(random, _texts) : $"\"{number}\"");
        }

        if (request.Method.Method is not ("GET" or "HEAD" or "TRACE"))
        {
            var body = Body(random, number);
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", random.Next(6) is 0 ? Any(random, _types) : _types[0]);
            request.Headers.TransferEncodingChunked = random.Next(4) is 0;
        }

        return request;
    }

    private static byte[] Body(Random random, int number)
    {
        var order = JsonNode.Parse(JsonSerializer.Serialize(SeedOrder.Body($"F-{number}")))!.AsObject();
        for (var i = random.Next(4); i > 0; i--)
        {
            Spoil(random, order);
        }

        var bytes = Encoding.UTF8.GetBytes(order.ToJsonString());
        switch (random.Next(12))
        {
            case 0:
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                return bytes;
            case 1:
                return bytes[..random.Next(bytes.Length)];
            case 2:
                return Encoding.UTF8.GetBytes(new string('[', random.Next(1, 5_000)));
            case 3:
                var noise = new byte[random.Next(400)];
                random.NextBytes(noise);
                return noise;
            default:
                return bytes;
        }
    }

    // Somewhere in the tree something else than belongs there.
    private static void Spoil(Random random, JsonObject node)
    {
        var names = node.Select(field => field.Key).ToList();
        if (names is [])
        {
            return;
        }

        var name = Any(random, names);
        switch (random.Next(3))
        {
            case 0 when node[name] is JsonObject inner:
                Spoil(random, inner);
                return;
            case 0 when node[name] is JsonArray { Count: > 0 } list && list[0] is JsonObject entry:
                Spoil(random, entry);
                return;
            case 1:
                node.Remove(name);
                return;
        }

        node[name] = random.Next(6) switch
        {
            0 => JsonValue.Create(Any(random, _texts)),
            1 => JsonNode.Parse(Any(random, _numbers)),
            2 => JsonValue.Create(random.Next(2) is 0),
            3 => new JsonArray([.. Enumerable.Range(0, random.Next(250)).Select(_ => (JsonNode?)new JsonObject { ["code"] = "101", ["quantity"] = 9999, ["price"] = 100_000_000 })]),
            4 => new JsonObject { [Any(random, _texts)] = Any(random, _texts) },
            _ => null,
        };
    }

    private static T Any<T>(Random random, IReadOnlyList<T> some) => some[random.Next(some.Count)];
#pragma warning restore CA5394
}
