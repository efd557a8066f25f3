using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Reports;

namespace MiniDelivery.Load;

/// <summary>Everything that the pages of «Отчеты» ask of the database.</summary>
internal static class ReportQuestions
{
    /// <summary>Every kind of number, as its address says it.</summary>
    public static IReadOnlyList<string> Picks { get; } =
    [
        "all", "kept", "late", "state.Deleted", "stage.AtTill", "reason.GuestCancelled", "reason.Other", "operator.Оператор 3", "guests.new", "guests.known",
        "hour.12", "hour.12.Monday", "compared", "compared.differing", "compared.same", "time.Accept", "time.Till.60", "time.Door.3600",
        "dish.#1040", "dish.=Пирог", "dropped.#1040", "dropped.=Пирог",
    ];

    /// <summary>Each with its name.</summary>
    public static IEnumerable<(string Name, Func<Task<object?>> Ask)> Of(ReportQueries reports, ReportFilter filter, SourceId source, Actor by, CancellationToken cancellationToken)
    {
        yield return ("summary", async () => await reports.ReadAsync(filter, by, cancellationToken));
        yield return ("one source", async () => await reports.ReadAsync(filter with { Source = source }, by, cancellationToken));
        yield return ("one courier", async () => await reports.ReadAsync(filter with { Courier = Guid.Parse("00000000-0000-7000-8000-000000000003") }, by, cancellationToken));
        yield return ("couriers", async () => await reports.CouriersAsync(filter, by, cancellationToken));
        yield return ("dishes", async () => await reports.DishesAsync(filter, by, cancellationToken));
        yield return ("cancellations", async () => await reports.CancelledAsync(filter, 1, by, cancellationToken));
        yield return ("cancellations, last page", async () => await reports.CancelledAsync(filter, int.MaxValue, by, cancellationToken));
        foreach (var pick in Picks)
        {
            yield return ($"orders {pick}", async () => await reports.OrdersAsync(filter, OrderPick.Read(pick), 1, by, cancellationToken));
            yield return ($"orders {pick}, last page", async () => await reports.OrdersAsync(filter, OrderPick.Read(pick), int.MaxValue, by, cancellationToken));
        }
    }
}
