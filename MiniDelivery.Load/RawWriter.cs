using System.Globalization;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using MiniDelivery.Web.Intake;

namespace MiniDelivery.Load;

/// <summary>
/// The floor below any program that stores orders in SQLite: the rows that one order of the product has, written into a copy of its
/// database by plain commands, the orders of a moment in one durable commit. Nothing is read, checked or decided.
/// </summary>
internal sealed class RawWriter : IAsyncDisposable
{
    private readonly SqliteConnection _connection;
    private readonly List<SqliteCommand> _perOrder = [];
    private readonly List<SqliteCommand> _perGroup = [];
    private readonly SqliteParameter _id = new("$id", SqliteType.Text);
    private readonly SqliteParameter _guest = new("$guest", SqliteType.Text);
    private readonly SqliteParameter _number = new("$number", SqliteType.Integer);
    private readonly Channel<TaskCompletionSource> _queue = Channel.CreateBounded<TaskCompletionSource>(
        new BoundedChannelOptions(4 * IntakeWriter.GroupSize) { SingleReader = true });

    private readonly Task _writing;
    private long _last = 10_000_000;

    private RawWriter(SqliteConnection connection)
    {
        _connection = connection;
        Prepare();
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>How many rows an order has.</summary>
    public int RowsPerOrder => _perOrder.Count;

    /// <summary>Takes over a database in which the product has stored one order.</summary>
    public static async Task<RawWriter> OpenAsync(string database, string copy, CancellationToken cancellationToken)
    {
        await using (var source = new SqliteConnection($"Data Source={database};Pooling=False"))
        {
            await source.OpenAsync(cancellationToken);
            await using var target = new SqliteConnection($"Data Source={copy};Pooling=False");
            await target.OpenAsync(cancellationToken);
            source.BackupDatabase(target);
        }

        var connection = new SqliteConnection($"Data Source={copy};Pooling=False");
        await connection.OpenAsync(cancellationToken);
        await using var pragmas = connection.CreateCommand();
        pragmas.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;";
        await pragmas.ExecuteNonQueryAsync(cancellationToken);
        return new RawWriter(connection);
    }

    /// <summary>Stores one more order; returns when it is durable.</summary>
    public async Task StoreAsync(CancellationToken cancellationToken)
    {
        var stored = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _queue.Writer.WriteAsync(stored, cancellationToken);
        await stored.Task.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.Complete();
        await _writing;
        foreach (var command in _perOrder.Concat(_perGroup))
        {
            await command.DisposeAsync();
        }

        await _connection.DisposeAsync();
    }

    private async Task WriteAsync()
    {
        var group = new List<TaskCompletionSource>(IntakeWriter.GroupSize);
        while (await _queue.Reader.WaitToReadAsync())
        {
            group.Clear();
            using (var transaction = _connection.BeginTransaction())
            {
                while (group.Count < IntakeWriter.GroupSize && _queue.Reader.TryRead(out var order))
                {
                    group.Add(order);
                    _number.Value = ++_last;
                    _id.Value = Text(Guid.CreateVersion7());
                    _guest.Value = Text(Guid.CreateVersion7());
                    _perOrder.ForEach(command => Run(command, transaction));
                }

                _perGroup.ForEach(command => Run(command, transaction));
                transaction.Commit();
            }

            group.ForEach(order => order.SetResult());
        }

        static void Run(SqliteCommand command, SqliteTransaction transaction)
        {
            command.Transaction = transaction;
            command.ExecuteNonQuery();
        }
    }

    // The one order and everything that names it, each row as it is but for what must be another one's own.
    private void Prepare()
    {
        foreach (var table in Ask("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name != 'Orders'").Select(row => (string)row["name"]!))
        {
            var columns = Ask($"SELECT name FROM pragma_table_info('{table}')").Select(row => (string)row["name"]!).ToList();
            if (table is "Orders" or "Guests" || columns.Contains("OrderId"))
            {
                foreach (var row in Ask($"SELECT * FROM \"{table}\""))
                {
                    Insert(table, columns, row);
                }
            }
        }

        Add(_perGroup, "UPDATE Restaurants SET LastOrderNumber = $number");
        Add(_perGroup, "UPDATE ChangeCounters SET Last = $number");
    }

    private void Insert(string table, List<string> columns, Dictionary<string, object?> row)
    {
        var command = Add(_perOrder, "");
        var values = columns.ConvertAll(column => (table, column) switch
        {
            ("Orders", "Id") or (_, "OrderId") => "$id",
            ("Guests", "Id") => "$guest",
            (_, "Id") when row[column] is long => "NULL",
            (_, "Number" or "Position") => "$number",
            ("Orders", "ExternalId") => "'LOAD-' || $number",
            (_, "PhoneKey" or "GuestKey") => row[column] is long ? "$number" : "'+7' || $number",
            _ => Fixed(column),
        });
        command.CommandText = $"INSERT INTO \"{table}\" ({string.Join(", ", columns.Select(column => $"\"{column}\""))}) VALUES ({string.Join(", ", values)})";

        string Fixed(string column)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"$c{command.Parameters.Count}");
            command.Parameters.AddWithValue(name, row[column] ?? DBNull.Value);
            return name;
        }
    }

    private SqliteCommand Add(List<SqliteCommand> commands, string text)
    {
        var command = _connection.CreateCommand();
        command.CommandText = text;
        command.Parameters.AddRange([_id, _guest, _number]);
        commands.Add(command);
        return command;
    }

    private List<Dictionary<string, object?>> Ask(string question)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = question;
        using var reader = command.ExecuteReader();
        var rows = new List<Dictionary<string, object?>>();
        while (reader.Read())
        {
            rows.Add(Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, field => reader.IsDBNull(field) ? null : reader.GetValue(field)));
        }

        return rows;
    }

    // As the product writes them.
    private static string Text(Guid id) => id.ToString().ToUpperInvariant();
}
