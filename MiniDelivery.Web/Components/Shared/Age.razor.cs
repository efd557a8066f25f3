using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace MiniDelivery.Web.Components.Shared;

/// <summary>
/// How long something has lasted, <c>3:10</c>, and of what waits for a person in what step of it, in colour and in words. Counts in the
/// browser (live-time.js): no server draws a second hand.
/// </summary>
public sealed partial class Age(TimeProvider time, IStringLocalizer<Words> words) : ComponentBase
{
    // Two minutes: a guest begins to wonder. Five: they ring up themselves, or order elsewhere.
    private static readonly TimeSpan _call = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan _long = TimeSpan.FromMinutes(5);
    private static readonly string _steps = FormattableString.Invariant($"{_call.TotalSeconds} {_long.TotalSeconds}");

    /// <summary>Since when.</summary>
    [Parameter]
    [EditorRequired]
    public DateTimeOffset Since { get; set; }

    /// <summary>Whether it waits for a person.</summary>
    [Parameter]
    public bool Waits { get; set; }

    private TimeSpan Lasted => time.GetUtcNow() - Since;

    private static string StepOf(TimeSpan lasted) => lasted >= _long ? "2" : lasted >= _call ? "1" : "0";
}
