using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Tests.Support;

/// <summary>
/// Fills every table of a SQLite file with two rows that its schema allows and the program can read, whatever version the schema is of.
/// What may be in a column is told by today's model; of columns that it has no more, by their type.
/// </summary>
internal static class FilledTables
{
    /// <summary>How many rows each table gets.</summary>
    public const int Rows = 2;

    // Everything but tables of SQLite and of the migrations themselves.
    public const string Ours = "type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' AND name NOT LIKE '!_!_EF%' ESCAPE '!'";

    /// <summary>A passkey as SQLite keeps it.</summary>
    public const string Passkey =
        """{"AttestationObject":"01FF","ClientDataJson":"02","CreatedAt":"2027-01-13 12:00:00.1234567","IsBackedUp":false,"IsBackupEligible":false,"IsUserVerified":true,"Name":"\u0451","PublicKey":"03","SignCount":1,"Transports":["usb"]}""";

    private static readonly EditPlan _plan = new() { Id = Guid.Empty, Version = 1, Sum = Money.From(30), Before = [], Writes = [] };

    // What is no text of anybody's but a name that the program looks up.
    private static readonly Dictionary<string, string> _names = new()
    {
        ["Restaurants.TimeZone"] = "Asia/Novosibirsk", ["Restaurants.Currency"] = "RUB", ["Restaurants.Country"] = "RU", ["AspNetUserPasskeys.Data"] = Passkey,
    };

    /// <summary>Fills all tables; tells their names.</summary>
    public static async Task<IReadOnlyList<string>> FillAsync(SqliteConnection connection, DeliveryDb db)
    {
        var known = db.Model.GetRelationalModel().Tables.SelectMany(table => table.Columns).ToDictionary(column => $"{column.Table.Name}.{column.Name}");
        var tables = new Dictionary<string, Table>();
        foreach (var name in (await ReadAsync(connection, $"SELECT name FROM sqlite_master WHERE {Ours} ORDER BY name")).Select(row => (string)row[0]))
        {
            tables.Add(name, new Table(
                await ReadAsync(connection, $"SELECT name, type FROM pragma_table_info('{name}')"),
                (await ReadAsync(connection, $"SELECT \"from\", \"table\", \"to\" FROM pragma_foreign_key_list('{name}')"))
                    .ToDictionary(row => (string)row[0], row => (Table: (string)row[1], Column: (string)row[2]))));
        }

        await using var transaction = connection.BeginTransaction();
        var values = new Dictionary<(string Table, int Row, string Column), object>();
        for (var left = tables.Keys.ToList(); left is not [];)
        {
            var next = left.Where(name => tables[name].Parents.Values.All(parent => !left.Contains(parent.Table))).ToList();
            Assert.NotEmpty(next);
            foreach (var (name, row) in next.SelectMany(name => Enumerable.Range(1, Rows).Select(row => (name, row))))
            {
                await using var command = connection.CreateCommand();
                foreach (var column in tables[name].Columns.Select(column => (Name: (string)column[0], Type: (string)column[1])))
                {
                    var value = tables[name].Parents.TryGetValue(column.Name, out var parent)
                        ? values[(parent.Table, row, parent.Column)]
                        : Sample(known.GetValueOrDefault($"{name}.{column.Name}"), name, column.Name, column.Type, row);
                    values.Add((name, row, column.Name), value);
                    command.Parameters.AddWithValue($"$p{command.Parameters.Count}", value);
                }

                command.CommandText = $"INSERT INTO \"{name}\" ({string.Join(", ", tables[name].Columns.Select(column => $"\"{column[0]}\""))}) "
                    + $"VALUES ({string.Join(", ", Enumerable.Range(0, command.Parameters.Count).Select(index => $"$p{index}"))})";
                await command.ExecuteNonQueryAsync();
            }

            left.RemoveAll(next.Contains);
        }

        await transaction.CommitAsync();
        return [.. tables.Keys];
    }

    /// <summary>Reads every row of every table as the program does.</summary>
    public static async Task<int> ReadAllAsync(DeliveryDb db)
    {
        var read = 0;
        foreach (var type in db.Model.GetEntityTypes().Where(type => !type.IsOwned() && !type.HasSharedClrType))
        {
            read += await (Task<int>)typeof(FilledTables).GetMethod(nameof(CountAsync), BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(type.ClrType).Invoke(null, [db])!;
        }

        return read;
    }

    /// <summary>Everything in a file, value by value as SQLite keeps it, but for the tables named.</summary>
    public static async Task<List<string>> DumpAsync(SqliteConnection connection, params string[] except)
    {
        var lines = new List<string>();
        foreach (var name in (await ReadAsync(connection, $"SELECT name FROM sqlite_master WHERE {Ours} ORDER BY name")).Select(row => (string)row[0]).Except(except))
        {
            var columns = (await ReadAsync(connection, $"SELECT name FROM pragma_table_info('{name}') ORDER BY name")).Select(row => $"typeof(\"{row[0]}\") || ' ' || quote(\"{row[0]}\")");
            lines.AddRange((await ReadAsync(connection, $"SELECT {string.Join(", ", columns)} FROM \"{name}\"")).Select(row => $"{name}: {string.Join(" | ", row)}"));
        }

        lines.AddRange((await ReadAsync(connection, "SELECT name, seq FROM sqlite_sequence")).Where(row => !except.Contains(row[0])).Select(row => $"next of {row[0]}: {row[1]}"));
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    private static async Task<int> CountAsync<T>(DeliveryDb db)
        where T : class => (await db.Set<T>().AsNoTracking().ToListAsync()).Count;

    private static object Sample(IColumn? column, string table, string name, string declared, int row)
    {
        if (_names.TryGetValue($"{table}.{name}", out var given))
        {
            return given;
        }

        if (column?.PropertyMappings is [{ Property: var property, TypeMapping: var mapping }, ..])
        {
            var (type, stored) = (Plain(property.ClrType), Plain(column.ProviderClrType));
            return (type, stored) switch
            {
                _ when type.IsEnum && stored == typeof(string) => Enum.GetNames(type)[0],
                _ when type != stored && stored == typeof(string) => Document(mapping.Converter!),
                _ when stored == typeof(Guid) => Id(table, name, row),
                _ when stored == typeof(DateTime) => new DateTime(2027, 1, row, 12, 0, 0, DateTimeKind.Utc).AddTicks(1234567),
                _ when stored == typeof(DateOnly) => new DateOnly(2027, 1, row),
                _ when stored == typeof(TimeOnly) => new TimeOnly(23, 30, row),
                _ when stored == typeof(byte[]) => new byte[] { 0, 255, (byte)row },
                _ when stored == typeof(bool) => row is 1,
                _ when stored == typeof(double) => 0.1 + row,
                _ when stored == typeof(string) => property.GetMaxLength() is { } most and < 10 ? $"{row}" : $"Ё'\"😀{row}",
                _ => (long)row,
            };
        }

        return declared switch { "TEXT" => $"x{row}", "REAL" => 0.5, "BLOB" => new byte[] { (byte)row }, _ => (long)row };
    }

    // The simplest document that the program reads as one.
    private static string Document(Microsoft.EntityFrameworkCore.Storage.ValueConversion.ValueConverter converter)
    {
        foreach (var text in new[] { "[]", "{}", "\"\"", JsonSerializer.Serialize(_plan) })
        {
            try
            {
                if (converter.ConvertFromProvider(text) is not null)
                {
                    return text;
                }
            }
            catch (Exception error) when (error is JsonException or FormatException or ArgumentException)
            {
                // The next one may be it.
            }
        }

        throw new NotSupportedException($"What does {converter.ModelClrType} look like in the database?");
    }

    private static Guid Id(string table, string name, int row) =>
        new([.. System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{table}.{name} {row}"))).Take(16)]);

    private static Type Plain(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    private static async Task<List<object[]>> ReadAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<object[]>();
        while (await reader.ReadAsync())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    }

    private sealed record Table(List<object[]> Columns, Dictionary<string, (string Table, string Column)> Parents);
}
