using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Components.Pages.Docs;
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

    [Theory]
    [InlineData("ru")]
    [InlineData("en")]
    public async Task The_page_shows_every_example_as_it_is_in_its_file(string language)
    {
        using var anybody = app.Shop(key: null);
        anybody.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);

        var page = await anybody.GetStringAsync("/help/shop", Stop);

        var shown = WebUtility.HtmlDecode(page).ReplaceLineEndings("\n");
        Assert.All(ShopHelp.Examples, example => Assert.Contains(File.ReadAllText(Path.Combine(_folder, example.File)).ReplaceLineEndings("\n"), shown, StringComparison.Ordinal));
        Assert.All(ShopHelp.Examples, example => Assert.Contains($"examples/{example.File}", page, StringComparison.Ordinal));
        foreach (var (_, file) in ShopHelp.Examples)
        {
            Assert.Equal(HttpStatusCode.OK, (await anybody.GetAsync($"/examples/{file}", Stop)).StatusCode);
        }
    }

    private static string? Which(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => new[] { Path.Combine(folder, program), Path.Combine(folder, program + ".exe") }).FirstOrDefault(File.Exists);

    private async Task<(int Code, string Output, string Error)> RunAsync(string program, string file, string number, string key)
    {
        var start = new ProcessStartInfo(Which(program)!, [Path.Combine(_folder, file)]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["MINIDELIVERY_URL"] = app.Address.ToString().TrimEnd('/');
        start.Environment["MINIDELIVERY_KEY"] = key;
        start.Environment["ORDER_ID"] = number;
        start.Environment["NO_PROXY"] = "*";
        using var process = Process.Start(start)!;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        var (output, error) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, await output, await error);
    }
}
