using System.Data;
using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace MiniDelivery.Web.Data;

/// <summary>What the two databases do in their own way when everything is carried out of one, or into it.</summary>
internal abstract class PortableServer(ISqlGenerationHelper names)
{
    public static PortableServer Of(DeliveryDb db) =>
        db.Database.IsSqlite() ? new OfSqlite(db.GetService<ISqlGenerationHelper>()) : new OfSqlServer(db.GetService<ISqlGenerationHelper>());

    /// <summary>Begins to read everything as it is at one moment, whoever writes meanwhile.</summary>
    public abstract Task<DbTransaction> BeginReadAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>The number that was given to a row of the table last.</summary>
    public abstract Task<long> LastNumberAsync(DbTransaction transaction, PortableTable table, CancellationToken cancellationToken);

    /// <summary>Goes on from that number.</summary>
    public abstract Task SetLastNumberAsync(DbTransaction transaction, PortableTable table, long last, bool hasRows, CancellationToken cancellationToken);

    /// <summary>Takes rows into a table, numbers that they have included.</summary>
    public abstract PortableWriter Writer(DbTransaction transaction, PortableTable table);

    public string SelectAll(PortableTable table) =>
        $"SELECT {List(table.Columns.Select(column => column.Name))} FROM {Name(table.Name)} ORDER BY {List(table.Key)}";

    public async Task<long> CountAsync(DbTransaction transaction, PortableTable table, CancellationToken cancellationToken) =>
        Convert.ToInt64(await AskAsync(transaction, $"SELECT COUNT(*) FROM {Name(table.Name)}", cancellationToken), System.Globalization.CultureInfo.InvariantCulture);

    protected string Name(string name) => names.DelimitIdentifier(name);

    protected string List(IEnumerable<string> columns) => string.Join(", ", columns.Select(Name));

    protected static async Task<object?> AskAsync(DbTransaction transaction, string sql, CancellationToken cancellationToken, params (string Name, object Value)[] values)
    {
        await using var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return await command.ExecuteScalarAsync(cancellationToken);
    }

    private sealed class OfSqlite(ISqlGenerationHelper names) : PortableServer(names)
    {
        // Deferred: a reader of a write-ahead log keeps its picture and nobody waiting.
        public override Task<DbTransaction> BeginReadAsync(DbConnection connection, CancellationToken cancellationToken) =>
            Task.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(deferred: true));

        public override async Task<long> LastNumberAsync(DbTransaction transaction, PortableTable table, CancellationToken cancellationToken) =>
            await AskAsync(transaction, "SELECT seq FROM sqlite_sequence WHERE name = $name", cancellationToken, ("$name", table.Name)) as long? ?? 0;

        public override async Task SetLastNumberAsync(DbTransaction transaction, PortableTable table, long last, bool hasRows, CancellationToken cancellationToken)
        {
            await AskAsync(transaction, "DELETE FROM sqlite_sequence WHERE name = $name", cancellationToken, ("$name", table.Name));
            await AskAsync(transaction, "INSERT INTO sqlite_sequence (name, seq) VALUES ($name, $last)", cancellationToken, ("$name", table.Name), ("$last", last));
        }

        public override PortableWriter Writer(DbTransaction transaction, PortableTable table)
        {
            var command = ((SqliteTransaction)transaction).Connection!.CreateCommand();
            command.Transaction = (SqliteTransaction)transaction;
            var values = table.Columns.Select((_, index) => $"$v{index}").ToList();
            command.CommandText = $"INSERT INTO {Name(table.Name)} ({List(table.Columns.Select(column => column.Name))}) VALUES ({string.Join(", ", values)})";
            values.ForEach(name => command.Parameters.Add(new SqliteParameter { ParameterName = name }));
            return new SqliteWriter(command);
        }
    }

    private sealed class OfSqlServer(ISqlGenerationHelper names) : PortableServer(names)
    {
        private const string AllowsSnapshots = "SELECT CAST(snapshot_isolation_state AS int) FROM sys.databases WHERE database_id = DB_ID()";

        // Without snapshots nobody else can write until everything is read.
        public override async Task<DbTransaction> BeginReadAsync(DbConnection connection, CancellationToken cancellationToken)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = AllowsSnapshots;
            var level = await command.ExecuteScalarAsync(cancellationToken) is 1 ? IsolationLevel.Snapshot : IsolationLevel.Serializable;
            return await connection.BeginTransactionAsync(level, cancellationToken);
        }

        public override async Task<long> LastNumberAsync(DbTransaction transaction, PortableTable table, CancellationToken cancellationToken) =>
            await AskAsync(transaction, "SELECT CAST(IDENT_CURRENT(@name) AS bigint)", cancellationToken, ("@name", Name(table.Name))) as long? ?? 0;

        // A table that never had a row begins with the number itself, any other with the one after it.
        public override Task SetLastNumberAsync(DbTransaction transaction, PortableTable table, long last, bool hasRows, CancellationToken cancellationToken) =>
            AskAsync(transaction, "DBCC CHECKIDENT (@name, RESEED, @last) WITH NO_INFOMSGS", cancellationToken, ("@name", Name(table.Name)), ("@last", hasRows ? last : last + 1));

        public override PortableWriter Writer(DbTransaction transaction, PortableTable table) => new SqlServerWriter(
            table,
            new SqlBulkCopy(
                ((SqlTransaction)transaction).Connection!,
                SqlBulkCopyOptions.KeepIdentity | SqlBulkCopyOptions.KeepNulls | SqlBulkCopyOptions.CheckConstraints,
                (SqlTransaction)transaction)
            { DestinationTableName = Name(table.Name), BulkCopyTimeout = 0 });
    }
}

/// <summary>Takes rows into a table, values in the order of its columns.</summary>
internal abstract class PortableWriter : IAsyncDisposable
{
    public abstract Task WriteAsync(object[] row, CancellationToken cancellationToken);

    /// <summary>The last row was written.</summary>
    public abstract Task FinishAsync(CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();
}

internal sealed class SqliteWriter(SqliteCommand insert) : PortableWriter
{
    public override Task WriteAsync(object[] row, CancellationToken cancellationToken)
    {
        for (var index = 0; index < row.Length; index++)
        {
            insert.Parameters[index].Value = row[index];
        }

        return insert.ExecuteNonQueryAsync(cancellationToken);
    }

    public override Task FinishAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override ValueTask DisposeAsync() => insert.DisposeAsync();
}

/// <summary>Collects rows and hands them over in bulk: row by row, a year of orders would take hours over a network.</summary>
internal sealed class SqlServerWriter : PortableWriter
{
    private const int AtOnce = 2000;

    private readonly SqlBulkCopy _bulk;

    public SqlServerWriter(PortableTable table, SqlBulkCopy bulk)
    {
        _bulk = bulk;
        foreach (var column in table.Columns)
        {
            Rows.Columns.Add(column.Name, column.Type == typeof(DateOnly) ? typeof(DateTime) : column.Type == typeof(TimeOnly) ? typeof(TimeSpan) : column.Type);
            bulk.ColumnMappings.Add(column.Name, column.Name);
        }
    }

    /// <summary>What was not handed over yet.</summary>
    internal DataTable Rows { get; } = new() { Locale = System.Globalization.CultureInfo.InvariantCulture };

    /// <summary>Puts a row to the others.</summary>
    internal void Collect(object[] row) => Rows.Rows.Add([.. row.Select(Plain)]);

    private static object Plain(object value) => value switch
    {
        DateOnly day => day.ToDateTime(TimeOnly.MinValue),
        TimeOnly time => time.ToTimeSpan(),
        _ => value,
    };

    public override async Task WriteAsync(object[] row, CancellationToken cancellationToken)
    {
        Collect(row);
        if (Rows.Rows.Count >= AtOnce)
        {
            await FinishAsync(cancellationToken);
        }
    }

    public override async Task FinishAsync(CancellationToken cancellationToken)
    {
        await _bulk.WriteToServerAsync(Rows, cancellationToken);
        Rows.Clear();
    }

    public override ValueTask DisposeAsync()
    {
        Rows.Dispose();
        ((IDisposable)_bulk).Dispose();
        return ValueTask.CompletedTask;
    }
}
