using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Update;

namespace MiniDelivery.Web.Data;

/// <summary>Puts new rows that follow each other into one batch; everything else goes the way that EF Core's own provider for SQLite goes.</summary>
internal sealed class PreparedInsertsFactory(ModificationCommandBatchFactoryDependencies dependencies) : IModificationCommandBatchFactory
{
    /// <inheritdoc/>
    public ModificationCommandBatch Create() => new PreparedInserts(dependencies);
}

/// <summary>
/// New rows, each table's written with one prepared statement. EF Core's batches for SQLite hold a single row whose statement is written,
/// parsed and thrown away; in a rush of orders that was more than half of the work of the thread that stores them.
/// </summary>
internal sealed class PreparedInserts(ModificationCommandBatchFactoryDependencies dependencies) : ModificationCommandBatch
{
    private const int MostRows = 1000;

    private readonly List<IReadOnlyModificationCommand> _rows = [];

    // What is no plain new row; such a batch holds nothing else.
    private SingularModificationCommandBatch? _other;
    private bool _areMoreExpected;

    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyModificationCommand> ModificationCommands => _other?.ModificationCommands ?? _rows;

    /// <inheritdoc/>
    public override bool RequiresTransaction => _other?.RequiresTransaction ?? (_rows.Count > 1);

    /// <inheritdoc/>
    public override bool AreMoreBatchesExpected => _areMoreExpected;

    /// <inheritdoc/>
    public override bool TryAddCommand(IReadOnlyModificationCommand modificationCommand)
    {
        if (_other is not null || _rows.Count is MostRows)
        {
            return false;
        }

        if (IsNewRow(modificationCommand))
        {
            _rows.Add(modificationCommand);
            return true;
        }

        if (_rows is [_, ..])
        {
            return false;
        }

        _other = new SingularModificationCommandBatch(dependencies);
        return _other.TryAddCommand(modificationCommand);
    }

    /// <inheritdoc/>
    public override void Complete(bool moreBatchesExpected)
    {
        _areMoreExpected = moreBatchesExpected;
        _other?.Complete(moreBatchesExpected);
    }

    // Only what has no other way, as the store of Data Protection's keys, saves so.
    /// <inheritdoc/>
    public override void Execute(IRelationalConnection connection)
    {
        foreach (var row in _rows)
        {
            var alone = new SingularModificationCommandBatch(dependencies);
            alone.TryAddCommand(row);
            alone.Complete(moreBatchesExpected: true);
            alone.Execute(connection);
        }

        _other?.Execute(connection);
    }

    /// <inheritdoc/>
    /// <exception cref="DbUpdateException">A row could not be written; it names its entries.</exception>
    public override async Task ExecuteAsync(IRelationalConnection connection, CancellationToken cancellationToken = default)
    {
        if (_other is not null)
        {
            await _other.ExecuteAsync(connection, cancellationToken);
            return;
        }

        Insert? insert = null;
        try
        {
            foreach (var row in _rows)
            {
                if (insert?.Fits(row) is not true)
                {
                    await (insert?.DisposeAsync() ?? ValueTask.CompletedTask);
                    insert = new Insert(row, connection, dependencies);
                }

                try
                {
                    await insert.WriteAsync(row, cancellationToken);
                }
                catch (Exception error) when (error is not DbUpdateException and not OperationCanceledException)
                {
                    throw new DbUpdateException($"A row of {row.TableName} could not be written: {error.Message}", error, row.Entries);
                }
            }
        }
        finally
        {
            await (insert?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }

    // Asked of every row: no enumerators here.
    private static bool IsNewRow(IReadOnlyModificationCommand command)
    {
        if (command is not { EntityState: EntityState.Added, StoreStoredProcedure: null, RowsAffectedColumn: null })
        {
            return false;
        }

        var columns = command.ColumnModifications;
        var (written, given) = (0, 0);
        for (var index = 0; index < columns.Count; index++)
        {
            switch (columns[index])
            {
                case { IsRead: true } read when IsRowNumber(read):
                    given++;
                    break;
                case { IsRead: false, IsWrite: true, JsonPath: null, TypeMapping: not null }:
                    written++;
                    break;
                default:
                    return false;
            }
        }

        return written > 0 && given <= 1;
    }

    // The one thing that SQLite gives a row: its number, where that is the key.
    private static bool IsRowNumber(IColumnModification column) =>
        column is { IsWrite: false, IsKey: true, Property.ClrType: var type, TypeMapping.Converter: null } && (type == typeof(long) || type == typeof(int));

    // The statement of one table, and of one choice of its columns.
    private sealed class Insert : IAsyncDisposable
    {
        private readonly IRelationalConnection _connection;
        private readonly ModificationCommandBatchFactoryDependencies _dependencies;
        private readonly DbCommand _command;
        private readonly string _table;
        private readonly List<string> _columns;
        private readonly List<string> _parameters;

        public Insert(IReadOnlyModificationCommand row, IRelationalConnection connection, ModificationCommandBatchFactoryDependencies dependencies)
        {
            (_connection, _dependencies, _table) = (connection, dependencies, row.TableName);
            var sql = dependencies.SqlGenerationHelper;
            _columns = [.. row.ColumnModifications.Select(column => column.ColumnName)];
            _parameters = [.. Enumerable.Range(0, _columns.Count).Select(index => string.Create(CultureInfo.InvariantCulture, $"@p{index}"))];
            var written = row.ColumnModifications.Index().Where(column => column.Item.IsWrite).ToList();
            var given = row.ColumnModifications.SingleOrDefault(column => column.IsRead);
            _command = connection.DbConnection.CreateCommand();
            _command.Transaction = connection.CurrentTransaction?.GetDbTransaction();
            _command.CommandTimeout = connection.CommandTimeout ?? _command.CommandTimeout;
            // All of it are names of the model.
#pragma warning disable CA2100
            _command.CommandText =
                $"INSERT INTO {sql.DelimitIdentifier(_table, row.Schema)} ({string.Join(", ", written.Select(column => sql.DelimitIdentifier(column.Item.ColumnName)))})\n"
                + $"VALUES ({string.Join(", ", written.Select(column => _parameters[column.Index]))})"
                + (given is null ? "" : $"\nRETURNING {sql.DelimitIdentifier(given.ColumnName)}");
#pragma warning restore CA2100
        }

        public bool Fits(IReadOnlyModificationCommand row)
        {
            if (row.TableName != _table || row.ColumnModifications.Count != _columns.Count)
            {
                return false;
            }

            for (var index = 0; index < _columns.Count; index++)
            {
                if (row.ColumnModifications[index].ColumnName != _columns[index])
                {
                    return false;
                }
            }

            return true;
        }

        // Whoever listens to EF Core's commands, logs, traces, interceptors, hears of these, too.
        public async Task WriteAsync(IReadOnlyModificationCommand row, CancellationToken cancellationToken)
        {
            _command.Parameters.Clear();
            IColumnModification? given = null;
            for (var index = 0; index < row.ColumnModifications.Count; index++)
            {
                var column = row.ColumnModifications[index];
                if (column.IsWrite)
                {
                    _command.Parameters.Add(column.TypeMapping!.CreateParameter(_command, _parameters[index], column.Value, column.IsNullable));
                }
                else
                {
                    given = column;
                }
            }

            var (logger, context, id) = (_dependencies.Logger, _dependencies.CurrentContext.Context, Guid.NewGuid());
            // What listeners are told of a command's duration is by the system's clock, as with EF Core's own commands.
            var (at, started) = (TimeProvider.System.GetUtcNow(), TimeProvider.System.GetTimestamp());
            try
            {
                var instead = await logger.CommandReaderExecutingAsync(
                    _connection, _command, _command.CommandText, context, id, _connection.ConnectionId, at, CommandSource.SaveChanges, cancellationToken);
                var answer = instead is { HasResult: true, Result: var theirs } ? theirs : await _command.ExecuteReaderAsync(cancellationToken);
                await using var reader = await logger.CommandReaderExecutedAsync(
                    _connection, _command, _command.CommandText, context, id, _connection.ConnectionId, answer, at, TimeProvider.System.GetElapsedTime(started), CommandSource.SaveChanges, cancellationToken);
                if (given is not null)
                {
                    await reader.ReadAsync(cancellationToken);
                    given.Value = given.Property!.ClrType == typeof(int) ? reader.GetInt32(0) : reader.GetInt64(0);
                }
            }
            catch (Exception error)
            {
                await logger.CommandErrorAsync(
                    _connection, _command, _command.CommandText, context, DbCommandMethod.ExecuteReader, id, _connection.ConnectionId, error, at, TimeProvider.System.GetElapsedTime(started), CommandSource.SaveChanges, cancellationToken);
                throw;
            }
        }

        public ValueTask DisposeAsync() => _command.DisposeAsync();
    }
}
