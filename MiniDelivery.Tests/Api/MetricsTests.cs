using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Api;

/// <summary>What Prometheus reads: what happened, in numbers, and nothing of whom it happened to.</summary>
[Collection(nameof(Alone))]
public sealed class MetricsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_orders_way_is_in_the_numbers_and_its_guest_is_not()
    {
        await using var app = new TestApp();
        await app.InitializeAsync();
        using var shop = app.Shop();
        await PostAsync(shop, "M-1", HttpStatusCode.Created);
        await PostAsync(shop, "M-1", HttpStatusCode.OK);
        var waiting = new OrderId(await PostAsync(shop, "M-2", HttpStatusCode.Created));
        await app.Desk.AcceptAsync(waiting, Some.Anna, Stop);
        await app.EventuallyAsync(waiting, order => order.Status is OrderStatus.Created, "created");
        await TestApp.Eventually(() => Task.FromResult(app.Board.For(app.Restaurant.Id).Rows.Count(row => row.Status is OrderStatus.Waiting) == 1), "the board knows");

        string[] expected =
        [
            "^minidelivery_intake_duration_seconds_count{.*outcome=\"stored\".*} ", "^minidelivery_intake_duration_seconds_count{.*outcome=\"repeated\".*} ",
            "^minidelivery_handoff_duration_seconds_count{.*act=\"Create\".*outcome=\"Done\".*} ",
            "^minidelivery_till_duration_seconds_count{.*command=\"CreateOrder\".*outcome=\"answered\".*} ",
            "^minidelivery_board_duration_seconds_count{.*outcome=\"changed\".*} ",
            "^minidelivery_orders_waiting{.*restaurant=\"demo\".*} 1$", "^minidelivery_orders_oldest_waiting_seconds{.*} 0*[1-9.]",
            "^minidelivery_till_up{.*restaurant=\"demo\".*} 1$", "^minidelivery_terminals_hearing{.*} 0$", "^minidelivery_intake_queue{.*} 0$",
            "^minidelivery_board_listeners{.*} [1-9]", "^minidelivery_system_trouble{.*part=\"Database\".*} 0$",
            "^http_server_request_duration_seconds_count{.*http_route=\"/api/v1/orders/\".*} ",
        ];

        var numbers = await ReadAsync(app, expected);

        Assert.All(["ИВАНОВ", "87776665544", "Пушкина", "M-1", waiting.ToString()], personal => Assert.DoesNotContain(personal, numbers, StringComparison.Ordinal));
    }

    [Fact]
    public async Task To_whoever_is_not_in_a_configured_network_there_is_no_such_page()
    {
        await using var app = new TestApp().With("Metrics:Networks:0", "203.0.113.0/24");
        await app.InitializeAsync();

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(app));
        // Through the proxy on this machine, which is believed.
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, "203.0.113.9"));
    }

    [Fact]
    public async Task A_stranger_behind_a_proxy_is_not_taken_for_this_machine()
    {
        await using var app = new TestApp();
        await app.InitializeAsync();

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(app, "203.0.113.9"));
    }

    [Fact]
    public async Task A_proxy_that_is_not_believed_opens_nothing_either()
    {
        await using var app = new TestApp().With("Proxy:Networks:0", "10.9.8.0/24");
        await app.InitializeAsync();

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(app, "127.0.0.1"));
    }

    [Fact]
    public async Task Where_somebody_says_where_to_an_orders_way_is_traced_without_its_guest()
    {
        await using var collector = await OutsideStub.StartAsync();
        await using var app = new TestApp()
            .With("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address).With("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf").With("OTEL_BSP_SCHEDULE_DELAY", "100");
        await app.InitializeAsync();
        using var shop = app.Shop();
        var id = new OrderId(await PostAsync(shop, "TRACED-1", HttpStatusCode.Created));
        using (await shop.GetAsync("/api/v1/orders?externalId=TRACED-1", Stop))
        {
            await app.Desk.AcceptAsync(id, Some.Anna, Stop);
        }

        string[] expected = ["intake", "handoff", "till", "CreateOrder", "board", "/api/v1/orders"];
        await TestApp.Eventually(() => Task.FromResult(expected.All(word => Traced().Contains(word, StringComparison.Ordinal))), "the way is traced", Traced);

        Assert.All(["ИВАНОВ", "87776665544", "Пушкина", "TRACED-1"], personal => Assert.DoesNotContain(personal, Traced(), StringComparison.Ordinal));

        string Traced() => string.Concat(collector.Calls.Where(call => call.Path is "/v1/traces").Select(call => call.Text));
    }

    // A step is counted when it has ended, and that is after what it stored is seen; answers are kept for a moment, too.
    private static async Task<string> ReadAsync(TestApp app, string[] expected)
    {
        using var prometheus = new HttpClient { BaseAddress = app.Address };
        var numbers = "";
        await TestApp.Eventually(
            async () =>
            {
                numbers = await prometheus.GetStringAsync("/metrics", Stop);
                return Missing() is [];
            },
            "the numbers are there",
            () => $"Missing:\n{string.Join('\n', Missing())}\n{numbers}");
        return numbers;

        string[] Missing() => [.. expected.Where(pattern => !Regex.IsMatch(numbers, pattern, RegexOptions.Multiline))];
    }

    private static async Task<HttpStatusCode> StatusAsync(TestApp app, string? forwardedFor = null)
    {
        using var prometheus = new HttpClient { BaseAddress = app.Address };
        if (forwardedFor is not null)
        {
            prometheus.DefaultRequestHeaders.Add("X-Forwarded-For", forwardedFor);
        }

        using var answer = await prometheus.GetAsync("/metrics", Stop);
        return answer.StatusCode;
    }

    private static async Task<Guid> PostAsync(HttpClient shop, string number, HttpStatusCode expected)
    {
        using var answer = await shop.PostAsJsonAsync("/api/v1/orders", SeedOrder.Body(number), Stop);
        Assert.Equal(expected, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("id").GetGuid();
    }
}
