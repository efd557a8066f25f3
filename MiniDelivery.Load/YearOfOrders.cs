using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Load;

/// <summary>
/// A year of orders in a SQLite file, made by its own SQL and no faster way: what a restaurant with 2,740 orders a day has. Orders,
/// dishes and facts are there; the days are marked as touched, as after a rebuild.
/// </summary>
internal static class YearOfOrders
{
    /// <summary>Numbers begin here.</summary>
    public const int FirstNumber = 1000;

    /// <summary>Places in the row of changes begin here.</summary>
    public const int FirstPosition = 10_000_000;

    /// <summary>Makes them, evenly over so many days that end with <paramref name="last"/>.</summary>
    public static async Task MakeAsync(DeliveryDb db, RestaurantId restaurant, SourceId source, DateOnly last, int days, int count, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        var connection = (SqliteConnection)db.Database.GetDbConnection();
        await RunAsync("PRAGMA synchronous=OFF; PRAGMA foreign_keys=OFF; PRAGMA temp_store=MEMORY;");
        var template = await ReadTemplateAsync(connection, cancellationToken);
        await RunAsync("BEGIN");

        // One number decides everything of an order: day, hour, state, times and guest; no two runs differ.
        await RunAsync($"""
            CREATE TEMP TABLE Year AS
            WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {count})
            SELECT i,
                   printf('%08X-0000-7000-8000-%012X', i, i) AS Id,
                   date('{last:yyyy-MM-dd}', '-' || ({days} - 1 - i * {days} / {count}) || ' days') AS Day,
                   10 + (i * 7 + i / 13) % 12 AS Hour,
                   CASE WHEN i % 25 = 0 THEN 'Deleted' ELSE 'Archived' END AS Status,
                   20 + (i * 37) % 400 AS Accept
            FROM n
            """);
        await CopyAsync("Orders", template.Orders, new()
        {
            ["Id"] = "y.Id", ["Number"] = $"{FirstNumber} + y.i", ["Position"] = $"{FirstPosition} + y.i", ["ExternalId"] = "'Y-' || y.i", ["Status"] = "y.Status",
            ["ReceivedAt"] = "y.Day || ' ' || printf('%02d:%02d:00', y.Hour, y.i % 60)", ["StatusChangedAt"] = "y.Day || ' 23:00:00'",
            ["Total"] = "50000 + (y.i % 977) * 100", ["Cancellation_Reason"] = "CASE WHEN y.Status = 'Deleted' THEN 'GuestCancelled' END",
            ["Cancellation_By"] = "CASE WHEN y.Status = 'Deleted' THEN 'Анна' END", ["Cancellation_At"] = "CASE WHEN y.Status = 'Deleted' THEN y.Day || ' 22:00:00' END",
            ["RestaurantId"] = $"'{restaurant.Value.ToString().ToUpperInvariant()}'", ["SourceId"] = $"'{source.Value.ToString().ToUpperInvariant()}'",
        });
        await CopyAsync("OrderLines", template.Lines, new() { ["Id"] = "NULL", ["OrderId"] = "y.Id", ["MenuIdent"] = "1001 + y.i % 80", ["Name"] = "'Блюдо ' || (y.i % 80)" });
        await CopyAsync("OrderFacts", template.Facts, new()
        {
            ["OrderId"] = "y.Id", ["Day"] = "y.Day", ["Hour"] = "y.Hour", ["Status"] = "y.Status",
            ["ReceivedAt"] = "y.Day || ' ' || printf('%02d:%02d:00', y.Hour, y.i % 60)", ["Total"] = "50000 + (y.i % 977) * 100",
            ["Reason"] = "CASE WHEN y.Status = 'Deleted' THEN 'GuestCancelled' END", ["Stage"] = "CASE WHEN y.Status = 'Deleted' THEN 'Heard' ELSE 'Delivered' END",
            ["AcceptedBy"] = "CASE WHEN y.Status = 'Deleted' THEN '' ELSE 'Оператор ' || (y.i % 9) END",
            ["AcceptSeconds"] = "CASE WHEN y.Status = 'Deleted' THEN NULL ELSE y.Accept END", ["TillSeconds"] = "CASE WHEN y.Status = 'Deleted' THEN NULL ELSE y.Accept / 4 END",
            ["DoorSeconds"] = "CASE WHEN y.Status = 'Deleted' THEN NULL ELSE y.Accept * 9 END", ["IsLate"] = "CASE WHEN y.Status = 'Deleted' THEN NULL ELSE y.i % 11 = 0 END",
            ["GuestKey"] = "y.i % 200000", ["IsNewGuest"] = "y.i < 200000",
            ["CourierId"] = "printf('00000000-0000-7000-8000-%012X', 1 + y.i % 12)", ["Courier"] = "'Курьер ' || (1 + y.i % 12)",
            ["RestaurantId"] = $"'{restaurant.Value.ToString().ToUpperInvariant()}'", ["SourceId"] = $"'{source.Value.ToString().ToUpperInvariant()}'",
        });
        await RunAsync($"INSERT INTO DayTouches (RestaurantId, Day) SELECT DISTINCT '{restaurant.Value.ToString().ToUpperInvariant()}', Day FROM Year");
        await RunAsync("DROP TABLE Year; COMMIT; PRAGMA foreign_keys=ON; PRAGMA synchronous=FULL;");

        Task CopyAsync(string table, string[] columns, Dictionary<string, string> changed) => RunAsync(
            $"INSERT INTO {table} ({string.Join(", ", columns)}) SELECT {string.Join(", ", columns.Select(column => changed.GetValueOrDefault(column, $"t.{column}")))} FROM Year y CROSS JOIN (SELECT * FROM {table} LIMIT 1) t");

        async Task RunAsync(string sql)
        {
            await using var command = connection.CreateCommand();
            (command.CommandText, command.CommandTimeout) = (sql, 300);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    // Every column of the first order, whatever the model has by now, is taken over; the statement changes those that matter.
    private static async Task<(string[] Orders, string[] Lines, string[] Facts)> ReadTemplateAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        return (await ColumnsAsync("Orders"), await ColumnsAsync("OrderLines"), await ColumnsAsync("OrderFacts"));

        async Task<string[]> ColumnsAsync(string table)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT name FROM pragma_table_info('{table}')";
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var names = new List<string>();
            while (await reader.ReadAsync(cancellationToken))
            {
                names.Add(reader.GetString(0));
            }

            return [.. names];
        }
    }
}
