using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Api;

/// <summary>What a shop sees of <c>POST /api/v1/orders</c> and of reading an order back.</summary>
public sealed class OrderIntakeTests(TestApp app) : IClassFixture<TestApp>
{
    private static readonly CancellationToken _none = CancellationToken.None;
    private static readonly JsonSerializerOptions _indented = new() { WriteIndented = true };

    [Fact]
    public async Task An_order_is_taken_and_read_back()
    {
        using var shop = app.Shop();

        var answer = await PostAsync(shop, SeedOrder.Body("A-1"));

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal("\"1\"", answer.Headers.ETag!.Tag);
        var order = await JsonAsync(answer);
        Assert.Equal($"/api/v1/orders/{order.GetProperty("id").GetString()}", answer.Headers.Location!.ToString());
        Assert.Equal("waiting", order.GetProperty("status").GetString());
        Assert.Equal("сайт", order.GetProperty("source").GetString());
        Assert.Equal("2027-01-13T12:30:00+07:00", order.GetProperty("promisedAt").GetString());
        Assert.Equal(730m, order.GetProperty("total").GetDecimal());
        Assert.All(order.GetProperty("items").EnumerateArray(), item => Assert.True(item.GetProperty("mapped").GetBoolean()));
        Assert.Empty(order.GetProperty("warnings").EnumerateArray());
        var read = await shop.GetAsync(answer.Headers.Location, _none);
        Assert.Equal(order.ToString(), (await JsonAsync(read)).ToString());
    }

    [Fact]
    public async Task A_shop_cannot_say_that_its_order_is_only_a_try()
    {
        using var shop = app.Shop();

        var answer = await PostAsync(shop, new
        {
            externalId = "A-test", isTest = true, test = true, customer = new { phone = "87776665544" }, fulfillment = new { type = "pickup" },
            items = new[] { new { code = "101", quantity = 1 } },
        });

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var id = new OrderId((await JsonAsync(answer)).GetProperty("id").GetGuid());
        await using var db = await app.Contexts.CreateDbContextAsync(_none);
        Assert.False((await db.Orders.SingleAsync(order => order.Id == id, _none)).IsTest);
    }

    [Fact]
    public async Task The_same_order_sent_twice_is_one_order_however_it_is_written()
    {
        using var shop = app.Shop();
        var first = await PostAsync(shop, SeedOrder.Body("A-2"));
        var text = JsonSerializer.Serialize(SeedOrder.Body("A-2"), _indented);

        var again = await shop.PostAsync("/api/v1/orders", Json(text.Insert(1, "\"unknown\": [1, {}],")), _none);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (first.StatusCode, again.StatusCode));
        Assert.Equal(["true"], again.Headers.GetValues("Idempotent-Replayed"));
        Assert.Equal((await JsonAsync(first)).GetProperty("id").GetString(), (await JsonAsync(again)).GetProperty("id").GetString());
    }

    [Fact]
    public async Task Another_order_under_the_same_number_is_a_conflict()
    {
        using var shop = app.Shop();
        await PostAsync(shop, SeedOrder.Body("A-3"));

        var answer = await PostAsync(shop, SeedOrder.Body("A-3", "Пётр"));

        await AssertProblemAsync(answer, HttpStatusCode.Conflict, "order-conflict");
    }

    [Fact]
    public async Task Fifty_copies_at_once_are_one_order_and_fifty_equal_answers()
    {
        using var shop = app.Shop();

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => PostAsync(shop, SeedOrder.Body("A-4"))));

        Assert.Single(answers, answer => answer.StatusCode is HttpStatusCode.Created);
        Assert.Equal(49, answers.Count(answer => answer.StatusCode is HttpStatusCode.OK));
        var ids = await Task.WhenAll(answers.Select(async answer => (await JsonAsync(answer)).GetProperty("id").GetString()));
        Assert.Single(ids.Distinct());
    }

    [Fact]
    public async Task Many_different_orders_at_once_all_get_numbers_of_their_own()
    {
        using var shop = app.Shop();

        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => PostAsync(shop, SeedOrder.Body($"A-5-{i}"))));

        var numbers = await Task.WhenAll(answers.Select(async answer => (await JsonAsync(answer)).GetProperty("number").GetInt32()));
        Assert.Equal(60, numbers.Distinct().Count());
    }

    [Fact]
    public async Task Without_a_key_or_with_a_wrong_one_nothing_is_taken()
    {
        string?[] keys = [null, "md_testshop_0123456789abcdef0123456789ABCDEX", "md_nosuchid_0123456789abcdef0123456789ABCDEF", "secret", "md__"];
        foreach (var key in keys)
        {
            using var shop = app.Shop(key);

            var answer = await PostAsync(shop, SeedOrder.Body("A-6"));

            await AssertProblemAsync(answer, HttpStatusCode.Unauthorized, "unauthenticated");
            Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.Single().Scheme);
        }
    }

    [Fact]
    public async Task The_key_may_come_as_X_Api_Key()
    {
        using var shop = app.Shop(key: null);
        shop.DefaultRequestHeaders.Add("X-Api-Key", TestApp.ApiKey);

        Assert.Equal(HttpStatusCode.Created, (await PostAsync(shop, SeedOrder.Body("A-7"))).StatusCode);
    }

    [Fact]
    public async Task A_key_for_something_else_is_not_enough()
    {
        using var shop = app.Shop(await app.IssueKeyAsync(Scopes.OrdersRead));

        await AssertProblemAsync(await PostAsync(shop, SeedOrder.Body("A-8")), HttpStatusCode.Forbidden, "scope-missing");
    }

    [Fact]
    public async Task A_shop_reads_its_own_orders_only()
    {
        using var shop = app.Shop();
        var mine = (await PostAsync(shop, SeedOrder.Body("A-9"))).Headers.Location;
        using var other = app.Shop(await app.IssueKeyAsync([.. Scopes.All]));

        await AssertProblemAsync(await other.GetAsync(mine, _none), HttpStatusCode.NotFound, "order-not-found");
        await AssertProblemAsync(await shop.GetAsync($"/api/v1/orders/{Guid.NewGuid()}", _none), HttpStatusCode.NotFound, "order-not-found");
    }

    [Fact]
    public async Task Everything_wrong_is_said_at_once_with_pointers()
    {
        using var shop = app.Shop();

        var answer = await shop.PostAsync("/api/v1/orders", Json("""
            { "externalId": 5, "customer": { "name": "a\u0000b" }, "fulfillment": { "promisedAt": "2027-01-13T12:30:00" },
              "guests": 0, "items": [ { "name": "Пирог", "quantity": 0 }, { "quantity": "2" }, 7, { "code": "1", "quantity": 1.0005 },
              { "code": "1", "quantity": 1, "modifiers": [ { "quantity": -1 } ] } ], "total": 1.005, "callbackUrl": "ftp://x", "payment": { "method": "barter", "paid": "yes" } }
            """), _none);

        var problem = await AssertProblemAsync(answer, HttpStatusCode.UnprocessableEntity, "validation-failed");
        Assert.Equal(
            [
                "/callbackUrl", "/customer/name", "/customer/phone", "/externalId", "/fulfillment/address", "/fulfillment/promisedAt", "/guests",
                "/items/0/quantity", "/items/1/name", "/items/1/quantity", "/items/2", "/items/3/quantity", "/items/4/modifiers/0/name",
                "/items/4/modifiers/0/quantity", "/payment/method", "/payment/paid", "/total",
            ],
            problem.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("pointer").GetString()!).Order(StringComparer.Ordinal));
    }

    public static TheoryData<string, string, int> Bad() => new()
    {
        { "not JSON", "{", 400 },
        { "no JSON at all", "", 400 },
        { "a list", "[]", 400 },
        { "null", "null", 400 },
        { "NaN", Order("\"quantity\": NaN"), 400 },
        { "a name twice", "{\"externalId\":\"1\",\"externalId\":\"2\"}", 400 },
        { "half a surrogate pair as a name", "{\"\\ud800\": 1}", 400 },
        { "nested too deep", new string('[', 100) + new string(']', 100), 400 },
        { "quantity 0", Order("\"quantity\": 0"), 422 },
        { "quantity -1", Order("\"quantity\": -1"), 422 },
        { "quantity 1e9", Order("\"quantity\": 1e9"), 422 },
        { "quantity 1e400", Order("\"quantity\": 1e400"), 422 },
        { "quantity as text", Order("\"quantity\": \"2\""), 422 },
        { "four decimals", Order("\"quantity\": 0.0001"), 422 },
        { "half a surrogate pair", Order("\"quantity\": 1, \"comment\": \"\\udc00\""), 422 },
        { "NUL", Order("\"quantity\": 1, \"comment\": \"a\\u0000\""), 422 },
        { "what XML cannot carry", Order("\"quantity\": 1, \"comment\": \"a\\uffff\""), 422 },
        { "a price of half a kopeck", Order("\"quantity\": 1, \"price\": 0.005"), 422 },
        { "a sum that nobody eats", Order("\"quantity\": 9999, \"price\": 100000000"), 422 },
        { "a sum of modifiers that nobody eats", Order("\"quantity\": 9999, \"modifiers\": [{ \"code\": \"1\", \"quantity\": 9999, \"price\": 1000 }]"), 422 },
        { "a price below zero", Order("\"quantity\": 1, \"price\": -1"), 422 },
        { "no dish", "{\"externalId\":\"B\",\"customer\":{\"phone\":\"87776665544\"},\"fulfillment\":{\"type\":\"pickup\"},\"items\":[]}", 422 },
        { "10,000 dishes", Order(string.Join("},{", Enumerable.Repeat("\"code\":\"1\",\"quantity\":1", 10_000))), 422 },
        { "201 dishes", Order(string.Join("},{", Enumerable.Repeat("\"code\":\"1\",\"quantity\":1", 201))), 422 },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task A_bad_body_gets_a_clear_answer_and_stores_nothing(string what, string body, int status)
    {
        using var shop = app.Shop();
        var before = await CountAsync();

        var answer = await shop.PostAsync("/api/v1/orders", Json(body), _none);

        Assert.Equal((what, status), (what, (int)answer.StatusCode));
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(before, await CountAsync());
    }

    [Fact]
    public async Task A_body_of_ten_megabytes_is_too_large_with_and_without_its_length_said()
    {
        var text = Order("\"quantity\": 1, \"comment\": \"" + new string('a', 10_000_000) + "\"");
        foreach (var isChunked in new[] { false, true })
        {
            using var shop = app.Shop();
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/orders") { Content = Json(text) };
            request.Headers.TransferEncodingChunked = isChunked;
            request.Headers.ExpectContinue = true; // So that the answer is heard and not drowned in the sending.

            await AssertProblemAsync(await shop.SendAsync(request, _none), HttpStatusCode.RequestEntityTooLarge, "body-too-large");
        }
    }

    [Fact]
    public async Task What_is_not_JSON_by_its_type_is_refused()
    {
        using var shop = app.Shop();
        foreach (var type in new[] { "text/plain", "application/x-www-form-urlencoded", "application/json; charset=windows-1251" })
        {
            using var content = new ByteArrayContent("{}"u8.ToArray());
            content.Headers.TryAddWithoutValidation("Content-Type", type);

            await AssertProblemAsync(await shop.PostAsync("/api/v1/orders", content, _none), HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
        }
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF_8_are_not_JSON()
    {
        using var shop = app.Shop();
        using var content = new ByteArrayContent([.. "{\"externalId\":\""u8, 0xC3, 0x28, .. "\"}"u8]);
        content.Headers.ContentType = new("application/json");

        await AssertProblemAsync(await shop.PostAsync("/api/v1/orders", content, _none), HttpStatusCode.BadRequest, "malformed-json");
    }

    [Fact]
    public async Task Emoji_right_to_left_text_and_HTML_are_kept_as_they_are()
    {
        const string Name = "<b>Анна</b> 🍕 שלום & \"co\"";
        using var shop = app.Shop();

        var order = await JsonAsync(await PostAsync(shop, SeedOrder.Body("A-10", Name)));

        Assert.Equal(Name, order.GetProperty("customer").GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_total_that_does_not_add_up_and_a_dish_that_nobody_knows_are_kept_with_a_mark()
    {
        using var shop = app.Shop();

        var order = await JsonAsync(await PostAsync(shop, new
        {
            externalId = "A-11",
            customer = new { phone = "87776665544" },
            fulfillment = new { type = "pickup" },
            items = new[] { new { code = "9999", name = "Нечто", quantity = 1.5m, price = 100m } },
            total = 100m,
        }));

        Assert.Equal("total-mismatch", order.GetProperty("warnings")[0].GetProperty("code").GetString());
        Assert.Equal((100m, 150m), (order.GetProperty("total").GetDecimal(), order.GetProperty("items")[0].GetProperty("amount").GetDecimal()));
        Assert.False(order.GetProperty("items")[0].GetProperty("mapped").GetBoolean());
    }

    [Fact]
    public async Task Nothing_under_api_answers_in_HTML_or_sends_to_a_sign_in_page()
    {
        using var shop = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = app.Address };
        (HttpMethod Method, string Path, HttpStatusCode Status)[] calls =
        [
            (HttpMethod.Get, "/api/v1/nothing", HttpStatusCode.NotFound),
            (HttpMethod.Get, "/api/v1/orders/not-a-guid", HttpStatusCode.NotFound),
            (HttpMethod.Put, "/api/v1/orders", HttpStatusCode.MethodNotAllowed),
            (HttpMethod.Delete, "/api/v1/orders/" + Guid.NewGuid(), HttpStatusCode.MethodNotAllowed),
            (HttpMethod.Get, "/api/v1/orders/" + Guid.NewGuid(), HttpStatusCode.Unauthorized),
        ];
        foreach (var (method, path, status) in calls)
        {
            using var request = new HttpRequestMessage(method, path);

            var answer = await shop.SendAsync(request, _none);

            Assert.Equal((path, status), (path, answer.StatusCode));
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        }
    }

    [Fact]
    public async Task The_API_describes_itself_in_OpenAPI_3_1()
    {
        using var anybody = new HttpClient { BaseAddress = app.Address };

        var document = await anybody.GetFromJsonAsync<JsonElement>("/openapi/v1.json", _none);

        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.Equal(
            ["/api/v1/menu", "/api/v1/orders", "/api/v1/orders/check", "/api/v1/orders/{id}", "/api/v1/orders/{id}/cancel", "/api/v1/status"], document.GetProperty("paths").EnumerateObject().Select(path => path.Name).Order(StringComparer.Ordinal));
        var answers = document.GetProperty("paths").GetProperty("/api/v1/orders").GetProperty("post").GetProperty("responses");
        Assert.Equal(
            ["200", "201", "400", "401", "403", "409", "413", "415", "422", "429", "503"],
            answers.EnumerateObject().Select(answer => answer.Name).Order(StringComparer.Ordinal));
    }

    private static string Order(string item) =>
        $$"""{"externalId":"B-1","customer":{"phone":"87776665544"},"fulfillment":{"type":"pickup"},"items":[{"name":"Пирог",{{item}}}]}""";

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static Task<HttpResponseMessage> PostAsync(HttpClient shop, object body) => shop.PostAsJsonAsync("/api/v1/orders", body, _none);

    private static Task<JsonElement> JsonAsync(HttpResponseMessage answer) => answer.Content.ReadFromJsonAsync<JsonElement>(_none);

    private static async Task<JsonElement> AssertProblemAsync(HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await JsonAsync(answer);
        Assert.Equal((code, $"/problems/{code}", (int)status), (
            problem.GetProperty("code").GetString(), problem.GetProperty("type").GetString(), problem.GetProperty("status").GetInt32()));
        Assert.NotEmpty(problem.GetProperty("traceId").GetString()!);
        return problem;
    }

    private async Task<int> CountAsync()
    {
        await using var db = await app.Contexts.CreateDbContextAsync(_none);
        return await db.Orders.CountAsync(_none);
    }
}
