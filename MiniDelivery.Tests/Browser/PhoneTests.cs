using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using MiniDelivery.Domain.Alerts;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Alerts;

namespace MiniDelivery.Tests.Browser;

/// <summary>The list on the smallest phone, and how it says that an order waits.</summary>
[Trait("Kind", "Browser")]
public sealed class PhoneTests(BrowserApp app) : IClassFixture<BrowserApp>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(360)]
    [InlineData(390)]
    public async Task On_a_phone_the_toolbar_takes_three_lines_and_every_link_can_be_reached(int width)
    {
        var page = await app.OpenAsync("/", "manager", width, 780, hasTouch: true);
        await Assertions.Expect(page.GetByTestId("nav-inbox-more")).ToBeAttachedAsync();
        var toolbar = await page.Locator(".md-toolbar").BoundingBoxAsync();
        Assert.InRange(toolbar!.Height, 1, (3 * 44) + (2 * 8) + (2 * 8));
        // As with a dozen terminals: the strip above is at its widest, and the restaurant can still be read.
        var book = app.Services.GetRequiredService<TerminalBook>();
        while (book.For(app.Restaurant.Id).Count < 12)
        {
            var terminal = await book.EnrolAsync(app.Restaurant.Id, Stop);
            await book.BeatAsync(terminal.Id, new TerminalBeat(TerminalSound.On, true), "Оператор", Stop);
        }

        await Assertions.Expect(page.GetByTestId("hearing").Locator(".md-hearing-brief")).ToHaveTextAsync(new Regex(@"^♪1\d$"));
        await BrowserApp.FitsAsync(page, $"{width}");
        var (name, strip) = (await page.GetByTestId("object").BoundingBoxAsync(), await page.Locator(".md-strip").BoundingBoxAsync());
        Assert.InRange(name!.Width, 48, width);
        Assert.InRange(strip!.X + strip.Width, 0, width - 12);
        foreach (var place in new[] { ".md-footer-links", ".md-toolbar-nav" })
        {
            var last = page.Locator($"{place} a").Last;
            await last.FocusAsync();
            await Assertions.Expect(last).ToBeInViewportAsync(new() { Ratio = 0.99f });
        }
    }

    [Fact]
    public async Task What_waits_says_for_how_long_in_colours_that_can_be_read_and_in_words()
    {
        using var shop = app.Shop();
        var answer = await shop.PostAsJsonAsync("/api/v1/orders", new
        {
            externalId = "AGE",
            customer = new { name = "Ждущий", phone = "89000000000" },
            fulfillment = new { type = "pickup" },
            items = new[] { new { code = "101", name = "Пирог", quantity = 1m, price = 350m } },
            payment = new { method = "cash" },
        }, Stop);
        answer.EnsureSuccessStatusCode();
        var page = await app.OpenAsync("/", "operator");
        var age = page.Locator("[data-status=waiting] .md-age").First;
        await Assertions.Expect(age).ToHaveAttributeAsync("data-step", "0");
        await Assertions.Expect(page.GetByText("пора звонить").First).ToBeHiddenAsync();
        foreach (var (minutes, step, words) in new[] { (3, "1", "пора звонить"), (7, "2", "ждёт долго") })
        {
            await age.EvaluateAsync($"age => age.dataset.since = Date.now() - {minutes} * 60000");
            await Assertions.Expect(age).ToHaveAttributeAsync("data-step", step);
            await Assertions.Expect(page.GetByText(words).First).ToBeVisibleAsync();
            await AccessibilityTests.AssertNothingSeriousAsync(page, $"list, {words}");
        }
    }
}
