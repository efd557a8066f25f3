using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Till;

namespace MiniDelivery.Web.Components.Pages.Settings;

/// <summary>One field of a settings page, with its hint or its fault under it.</summary>
public sealed partial class SettingField(IStringLocalizer<TillSettingsPage> localizer) : ComponentBase
{
    /// <summary>What it is.</summary>
    [Parameter]
    [EditorRequired]
    public string Label { get; set; } = "";

    /// <summary>What stands in it; unused for a secret.</summary>
    [Parameter]
    public string? Value { get; set; }

    /// <summary>Somebody typed another.</summary>
    [Parameter]
    [EditorRequired]
    public EventCallback<string> OnChange { get; set; }

    /// <summary>Whether it can only be written.</summary>
    [Parameter]
    public bool IsSecret { get; set; }

    /// <summary>What is wrong with it; null = nothing.</summary>
    [Parameter]
    public TillFault? Fault { get; set; }

    /// <summary>Helps to fill it.</summary>
    [Parameter]
    public string? Hint { get; set; }

    /// <summary>Stands in it while it is empty.</summary>
    [Parameter]
    public string? Placeholder { get; set; }

    /// <summary>Which keys a telephone offers.</summary>
    [Parameter]
    public string InputMode { get; set; } = "text";

    /// <summary>Name for tests.</summary>
    [Parameter]
    public string? TestId { get; set; }

    private static int Longest => TillSettingsRules.LongestText;

    private Task ChangeAsync(ChangeEventArgs change) => OnChange.InvokeAsync((string?)change.Value ?? "");
}
