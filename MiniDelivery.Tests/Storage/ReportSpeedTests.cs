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
/// No question of a report walks through a whole table, however many orders there are. How long a year of them takes is measured where
/// MINIDELIVERY_TEST_YEAR says how many they are: <c>MINIDELIVERY_TEST_YEAR=1000000</c>; no speed is asserted, machines differ.
/// </summary>
public sealed class ReportSpeedTests
{
    private const string Variable = "MINIDELIVERY_TEST_YEAR";

    /// <summary>Every kind of number, as its address says it.</summary>
    internal static readonly string[] Picks =
    [
        "all", "kept", "late", "state.Deleted", "stage.AtTill", "reason.GuestCancelled", "reason.Other", "operator.Оператор 3", "guests.new", "guests.known",
        "hour.12", "hour.12.Monday", "compared", "compared.differing", "compared.same", "time.Accept", "time.Till.60", "time.Door.3600",
        "dish.#1040", "dish.=Пирог", "dropped.#1040", "dropped.=Пирог",
    ];

    private static readonly DateOnly _last = new(2027, 12, 31);

    // As many rows as there are restaurants and their sources; what is asked with (json_each) and what was just found (a sub-query).
    private static readonly string[] _small = ["SCAN s", "SCAN r", "SCAN (subquery", "SCAN f"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_question_of_a_report_walks_through_a_whole_table()
    {
        await using var database = await MakeAsync(days: 20, count: 400);
        var asked = new Asked(database.Contexts);
        foreach (var (_, ask) in Questions(new ReportQueries(asked), days: 20))
        {
            Assert.NotNull(await ask());
        }

        await using var plans = await database.Contexts.CreateDbContextAsync(Stop);
        await plans.Database.OpenConnectionAsync(Stop);
        Assert.NotEmpty(asked.Said);
        var connection = (SqliteConnection)plans.Database.GetDbConnection();
        Assert.Empty(asked.Said.SelectMany(said => Plan(connection, said).Where(IsWalk).Select(step => $"{step}: {said.Sql}")));
    }

    [Fact]
    public async Task A_year_of_orders_is_measured()
    {
        var count = int.TryParse(Environment.GetEnvironmentVariable(Variable), out var wanted) ? wanted : 0;
        Assert.SkipUnless(count > 0, $"{Variable} is not set");
        await using var database = await MakeAsync(days: 365, count);
        var reports = new ReportQueries(database.Contexts);

        Assert.InRange((await reports.ReadAsync(Period(365), Some.Boris, Stop))!.All.Received, count, count + 1);
        foreach (var (name, ask) in Questions(reports, days: 365))
        {
            var times = new List<double>();
            for (var time = 0; time < 5; time++)
            {
                var started = Stopwatch.GetTimestamp();
                await ask();
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }

            Say($"{name}: {times.Order().ElementAt(2):0} ms");
        }

        await MeasureIntakeAsync(database);
    }

    // Twenty orders to a transaction, as the intake stores them in a rush, in turn with facts and without: both have the same machine.
    private static async Task MeasureIntakeAsync(TestDatabase database)
    {
        var number = 2_000_000;
        var (with, without) = (new List<double>(), new List<double>());
        for (var round = 0; round < 20; round++)
        {
            with.Add(await StoreAsync(database.Contexts));
            without.Add(await StoreAsync(new Asked(database.Contexts)));
        }

        Say($"storing 20 orders: {with.Order().ElementAt(10):0.0} ms with their facts, {without.Order().ElementAt(10):0.0} ms without");

        async Task<double> StoreAsync(IDbContextFactory<DeliveryDb> contexts)
        {
            await using var db = await contexts.CreateDbContextAsync(Stop);
            await db.Restaurants.SingleAsync(Stop);
            for (var more = 0; more < 20; more++)
            {
                db.Add(Some.Order(Some.Draft($"R-{++number}") with { Guest = new Guest("", $"8{number:0000000000}", null) }, number: number));
            }

            var started = Stopwatch.GetTimestamp();
            await db.SaveChangesAsync(Stop);
            return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }
    }

    private static async Task<TestDatabase> MakeAsync(int days, int count)
    {
        var database = await TestDatabase.CreateAsync();
        await database.StoreAsync(Some.Accepted());
        await using (var db = await database.Contexts.CreateDbContextAsync(Stop))
        {
            await YearOfOrders.MakeAsync(db, Some.Restaurant, Some.Source, _last, days, count, Stop);
        }

        // The last day is today: it goes on, and is read from its orders.
        var clock = new FakeTimeProvider(new DateTimeOffset(2027, 12, 31, 12, 0, 0, TimeSpan.Zero));
        var started = Stopwatch.GetTimestamp();
        await new ReportBooks(database.Contexts, clock, NullLogger<ReportBooks>.Instance).CountAsync(Stop);
        Say($"counting all days once: {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s");
        return database;
    }

    private static ReportFilter Period(int days) => new([Some.Restaurant], _last.AddDays(1 - days), _last);

    // Everything that the pages ask.
    private static IEnumerable<(string Name, Func<Task<object?>> Ask)> Questions(ReportQueries reports, int days)
    {
        var filter = Period(days);
        yield return ("summary", async () => await reports.ReadAsync(filter, Some.Boris, Stop));
        yield return ("one source", async () => await reports.ReadAsync(filter with { Source = Some.Source }, Some.Boris, Stop));
        yield return ("one courier", async () => await reports.ReadAsync(filter with { Courier = Guid.Parse("00000000-0000-7000-8000-000000000003") }, Some.Boris, Stop));
        yield return ("couriers", async () => await reports.CouriersAsync(filter, Some.Boris, Stop));
        yield return ("dishes", async () => await reports.DishesAsync(filter, Some.Boris, Stop));
        yield return ("cancellations", async () => await reports.CancelledAsync(filter, 1, Some.Boris, Stop));
        yield return ("cancellations, last page", async () => await reports.CancelledAsync(filter, int.MaxValue, Some.Boris, Stop));
        foreach (var pick in Picks)
        {
            yield return ($"orders {pick}", async () => await reports.OrdersAsync(filter, OrderPick.Read(pick), 1, Some.Boris, Stop));
            yield return ($"orders {pick}, last page", async () => await reports.OrdersAsync(filter, OrderPick.Read(pick), int.MaxValue, Some.Boris, Stop));
        }
    }

    private static bool IsWalk(string step) =>
        step.StartsWith("SCAN ", StringComparison.Ordinal) && !step.Contains("VIRTUAL TABLE", StringComparison.Ordinal)
        && !_small.Any(small => step.StartsWith(small, StringComparison.Ordinal));

    private static void Say(string what) => TestContext.Current.TestOutputHelper?.WriteLine(what);

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
