using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Till;

namespace MiniDelivery.Web.Components.Pages.Settings;

/// <summary>«Проверить»: each step from the name to the menu, as it comes.</summary>
public sealed partial class TillLadder(IStringLocalizer<TillSettingsPage> localizer) : ComponentBase
{
    /// <summary>What is known so far.</summary>
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<TillProbe> Probes { get; set; } = [];

    /// <summary>Whether it is being climbed.</summary>
    [Parameter]
    public bool IsRunning { get; set; }

    /// <summary>Whether values were changed since.</summary>
    [Parameter]
    public bool IsStale { get; set; }

    /// <summary>«Проверить».</summary>
    [Parameter]
    [EditorRequired]
    public EventCallback OnCheck { get; set; }

    private IStringLocalizer<TillSettingsPage> L => localizer;

    private int Broken => Probes.Count(probe => probe.State is TillProbeState.Failed);

    private int Warnings => Probes.Count(probe => probe.State is TillProbeState.Warning);

    private string SummaryState => this switch
    {
        { Probes: [] } => "none",
        { IsRunning: true } => "running",
        { IsStale: true } => "stale",
        { Broken: > 0 } => "failed",
        { Warnings: > 0 } => "warning",
        _ => "ok",
    };

    private string Summary => SummaryState switch
    {
        "running" => L["Summary.running", Probes.Count, Enum.GetValues<TillRung>().Length],
        "failed" => L["Summary.failed", Broken],
        "warning" => L["Summary.warning", Warnings],
        var state => L[$"Summary.{state}"],
    };

    private static string Mark(TillProbe? probe) => probe is null ? "" : probe.State switch
    {
        TillProbeState.Running => "…",
        TillProbeState.Ok => "✓",
        TillProbeState.Warning => "!",
        TillProbeState.Failed => "✕",
        TillProbeState.Skipped => "–",
    };
}
