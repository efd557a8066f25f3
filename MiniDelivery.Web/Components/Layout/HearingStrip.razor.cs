using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Alerts;
using MiniDelivery.Web.Alerts;
using MiniDelivery.Web.Components.Shared;

namespace MiniDelivery.Web.Components.Layout;

/// <summary>«Слышат: 2 терминала»; pressed, it says which, who works there, and why one does not hear. The browser's own popover.</summary>
public sealed partial class HearingStrip(TimeProvider time, IStringLocalizer<Words> words) : ComponentBase
{
    /// <summary>Who can hear.</summary>
    [Parameter]
    [EditorRequired]
    public required Hearing Hearing { get; set; }

    /// <summary>The restaurant's zone.</summary>
    [Parameter]
    [EditorRequired]
    public required TimeZoneInfo Zone { get; set; }

    /// <summary>The terminal of this window; null = it has none.</summary>
    [Parameter]
    public TerminalId? Own { get; set; }

    /// <summary>The last start-of-shift test.</summary>
    [Parameter]
    [EditorRequired]
    public required AlertSettings Test { get; set; }

    /// <summary>Somebody wants every terminal to ring once.</summary>
    [Parameter]
    public EventCallback OnTest { get; set; }

    /// <summary>Somebody wants to know more: the last heartbeats should be of this moment.</summary>
    [Parameter]
    public EventCallback OnLook { get; set; }

    private string State => Hearing switch
    {
        { Count: > 0 } => "ok",
        { IsAlarming: true } => "bad",
        _ => "asking",
    };

    private string Text => Hearing switch
    {
        { Count: > 0 } => words["Hearing.Count", Format.Plural(Hearing.Count, words["Hearing.Terminals"])],
        { IsAlarming: true } => words["Hearing.Nobody"],
        _ => words["Hearing.Asking"],
    };
}
