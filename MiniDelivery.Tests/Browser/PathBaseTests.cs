using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Browser;

/// <summary>The program stands under a path of a site that has others: nothing of it is asked for beside that path.</summary>
[Trait("Kind", "Browser")]
public sealed class PathBaseTests(PathBaseTests.BasedApp app) : IClassFixture<PathBaseTests.BasedApp>
{
    private const string Base = "/delivery";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_whole_way_of_an_order_stays_within_it()
    {
        var page = await app.OpenAsync(Base);
        var asked = new ConcurrentQueue<string>();
        page.Context.Request += (_, request) => asked.Enqueue(request.Url);
        await Expect(page).ToHaveURLAsync($"{Site}{Base}/");
        using var shop = app.Shop();

        using var answer = await shop.PostAsJsonAsync($"{Base}/api/v1/orders", SeedOrder.Body("B-1", "ПОД ПУТЁМ"), Stop);
        var order = await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
        var id = order.GetProperty("id").GetString();
        Assert.Equal($"{Base}/api/v1/orders/{id}", answer.Headers.Location!.ToString());

        var row = page.GetByTestId("order").Filter(new() { HasText = "ПОД ПУТЁМ" });
        await Expect(row).ToHaveAttributeAsync("data-status", "waiting");
        await Expect(page.Locator("#md-alert")).ToHaveAttributeAsync("data-sounding", "true");
        await row.Locator(".o-open").First.ClickAsync();
        await Expect(page).ToHaveURLAsync($"{Site}{Base}/orders/{id}");
        await page.GetByTestId("card").GetByRole(AriaRole.Button, new() { Name = "Принять", Exact = true }).ClickAsync();
        await Expect(page.GetByTestId("created-dialog")).ToContainTextAsync("Создан стол");
        await page.GetByTestId("created-ok").ClickAsync();
        await Expect(page.Locator("#md-alert")).ToHaveAttributeAsync("data-sounding", "false");

        // Whoever is sent to sign in comes back to what was wanted, and a choice of the language to where it was made.
        var other = await app.OpenAsync($"{Base}/orders/{id}", "manager");
        await Expect(other).ToHaveURLAsync($"{Site}{Base}/orders/{id}");
        await Expect(other.GetByTestId("card")).ToContainTextAsync("ПОД ПУТЁМ");
        await other.GotoAsync($"{Base}/preferences/language?name=en&back=%2Fcouriers");
        await Expect(other).ToHaveURLAsync($"{Site}{Base}/couriers");
        await other.Context.CloseAsync();

        Assert.NotEmpty(asked);
        Assert.All(asked.Where(address => address.StartsWith(Site, StringComparison.Ordinal)), address => Assert.StartsWith($"{Site}{Base}/", address, StringComparison.Ordinal));
        // A page of the other test may have been without a server.
        Assert.DoesNotContain(app.Errors, error => !error.Contains("ERR_INTERNET_DISCONNECTED", StringComparison.Ordinal));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Installed_it_is_that_path_and_when_the_server_is_silent_its_own_page_says_so()
    {
        var page = await app.OpenAsync($"{Base}/");
        Assert.Equal($"{Site}{Base}/", await page.EvaluateAsync<string>("async () => (await navigator.serviceWorker.ready).scope"));
        Assert.Equal(
            [$"{Site}{Base}/", $"{Site}{Base}/", $"{Site}{Base}/img/icon.svg"],
            await page.EvaluateAsync<string[]>("""
                async () => {
                    const address = document.querySelector('link[rel=manifest]').href;
                    const manifest = await (await fetch(address)).json();
                    return [manifest.start_url, manifest.scope, manifest.icons[0].src].map(part => new URL(part, address).href);
                }
                """));

        await page.Context.SetOfflineAsync(true);
        await page.GotoAsync($"{Base}/settings/till");

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Сервер недоступен" })).ToBeVisibleAsync();
        await page.WaitForFunctionAsync("() => document.querySelector('img').naturalWidth > 0 && getComputedStyle(document.querySelector('main')).textAlign === 'center'");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Programs_are_told_addresses_within_it_whether_the_proxy_leaves_the_path_or_takes_it_away()
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = app.Address };

        foreach (var left in new[] { Base, "" })
        {
            var openApi = await client.GetFromJsonAsync<JsonElement>($"{left}/openapi/v1.json", Stop);
            Assert.Equal(Base, openApi.GetProperty("servers")[0].GetProperty("url").GetString());
            using var refused = await client.GetAsync($"{left}/api/v1/orders", Stop);
            Assert.StartsWith($"{Base}/problems/", (await refused.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("type").GetString(), StringComparison.Ordinal);
            using var courier = await client.GetAsync($"{left}/courier/{new string('x', 32)}", Stop);
            Assert.Equal($"{Base}/courier", courier.Headers.Location!.ToString());
            Assert.Contains($"<base href=\"{Base}/\"", await client.GetStringAsync($"{left}/account/sign-in", Stop), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"{left}/health/live", Stop)).StatusCode);
        }

        using var bare = await client.GetAsync($"{Base}?a=1", Stop);
        Assert.Equal((HttpStatusCode.PermanentRedirect, $"{Base}/?a=1"), (bare.StatusCode, bare.Headers.Location!.ToString()));
        Assert.NotEqual(HttpStatusCode.OK, (await client.GetAsync($"{Base}{Base}/health/live", Stop)).StatusCode);
    }

    private string Site => app.Address.GetLeftPart(UriPartial.Authority);

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    private static IPageAssertions Expect(IPage page) => Assertions.Expect(page);

    public sealed class BasedApp : BrowserApp
    {
        public BasedApp() => With("Proxy:PathBase", Base);
    }
}
