using Microsoft.Playwright;

namespace MiniDelivery.Tests.Browser;

/// <summary>MudBlazor's parts have the page's colours: those that the person chose, or else the system's, without a word of the server.</summary>
[Trait("Kind", "Browser")]
public sealed class ThemeTests(BrowserApp app) : IClassFixture<BrowserApp>
{
    // Of app.css, and what MudBlazor calls the same.
    private static readonly (string Own, string Mud)[] _pairs =
        [("--bg", "background"), ("--card", "surface"), ("--text", "text-primary"), ("--primary", "primary"), ("--bad", "error"), ("--line-strong", "lines-inputs")];

    [Fact]
    public async Task MudBlazors_parts_have_the_colours_of_the_page_in_every_look()
    {
        var page = await app.OpenAsync("/help");
        var light = await ColoursAsync(page);

        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        var dark = await ColoursAsync(page);
        Assert.All(light.Zip(dark), pair => Assert.NotEqual(pair.First, pair.Second));

        await page.GotoAsync("/preferences/theme?name=light&back=/help");
        Assert.Equal(light, await ColoursAsync(page));

        await page.GotoAsync("/preferences/theme?name=dark&back=/help");
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        Assert.Equal(dark, await ColoursAsync(page));
        Assert.Equal("dark", await page.EvaluateAsync<string>("() => getComputedStyle(document.documentElement).getPropertyValue('--mud-native-html-color-scheme').trim()"));
    }

    // As the browser computes them, whatever way they are written in.
    private static async Task<List<string>> ColoursAsync(IPage page)
    {
        await Assertions.Expect(page.GetByTestId("who")).ToBeVisibleAsync();
        var found = new List<string>();
        foreach (var (own, mud) in _pairs)
        {
            var colours = await page.EvaluateAsync<string[]>(
                """
                names => names.map(name => {
                    const probe = document.body.appendChild(document.createElement('i'));
                    probe.style.color = `var(${name})`;
                    const colour = getComputedStyle(probe).color;
                    probe.remove();
                    return colour;
                })
                """, new[] { own, $"--mud-palette-{mud}" });
            Assert.Equal(colours[0], colours[1]);
            found.Add(colours[0]);
        }

        return found;
    }
}
