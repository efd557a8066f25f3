using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace MiniDelivery.Web.Components.Pages.Reports;

/// <summary>One bar.</summary>
/// <param name="Short">What stands under the first and the last.</param>
/// <param name="Name">What is said of it when it is pointed at.</param>
/// <param name="Value">How high it is.</param>
public readonly record struct ReportBar(string Short, string Name, double Value);

/// <summary>Bars side by side: when there was more and when less. The numbers are in the table below.</summary>
public sealed partial class ReportBars : ComponentBase
{
    private const double Width = 1000;
    private const double Height = 160;

    /// <summary>The bars; there is at least one.</summary>
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<ReportBar> Values { get; set; } = [];

    /// <summary>What the chart says, in a sentence.</summary>
    [Parameter]
    [EditorRequired]
    public string Label { get; set; } = "";

    /// <summary>What the highest bar stands for.</summary>
    [Parameter]
    [EditorRequired]
    public string Top { get; set; } = "";

    private double Most => Values.Max(bar => bar.Value);

    private double Step => Width / Values.Count;

    private static string N(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
