using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Tills;

namespace MiniDelivery.Web.Components.Pages.Settings;

/// <summary>The subscription of the till's XML interface, for who has one.</summary>
public sealed partial class TillLicenseSection(IStringLocalizer<TillSettingsPage> localizer) : ComponentBase
{
    /// <summary>The values.</summary>
    [Parameter]
    [EditorRequired]
    public TillForm Form { get; set; } = null!;

    /// <summary>What is kept.</summary>
    [Parameter]
    [EditorRequired]
    public TillSettingsView View { get; set; } = null!;

    /// <summary>What is wrong.</summary>
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<TillFault> Faults { get; set; } = [];

    /// <summary>A value was changed.</summary>
    [Parameter]
    [EditorRequired]
    public EventCallback OnChange { get; set; }

    private IStringLocalizer<TillSettingsPage> L => localizer;

    private TillFault? FaultOf(TillField field) => Faults.Where(fault => fault.Field == field).Cast<TillFault?>().FirstOrDefault();

    private Task Set(Action change)
    {
        change();
        return OnChange.InvokeAsync();
    }
}
