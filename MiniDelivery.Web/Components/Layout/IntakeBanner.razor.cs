using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Intake;
using MiniDelivery.Web.Components.Shared;

namespace MiniDelivery.Web.Components.Layout;

/// <summary>The bar that says that shops are sent away. That the house is closed by its hours is nobody's trouble and not said.</summary>
public sealed partial class IntakeBanner(TimeProvider time, IStringLocalizer<Words> words) : ComponentBase
{
    /// <summary>How intake is.</summary>
    [Parameter]
    [EditorRequired]
    public required IntakeNow Intake { get; set; }

    /// <summary>The restaurant's zone.</summary>
    [Parameter]
    [EditorRequired]
    public required TimeZoneInfo Zone { get; set; }

    /// <summary>Whether the person may open it again.</summary>
    [Parameter]
    public bool MayResume { get; set; }

    /// <summary>«Открыть приём».</summary>
    [Parameter]
    public EventCallback OnResume { get; set; }

    // Empty: nothing to say.
    private string Sentence => Intake.Bar is { } bar
        ? bar switch
        {
            IntakeBar.Pause => words["Intake.Banner.Pause", Until, words[$"PauseReason.{Intake.Reason ?? PauseReason.Other}"].Value],
            IntakeBar.SlotFull => words["Intake.Banner.SlotFull", Until],
            IntakeBar.OutOfHours => "",
        }
        : "";

    private string Until => Intake.Until is { } until ? Format.TimeOrDay(until, time.GetUtcNow(), Zone) : "";
}
