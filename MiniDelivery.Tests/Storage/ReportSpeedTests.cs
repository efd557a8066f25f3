using System.Data.Common;
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
/// No question of a report walks through a whole table, however many orders there are. How long each takes is measured by
/// <c>MiniDelivery.Load reports</c>.
/// </summary>
public sealed class ReportSpeedTests
{
    private static readonly DateOnly _last = new(2027, 12, 31);

    // As many rows as there are restaurants and their sources; what is asked with (json_each) and what was just found (a sub-query).
    private static readonly string[] _small = ["SCAN s", "SCAN r", "SCAN (subquery", "SCAN f"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_question_of_a_report_walks_through_a_whole_table()
    {
        await using var database = await MakeAsync(days: 20, count: 400);
        var asked = new Asked(database.Contexts);
        foreach (var (_, ask) in ReportQuestions.Of(new ReportQueries(asked), Period(20), Some.Source, Some.Boris, Stop))
        {
            Assert.NotNull(await ask());
        }

        await using var plans = await database.Contexts.CreateDbContextAsync(Stop);
        await plans.Database.OpenConnectionAsync(Stop);
        Assert.NotEmpty(asked.Said);
        var connection = (SqliteConnection)plans.Database.GetDbConnection();
        Assert.Empty(asked.Said.SelectMany(said => Plan(connection, said).Where(IsWalk).Select(step => $"{step}: {said.Sql}")));
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
        await new ReportBooks(database.Contexts, clock, NullLogger<ReportBooks>.Instance).CountAsync(Stop);
        return database;
    }

    private static ReportFilter Period(int days) => new([Some.Restaurant], _last.AddDays(1 - days), _last);

    private static bool IsWalk(string step) =>
        step.StartsWith("SCAN ", StringComparison.Ordinal) && !step.Contains("VIRTUAL TABLE", StringComparison.Ordinal)
        && !_small.Any(small => step.StartsWith(small, StringComparison.Ordinal));

    private static List<string> Plan(SqliteConnection connection, (string Sql, List<(string Name, object? Value)> Parameters) said)
    {
        using var command = connection.CreateCommand();
        command.CommandText = said.Sql;
        foreach (var (name, value) in said.Parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return QueryPlan.Of(command);
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
