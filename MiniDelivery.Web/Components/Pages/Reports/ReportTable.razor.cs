using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Web.Components.Shared;

namespace MiniDelivery.Web.Components.Pages.Reports;

/// <summary>A table of a report; its numbers lead to their orders.</summary>
public sealed partial class ReportTable(IStringLocalizer<Reports> localizer) : ComponentBase
{
    private const int Heats = 5;

    /// <summary>The table.</summary>
    [Parameter]
    [EditorRequired]
    public ReportSheet Sheet { get; set; } = null!;

    /// <summary>The report that it is of.</summary>
    [Parameter]
    [EditorRequired]
    public ReportView View { get; set; } = null!;

    /// <summary>ISO 4217 code.</summary>
    [Parameter]
    [EditorRequired]
    public string Currency { get; set; } = "";

    /// <summary>Its numbers are shaded by how large they are: a map.</summary>
    [Parameter]
    public bool IsMap { get; set; }

    /// <summary>A chart of it, above it.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <summary>A value as people read it.</summary>
    internal static string Text(object? value, string currency) => value switch
    {
        null => "—",
        Money money => Format.Money(money, currency),
        Quantity quantity => Format.Quantity(quantity),
        Share share => share.Percent is { } percent ? string.Create(CultureInfo.CurrentCulture, $"{percent:0.#}\u00A0%") : "—",
        TimeSpan time => Format.Age(time),
        DateOnly day => $"{Format.Date(day)}, {ReportSheets.Short(day.DayOfWeek)}",
        int number => number.ToString("N0", CultureInfo.CurrentCulture),
        _ => $"{value}",
    };

    private string TextOf(SheetCell cell) => Text(cell.Value, Currency);

    private bool IsNumber(int column) => column > 0 && Sheet.Rows.Any(row => column < row.Count && row[column].Value is int or Money or Quantity or Share or TimeSpan);

    private string? ClassOf(SheetCell cell, int column) => (IsNumber(column), BarOf(cell, column)) switch
    {
        (true, not null) => "md-num rp-part",
        (true, null) => "md-num",
        (false, _) => cell.Value is DateOnly ? "rp-day" : null,
    };

    // How much of the largest it is, drawn behind the first number of a row: the eye compares lengths faster than digits.
    private string? BarOf(SheetCell cell, int column)
    {
        if (column is not 1 || IsMap || Sheet.Key is "funnel" || cell.Value is not (int or Quantity))
        {
            return null;
        }

        var most = Sheet.Rows.Max(row => SizeOf(row[1]));
        return most > 0 ? string.Create(CultureInfo.InvariantCulture, $"--part:{100m * SizeOf(cell) / most:0.#}%") : null;
    }

    private static decimal SizeOf(SheetCell cell) => cell.Value switch
    {
        int number => number,
        Quantity quantity => quantity.Value,
        _ => 0,
    };

    // The last column adds the others up: beside them it would always be the darkest.
    private int? Heat(SheetCell cell, int column)
    {
        if (!IsMap || column is 0 || column == Sheet.Columns.Count - 1 || cell.Value is not int count)
        {
            return null;
        }

        var most = Sheet.Rows.SelectMany(row => row.Skip(1).SkipLast(1)).Max(other => other.Value is int number ? number : 0);
        return most is 0 ? 0 : (int)Math.Ceiling((double)Heats * count / most);
    }
}
