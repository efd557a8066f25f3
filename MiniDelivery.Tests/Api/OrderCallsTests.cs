using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Intake;

namespace MiniDelivery.Tests.Api;

/// <summary>What a shop does with its orders once they are in, and what it can ask before.</summary>
public sealed class OrderCallsTests(TestApp app) : IClassFixture<TestApp>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_order_is_found_by_the_shops_own_number()
    {
        using var shop = app.Shop();
        var made = await CreateAsync(shop, "C-1 №&?");

        var found = await shop.GetAsync($"/api/v1/orders?externalId={Uri.EscapeDataString("C-1 №&?")}", Stop);

        Assert.Equal(HttpStatusCode.OK, found.StatusCode);
        Assert.Equal(made.GetProperty("id").GetGuid(), (await JsonAsync(found)).GetProperty("id").GetGuid());
        await ProblemAsync(await shop.GetAsync("/api/v1/orders?externalId=nobody", Stop), 404, "order-not-found");
        using var other = app.Shop(await app.IssueKeyAsync([.. Scopes.All]));
        await ProblemAsync(await other.GetAsync($"/api/v1/orders?externalId={Uri.EscapeDataString("C-1 №&?")}", Stop), 404, "order-not-found");
    }

    [Fact]
    public async Task A_shop_that_polls_hears_of_each_change_from_where_it_was()
    {
        using var shop = app.Shop(await app.IssueKeyAsync([.. Scopes.All]));
        var cursor = (await ListAsync(shop, "after=latest")).GetProperty("next").GetString();
        var one = await CreateAsync(shop, "C-2-1");
        await CreateAsync(shop, "C-2-2");

        var page = await ListAsync(shop, $"after={cursor}&limit=1");
        var next = await ListAsync(shop, $"after={page.GetProperty("next").GetString()}");
        await shop.PostAsync($"/api/v1/orders/{one.GetProperty("id").GetString()}/cancel", null, Stop);
        var later = await ListAsync(shop, $"after={next.GetProperty("next").GetString()}");

        Assert.Equal("C-2-1 True", $"{Assert.Single(Numbers(page))} {page.GetProperty("hasMore").GetBoolean()}");
        Assert.Equal("C-2-2 False", $"{Assert.Single(Numbers(next))} {next.GetProperty("hasMore").GetBoolean()}");
        Assert.Equal(["C-2-1"], Numbers(later));
        Assert.Equal("deleted", later.GetProperty("orders")[0].GetProperty("status").GetString());
        Assert.Empty(Numbers(await ListAsync(shop, $"after={later.GetProperty("next").GetString()}")));
        Assert.Equal(["C-2-2", "C-2-1"], Numbers(await ListAsync(shop, "")));
    }

    [Theory]
    [InlineData("limit=0", "/query/limit")]
    [InlineData("limit=201", "/query/limit")]
    [InlineData("limit=a", "/query/limit")]
    [InlineData("limit=1&limit=2", "/query/limit")]
    [InlineData("after=abc", "/query/after")]
    [InlineData("after=MS45OTk5OTk5", "/query/after")]
    [InlineData("after=%F0%9F%8D%95", "/query/after")]
    [InlineData("externalId=1&after=latest", "/query/externalId")]
    public async Task What_is_asked_wrongly_is_said_with_its_place(string query, string pointer)
    {
        using var shop = app.Shop();

        var problem = await ProblemAsync(await shop.GetAsync($"/api/v1/orders?{query}", Stop), 422, "validation-failed");

        Assert.Equal(pointer, problem.GetProperty("errors")[0].GetProperty("pointer").GetString());
    }

    [Fact]
    public async Task A_waiting_order_is_cancelled_at_once_and_asking_again_changes_nothing()
    {
        using var shop = app.Shop();
        var order = await CreateAsync(shop, "C-3");

        var answer = await CancelAsync(shop, order, new { reason = "guest_cancelled", comment = "передумал" });
        var again = await CancelAsync(shop, order, new { reason = "other" });

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (answer.StatusCode, again.StatusCode));
        var cancelled = await JsonAsync(answer);
        Assert.Equal("deleted", cancelled.GetProperty("status").GetString());
        var cancellation = cancelled.GetProperty("cancellation");
        Assert.Equal(
            ("guest_cancelled", "передумал", "сайт"),
            (cancellation.GetProperty("reason").GetString(), cancellation.GetProperty("comment").GetString(), cancellation.GetProperty("by").GetString()));
        Assert.Equal(cancelled.ToString(), (await JsonAsync(again)).ToString());
    }

    [Fact]
    public async Task Of_an_accepted_order_staff_are_asked_and_every_page_shows_it_until_they_answer()
    {
        using var shop = app.Shop();
        var order = await CreateAsync(shop, "C-4");
        var id = new OrderId(order.GetProperty("id").GetGuid());
        await app.Desk.AcceptAsync(id, Some.Anna, Stop);
        await app.EventuallyAsync(id, found => found.Status is OrderStatus.Created, "the till has it");

        var answer = await CancelAsync(shop, order, new { comment = "ошибся адресом" });

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var asked = await JsonAsync(answer);
        Assert.Equal(("created", "ошибся адресом"), (asked.GetProperty("status").GetString(), asked.GetProperty("cancellation").GetProperty("comment").GetString()));
        await TestApp.Eventually(() => Task.FromResult(app.Board.For(app.Restaurant.Id).Rows.Any(row => row.Id == id && row is { IsCancelAsked: true, Problem: OrderProblem.CancelAsked })), "the board shows it");
        Assert.True((await app.Desk.DeclineCancelAsync(id, Some.Anna, Stop)).IsDone);
        await TestApp.Eventually(() => Task.FromResult(app.Board.For(app.Restaurant.Id).Rows.Any(row => row.Id == id && !row.IsCancelAsked)), "the board shows the answer");
        Assert.Equal(JsonValueKind.Null, (await shop.GetFromJsonAsync<JsonElement>($"/api/v1/orders/{id}", Stop)).GetProperty("cancellation").ValueKind);
    }

    [Fact]
    public async Task What_is_on_its_way_cannot_be_cancelled_by_the_shop()
    {
        using var shop = app.Shop();
        var order = await CreateAsync(shop, "C-5");
        var id = new OrderId(order.GetProperty("id").GetGuid());
        await app.Desk.AcceptAsync(id, Some.Anna, Stop);
        await app.EventuallyAsync(id, found => found.Status is OrderStatus.Created, "the till has it");
        await app.Desk.FillAsync(id, Some.Anna, Stop);
        await app.EventuallyAsync(id, found => found.Status is OrderStatus.Accepted, "the kitchen has it");
        await app.Desk.MoveOnAsync(id, OrderStatus.OnTheWay, Some.Anna, Stop);

        await ProblemAsync(await CancelAsync(shop, order, new { }), 409, "not-cancellable");

        using var other = app.Shop(await app.IssueKeyAsync([.. Scopes.All]));
        await ProblemAsync(await CancelAsync(other, order, new { }), 404, "order-not-found");
        var problem = await ProblemAsync(await CancelAsync(shop, order, new { reason = "voided_at_till" }), 422, "validation-failed");
        Assert.Equal("/reason", problem.GetProperty("errors")[0].GetProperty("pointer").GetString());
    }

    [Fact]
    public async Task A_cart_is_checked_and_nothing_is_stored()
    {
        using var shop = app.Shop();
        var before = await CountAsync();

        var answer = await shop.PostAsJsonAsync("/api/v1/orders/check", new
        {
            externalId = "C-6",
            customer = new { phone = "87776665544" },
            fulfillment = new { type = "pickup", promisedAt = "2027-01-13T12:30:00Z" },
            items = new object[]
            {
                new { code = "101", quantity = 2, price = 350 },
                new { code = "102", quantity = 1, price = 29 },
                new { code = Web.Simulator.SimulatorMenu.StoppedDish.ToString(System.Globalization.CultureInfo.InvariantCulture), quantity = 1 },
                new { code = "99999", name = "Нечто", quantity = 1 },
            },
            total = 5000,
        }, Stop);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var check = await JsonAsync(answer);
        Assert.Equal(
            ["/items/1/price price-differs", "/items/2 stopped", "/items/3 unmapped"],
            check.GetProperty("items").EnumerateArray().SelectMany(item => item.GetProperty("notes").EnumerateArray())
                .Select(note => $"{note.GetProperty("pointer").GetString()} {note.GetProperty("code").GetString()}"));
        Assert.Equal((false, "open"), (check.GetProperty("orderable").GetBoolean(), check.GetProperty("intake").GetString()));
        Assert.Equal("promised-offset", check.GetProperty("warnings")[0].GetProperty("code").GetString());
        Assert.True(check.GetProperty("readyAt").GetDateTimeOffset() > DateTimeOffset.UtcNow);
        Assert.Equal(before, await CountAsync());
        var sold = await JsonAsync(await shop.PostAsJsonAsync("/api/v1/orders/check", SeedOrder.Body("C-6"), Stop));
        Assert.Equal((true, 730m), (sold.GetProperty("orderable").GetBoolean(), sold.GetProperty("total").GetDecimal()));
    }

    [Fact]
    public async Task Every_read_has_an_ETag_and_says_nothing_twice()
    {
        using var shop = app.Shop();
        var order = await CreateAsync(shop, "C-7");
        foreach (var path in new[] { $"/api/v1/orders/{order.GetProperty("id").GetString()}", "/api/v1/orders?externalId=C-7", "/api/v1/orders?limit=1", "/api/v1/menu", "/api/v1/status" })
        {
            var first = await shop.GetAsync(path, Stop);
            var tag = first.Headers.ETag!.ToString();
            foreach (var known in new[] { tag, $"W/{tag}", "*", $"\"x\", {tag}" })
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, path);
                request.Headers.TryAddWithoutValidation("If-None-Match", known);
                using var again = await shop.SendAsync(request, Stop);
                Assert.Equal((path, known, HttpStatusCode.NotModified), (path, known, again.StatusCode));
                Assert.Equal(tag, again.Headers.ETag!.ToString());
                Assert.Empty(await again.Content.ReadAsByteArrayAsync(Stop));
            }

            using var other = new HttpRequestMessage(HttpMethod.Get, path);
            other.Headers.TryAddWithoutValidation("If-None-Match", "\"other\", not a tag");
            Assert.Equal(HttpStatusCode.OK, (await shop.SendAsync(other, Stop)).StatusCode);

            using var head = new HttpRequestMessage(HttpMethod.Head, path);
            using var headers = await shop.SendAsync(head, Stop);
            Assert.Equal((HttpStatusCode.OK, tag), (headers.StatusCode, headers.Headers.ETag!.ToString()));
            Assert.Empty(await headers.Content.ReadAsByteArrayAsync(Stop));
        }
    }

    [Theory]
    [InlineData("/api/v1/orders", "GET, HEAD, POST, OPTIONS")]
    [InlineData("/api/v1/orders/check", "POST, OPTIONS")]
    [InlineData("/api/v1/orders/0197f1c2-0000-7000-8000-000000000001", "GET, HEAD, OPTIONS")]
    [InlineData("/api/v1/orders/0197f1c2-0000-7000-8000-000000000001/cancel", "POST, OPTIONS")]
    [InlineData("/api/v1/menu", "GET, HEAD, OPTIONS")]
    [InlineData("/api/v1/status", "GET, HEAD, OPTIONS")]
    public async Task An_address_says_which_methods_it_knows(string path, string known)
    {
        using var anybody = app.Shop(key: null);
        using var asked = await anybody.SendAsync(new HttpRequestMessage(HttpMethod.Options, path), Stop);
        Assert.Equal((HttpStatusCode.NoContent, known), (asked.StatusCode, Allow(asked)));

        using var refused = await anybody.SendAsync(new HttpRequestMessage(HttpMethod.Patch, path), Stop);
        await ProblemAsync(refused, 405, "method-not-allowed");
        Assert.Equal(known.Replace(", OPTIONS", "", StringComparison.Ordinal), Allow(refused));

        static string Allow(HttpResponseMessage answer) => string.Join(", ", answer.Content.Headers.Allow.Order(StringComparer.Ordinal).OrderBy(method => method is "OPTIONS"));
    }

    [Fact]
    public async Task The_first_answer_under_a_key_is_the_answer()
    {
        using var shop = app.Shop();
        var first = await WithKeyAsync(shop, "k-1", SeedOrder.Body("I-1"));
        var order = await JsonAsync(first);
        await app.Desk.AcknowledgeAsync(new OrderId(order.GetProperty("id").GetGuid()), Some.Anna, Stop);

        var again = await WithKeyAsync(shop, "k-1", SeedOrder.Body("I-1"));

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.StatusCode, again.StatusCode));
        Assert.Equal(["true"], again.Headers.GetValues("Idempotent-Replayed"));
        Assert.False(first.Headers.Contains("Idempotent-Replayed"));
        Assert.Equal((first.Headers.Location, first.Headers.ETag!.Tag), (again.Headers.Location, again.Headers.ETag!.Tag));
        Assert.Equal(await first.Content.ReadAsStringAsync(Stop), await again.Content.ReadAsStringAsync(Stop));
        await ProblemAsync(await WithKeyAsync(shop, "k-1", SeedOrder.Body("I-1", "Другой")), 422, "idempotency-conflict");
        await ProblemAsync(await WithKeyAsync(shop, "k-1", SeedOrder.Body("I-1-other")), 422, "idempotency-conflict");
        using var other = app.Shop(await app.IssueKeyAsync([.. Scopes.All]));
        Assert.Equal(HttpStatusCode.Created, (await WithKeyAsync(other, "k-1", SeedOrder.Body("I-1-third"))).StatusCode);
    }

    [Fact]
    public async Task What_was_refused_keeps_nothing_and_the_key_may_be_used_again()
    {
        using var shop = app.Shop();

        await ProblemAsync(await WithKeyAsync(shop, "k-2", new { externalId = "" }), 422, "validation-failed");

        Assert.Equal(HttpStatusCode.Created, (await WithKeyAsync(shop, "k-2", SeedOrder.Body("I-2"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await WithKeyAsync(shop, "k-2b", SeedOrder.Body("I-2"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await WithKeyAsync(shop, "k-2b", SeedOrder.Body("I-2"))).StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("long")]
    public async Task A_key_that_is_none_is_said_so(string key)
    {
        using var shop = app.Shop();

        var problem = await ProblemAsync(await WithKeyAsync(shop, key is "long" ? new string('k', 256) : key, SeedOrder.Body("I-3")), 422, "validation-failed");

        Assert.Equal("/headers/Idempotency-Key", problem.GetProperty("errors")[0].GetProperty("pointer").GetString());
        Assert.Equal(HttpStatusCode.Created, (await WithKeyAsync(shop, new string('k', 255), SeedOrder.Body("I-3"))).StatusCode);
    }

    [Fact]
    public async Task Cancelling_under_a_key_answers_the_same_for_a_day_whatever_staff_decide_meanwhile()
    {
        using var shop = app.Shop();
        var order = await CreateAsync(shop, "I-4");
        var id = new OrderId(order.GetProperty("id").GetGuid());
        await app.Desk.AcceptAsync(id, Some.Anna, Stop);
        await app.EventuallyAsync(id, found => found.Status is OrderStatus.Created, "the till has it");
        var path = $"/api/v1/orders/{id}/cancel";

        var first = await WithKeyAsync(shop, "k-4", new { comment = "нет" }, path);
        await app.Desk.DeclineCancelAsync(id, Some.Anna, Stop);
        var again = await WithKeyAsync(shop, "k-4", new { comment = "нет" }, path);

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (first.StatusCode, again.StatusCode));
        Assert.Equal(await first.Content.ReadAsStringAsync(Stop), await again.Content.ReadAsStringAsync(Stop));
        Assert.Null((await app.OrderAsync(id)).CancelWish);
        await ProblemAsync(await WithKeyAsync(shop, "k-4", new { comment = "да" }, path), 422, "idempotency-conflict");
    }

    [Fact]
    public async Task Fifty_at_once_under_one_key_are_one_order_and_fifty_equal_answers()
    {
        using var shop = app.Shop();

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => InTheEndAsync(shop, "k-5", SeedOrder.Body("I-5"))));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.StatusCode));
        Assert.Single(answers, answer => !answer.Headers.Contains("Idempotent-Replayed"));
        Assert.Single((await Task.WhenAll(answers.Select(answer => answer.Content.ReadAsStringAsync(Stop)))).Distinct());
    }

    [Fact]
    public async Task Two_instances_on_one_database_agree_on_one_order_with_and_without_a_key()
    {
        await using var second = new TestApp(app.Folder).With("Simulator:File", Path.Combine(app.Folder, "second-till.json"));
        await second.InitializeAsync();
        using var here = app.Shop();
        using var there = second.Shop();
        foreach (var key in new[] { null, "k-6" })
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => InTheEndAsync(i % 2 is 0 ? here : there, key, SeedOrder.Body($"I-6-{key}"))));

            Assert.All(answers, answer => Assert.True(answer.StatusCode is HttpStatusCode.Created or HttpStatusCode.OK, $"{answer.StatusCode}"));
            Assert.Single(answers, answer => !answer.Headers.Contains("Idempotent-Replayed"));
            Assert.Single((await Task.WhenAll(answers.Select(answer => answer.Content.ReadAsStringAsync(Stop)))).Distinct());
        }
    }

    [Fact]
    public async Task While_the_first_call_under_a_key_still_runs_the_second_is_told_so_and_nothing_happens_twice()
    {
        using var shop = app.Shop();
        // Where the machine is so busy that the one that works has given up (503) before the other is told, both come with another order.
        var (tries, first, second) = (0, default(HttpResponseMessage), default(HttpResponseMessage));
        while (first is null or { StatusCode: HttpStatusCode.ServiceUnavailable } || second is null or { StatusCode: HttpStatusCode.ServiceUnavailable })
        {
            Assert.InRange(++tries, 1, 5);
            (first, second) = await WhileSomebodyWritesAsync($"k-7-{tries}", $"I-7-{tries}");
        }

        await ProblemAsync(second, 409, "idempotency-in-progress");
        Assert.NotNull(second.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await WithKeyAsync(shop, $"k-7-{tries}", SeedOrder.Body($"I-7-{tries}"))).StatusCode);

        // Which of the two comes first is decided on the wire; the one that waits for the other is told first.
        async Task<(HttpResponseMessage First, HttpResponseMessage Second)> WhileSomebodyWritesAsync(string key, string number)
        {
            List<Task<HttpResponseMessage>> calls;
            Task<HttpResponseMessage> told;
            await using (var intruder = new SqliteConnection($"Data Source={Path.Combine(app.Folder, "test.db")};Pooling=False"))
            {
                await intruder.OpenAsync(Stop);
                await using var transaction = intruder.BeginTransaction(deferred: false);
                calls = [WithKeyAsync(shop, key, SeedOrder.Body(number)), WithKeyAsync(shop, key, SeedOrder.Body(number))];
                told = await Task.WhenAny(calls);
            }

            calls.Remove(told);
            return (await Assert.Single(calls), await told);
        }
    }

    [Fact]
    public async Task A_key_is_forgotten_after_its_day_and_may_then_mean_something_else()
    {
        using var shop = app.Shop();
        await WithKeyAsync(shop, "k-8", SeedOrder.Body("I-8"));
        await WithKeyAsync(shop, "k-9", SeedOrder.Body("I-9"));
        await using (var db = await app.Contexts.CreateDbContextAsync(Stop))
        {
            await db.KeptAnswers.Where(answer => answer.Key == "k-8" || answer.Key == "k-9")
                .ExecuteUpdateAsync(row => row.SetProperty(answer => answer.At, DateTimeOffset.UtcNow - KeptAnswer.KeptFor), Stop);
        }

        Assert.Equal(HttpStatusCode.Created, (await WithKeyAsync(shop, "k-8", SeedOrder.Body("I-8-later"))).StatusCode);
        Assert.True(await app.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<KeptAnswerCleaner>().Single().CleanAsync(Stop) >= 1);

        await using var after = await app.Contexts.CreateDbContextAsync(Stop);
        Assert.Equal(["k-8"], await after.KeptAnswers.Where(answer => answer.Key == "k-8" || answer.Key == "k-9").Select(answer => answer.Key).ToListAsync(Stop));
    }

    private static async Task<JsonElement> CreateAsync(HttpClient shop, string externalId) =>
        await JsonAsync((await shop.PostAsJsonAsync("/api/v1/orders", SeedOrder.Body(externalId), Stop)).EnsureSuccessStatusCode());

    private static Task<HttpResponseMessage> CancelAsync(HttpClient shop, JsonElement order, object body) =>
        shop.PostAsJsonAsync($"/api/v1/orders/{order.GetProperty("id").GetString()}/cancel", body, Stop);

    private static async Task<HttpResponseMessage> WithKeyAsync(HttpClient shop, string? key, object body, string path = "/api/v1/orders")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json") };
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        }

        return await shop.SendAsync(request, Stop);
    }

    // Whoever is told that an earlier call still runs comes again, as a shop does.
    private static async Task<HttpResponseMessage> InTheEndAsync(HttpClient shop, string? key, object body)
    {
        var answer = await WithKeyAsync(shop, key, body);
        while (answer.StatusCode is HttpStatusCode.Conflict)
        {
            answer.Dispose();
            answer = await WithKeyAsync(shop, key, body);
        }

        return answer;
    }

    private static Task<JsonElement> ListAsync(HttpClient shop, string query) => shop.GetFromJsonAsync<JsonElement>($"/api/v1/orders?{query}", Stop);

    private static string[] Numbers(JsonElement page) => [.. page.GetProperty("orders").EnumerateArray().Select(order => order.GetProperty("externalId").GetString()!)];

    private static Task<JsonElement> JsonAsync(HttpResponseMessage answer) => answer.Content.ReadFromJsonAsync<JsonElement>(Stop);

    private static async Task<JsonElement> ProblemAsync(HttpResponseMessage answer, int status, string code)
    {
        Assert.Equal((status, "application/problem+json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        var problem = await JsonAsync(answer);
        Assert.Equal((code, $"/problems/{code}"), (problem.GetProperty("code").GetString(), problem.GetProperty("type").GetString()));
        return problem;
    }

    private async Task<int> CountAsync()
    {
        await using var db = await app.Contexts.CreateDbContextAsync(Stop);
        return await db.Orders.CountAsync(Stop);
    }
}
