using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Components.Pages.Docs;
using MiniDelivery.Web.Security;
using MyShop;

namespace MiniDelivery.Tests.Api;

/// <summary>The examples of the page «Подключить магазин», run as they stand there.</summary>
public sealed class ExamplesTests(TestApp app) : IClassFixture<TestApp>
{
    private static readonly string _folder = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../wwwroot-assets/examples"));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("order.sh", "sh", "curl")]
    [InlineData("order.php", "php", "php")]
    [InlineData("order.py", "python3", "python3")]
    [InlineData("order.mjs", "node", "node")]
    public async Task An_example_hands_an_order_in(string file, string program, string needs)
    {
        Assert.SkipWhen(Which(program) is null || Which(needs) is null, $"{needs} is not installed here");
        var number = $"EX-{file}";

        var said = await RunAsync(program, file, number, TestApp.ApiKey);
        await RunAsync(program, file, number, TestApp.ApiKey); // Once more is no second order.

        Assert.Equal((0, ""), (said.Code, said.Error));
        Assert.Contains(number, said.Output, StringComparison.Ordinal);
        using var shop = app.Shop();
        var order = await shop.GetFromJsonAsync<JsonElement>($"/api/v1/orders?externalId={number}", Stop);
        Assert.Equal(700m, order.GetProperty("total").GetDecimal());
    }

    [Theory]
    [InlineData("order.sh", "sh", "curl")]
    [InlineData("order.php", "php", "php")]
    [InlineData("order.py", "python3", "python3")]
    [InlineData("order.mjs", "node", "node")]
    public async Task An_example_says_why_it_was_refused_and_does_not_go_on(string file, string program, string needs)
    {
        Assert.SkipWhen(Which(program) is null || Which(needs) is null, $"{needs} is not installed here");

        var said = await RunAsync(program, file, $"EX-NO-{file}", "md_nosuchid_0123456789abcdef0123456789ABCDEF");

        Assert.NotEqual(0, said.Code);
        Assert.Contains("unauthenticated", said.Output + said.Error, StringComparison.Ordinal);
    }

    // Compiled into this very assembly, so it is real C# as long as the tests build.
    [Fact]
    public async Task The_example_in_our_own_language_hands_an_order_in()
    {
        using var http = new HttpClient { BaseAddress = app.Address };
        var client = new ShopClient(http, TestApp.ApiKey);

        var order = await client.SendAsync("EX-CS", Stop);

        Assert.Equal(order.GetProperty("id").GetGuid(), (await client.SendAsync("EX-CS", Stop)).GetProperty("id").GetGuid());
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => new ShopClient(http, "md_x").SendAsync("EX-CS", Stop));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    public enum Sent
    {
        AsItIs,
        BesideAnOldSecret,
        WithAnotherBody,
        WithAnotherSecret,
        SixMinutesLate,
    }

    public static TheoryData<string, string, Sent, bool> Events()
    {
        var all = new TheoryData<string, string, Sent, bool>();
        foreach (var (file, program) in new[] { ("signature.php", "php"), ("signature.py", "python3"), ("signature.mjs", "node"), ("WebhookSignature.cs", "") })
        {
            foreach (var sent in Enum.GetValues<Sent>())
            {
                all.Add(file, program, sent, sent is Sent.AsItIs or Sent.BesideAnOldSecret);
            }
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(Events))]
    public async Task An_example_tells_our_events_from_anybody_elses(string file, string program, Sent sent, bool isGenuine)
    {
        Assert.SkipWhen(program.Length > 0 && Which(program) is null, $"{program} is not installed here");
        const string secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        const string other = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        var body = """{"type":"order.created","data":{"comment":"без лука"}}"""u8.ToArray();
        string[] secrets = sent switch
        {
            Sent.BesideAnOldSecret => [other, secret],
            Sent.WithAnotherSecret => [other],
            _ => [secret],
        };
        using var request = StandardWebhook.Request(
            new Uri("https://shop.example/events"), "msg_1", DateTimeOffset.UtcNow.AddMinutes(sent is Sent.SixMinutesLate ? -6 : 0), body, secrets);
        string Header(string name) => request.Headers.GetValues(name).Single();
        var (at, signature) = (Header("webhook-timestamp"), Header("webhook-signature"));
        body = sent is Sent.WithAnotherBody ? [.. body, (byte)' '] : body;

        var told = program.Length is 0
            ? WebhookSignature.IsGenuine(secret, "msg_1", at, signature, body, DateTimeOffset.UtcNow)
            : (await RunAsync(program, file, body, ("WEBHOOK_SECRET", secret), ("WEBHOOK_ID", "msg_1"), ("WEBHOOK_TIMESTAMP", at), ("WEBHOOK_SIGNATURE", signature))).Code is 0;

        Assert.Equal(isGenuine, told);
    }

    [Theory]
    [InlineData("ru")]
    [InlineData("en")]
    public async Task The_page_shows_every_example_as_it_is_in_its_file(string language)
    {
        using var anybody = app.Shop(key: null);
        anybody.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);

        var page = await anybody.GetStringAsync("/help/shop", Stop);

        var shown = WebUtility.HtmlDecode(page).ReplaceLineEndings("\n");
        (string Language, string File)[] all = [.. ShopHelp.Examples, .. ShopHelp.Signatures];
        Assert.All(all, example => Assert.Contains(File.ReadAllText(Path.Combine(_folder, example.File)).ReplaceLineEndings("\n"), shown, StringComparison.Ordinal));
        Assert.All(all, example => Assert.Contains($"examples/{example.File}", page, StringComparison.Ordinal));
        foreach (var (_, file) in all)
        {
            Assert.Equal(HttpStatusCode.OK, (await anybody.GetAsync($"/examples/{file}", Stop)).StatusCode);
        }
    }

    private static string? Which(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => new[] { Path.Combine(folder, program), Path.Combine(folder, program + ".exe") }).FirstOrDefault(File.Exists);

    private Task<(int Code, string Output, string Error)> RunAsync(string program, string file, string number, string key) =>
        RunAsync(program, file, [], ("MINIDELIVERY_URL", app.Address.ToString().TrimEnd('/')), ("MINIDELIVERY_KEY", key), ("ORDER_ID", number), ("NO_PROXY", "*"));

    private static async Task<(int Code, string Output, string Error)> RunAsync(string program, string file, byte[] input, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(Which(program)!, [Path.Combine(_folder, file)]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        await process.StandardInput.BaseStream.WriteAsync(input, patience.Token);
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, await output, await error);
    }
}
