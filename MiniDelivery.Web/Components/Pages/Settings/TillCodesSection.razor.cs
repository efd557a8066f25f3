using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Tills;

namespace MiniDelivery.Web.Components.Pages.Settings;

/// <summary>Station, table and all the others: chosen from the till's lists, or typed while there are none.</summary>
public sealed partial class TillCodesSection(IStringLocalizer<TillSettingsPage> localizer) : ComponentBase
{
    /// <summary>The values.</summary>
    [Parameter]
    [EditorRequired]
    public TillForm Form { get; set; } = null!;

    /// <summary>The till's lists; null = not read.</summary>
    [Parameter]
    public TillReferences? References { get; set; }

    /// <summary>Why they were not read.</summary>
    [Parameter]
    public TillTrouble? Trouble { get; set; }

    /// <summary>Whether they are being read.</summary>
    [Parameter]
    public bool IsReading { get; set; }

    /// <summary>What is wrong.</summary>
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<TillFault> Faults { get; set; } = [];

    /// <summary>A value was changed.</summary>
    [Parameter]
    [EditorRequired]
    public EventCallback OnChange { get; set; }

    /// <summary>«Прочитать списки».</summary>
    [Parameter]
    [EditorRequired]
    public EventCallback OnRead { get; set; }

    private IStringLocalizer<TillSettingsPage> L => localizer;

    private TillFault? FaultOf(TillField field) => Faults.Where(fault => fault.Field == field).Cast<TillFault?>().FirstOrDefault();

    private Task Set(TillReferenceKind kind, string code)
    {
        Form.SetCode(kind, code);
        return OnChange.InvokeAsync();
    }
}
