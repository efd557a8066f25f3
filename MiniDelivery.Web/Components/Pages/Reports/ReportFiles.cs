using System.Globalization;
using System.Text;
using MiniDelivery.Domain.Orders;
using MiniExcelLibs;

namespace MiniDelivery.Web.Components.Pages.Reports;

/// <summary>Sheets as files.</summary>
internal static class ReportFiles
{
    /// <summary>Longest name that a sheet of a workbook may have.</summary>
    private const int LongestName = 31;

    /// <summary>As RFC 4180 has it, in UTF-8 with the mark that tells Excel so.</summary>
    public static byte[] Csv(ReportSheet sheet)
    {
        var text = new StringBuilder();
        foreach (var row in sheet.All.Select(cells => cells.Select(cell => cell.Value)).Prepend(sheet.Columns))
        {
            text.AppendJoin(',', row.Select(Field)).Append("\r\n");
        }

        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    /// <summary>A workbook; numbers are numbers there, and no text is taken for a formula.</summary>
    public static async Task<byte[]> XlsxAsync(IEnumerable<ReportSheet> sheets, CancellationToken cancellationToken)
    {
        var pages = sheets.ToDictionary(
            sheet => sheet.Title.Length > LongestName ? sheet.Title[..LongestName] : sheet.Title,
            object (sheet) => sheet.All.Select(row => Named(sheet.Columns, row)).DefaultIfEmpty(Named(sheet.Columns, [])).ToList());
        using var stream = new MemoryStream();
        await stream.SaveAsAsync(pages, cancellationToken: cancellationToken);
        return stream.ToArray();
    }

    private static Dictionary<string, object?> Named(IReadOnlyList<string> columns, IReadOnlyList<SheetCell> row) =>
        columns.Select((name, index) => (name, Value: index < row.Count ? Number(row[index].Value) : null)).ToDictionary(cell => cell.name, cell => cell.Value);

    private static object? Number(object? value) => value switch
    {
        Money money => money.Amount,
        Quantity quantity => quantity.Value,
        Share share => share.Percent,
        // As a person writes it: a bare number would not say whether it counts seconds or days.
        TimeSpan time => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time:mm\\:ss}"),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => value,
    };

    private static string Field(object? value)
    {
        var text = Number(value) switch
        {
            // A spreadsheet would calculate what a shop or a guest has written: the apostrophe makes it words.
            string word => word is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? $"'{word}" : word,
            decimal number => number.ToString(value is Money ? "0.00" : "0.###", CultureInfo.InvariantCulture),
            IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
            _ => "",
        };
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
