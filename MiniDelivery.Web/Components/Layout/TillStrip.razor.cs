using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Components.Shared;
using MiniDelivery.Web.Handoff;

namespace MiniDelivery.Web.Components.Layout;

/// <summary>One glance at the till: a dot and a few words; pressed, it tells more. The browser's own popover, as in <see cref="WhoMenu"/>.</summary>
public sealed partial class TillStrip(TimeProvider time, IStringLocalizer<Words> words) : ComponentBase
{
    /// <summary>What is known of the till; null = it was not asked yet.</summary>
    [Parameter]
    [EditorRequired]
    public TillHealth? Health { get; set; }

    /// <summary>The restaurant's zone.</summary>
    [Parameter]
    [EditorRequired]
    public TimeZoneInfo Zone { get; set; } = null!;

    /// <summary>When it answered last; null = not yet.</summary>
    [Parameter]
    public DateTimeOffset? LastAnswer { get; set; }

    /// <summary>Somebody wants to know more: <see cref="LastAnswer"/> should be of this moment.</summary>
    [Parameter]
    public EventCallback OnLook { get; set; }

    private string State => Health switch
    {
        null => "asking",
        { IsWell: true } => "ok",
        { Trouble.Code: TillTroubles.NotConfigured } => "warn",
        _ => "bad",
    };

    private string Text => Health switch
    {
        null => words["TillStrip.Asking"],
        { IsWell: true, Info: { } info } => words["TillStrip.Ok", ShortVersion(info.Version)],
        { Trouble.Code: TillTroubles.NotConfigured } => words["TillStrip.NotConfigured"],
        _ when Health.IsSilent => words["TillStrip.Down", Format.Time(Health.Since, Zone)],
        _ => words["TillStrip.Trouble", Format.Time(Health.Since, Zone)],
    };

    // 7.26.8.2001: the build says nothing to people.
    private static string ShortVersion(string version) => string.Join('.', version.Split('.').Take(3));
}
