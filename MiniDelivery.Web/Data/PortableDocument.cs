using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.Json;

namespace MiniDelivery.Web.Data;

/// <summary>
/// A document within a row as it is carried from one database to another. Each provider writes bytes and moments within documents in a way of
/// its own (hex on SQLite, Base64 on SQL Server); in the file they stand as JSON has them everywhere.
/// </summary>
internal sealed class PortableDocument
{
    private readonly Dictionary<string, (Type Type, JsonValueReaderWriter Form)> _parts;

    private PortableDocument(ITypeBase type) => _parts = type.GetProperties().Where(property => property.GetJsonPropertyName() is not null)
        .ToDictionary(property => property.GetJsonPropertyName()!, property => (property.ClrType, property.GetJsonValueReaderWriter() ?? property.GetTypeMapping().JsonValueReaderWriter!));

    /// <summary>Of a column.</summary>
    public static PortableDocument Of(DeliveryDb db, IColumn column)
    {
        var type = db.Model.GetEntityTypes().Single(type => type.GetContainerColumnName() == column.Name && column.Table.EntityTypeMappings.Any(mapping => mapping.TypeBase == type.FindOwnership()!.PrincipalEntityType));
        return type.GetNavigations().All(navigation => navigation.ForeignKey.IsOwnership && navigation.IsOnDependent)
            ? new PortableDocument(type)
            : throw new NotSupportedException($"Nobody has said yet how documents within documents are carried ({column.Table.Name}.{column.Name}).");
    }

    /// <summary>From what the database has.</summary>
    public string ToFile(string stored) => Convert(stored, (value, part) => JsonSerializer.Serialize(part.Form.FromJsonString(value), part.Type, JsonSerializerOptions.Default));

    /// <summary>To what the database shall have.</summary>
    public string FromFile(string carried) => Convert(carried, (value, part) => part.Form.ToJsonString(JsonSerializer.Deserialize(value, part.Type, JsonSerializerOptions.Default)!));

    private string Convert(string document, Func<string, (Type Type, JsonValueReaderWriter Form), string> convert)
    {
        using var read = JsonDocument.Parse(document);
        using var bytes = new MemoryStream();
        using (var written = new Utf8JsonWriter(bytes))
        {
            written.WriteStartObject();
            foreach (var part in read.RootElement.EnumerateObject())
            {
                written.WritePropertyName(part.Name);
                written.WriteRawValue(part.Value.ValueKind is JsonValueKind.Null ? "null" : convert(part.Value.GetRawText(), _parts[part.Name]));
            }

            written.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
