using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Alerts;
using MiniDelivery.Web.Components.Shared;

namespace MiniDelivery.Web.Components.Pages.Settings;

/// <summary>The terminals of a restaurant: their names, whether they hear, and who has confirmed it in the last test.</summary>
public sealed partial class AlertTerminals(TimeProvider time, IStringLocalizer<TerminalsPage> localizer, IStringLocalizer<Words> words) : ComponentBase
{
    private TerminalId? _asked;

    /// <summary>The terminals.</summary>
    [Parameter]
    [EditorRequired]
    public required IReadOnlyList<Terminal> Terminals { get; set; }

    /// <summary>The last start-of-shift test.</summary>
    [Parameter]
    [EditorRequired]
    public required AlertSettings Test { get; set; }

    /// <summary>The terminal of this window; null = it has none.</summary>
    [Parameter]
    public TerminalId? Own { get; set; }

    /// <summary>The restaurant's zone.</summary>
    [Parameter]
    [EditorRequired]
    public required TimeZoneInfo Zone { get; set; }

    /// <summary>Another name was typed.</summary>
    [Parameter]
    public EventCallback<(TerminalId Id, string Name)> OnRename { get; set; }

    /// <summary>One is to be taken off the list.</summary>
    [Parameter]
    public EventCallback<TerminalId> OnRemove { get; set; }

    /// <summary>It is to be shared or no longer, or to lock itself after another time (minutes).</summary>
    [Parameter]
    public EventCallback<(TerminalId Id, bool IsShared, int IdleMinutes)> OnLocking { get; set; }

    private IStringLocalizer<TerminalsPage> L => localizer;

    private async Task RemoveAsync(TerminalId terminal)
    {
        _asked = null;
        await OnRemove.InvokeAsync(terminal);
    }

    private Task ShareAsync(Terminal terminal, bool isShared) => OnLocking.InvokeAsync(
        (terminal.Id, isShared, isShared ? (terminal.IdleMinutes > 0 ? terminal.IdleMinutes : Terminal.SharedIdle) : 0));

    // What is no number is refused with words, as a number beyond the limits is.
    private Task LockAfterAsync(Terminal terminal, string? typed) => OnLocking.InvokeAsync(
        (terminal.Id, terminal.IsShared, int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) ? minutes : -1));

    private string Confirmed(Terminal terminal, bool isOpen) => terminal switch
    {
        { TestedAt: { } at, TestedBy: { } by } when Test.IsConfirmed(at) => $"✓ {L["Confirmed", by, Format.TimeOrDay(at, time.GetUtcNow(), Zone)]}",
        _ when Test.TestStartedAt is not null && isOpen => L["NotConfirmed"],
        _ => "",
    };
}
