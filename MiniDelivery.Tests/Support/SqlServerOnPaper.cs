using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Live;

namespace MiniDelivery.Tests.Support;

/// <summary>
/// The product's own SQL Server set-up with nobody at the other end: every command is written down instead of sent and answered
/// with one restaurant, a count of one, or nothing.
/// </summary>
internal sealed class SqlServerOnPaper : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly Paper _paper;

    /// <param name="isEmpty">There is no restaurant either, and nothing to count.</param>
    public SqlServerOnPaper(bool isEmpty = false)
    {
        _paper = new Paper(isEmpty);
        var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddLiveBoard();
        services.AddSingleton<IInterceptor>(new NoConnection());
        services.AddSingleton<IInterceptor>(_paper);
        services.AddSqlServer("Server=nowhere");
        _services = services.BuildServiceProvider();
        Contexts = new WithoutTransactions(_services.GetRequiredService<IDbContextFactory<DeliveryDb>>());
    }

    public IDbContextFactory<DeliveryDb> Contexts { get; }

    public OrderBoard Board => _services.GetRequiredService<OrderBoard>();

    public LiveSignal Signal => _services.GetRequiredService<LiveSignal>();

    /// <summary>What was said so far.</summary>
    public IReadOnlyList<string> Said => [.. _paper.Said];

    /// <summary>Begins a new sheet.</summary>
    public void Clear() => _paper.Said.Clear();

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    // A transaction is the one thing that cannot be begun on paper.
    private sealed class WithoutTransactions(IDbContextFactory<DeliveryDb> inner) : IDbContextFactory<DeliveryDb>
    {
        public DeliveryDb CreateDbContext()
        {
            var db = inner.CreateDbContext();
            db.Database.AutoTransactionBehavior = AutoTransactionBehavior.Never;
            return db;
        }
    }

    private sealed class NoConnection : DbConnectionInterceptor
    {
        public override InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) =>
            InterceptionResult.Suppress();

        public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
            DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(InterceptionResult.Suppress());
    }

    private sealed class Paper(bool isEmpty) : DbCommandInterceptor
    {
        public ConcurrentQueue<string> Said { get; } = new();

        public override InterceptionResult<DbDataReader> ReaderExecuting(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result) =>
            InterceptionResult<DbDataReader>.SuppressWithResult(Answer(command));

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(InterceptionResult<DbDataReader>.SuppressWithResult(Answer(command)));

        public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
        {
            Said.Enqueue(command.CommandText);
            return InterceptionResult<int>.SuppressWithResult(1);
        }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            Said.Enqueue(command.CommandText);
            return ValueTask.FromResult(InterceptionResult<int>.SuppressWithResult(1));
        }

        private DataTableReader Answer(DbCommand command)
        {
            Said.Enqueue(command.CommandText);
            var table = new DataTable();
            if (!isEmpty && command.CommandText.StartsWith("SELECT COUNT(*)", StringComparison.Ordinal))
            {
                table.Columns.Add("Count", typeof(int));
                table.Rows.Add(1);
            }
            else if (!isEmpty && command.CommandText.Contains("FROM [Restaurants]", StringComparison.Ordinal))
            {
                var row = Columns(command.CommandText).Select(column => (Name: column, Value: Restaurant(column))).ToList();
                row.ForEach(column => table.Columns.Add(column.Name, column.Value.GetType()));
                table.Rows.Add([.. row.Select(column => column.Value)]);
            }
            else
            {
                // No rows, but as many columns as anybody may look for.
                table.Columns.AddRange([.. Enumerable.Range(0, 200).Select(_ => new DataColumn())]);
            }

            return table.CreateDataReader();
        }

        // SELECT [r].[Id], [r].[Code] … FROM
        private static IEnumerable<string> Columns(string sql) =>
            sql[..sql.IndexOf("FROM", StringComparison.Ordinal)].Split(',').Select(column => column.Trim().Split('[', ']')[^2]);

        private static object Restaurant(string column) => column switch
        {
            "Id" => Some.Restaurant.Value,
            "DayTurnsAtHour" => 5,
            "CookingMinutes" or "TravelMinutes" or "DuplicateMinutes" => 30,
            "LastOrderNumber" => 42,
            "Version" => 1,
            "IsActive" => true,
            "Hours" => "[]",
            "Theme" => "Dark",
            "Mark" => "Teal",
            "TimeZone" => "Asia/Novosibirsk",
            "Currency" => "RUB",
            _ => "demo",
        };
    }
}
