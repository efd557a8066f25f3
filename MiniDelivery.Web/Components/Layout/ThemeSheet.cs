using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor;

namespace MiniDelivery.Web.Components.Layout;

/// <summary>
/// What MudBlazor's theme provider draws, once for the whole program and for both looks. In each page's circuit it would hold its text,
/// send it again, and ask the browser which look the system has: a page would be light before it is dark.
/// </summary>
public sealed partial class ThemeSheet
{
    private const string Everywhere = ":root";

    private readonly IServiceScopeFactory _scopes;
    private readonly ILoggerFactory _loggers;
    private readonly Lazy<Task<string>> _css;

    /// <summary>Draws nothing yet.</summary>
    public ThemeSheet(IServiceScopeFactory scopes, ILoggerFactory loggers)
    {
        (_scopes, _loggers) = (scopes, loggers);
        _css = new(BuildAsync);
    }

    /// <summary>CSS: the light look, and of the dark one what differs, where the person chose it or, as in app.css, the system has it.</summary>
    public Task<string> CssAsync() => _css.Value;

    private async Task<string> BuildAsync()
    {
        var light = await DrawAsync(isDark: false);
        var same = Variables(light).ToHashSet();
        var dark = string.Concat(Variables(await DrawAsync(isDark: true)).Where(variable => !same.Contains(variable)));
        return $"{light}[data-theme=dark]{{{dark}}}@media (prefers-color-scheme:dark){{{Everywhere}:not([data-theme]){{{dark}}}}}";
    }

    private async Task<string> DrawAsync(bool isDark)
    {
        await using var scope = _scopes.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, _loggers);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var drawn = await renderer.RenderComponentAsync<MudThemeProvider>(ParameterView.FromDictionary(new Dictionary<string, object?>
            {
                [nameof(MudThemeProvider.Theme)] = DeliveryTheme.Theme,
                [nameof(MudThemeProvider.IsDarkMode)] = isDark,
            }));
            return drawn.ToHtmlString();
        });
        return Tag().Replace(html, "");
    }

    private static IEnumerable<string> Variables(string css) => Variable().Matches(css).Select(found => found.Value);

    [GeneratedRegex("</?style[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex("^--[^;]+;", RegexOptions.Multiline)]
    private static partial Regex Variable();
}
