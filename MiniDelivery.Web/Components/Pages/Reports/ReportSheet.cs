using MiniDelivery.Domain.Orders;

namespace MiniDelivery.Web.Components.Pages.Reports;

/// <summary>A share of a whole, as a percentage.</summary>
/// <param name="Part">How many.</param>
/// <param name="Of">Of how many.</param>
public readonly record struct Share(long Part, long Of)
{
    /// <summary>0–100; of nothing there is no share.</summary>
    public decimal? Percent => Of is 0 ? null : Math.Round(100m * Part / Of, 1, MidpointRounding.AwayFromZero);
}

/// <summary>One number or word of a sheet.</summary>
/// <param name="Value">Text, <see cref="int"/>, <see cref="Money"/>, <see cref="Quantity"/>, <see cref="Share"/>, <see cref="TimeSpan"/>, <see cref="DateOnly"/>; null = nothing to say.</param>
/// <param name="Pick">The orders behind it, as <see cref="ReportView.Orders"/> takes them; null = none.</param>
/// <param name="Href">The address behind it; null = none.</param>
public readonly record struct SheetCell(object? Value, string? Pick = null, string? Href = null);

/// <summary>A table of a report: what the page draws, and what is exported, are the same.</summary>
/// <param name="Key">Its name in addresses.</param>
/// <param name="Title">As it is headed.</param>
/// <param name="Columns">Heads of the columns.</param>
/// <param name="Rows">The rows.</param>
/// <param name="Total">The last row; null = there is none.</param>
public sealed record ReportSheet(
    string Key, string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<SheetCell>> Rows, IReadOnlyList<SheetCell>? Total = null)
{
    /// <summary>Every row, the total too.</summary>
    public IEnumerable<IReadOnlyList<SheetCell>> All => Total is null ? Rows : Rows.Append(Total);
}
