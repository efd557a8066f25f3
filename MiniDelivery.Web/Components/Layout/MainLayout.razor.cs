using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Localization;
using MiniDelivery.Web.Components.Shared;
using MudBlazor;

namespace MiniDelivery.Web.Components.Layout;

/// <summary>What every page of the product stands in: header, troubles, the page, footer.</summary>
public sealed partial class MainLayout(IStringLocalizer<Words> words, NavigationManager navigation) : LayoutComponentBase
{
    private MudThemeProvider? _theme;
    private ErrorBoundary? _boundary;
    private bool _systemIsDark;

    /// <summary>The colours that the person chose.</summary>
    [CascadingParameter]
    public PageTheme? Theme { get; set; }

    private bool FollowsSystem => Theme is not { Name: "light" or "dark" };

    private bool IsDark => FollowsSystem ? _systemIsDark : Theme is { Name: "dark" };

    // With <base href="/"> a bare #main would lead to the first page.
    private string SkipTarget => $"{navigation.ToBaseRelativePath(navigation.Uri).Split('#')[0]}#main";

    /// <inheritdoc/>
    protected override void OnParametersSet() => _boundary?.Recover();

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && FollowsSystem && await _theme!.GetSystemDarkModeAsync())
        {
            OnSystemChanged(true);
        }
    }

    private void OnSystemChanged(bool isDark)
    {
        _systemIsDark = isDark;
        StateHasChanged();
    }

    private void Recover() => _boundary?.Recover();
}
