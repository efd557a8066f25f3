using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.Extensions.Localization;
using MiniDelivery.Web.Components.Pages.Help;
using MiniDelivery.Web.Components.Shared;

namespace MiniDelivery.Web.Components.Layout;

/// <summary>«?»: to the section of the help that explains this page.</summary>
public sealed partial class HelpLink(NavigationManager navigation, IStringLocalizer<Words> words) : ComponentBase, IDisposable
{
    private string Address => HelpMap.For(navigation.ToBaseRelativePath(navigation.Uri)) ?? "help";

    /// <inheritdoc/>
    public void Dispose() => navigation.LocationChanged -= OnMoved;

    /// <inheritdoc/>
    protected override void OnInitialized() => navigation.LocationChanged += OnMoved;

    private void OnMoved(object? sender, LocationChangedEventArgs moved) => StateHasChanged();
}
