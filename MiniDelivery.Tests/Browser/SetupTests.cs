using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using MiniDelivery.Tests.Support;

namespace MiniDelivery.Tests.Browser;

/// <summary>The first start in Production, as a person walks through it.</summary>
[Trait("Kind", "Browser")]
public sealed class SetupTests
{
    [Fact]
    public async Task The_first_administrator_sets_up_and_stands_before_an_empty_list()
    {
        await using var app = new ProductionBrowserApp();
        await app.InitializeAsync();
        var token = app.Token;
        var page = await app.OpenAsync("/", who: null);
        await Expect(page.GetByTestId("setup-token-form")).ToBeVisibleAsync();
        await page.GetByTestId("setup-token").FillAsync("guess");
        await page.GetByTestId("setup-next").ClickAsync();
        await Expect(page.GetByTestId("setup-refused")).ToBeVisibleAsync();

        await page.GetByTestId("setup-token").FillAsync(token);
        await page.GetByTestId("setup-next").ClickAsync();
        await page.GetByTestId("setup-name").FillAsync("Вера Павловна");
        await page.GetByTestId("setup-signinname").FillAsync("vera");
        await page.GetByTestId("setup-password").FillAsync("password123");
        await page.GetByTestId("setup-restaurant").FillAsync("Пироги на Садовой");
        await page.GetByTestId("setup-code").FillAsync("pies");
        await page.GetByTestId("setup-timezone").FillAsync("Asia/Novosibirsk");
        await page.GetByTestId("setup-submit").ClickAsync();
        await Expect(page.GetByTestId("setup-password-fault")).ToContainTextAsync("подбирают первыми");
        await Expect(page.GetByTestId("setup-password")).ToHaveValueAsync("");
        await Expect(page.GetByTestId("setup-code")).ToHaveValueAsync("pies");
        await page.GetByTestId("setup-password").FillAsync("три слона и чайник");
        await page.GetByTestId("setup-submit").ClickAsync();

        await Expect(page.GetByTestId("object")).ToHaveTextAsync("Пироги на Садовой");
        await Expect(page.GetByTestId("who")).ToContainTextAsync("Вера Павловна");
        await page.GotoAsync("/settings/till");
        await Expect(page.GetByTestId("till-settings")).ToBeVisibleAsync();
        await page.GotoAsync("/settings/audit");
        await Expect(page.Locator("[data-what=set-up]")).ToContainTextAsync("Пироги на Садовой");
        foreach (var gone in new[] { $"/setup?token={token}", "/simulator" })
        {
            var answer = await page.GotoAsync(gone);
            Assert.Equal(404, answer!.Status);
            await Expect(page.GetByTestId("not-found")).ToBeVisibleAsync();
        }

        Assert.DoesNotContain(app.Errors, error => error.Contains("Content Security Policy", StringComparison.Ordinal));
    }

    private static ILocatorAssertions Expect(ILocator what) => Assertions.Expect(what);
}

/// <summary>As a restaurant starts it for the first time, with a browser.</summary>
public sealed class ProductionBrowserApp : BrowserApp
{
    private readonly SetupLink _link = new();

    public ProductionBrowserApp() => With(services => services.AddSingleton(_link.Console));

    internal string Token => _link.Token;

    protected override string EnvironmentName => "Production";

    protected override Task ReadyAsync() => Task.CompletedTask;
}
