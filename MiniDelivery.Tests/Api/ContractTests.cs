using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Intake;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Tests.Api;

/// <summary>
/// The API document keeps its word: every answer that it tells of, for every call, status and problem, really happens and looks as it
/// says; and it does not change unseen.
/// </summary>
public sealed class ContractTests(SecondRestaurant app) : IClassFixture<SecondRestaurant>, IAsyncDisposable
{
    private const string Orders = "/api/v1/orders";
    private const string Nowhere = $"{Orders}/0197f1c2-0000-7000-8000-00000000ffff";

    private static readonly JsonSerializerOptions _readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    // Where a key may call but once in a minute; started when first asked for.
    private TestApp? _slow;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _slow?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task Every_answer_that_the_document_tells_of_happens_and_looks_as_it_says()
    {
        var document = await DocumentAsync();
        var ways = Ways();
        var told = new List<string>();
        var wrong = new List<string>();
        foreach (var (path, item) in document["paths"]!.AsObject())
        {
            foreach (var (method, operation) in item!.AsObject())
            {
                var id = operation!["operationId"]!.GetValue<string>();
                if (operation["requestBody"]?["content"]?["application/json"] is { } taken)
                {
                    wrong.AddRange(ExampleMisfits(document, taken, $"{id}, what is sent"));
                }

                foreach (var (status, response) in operation["responses"]!.AsObject())
                {
                    // One code can have several reasons, each with its example.
                    var examples = response!["content"]?["application/problem+json"]?["examples"]?.AsObject()
                        .Select(example => (Name: example.Key, Code: example.Value!["value"]!["code"]!.GetValue<string>())).ToList() ?? [("", "")];
                    foreach (var (example, code) in examples)
                    {
                        var name = $"{id} {status} {example}".TrimEnd();
                        told.Add(name);
                        var way = example switch
                        {
                            "unauthenticated" or "scope-missing" => () => RefusedAsync(method, path, example is "scope-missing"),
                            "too-many-requests" => () => OneTooManyAsync(method, path),
                            _ => ways.GetValueOrDefault(name),
                        };
                        if (way is null)
                        {
                            wrong.Add($"{name}: nobody knows how it happens");
                            continue;
                        }

                        using var answer = await way();
                        await CheckAsync(document, name, status, code, response, answer, wrong);
                    }
                }
            }
        }

        Assert.True(wrong is [], string.Join(Environment.NewLine, wrong));
        Assert.Empty(ways.Keys.Except(told)); // What we know to happen is told.
    }

    [Fact]
    public async Task The_document_changes_only_on_purpose()
    {
        var text = (await DocumentAsync()).ToJsonString(_readable).ReplaceLineEndings("\n") + "\n";
        var golden = Path.Combine(Here(), "Golden", "openapi.json");
        var expected = File.Exists(golden) ? (await File.ReadAllTextAsync(golden, Stop)).ReplaceLineEndings("\n") : "(no golden file)";
        if (text != expected)
        {
            // Rename it to accept the change. Whatever a shop relies on must not go: add, do not take away.
            Directory.CreateDirectory(Path.GetDirectoryName(golden)!);
            await File.WriteAllTextAsync(Path.Combine(Here(), "Golden", "openapi.received.json"), text, Stop);
        }

        Assert.Equal(expected, text);
    }

    // How each answer comes about, but for those that every call has.
    private Dictionary<string, Func<Task<HttpResponseMessage>>> Ways() => new()
    {
        ["createOrder 201"] = () => SendAsync("POST", Orders, Body("K-1")),
        ["createOrder 200"] = () => SendAsync("POST", Orders, Body("K-1")),
        ["createOrder 400 malformed-json"] = () => SendAsync("POST", Orders, "{"),
        ["createOrder 403 license-missing"] = () => SendAsync("POST", Orders, Body("K-2"), NewShopAsync(app.Second)),
        ["createOrder 403 license-expired"] = ExpiredAsync,
        ["createOrder 403 restaurant-closed"] = ClosedAsync,
        ["createOrder 403 source-off"] = () => SendAsync("POST", Orders, Body("K-17"), NewShopAsync(app.Restaurant.Id, source => source.IsActive = false)),
        ["createOrder 409 order-conflict"] = () => SendAsync("POST", Orders, Body("K-1", "Другой")),
        ["createOrder 409 idempotency-in-progress"] = () => WhileLockedAsync(() => SendAsync("POST", Orders, Body("K-3"), idempotencyKey: "K-3"), isTwice: true),
        ["createOrder 413 body-too-large"] = () => SendAsync("POST", Orders, Body("K-4", new string('я', 200_000))),
        ["createOrder 415 unsupported-media-type"] = () => SendAsync("POST", Orders, Body("K-4"), type: "text/plain"),
        ["createOrder 422 validation-failed"] = () => SendAsync("POST", Orders, "{}"),
        ["createOrder 422 validation-failed-2"] = () => SendAsync("POST", Orders, Body("K-18"), NewShopAsync(app.Restaurant.Id, source => source.MaxTotal = Money.From(729.99m))),
        ["createOrder 422 idempotency-conflict"] = async () =>
        {
            (await SendAsync("POST", Orders, Body("K-5"), idempotencyKey: "K-5")).Dispose();
            return await SendAsync("POST", Orders, Body("K-5", "Другой"), idempotencyKey: "K-5");
        },
        ["createOrder 429 too-many-requests-2"] = async () =>
        {
            var shop = NewShopAsync(app.Restaurant.Id, source => source.OrdersPerHour = 1);
            (await SendAsync("POST", Orders, Body("K-19"), shop)).Dispose();
            return await SendAsync("POST", Orders, Body("K-20"), shop);
        },
        ["createOrder 503 intake-paused"] = PausedAsync,
        ["createOrder 503 temporarily-unavailable"] = () => WhileLockedAsync(() => SendAsync("POST", Orders, Body("K-6"))),
        ["listOrders 200"] = () => SendAsync("GET", $"{Orders}?limit=2"),
        ["listOrders 304"] = () => SendAsync("GET", $"{Orders}?after=latest", known: "*"),
        ["listOrders 404 order-not-found"] = () => SendAsync("GET", $"{Orders}?externalId=nobody"),
        ["listOrders 422 validation-failed"] = () => SendAsync("GET", $"{Orders}?limit=x"),
        ["getOrder 200"] = async () => await SendAsync("GET", await MadeAsync("K-7")),
        ["getOrder 304"] = async () => await SendAsync("GET", await MadeAsync("K-7"), known: "*"),
        ["getOrder 404 order-not-found"] = () => SendAsync("GET", Nowhere),
        ["cancelOrder 200"] = async () => await SendAsync("POST", $"{await MadeAsync("K-8")}/cancel", "{}"),
        ["cancelOrder 202"] = async () => await SendAsync("POST", $"{await AcceptedAsync("K-9")}/cancel", "{}"),
        ["cancelOrder 400 malformed-json"] = () => SendAsync("POST", $"{Nowhere}/cancel", "["),
        ["cancelOrder 404 order-not-found"] = () => SendAsync("POST", $"{Nowhere}/cancel", "{}"),
        ["cancelOrder 409 not-cancellable"] = async () => await SendAsync("POST", $"{await AcceptedAsync("K-10", isSentOut: true)}/cancel", "{}"),
        ["cancelOrder 409 idempotency-in-progress"] = async () =>
        {
            var order = await MadeAsync("K-11");
            return await WhileLockedAsync(() => SendAsync("POST", $"{order}/cancel", "{}", idempotencyKey: "K-11"), isTwice: true);
        },
        ["cancelOrder 413 body-too-large"] = () => SendAsync("POST", $"{Nowhere}/cancel", $"{{\"comment\":\"{new string('a', 300_000)}\"}}"),
        ["cancelOrder 415 unsupported-media-type"] = () => SendAsync("POST", $"{Nowhere}/cancel", "{}", type: "text/plain"),
        ["cancelOrder 422 validation-failed"] = () => SendAsync("POST", $"{Nowhere}/cancel", "{\"reason\":\"weather\"}"),
        ["cancelOrder 422 idempotency-conflict"] = () => SendAsync("POST", $"{Nowhere}/cancel", "{}", idempotencyKey: "K-5"),
        ["cancelOrder 503 temporarily-unavailable"] = async () =>
        {
            var order = await MadeAsync("K-12");
            return await WhileLockedAsync(() => SendAsync("POST", $"{order}/cancel", "{}"));
        },
        ["checkOrder 200"] = () => SendAsync("POST", $"{Orders}/check", Body("K-13")),
        ["checkOrder 400 malformed-json"] = () => SendAsync("POST", $"{Orders}/check", "{"),
        ["checkOrder 413 body-too-large"] = () => SendAsync("POST", $"{Orders}/check", Body("K-13", new string('я', 200_000))),
        ["checkOrder 415 unsupported-media-type"] = () => SendAsync("POST", $"{Orders}/check", Body("K-13"), type: "text/plain"),
        ["checkOrder 422 validation-failed"] = () => SendAsync("POST", $"{Orders}/check", "{}"),
        ["checkOrder 503 temporarily-unavailable"] = () => SendAsync("POST", $"{Orders}/check", Body("K-13"), NewShopAsync(app.Second)),
        ["getMenu 200"] = () => SendAsync("GET", "/api/v1/menu"),
        ["getMenu 304"] = () => SendAsync("GET", "/api/v1/menu", known: "*"),
        ["getMenu 503 temporarily-unavailable"] = () => SendAsync("GET", "/api/v1/menu", shop: NewShopAsync(app.Second)),
        ["getStatus 200"] = () => SendAsync("GET", "/api/v1/status"),
        ["getStatus 304"] = () => SendAsync("GET", "/api/v1/status", known: "*"),
    };

    private static string Body(string number, string name = "Анна") => JsonSerializer.Serialize(SeedOrder.Body(number, name));

    private static string Here([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;

    private static async Task CheckAsync(
        JsonNode document, string name, string status, string code, JsonNode response, HttpResponseMessage answer, List<string> wrong)
    {
        var text = await answer.Content.ReadAsStringAsync(Stop);
        if (((int)answer.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture) != status)
        {
            wrong.Add($"{name}: answered {(int)answer.StatusCode} {text}");
            return;
        }

        wrong.AddRange((response["headers"]?.AsObject() ?? []).Where(header => header.Value!["required"]?.GetValue<bool>() is true && !Has(answer, header.Key)).Select(header => $"{name}: no {header.Key}"));
        if (response["content"] is not { } content)
        {
            if (text is not "")
            {
                wrong.Add($"{name}: a body where none is told of");
            }

            return;
        }

        var type = answer.Content.Headers.ContentType?.MediaType ?? "";
        if (content[type]?["schema"] is not { } schema)
        {
            wrong.Add($"{name}: {type} is not told of");
            return;
        }

        var body = JsonNode.Parse(text);
        if (code is not "" && body!["code"]!.GetValue<string>() != code)
        {
            wrong.Add($"{name}: {body["code"]}");
        }

        wrong.AddRange(Misfits(document, schema, body, "").Select(misfit => $"{name}: {misfit}"));
        wrong.AddRange(ExampleMisfits(document, content[type]!, name));
    }

    // Everything that is sent or answered has an example, and that looks as the document says.
    private static IEnumerable<string> ExampleMisfits(JsonNode document, JsonNode content, string name)
    {
        List<JsonNode> examples = [.. (content["examples"]?.AsObject().Select(known => known.Value!["value"]) ?? []).Append(content["example"]).OfType<JsonNode>()];
        return examples is []
            ? [$"{name}: no example"]
            : examples.SelectMany(example => Misfits(document, content["schema"]!, example, "").Select(misfit => $"{name}, the example: {misfit}"));
    }

    private static bool Has(HttpResponseMessage answer, string header) => answer.Headers.NonValidated.Contains(header) || answer.Content.Headers.NonValidated.Contains(header);

    // As much of JSON Schema as the document uses: references, types, fields, lists, maps.
    private static IEnumerable<string> Misfits(JsonNode document, JsonNode schema, JsonNode? value, string at)
    {
        if (schema["$ref"]?.GetValue<string>() is { } reference)
        {
            foreach (var misfit in Misfits(document, reference.Split('/').Skip(1).Aggregate(document, (node, part) => node[part]!), value, at))
            {
                yield return misfit;
            }

            yield break;
        }

        if (schema["oneOf"] is JsonArray choices)
        {
            if (choices.All(choice => Misfits(document, choice!, value, at).Any()))
            {
                yield return $"{at} fits no choice";
            }

            yield break;
        }

        var types = schema["type"] switch
        {
            JsonArray several => [.. several.Select(type => type!.GetValue<string>())],
            JsonValue one => [one.GetValue<string>()],
            _ => Array.Empty<string>(),
        };
        var kind = value?.GetValueKind() switch
        {
            null => "null",
            JsonValueKind.Object => "object",
            JsonValueKind.Array => "array",
            JsonValueKind.String => "string",
            JsonValueKind.True or JsonValueKind.False => "boolean",
            _ => "number",
        };
        if (types is not [] && !types.Contains(kind) && !(kind is "number" && types.Contains("integer")))
        {
            yield return $"{at} is {kind}, not {string.Join(" or ", types)}";
            yield break;
        }

        if (schema["enum"] is JsonArray known && !known.Any(one => JsonNode.DeepEquals(one, value)))
        {
            yield return $"{at} is none of {known.ToJsonString()}";
        }

        if (value is JsonObject fields)
        {
            foreach (var name in schema["required"]?.AsArray().Select(name => name!.GetValue<string>()).Where(name => !fields.ContainsKey(name)) ?? [])
            {
                yield return $"{at}/{name} is missing";
            }

            foreach (var (name, field) in fields)
            {
                if ((schema["properties"]?[name] ?? schema["additionalProperties"]) is not { } inner)
                {
                    yield return $"{at}/{name} is not told of";
                    continue;
                }

                foreach (var misfit in Misfits(document, inner, field, $"{at}/{name}"))
                {
                    yield return misfit;
                }
            }
        }

        if (value is JsonArray list && schema["items"] is { } items)
        {
            foreach (var misfit in list.SelectMany((entry, index) => Misfits(document, items, entry, $"{at}/{index}")))
            {
                yield return misfit;
            }
        }
    }

    private async Task<JsonNode> DocumentAsync()
    {
        using var anybody = app.Shop(key: null);
        return JsonNode.Parse(await anybody.GetStringAsync("/openapi/v1.json", Stop))!;
    }

    private async Task<HttpResponseMessage> RefusedAsync(string method, string path, bool hasKey) => await KnockAsync(
        app, hasKey ? await app.IssueKeyAsync(path.EndsWith("/menu", StringComparison.Ordinal) ? Scopes.OrdersRead : Scopes.MenuRead) : null, method, path);

    private async Task<HttpResponseMessage> OneTooManyAsync(string method, string path)
    {
        if (_slow is null)
        {
            _slow = new TestApp().With("Api:RequestsPerMinute", "1");
            await _slow.InitializeAsync();
        }

        // Whoever came before has had the one call of this minute, or the first knock has it; and a minute may end between two.
        var answer = await KnockAsync(_slow, TestApp.ApiKey, method, path);
        for (var more = 0; more < 2 && answer.StatusCode is not HttpStatusCode.TooManyRequests; more++)
        {
            answer.Dispose();
            answer = await KnockAsync(_slow, TestApp.ApiKey, method, path);
        }

        return answer;
    }

    private static async Task<HttpResponseMessage> KnockAsync(TestApp at, string? key, string method, string path)
    {
        using var caller = at.Shop(key);
        using var request = new HttpRequestMessage(new HttpMethod(method), path.Replace("{id}", Guid.Empty.ToString(), StringComparison.Ordinal));
        return await caller.SendAsync(request, Stop);
    }

    private async Task<HttpResponseMessage> SendAsync(
        string method, string path, string? body = null, Task<string>? shop = null, string type = "application/json", string? idempotencyKey = null, string? known = null)
    {
        using var caller = app.Shop(shop is null ? TestApp.ApiKey : await shop);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
            request.Headers.ExpectContinue = body.Length > 100_000;
        }

        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        if (known is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", known);
        }

        return await caller.SendAsync(request, Stop);
    }

    private async Task<string> MadeAsync(string number)
    {
        using var answer = await SendAsync("POST", Orders, Body(number));
        return $"{Orders}/{(await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("id").GetString()}";
    }

    private async Task<string> AcceptedAsync(string number, bool isSentOut = false)
    {
        var path = await MadeAsync(number);
        var id = new OrderId(Guid.Parse(path.Split('/')[^1]));
        await app.Desk.AcceptAsync(id, Some.Anna, Stop);
        await app.EventuallyAsync(id, order => order.Status is OrderStatus.Created, "the till has it");
        if (isSentOut)
        {
            await app.Desk.FillAsync(id, Some.Anna, Stop);
            await app.EventuallyAsync(id, order => order.Status is OrderStatus.Accepted, "the kitchen has it");
            await app.Desk.MoveOnAsync(id, OrderStatus.OnTheWay, Some.Anna, Stop);
        }

        return path;
    }

    private async Task<string> NewShopAsync(RestaurantId restaurant, Action<OrderSource>? change = null)
    {
        await using var db = await app.Contexts.CreateDbContextAsync(Stop);
        var source = new OrderSource { RestaurantId = restaurant, Name = "сайт" };
        change?.Invoke(source);
        var (key, text) = ApiKey.Issue(source.Id, Scopes.All, DateTimeOffset.UtcNow);
        db.AddRange(source, key);
        await db.SaveChangesAsync(Stop);
        return text;
    }

    private async Task<HttpResponseMessage> PausedAsync()
    {
        var desk = app.Services.GetRequiredService<IntakeDesk>();
        await desk.PauseAsync(app.Restaurant.Id, DateTimeOffset.UtcNow.AddMinutes(30), PauseReason.NoCouriers, Some.Boris, Stop);
        var answer = await SendAsync("POST", Orders, Body("K-16"));
        await desk.ResumeAsync(app.Restaurant.Id, Some.Boris, Stop);
        return answer;
    }

    private static async Task<HttpResponseMessage> ClosedAsync()
    {
        await using var closed = new SecondRestaurant();
        await closed.InitializeAsync();
        using var shop = closed.Shop();
        Assert.True((await closed.Services.GetRequiredService<RestaurantDesk>().DeactivateAsync(closed.Services.GetRequiredService<RestaurantDirectory>().Oldest.Id, SecondRestaurant.Admin, Stop)).IsDone);
        return await shop.PostAsync(Orders, new StringContent(Body("K-14"), Encoding.UTF8, "application/json"), Stop);
    }

    private static async Task<HttpResponseMessage> ExpiredAsync()
    {
        var clock = new Clock();
        await using var late = new TestApp().With("Licensing:GraceDays", "0").With(services => services.AddSingleton<TimeProvider>(clock));
        await late.InitializeAsync();
        clock.Years = 50; // The licence was issued at the start, by the clock of that moment.
        using var shop = late.Shop();
        return await shop.PostAsync(Orders, new StringContent(Body("K-15"), Encoding.UTF8, "application/json"), Stop);
    }

    // A database that somebody else holds for longer than a call waits.
    private async Task<HttpResponseMessage> WhileLockedAsync(Func<Task<HttpResponseMessage>> call, bool isTwice = false)
    {
        await using var intruder = new SqliteConnection($"Data Source={Path.Combine(app.Folder, "test.db")};Pooling=False");
        await intruder.OpenAsync(Stop);
        await using var held = intruder.BeginTransaction(deferred: false);
        if (!isTwice)
        {
            return await call();
        }

        // Whichever came first waits for the database; the other one waits for it, and is told so. Where the machine is so busy that the
        // first has given up by then (503), nothing was stored and both come again.
        for (var left = 5; ; left--)
        {
            var answers = await Task.WhenAll(call(), call());
            var told = Array.FindIndex(answers, answer => answer.StatusCode is System.Net.HttpStatusCode.Conflict);
            if (told >= 0 || left is 0)
            {
                answers[told is 0 ? 1 : 0].Dispose();
                return answers[told is 0 ? 0 : 1];
            }

            Array.ForEach(answers, answer => answer.Dispose());
        }
    }

    private sealed class Clock : TimeProvider
    {
        public int Years { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddYears(Years);
    }
}
