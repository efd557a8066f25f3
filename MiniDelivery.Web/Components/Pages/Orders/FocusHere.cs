using Microsoft.AspNetCore.Components;

namespace MiniDelivery.Web.Components.Pages.Orders;

/// <summary>
/// Gives an element of a dialog the focus when it is first drawn. MudDialog draws its content after the dialog itself, so the
/// component that shows the dialog is too early to do it.
/// </summary>
public sealed class FocusHere(OrderScript script) : ComponentBase
{
    /// <summary>The element.</summary>
    [Parameter]
    [EditorRequired]
    public required Func<ElementReference> Target { get; set; }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await script.FocusInDialogAsync(Target());
        }
    }
}
