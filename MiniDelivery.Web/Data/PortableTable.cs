using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace MiniDelivery.Web.Data;

/// <summary>A column as it is carried from one database to another.</summary>
/// <param name="Type">What either database keeps, once it is read: not the type of the model.</param>
/// <param name="Document">How a document is carried that is kept in the column; null = a plain value is.</param>
internal sealed record PortableColumn(string Name, Type Type, PortableDocument? Document = null);

/// <summary>A table as it is carried from one database to another.</summary>
/// <param name="Key">By what its rows are put in order.</param>
/// <param name="IsNumbered">The database gives its rows their numbers, and must not give one twice.</param>
internal sealed record PortableTable(string Name, IReadOnlyList<PortableColumn> Columns, IReadOnlyList<string> Key, bool IsNumbered)
{
    /// <summary>
    /// All tables of the model, those that others refer to before them. Told by the model itself, so that none is forgotten; only the
    /// marks of commits stay where they are, for they are about one server's connections.
    /// </summary>
    public static IReadOnlyList<PortableTable> Of(DeliveryDb db)
    {
        var marks = db.Model.FindEntityType(typeof(CommitMark))!.GetTableName();
        var left = db.Model.GetRelationalModel().Tables.Where(table => table.Name != marks).OrderBy(table => table.Name, StringComparer.Ordinal).ToList();
        var sorted = new List<PortableTable>(left.Count);
        while (left is not [])
        {
            var next = left.FindAll(table => table.ForeignKeyConstraints.All(key => key.PrincipalTable == table || !left.Contains(key.PrincipalTable)));
            if (next is [])
            {
                throw new NotSupportedException($"These tables refer to each other in a circle: {string.Join(", ", left.Select(table => table.Name))}");
            }

            sorted.AddRange(next.Select(table => Of(db, table)));
            left.RemoveAll(next.Contains);
        }

        return sorted;
    }

    private static PortableTable Of(DeliveryDb db, ITable table) => new(
        table.Name,
        [.. table.Columns.OrderBy(column => column.Name, StringComparer.Ordinal).Select(column => Of(db, column))],
        [.. table.PrimaryKey!.Columns.Select(column => column.Name)],
        table.PrimaryKey.Columns is [{ PropertyMappings: [{ Property: { ValueGenerated: ValueGenerated.OnAdd } key }, ..] }] && key.ClrType.IsPrimitive);

    // A document within a row (of a passkey) has no property of its own.
    private static PortableColumn Of(DeliveryDb db, IColumn column)
    {
        if (!column.PropertyMappings.Any())
        {
            return new PortableColumn(column.Name, typeof(string), PortableDocument.Of(db, column));
        }

        var type = Nullable.GetUnderlyingType(column.ProviderClrType) ?? column.ProviderClrType;
        return PortableValue.Knows(type) ? new PortableColumn(column.Name, type) : throw new NotSupportedException($"Nobody has said yet how a {type} is carried ({column.Table.Name}.{column.Name}).");
    }
}

/// <summary>How a value stands in a file: the very same comes back.</summary>
internal static class PortableValue
{
    private const string Moment = "yyyy-MM-ddTHH:mm:ss.fffffff";

    private static readonly HashSet<Type> _known =
        [typeof(bool), typeof(int), typeof(long), typeof(double), typeof(string), typeof(Guid), typeof(DateTime), typeof(DateOnly), typeof(TimeOnly), typeof(byte[])];

    public static bool Knows(Type type) => _known.Contains(type);

    public static void Write(Utf8JsonWriter json, DbDataReader row, int column, PortableColumn kind)
    {
        var type = kind.Type;
        switch (type)
        {
            case var _ when row.IsDBNull(column):
                json.WriteNullValue();
                break;
            case var _ when type == typeof(bool):
                json.WriteBooleanValue(row.GetBoolean(column));
                break;
            case var _ when type == typeof(int) || type == typeof(long):
                json.WriteNumberValue(type == typeof(int) ? row.GetInt32(column) : row.GetInt64(column));
                break;
            case var _ when type == typeof(double):
                json.WriteNumberValue(row.GetDouble(column));
                break;
            case var _ when type == typeof(Guid):
                json.WriteStringValue(row.GetGuid(column));
                break;
            case var _ when type == typeof(DateTime):
                json.WriteStringValue(row.GetDateTime(column).ToString(Moment, CultureInfo.InvariantCulture));
                break;
            case var _ when type == typeof(DateOnly):
                json.WriteStringValue(row.GetFieldValue<DateOnly>(column).ToString("O", CultureInfo.InvariantCulture));
                break;
            case var _ when type == typeof(TimeOnly):
                json.WriteStringValue(row.GetFieldValue<TimeOnly>(column).ToString("O", CultureInfo.InvariantCulture));
                break;
            case var _ when type == typeof(byte[]):
                json.WriteBase64StringValue(row.GetFieldValue<byte[]>(column));
                break;
            default:
                json.WriteStringValue(kind.Document?.ToFile(row.GetString(column)) ?? row.GetString(column));
                break;
        }
    }

    public static object Read(JsonElement value, PortableColumn kind) => kind.Type switch
    {
        _ when value.ValueKind is JsonValueKind.Null => DBNull.Value,
        var type when type == typeof(bool) => value.GetBoolean(),
        var type when type == typeof(int) => value.GetInt32(),
        var type when type == typeof(long) => value.GetInt64(),
        var type when type == typeof(double) => value.GetDouble(),
        var type when type == typeof(Guid) => value.GetGuid(),
        var type when type == typeof(DateTime) => DateTime.ParseExact(value.GetString()!, Moment, CultureInfo.InvariantCulture),
        var type when type == typeof(DateOnly) => DateOnly.ParseExact(value.GetString()!, "O", CultureInfo.InvariantCulture),
        var type when type == typeof(TimeOnly) => TimeOnly.ParseExact(value.GetString()!, "O", CultureInfo.InvariantCulture),
        var type when type == typeof(byte[]) => value.GetBytesFromBase64(),
        _ => kind.Document?.FromFile(value.GetString()!) ?? value.GetString()!,
    };
}
