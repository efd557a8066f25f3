using Microsoft.AspNetCore.Components;
using MiniDelivery.Web.Access;

namespace MiniDelivery.Web.Components;

/// <summary>Which page an address shows, and to whom.</summary>
public sealed partial class Routes(CurrentStaff staff) : ComponentBase
{
    /// <summary>The colours that the person chose; crosses from the request into the circuit.</summary>
    [Parameter]
    [EditorRequired]
    public PageTheme Theme { get; set; } = null!;

    /// <summary>The browser's address; crosses as the colours do.</summary>
    [Parameter]
    public string? Address { get; set; }

    /// <inheritdoc/>
    protected override void OnInitialized() => staff.Address = Address;
}
