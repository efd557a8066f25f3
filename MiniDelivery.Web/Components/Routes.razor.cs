using Microsoft.AspNetCore.Components;
using MiniDelivery.Web.Components.Layout;

namespace MiniDelivery.Web.Components;

/// <summary>Which page an address shows, and to whom.</summary>
public sealed partial class Routes : ComponentBase
{
    /// <summary>The colours that the person chose; crosses from the request into the circuit.</summary>
    [Parameter]
    [EditorRequired]
    public PageTheme Theme { get; set; } = null!;
}
