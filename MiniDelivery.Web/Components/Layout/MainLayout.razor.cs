using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Localization;
using MiniDelivery.Web.Components.Shared;

namespace MiniDelivery.Web.Components.Layout;

/// <summary>What every page of the product stands in: header, troubles, the page, footer.</summary>
public sealed partial class MainLayout(IStringLocalizer<Words> words, NavigationManager navigation) : LayoutComponentBase
{
    private ErrorBoundary? _boundary;

    // With <base href="/"> a bare #main would lead to the first page.
    private string SkipTarget => $"{navigation.ToBaseRelativePath(navigation.Uri).Split('#')[0]}#main";

    /// <inheritdoc/>
    protected override void OnParametersSet() => _boundary?.Recover();

    private void Recover() => _boundary?.Recover();
}
