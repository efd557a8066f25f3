using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Intake;

namespace MiniDelivery.Tests.Api;

/// <summary>What a shop sends that cannot become an order: answered as ever, kept behind it, and put right by a manager.</summary>
public sealed class InboxTests(TestApp app) : IClassFixture<TestApp>
{
    private static readonly CancellationToken _none = CancellationToken.None;
    private static readonly Actor _boris = new("Борис", StaffRole.Manager);

    private InboxDesk Desk => app.Services.GetRequiredService<InboxDesk>();

    [Theory]
    [InlineData("{\"customer\":{\"phone\":\"89130000001\"}", "application/json", HttpStatusCode.BadRequest, "malformed-json", "89130000001")]
    [InlineData("{\"externalId\":\"I-1\",\"customer\":{\"phone\":\"89130000002\"},\"items\":[]}", "application/json", HttpStatusCode.UnprocessableEntity, "validation-failed", "89130000002")]
    [InlineData("phone=%2B79130000003&items=pie", "application/x-www-form-urlencoded", HttpStatusCode.UnsupportedMediaType, "unsupported-media-type", "+79130000003")]
    public async Task What_cannot_become_an_order_is_answered_as_ever_and_kept(string body, string type, HttpStatusCode status, string problem, string phone)
    {
        using var shop = app.Shop();

        var answer = await PostAsync(shop, Encoding.UTF8.GetBytes(body), type);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(problem, (await answer.Content.ReadFromJsonAsync<JsonElement>(_none)).GetProperty("code").GetString());
        var entry = await KeptAsync(entry => entry.Glance.Phone == phone);
        Assert.Equal(("сайт", problem, type), (entry.Source, entry.Item.Problem, entry.Item.ContentType));
        Assert.Equal(body, await Desk.ReadAsync(app.Restaurant.Id, entry.Item.Id, _boris, _none));
        await using var db = await app.Contexts.CreateDbContextAsync(_none);
        var audit = await db.AuditEntries.SingleAsync(read => read.What == AuditActs.InboxRead && read.Subject == entry.Item.Id.ToString(), _none);
        Assert.Equal("Борис", audit.Who);
    }

    [Fact]
    public async Task What_is_wrong_is_kept_field_by_field()
    {
        using var shop = app.Shop();

        await PostAsync(shop, """{"externalId":"I-2","customer":{"phone":"89130000004"},"fulfillment":{"type":"pickup"},"items":[{"code":"101","quantity":-1}]}"""u8.ToArray());

        var entry = await KeptAsync(entry => entry.Glance.Phone == "89130000004");
        Assert.Equal(new InboxFault("/items/0/quantity", "out-of-range", "must be greater than 0 and at most 9999"), Assert.Single(entry.Glance.Faults));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_beginning_of_what_is_too_large_is_kept_whether_its_length_was_said_or_not(bool saysLength)
    {
        using var shop = app.Shop();
        var phone = saysLength ? "89130000005" : "89130000006";
        var body = Encoding.UTF8.GetBytes($$"""{"phone":"{{phone}}","x":"{{new string('x', 2 * InboxItem.MostBytes)}}"}""");
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/orders") { Content = content };
        request.Headers.TransferEncodingChunked = !saysLength;

        var answer = await shop.SendAsync(request, _none);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        var entry = await KeptAsync(entry => entry.Glance.Phone == phone);
        Assert.Equal((true, InboxItem.MostBytes), (entry.Item.IsTruncated, entry.Item.Length));
    }

    [Fact]
    public async Task Another_alphabet_is_read_and_accepted_as_it_is()
    {
        using var shop = app.Shop();
        var body = CodePagesEncodingProvider.Instance.GetEncoding(1251)!.GetBytes(
            """{"externalId":"I-1251","customer":{"name":"Пелагея","phone":"89130000007"},"fulfillment":{"type":"pickup"},"items":[{"code":"101","quantity":1}]}""");

        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(shop, body)).StatusCode);

        var entry = await KeptAsync(entry => entry.Glance.Phone == "89130000007");
        var accepted = await Desk.AcceptAsync(app.Restaurant.Id, entry.Item.Id, null, _boris, _none);
        var order = await app.OrderAsync(Assert.IsType<IntakeAnswer.Taken>(accepted.Answer).Id);
        Assert.Equal(("Пелагея", "Борис"), (order.Guest.Name, order.History[0].By));
    }

    [Fact]
    public async Task A_manager_puts_it_right_and_accepts_it_once_and_the_shops_own_repeat_is_the_same_order()
    {
        using var shop = app.Shop();
        const string Broken = """{"externalId":"I-3","customer":{"phone":"89130000008"},"fulfillment":{"type":"pickup"},"items":[{"code":"101"}]}""";
        await PostAsync(shop, Encoding.UTF8.GetBytes(Broken));
        var entry = await KeptAsync(entry => entry.Glance.Phone == "89130000008");
        var right = Broken.Replace("\"code\":\"101\"", "\"code\":\"101\",\"quantity\":1", StringComparison.Ordinal);

        var asItIs = await Desk.AcceptAsync(app.Restaurant.Id, entry.Item.Id, null, _boris, _none);
        Assert.Equal(Refusal.InboxUnreadable, asItIs.Outcome.Reason);
        Assert.Equal("/items/0/quantity", Assert.Single(asItIs.Faults!).Pointer);
        var accepted = await Desk.AcceptAsync(app.Restaurant.Id, entry.Item.Id, right, _boris, _none);
        var again = await Desk.AcceptAsync(app.Restaurant.Id, entry.Item.Id, right, _boris, _none);
        var repeat = await PostAsync(shop, Encoding.UTF8.GetBytes(right));

        Assert.True(accepted.Outcome.IsDone);
        Assert.Equal(Refusal.InboxSettled, again.Outcome.Reason);
        Assert.Equal(HttpStatusCode.OK, repeat.StatusCode);
        var taken = Assert.IsType<IntakeAnswer.Taken>(accepted.Answer);
        Assert.Equal(taken.Id.Value, (await repeat.Content.ReadFromJsonAsync<JsonElement>(_none)).GetProperty("id").GetGuid());
        var settled = Assert.Single((await Desk.ListAsync(app.Restaurant.Id, settled: true, _boris, _none))!, one => one.Item.Id == entry.Item.Id);
        Assert.Equal((InboxState.Accepted, taken.Number), (settled.Item.State, settled.OrderNumber));
        await using var db = await app.Contexts.CreateDbContextAsync(_none);
        Assert.True(await db.AuditEntries.AnyAsync(audit => audit.What == AuditActs.InboxAccepted && audit.Subject == entry.Item.Id.ToString(), _none));
    }

    // As after a crash between the two: the order is there, and the body still waits.
    [Fact]
    public async Task What_is_an_order_already_is_settled_with_it()
    {
        using var shop = app.Shop();
        await PostAsync(shop, """{"externalId":"I-4","customer":{"phone":"89130000009"}}"""u8.ToArray());
        var entry = await KeptAsync(entry => entry.Glance.Phone == "89130000009");
        const string Right = """{"externalId":"I-4","customer":{"phone":"89130000009"},"fulfillment":{"type":"pickup"},"items":[{"code":"101","quantity":1}]}""";
        var before = await (await PostAsync(shop, Encoding.UTF8.GetBytes(Right))).Content.ReadFromJsonAsync<JsonElement>(_none);

        var accepted = await Desk.AcceptAsync(app.Restaurant.Id, entry.Item.Id, Right, _boris, _none);

        Assert.Equal(before.GetProperty("id").GetGuid(), Assert.IsType<IntakeAnswer.AlreadyKnown>(accepted.Answer).Id.Value);
        Assert.True(accepted.Outcome.IsDone);
    }

    [Fact]
    public async Task Nothing_is_kept_of_who_has_no_key_or_the_wrong_one_and_nothing_of_what_is_no_order()
    {
        var before = await CountAsync();
        foreach (var key in new[] { null, "md_testshop_0123456789abcdef0123456789ABCDEX", await app.IssueKeyAsync(Scopes.OrdersRead) })
        {
            using var stranger = app.Shop(key);
            Assert.False((await PostAsync(stranger, "{stranger"u8.ToArray())).IsSuccessStatusCode);
        }

        using var shop = app.Shop();
        using var check = new ByteArrayContent("{checked"u8.ToArray());
        await shop.PostAsync("/api/v1/orders/check", check, _none);
        Assert.Equal(HttpStatusCode.Created, (await shop.PostAsJsonAsync("/api/v1/orders", SeedOrder.Body("I-5"), _none)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await shop.PostAsJsonAsync("/api/v1/orders", SeedOrder.Body("I-5", "Пётр"), _none)).StatusCode);

        // One that is kept comes after all of them: what was not kept by then never will be.
        await PostAsync(shop, """{"phone":"89130000010" last"""u8.ToArray());
        await KeptAsync(entry => entry.Glance.Phone == "89130000010");
        Assert.Equal(before + 1, await CountAsync());
    }

    // By hand: a client of .NET would send the whole body before it looks for the answer.
    [Fact]
    public async Task A_body_that_its_sender_never_finishes_holds_no_answer_up_and_what_came_of_it_is_kept()
    {
        using var wire = new TcpClient();
        await wire.ConnectAsync(IPAddress.Loopback, app.Address.Port, _none);
        await using var stream = wire.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /api/v1/orders HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {TestApp.ApiKey}\r\nContent-Type: text/plain\r\nContent-Length: 1000\r\n\r\nphone 89130000011"), _none);

        using var reader = new StreamReader(stream, Encoding.ASCII);
        Assert.Equal("HTTP/1.1 415 Unsupported Media Type", await reader.ReadLineAsync(_none));
        await KeptAsync(entry => entry.Glance.Phone == "89130000011" && entry.Item.IsTruncated);
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient shop, byte[] body, string type = "application/json")
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new(type);
        return await shop.PostAsync("/api/v1/orders", content, _none);
    }

    private async Task<InboxEntry> KeptAsync(Func<InboxEntry, bool> isIt)
    {
        InboxEntry? found = null;
        await TestApp.Eventually(
            async () => (found = (await Desk.ListAsync(app.Restaurant.Id, settled: false, _boris, _none))!.FirstOrDefault(isIt)) is not null, "what was refused is kept");
        return found!;
    }

    private async Task<int> CountAsync()
    {
        await using var db = await app.Contexts.CreateDbContextAsync(_none);
        return await db.InboxItems.CountAsync(_none);
    }
}
