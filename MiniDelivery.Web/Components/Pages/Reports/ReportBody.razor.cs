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

    // The tiles are the sheet of the summary, said shorter.
    private IEnumerable<(string Name, SheetCell Cell, string? More)> Tiles
    {
        get
        {
            var cells = Content.Find("summary")!.Rows.Select(row => row[1]).ToList();
            return
            [
                ("Orders", cells[0], null),
                ("Sum", cells[1], null),
                ("Average", cells[2], null),
                ("Cancelled", cells[3], Text(new Share(All.Cancelled.Count, All.Received))),
                ("LateShare", cells[5], localizer["LateOf", All.Late, All.Promised]),
                ("TimeToAccept", cells[6], NineOfTen(All.Accept)),
                ("TimeAtTill", cells[8], NineOfTen(All.Till)),
                ("TimeToDoor", cells[10], NineOfTen(All.Door)),
            ];
        }
    }

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

    private string Text(object? value) => ReportTable.Text(value, Currency);

    private string? NineOfTen(TimeSteps times) => times.P90 is { } some ? localizer["NineOfTen", Format.Age(TimeSpan.FromSeconds(some))].Value : null;
}
