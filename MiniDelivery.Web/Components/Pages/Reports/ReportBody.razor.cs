using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Reports;
using MiniDelivery.Web.Components.Shared;

namespace MiniDelivery.Web.Components.Pages.Reports;

/// <summary>One part of a report: its tiles, charts and tables.</summary>
public sealed partial class ReportBody(IStringLocalizer<Reports> localizer) : ComponentBase
{
    /// <summary>What was found.</summary>
    [Parameter]
    [EditorRequired]
    public ReportContent Content { get; set; } = null!;

    /// <summary>What is shown.</summary>
    [Parameter]
    [EditorRequired]
    public ReportView View { get; set; } = null!;

    /// <summary>ISO 4217 code.</summary>
    [Parameter]
    [EditorRequired]
    public string Currency { get; set; } = "";

    private Figures All => Content.Report.All;

    private IEnumerable<(string Name, string Value, string? Pick, string? More)> Tiles =>
    [
        ("Orders", Text(All.Kept.Count), "kept=true", null),
        ("Sum", Text(All.Kept.Sum), "kept=true", null),
        ("Average", Text(All.Kept.Average), null, null),
        ("Cancelled", Text(All.Cancelled.Count), "status=deleted", Text(new Share(All.Cancelled.Count, All.Received))),
        ("LateShare", Text(new Share(All.Late, All.Promised)), "kept=true&late=true", localizer["LateOf", All.Late, All.Promised]),
        ("TimeToAccept", Time(All.Accept.Median), null, NineOfTen(All.Accept)),
        ("TimeAtTill", Time(All.Till.Median), null, NineOfTen(All.Till)),
        ("TimeToDoor", Time(All.Door.Median), null, NineOfTen(All.Door)),
    ];

    private List<ReportBar> Days =>
    [
        .. Enumerable.Range(0, View.To.DayNumber - View.From.DayNumber + 1).Select(View.From.AddDays).Select(day =>
        {
            var kept = Content.Report.Days.TryGetValue(day, out var figures) ? figures.Kept : default;
            return new ReportBar(Format.Date(day), $"{Format.Date(day)}: {Text(kept.Count)}, {Text(kept.Sum)}", kept.Count);
        }),
    ];

    private string Most => Text((int)Days.Max(day => day.Value));

    private string Wide(OrderStage stage) => All.Received is 0
        ? "0"
        : (100m * All.Stages.GetValueOrDefault(stage) / All.Received).ToString("0.#", CultureInfo.InvariantCulture);

    private string Text(object value) => ReportTable.Text(value, Currency);

    private string Time(int? seconds) => seconds is { } some ? Text(TimeSpan.FromSeconds(some)) : "—";

    private string? NineOfTen(TimeSteps times) => times.P90 is { } some ? localizer["NineOfTen", Format.Age(TimeSpan.FromSeconds(some))].Value : null;
}
