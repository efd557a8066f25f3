using System.Data.Common;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Reports;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Reports;

namespace MiniDelivery.Tests.Storage;

/// <summary>
/// A year of orders is read in less than a second, and no question of a report walks through a whole table. How many orders that are is
/// said by MINIDELIVERY_TEST_YEAR; the numbers of a million are in the report of whoever ran it.
/// </summary>
public sealed class ReportSpeedTests
{
    private static readonly DateOnly _last = new(2027, 12, 31);
    private static readonly string[] _big = ["Orders", "OrderFacts", "OrderLines", "OrderSteps", "Handoffs", "DayFigures", "DayDishes", "DayTouches"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_year_is_read_in_less_than_a_second_and_by_index()
    {
        var count = int.TryParse(Environment.GetEnvironmentVariable("MINIDELIVERY_TEST_YEAR"), out var wanted) ? wanted : 40_000;
        await using var database = await TestDatabase.CreateAsync();
        await database.StoreAsync(Some.Accepted());
        await using (var db = await database.Contexts.CreateDbContextAsync(Stop))
        {
            await YearOfOrders.MakeAsync(db, Some.Restaurant, Some.Source, _last, count, Stop);
        }

        // The last day is today: it goes on, and is read from its orders.
        var clock = new FakeTimeProvider(new DateTimeOffset(2027, 12, 31, 12, 0, 0, TimeSpan.Zero));
        var started = Stopwatch.GetTimestamp();
        await new ReportBooks(database.Contexts, clock, NullLogger<ReportBooks>.Instance).CountAsync(Stop);
        Say("counting all days once", started);

        var asked = new Asked(database.Contexts);
        var reports = new ReportQueries(asked);
        var filter = new ReportFilter([Some.Restaurant], _last.AddDays(-364), _last);
        Assert.InRange((await reports.ReadAsync(filter, Some.Boris, Stop))!.All.Received, count, count + 1);
        await UnderASecondAsync("summary", () => reports.ReadAsync(filter, Some.Boris, Stop));
        await UnderASecondAsync("one source", () => reports.ReadAsync(filter with { Source = Some.Source }, Some.Boris, Stop));
        await UnderASecondAsync("one courier", () => reports.ReadAsync(filter with { Courier = Guid.Parse("00000000-0000-7000-8000-000000000003") }, Some.Boris, Stop));
        await UnderASecondAsync("couriers", () => reports.CouriersAsync(filter, Some.Boris, Stop));
        await UnderASecondAsync("dishes", () => reports.DishesAsync(filter, Some.Boris, Stop));
        await UnderASecondAsync("cancellations", () => reports.CancelledAsync(filter, 1, Some.Boris, Stop));
        (string Name, OrderPick Pick)[] picks =
        [
            ("all", new OrderPick()), ("kept", new OrderPick { IsKept = true }), ("late", new OrderPick { IsKept = true, IsLate = true }),
            ("reason", new OrderPick { Reason = CancelReason.GuestCancelled }), ("no such reason", new OrderPick { Reason = CancelReason.OutsideZone }),
            ("operator", new OrderPick { Operator = "Оператор 3" }), ("new guests", new OrderPick { IsNewGuest = true }),
            ("Monday at noon", new OrderPick { Hour = 12, Weekday = DayOfWeek.Monday }), ("dish", new OrderPick { IsKept = true, Dish = "#1040" }),
            ("differing, and there are none", new OrderPick { Differs = true }), ("stage", new OrderPick { Stage = OrderStage.AtTill }),
        ];
        foreach (var (name, pick) in picks)
        {
            await UnderASecondAsync($"orders: {name}", () => reports.OrdersAsync(filter, pick, 1, Some.Boris, Stop));
        }

        await using var plans = await database.Contexts.CreateDbContextAsync(Stop);
        await plans.Database.OpenConnectionAsync(Stop);
        Assert.NotEmpty(asked.Said);
        Assert.Empty(asked.Said.SelectMany(said => Plan((SqliteConnection)plans.Database.GetDbConnection(), said))
            .Where(step => _big.Any(table => step.StartsWith($"SCAN {table}", StringComparison.Ordinal)) || step.StartsWith("SCAN o", StringComparison.Ordinal) || step.StartsWith("SCAN d", StringComparison.Ordinal)));
    }

    private static async Task UnderASecondAsync<T>(string what, Func<Task<T>> ask)
    {
        var started = Stopwatch.GetTimestamp();
        Assert.NotNull(await ask());
        Assert.True(Say(what, started) < TimeSpan.FromSeconds(1), what);
    }

    private static TimeSpan Say(string what, long started)
    {
        var took = Stopwatch.GetElapsedTime(started);
        TestContext.Current.TestOutputHelper?.WriteLine($"{what}: {took.TotalMilliseconds:0} ms");
        return took;
    }

    private static List<string> Plan(SqliteConnection connection, (string Sql, List<(string Name, object? Value)> Parameters) said)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"EXPLAIN QUERY PLAN {said.Sql}";
        foreach (var (name, value) in said.Parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        using var reader = command.ExecuteReader();
        var steps = new List<string>();
        while (reader.Read())
        {
            steps.Add(reader.GetString(3));
        }

        return steps;
    }

    /// <summary>Contexts of which every question is written down.</summary>
    private sealed class Asked(IDbContextFactory<DeliveryDb> inner) : IDbContextFactory<DeliveryDb>
    {
        public List<(string Sql, List<(string Name, object? Value)> Parameters)> Said { get; } = [];

        public DeliveryDb CreateDbContext()
        {
            using var like = inner.CreateDbContext();
            var options = new DbContextOptionsBuilder<SqliteDeliveryDb>()
                .UseSqlite(like.Database.GetConnectionString(), sqlite => sqlite.UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery))
                .UseApplicationServiceProvider(DesignTime.Services)
                .AddInterceptors(new Listener(Said));
            return new SqliteDeliveryDb(options.Options);
        }

        private sealed class Listener(List<(string Sql, List<(string Name, object? Value)> Parameters)> said) : DbCommandInterceptor
        {
            public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
                DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
            {
                said.Add((command.CommandText, [.. command.Parameters.Cast<DbParameter>().Select(parameter => (parameter.ParameterName, parameter.Value))]));
                return ValueTask.FromResult(result);
            }
        }
    }
}
