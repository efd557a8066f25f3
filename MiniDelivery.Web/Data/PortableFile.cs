using System.Data.Common;
using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace MiniDelivery.Web.Data;

/// <summary>How many rows of a table were carried.</summary>
internal sealed record PortableCount(string Table, long Rows);

/// <summary>
/// A whole database in one file, whichever provider it was on: gzip of lines of JSON, first what it is, then table after table its
/// name and columns, its rows, and how many they were. What is encrypted in the database stays so; the keys to it travel encrypted, too.
/// </summary>
internal static class PortableFile
{
    private const string Format = "minidelivery-database";
    private const int Version = 1;
    private const int FlushBytes = 1 << 16;

    private static readonly JsonWriterOptions _readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes everything, as it is at one moment.</summary>
    /// <exception cref="InvalidDataException">The database is not as this version of the program leaves it.</exception>
    public static async Task<IReadOnlyList<PortableCount>> WriteAsync(DeliveryDb db, Stream stream, CancellationToken cancellationToken)
    {
        if ((await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
        {
            throw new InvalidDataException("The database is of an older version, or empty. Start this version of the program on it once, then export it.");
        }

        var server = PortableServer.Of(db);
        var counts = new List<PortableCount>();
        await using var file = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true);
        await using var lines = new PortableLines(file);
        lines.Add(json =>
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteNumber("version", Version);
            json.WriteString("migration", LastMigration(db));
            json.WriteEndObject();
        });
        await db.Database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await server.BeginReadAsync(db.Database.GetDbConnection(), cancellationToken);
        foreach (var table in PortableTable.Of(db))
        {
            var last = table.IsNumbered ? await server.LastNumberAsync(transaction, table, cancellationToken) : (long?)null;
            lines.Add(json =>
            {
                json.WriteStartObject();
                json.WriteString("table", table.Name);
                json.WriteStartArray("columns");
                foreach (var column in table.Columns)
                {
                    json.WriteStringValue(column.Name);
                }

                json.WriteEndArray();
                if (last is { } number)
                {
                    json.WriteNumber("lastNumber", number);
                }

                json.WriteEndObject();
            });
            var rows = await WriteRowsAsync(lines, transaction, server.SelectAll(table), table, cancellationToken);
            lines.Add(json => WriteCount(json, "rows", rows));
            counts.Add(new PortableCount(table.Name, rows));
        }

        lines.Add(json => WriteCount(json, "tables", counts.Count));
        await lines.FlushAsync(cancellationToken);
        return counts;
    }

    /// <summary>Reads everything into a database that has nothing yet; all of it or nothing.</summary>
    /// <exception cref="InvalidDataException">The file is none of ours, of another version or incomplete, or the database is not empty.</exception>
    public static async Task<IReadOnlyList<PortableCount>> ReadAsync(DeliveryDb db, Stream stream, CancellationToken cancellationToken)
    {
        await using var file = new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true);
        using var lines = new StreamReader(file);
        CheckHeader(await NextAsync(lines, cancellationToken), LastMigration(db));
        await db.Database.MigrateAsync(cancellationToken);

        var server = PortableServer.Of(db);
        var left = PortableTable.Of(db).ToDictionary(table => table.Name);
        var counts = new List<PortableCount>();
        await db.Database.OpenConnectionAsync(cancellationToken);
        // All or nothing, and begun anew by whoever asked: nothing here is tried again by itself.
        await using var transaction = await db.Database.GetDbConnection().BeginTransactionAsync(cancellationToken);
        foreach (var table in left.Values)
        {
            if (await server.CountAsync(transaction, table, cancellationToken) > 0)
            {
                throw new InvalidDataException($"The database is not empty: {table.Name} has rows. Import into a new one, before the program is started on it.");
            }
        }

        for (var head = await NextAsync(lines, cancellationToken); !head.TryGetProperty("tables", out _); head = await NextAsync(lines, cancellationToken))
        {
            if (head.TryGetProperty("table", out var named) && left.Remove(named.GetString()!, out var table)
                && head.GetProperty("columns").EnumerateArray().Select(column => column.GetString()).SequenceEqual(table.Columns.Select(column => column.Name)))
            {
                var rows = await ReadRowsAsync(lines, server, transaction, table, cancellationToken);
                if (head.TryGetProperty("lastNumber", out var last))
                {
                    await server.SetLastNumberAsync(transaction, table, last.GetInt64(), rows > 0, cancellationToken);
                }

                counts.Add(new PortableCount(table.Name, rows));
                continue;
            }

            throw new InvalidDataException($"The file has something that this version does not know: {named}");
        }

        if (left.Count > 0)
        {
            throw new InvalidDataException($"The file lacks {string.Join(", ", left.Keys)}.");
        }

        await transaction.CommitAsync(cancellationToken);
        return counts;
    }

    private static async Task<long> WriteRowsAsync(
        PortableLines lines, DbTransaction transaction, string select, PortableTable table, CancellationToken cancellationToken)
    {
        await using var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        command.CommandTimeout = 0;
        command.CommandText = select;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = 0L;
        for (; await reader.ReadAsync(cancellationToken); rows++)
        {
            lines.Add(json =>
            {
                json.WriteStartArray();
                for (var column = 0; column < table.Columns.Count; column++)
                {
                    PortableValue.Write(json, reader, column, table.Columns[column]);
                }

                json.WriteEndArray();
            });
            if (lines.Waiting > FlushBytes)
            {
                await lines.FlushAsync(cancellationToken);
            }
        }

        return rows;
    }

    private static async Task<long> ReadRowsAsync(
        StreamReader lines, PortableServer server, DbTransaction transaction, PortableTable table, CancellationToken cancellationToken)
    {
        await using var writer = server.Writer(transaction, table);
        var rows = 0L;
        var line = await NextAsync(lines, cancellationToken);
        for (; line.ValueKind is JsonValueKind.Array; line = await NextAsync(lines, cancellationToken))
        {
            await writer.WriteAsync([.. line.EnumerateArray().Zip(table.Columns, (value, column) => PortableValue.Read(value, column))], cancellationToken);
            rows++;
        }

        await writer.FinishAsync(cancellationToken);
        var (said, stored) = (line.GetProperty("rows").GetInt64(), await server.CountAsync(transaction, table, cancellationToken));
        return (said, stored) == (rows, rows)
            ? rows
            : throw new InvalidDataException($"{table.Name}: the file says {said} rows and has {rows}, the database took {stored}.");
    }

    private static async Task<JsonElement> NextAsync(StreamReader lines, CancellationToken cancellationToken)
    {
        var line = await lines.ReadLineAsync(cancellationToken) ?? throw new InvalidDataException("The file ends too early: it was not written to its end, or cut off.");
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.Clone();
        }
        catch (JsonException error)
        {
            throw new InvalidDataException("The file is none that `database export` has written, or it is damaged.", error);
        }
    }

    private static void CheckHeader(JsonElement header, string migration)
    {
        if (header.ValueKind is not JsonValueKind.Object || !header.TryGetProperty("format", out var format) || format.GetString() is not Format)
        {
            throw new InvalidDataException("The file is none that `database export` has written.");
        }

        if (header.GetProperty("version").GetInt32() is not Version || header.GetProperty("migration").GetString() != migration)
        {
            throw new InvalidDataException(
                $"The file is of another version ({header.GetProperty("migration")}; this is {migration}). Start this version on the old database once, and export it again.");
        }
    }

    // Both providers' migrations have the same names, at other moments.
    private static string LastMigration(DeliveryDb db) => db.Database.GetMigrations().Last().Split('_', 2)[1];

    private static void WriteCount(Utf8JsonWriter json, string name, long count)
    {
        json.WriteStartObject();
        json.WriteNumber(name, count);
        json.WriteEndObject();
    }

    // Lines are collected and handed on in larger pieces: a call for each would take longer than the rows do.
    private sealed class PortableLines(Stream stream) : IAsyncDisposable
    {
        private readonly MemoryStream _buffer = new();

        public long Waiting => _buffer.Length;

        public void Add(Action<Utf8JsonWriter> write)
        {
            using (var json = new Utf8JsonWriter(_buffer, _readable))
            {
                write(json);
            }

            _buffer.WriteByte((byte)'\n');
        }

        public async Task FlushAsync(CancellationToken cancellationToken)
        {
            await stream.WriteAsync(_buffer.GetBuffer().AsMemory(0, (int)_buffer.Length), cancellationToken);
            _buffer.SetLength(0);
        }

        public ValueTask DisposeAsync() => _buffer.DisposeAsync();
    }
}
