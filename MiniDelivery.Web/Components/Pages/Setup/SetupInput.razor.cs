using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Web.Setup;

namespace MiniDelivery.Web.Components.Pages.Setup;

/// <summary>One field of the set-up, with its hint or its fault under it.</summary>
public sealed partial class SetupInput(IStringLocalizer<SetupPage> localizer) : ComponentBase
{
    /// <summary>Which field.</summary>
    [Parameter]
    [EditorRequired]
    public SetupField Field { get; set; }

    /// <summary>What stands in it; never given for a password.</summary>
    [Parameter]
    public string? Value { get; set; }

    /// <summary>What is wrong, by field.</summary>
    [Parameter]
    [EditorRequired]
    public IReadOnlyDictionary<SetupField, string> Faults { get; set; } = null!;

    /// <summary>What else the input is given.</summary>
    [Parameter(CaptureUnmatchedValues = true)]
    public IReadOnlyDictionary<string, object>? Attributes { get; set; }

    private string? Fault => Faults.GetValueOrDefault(Field);
}
