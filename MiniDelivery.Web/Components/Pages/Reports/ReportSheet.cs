using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Reports;

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
/// <param name="Behind">The orders behind it; null = none.</param>
/// <param name="Href">The address behind it; null = none.</param>
public readonly record struct SheetCell(object? Value, OrdersBehind? Behind = null, string? Href = null);

/// <summary>The orders behind a number of a report.</summary>
/// <param name="Pick">Which.</param>
/// <param name="Day">Of one day of the period; null = of all.</param>
/// <param name="Source">Of one source; null = of all that the report is about.</param>
/// <param name="Courier">Of one courier; null = of all that the report is about.</param>
/// <param name="Name">What a dish is called, to head the list with; null = the kind says it.</param>
public sealed record OrdersBehind(OrderPick Pick, DateOnly? Day = null, SourceId? Source = null, Guid? Courier = null, string? Name = null)
{
    /// <summary>A number's orders.</summary>
    public static implicit operator OrdersBehind(OrderPick pick) => new(pick);
}

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
