using Microsoft.AspNetCore.Components;

namespace MiniDelivery.Web.Components.Shared;

/// <summary>How long something has lasted, <c>3:10</c>. Counts in the browser (live-time.js): no server draws a second hand.</summary>
public sealed partial class Age(TimeProvider time) : ComponentBase
{
    /// <summary>Since when.</summary>
    [Parameter]
    [EditorRequired]
    public DateTimeOffset Since { get; set; }
}
