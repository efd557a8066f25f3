using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.SqlServer.Dac;
using Microsoft.SqlServer.Dac.Model;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Tests.Storage;

/// <summary>What can be said about the SQL Server schema without a server: Microsoft's own parser and model of a database look at it.</summary>
public sealed class SqlServerScriptTests : IDisposable
{
    // Documented limits ("Maximum capacity specifications for SQL Server").
    private const int IndexKeyBytes = 1700;
    private const int ClusteredKeyBytes = 900;

    private readonly SqlServerDeliveryDb _db = new SqlServerDesignTime().CreateDbContext([]);

    public void Dispose() => _db.Dispose();

    [Fact]
    public void The_create_script_is_T_SQL() => TSql.Parse(_db.Database.GenerateCreateScript());

    [Theory]
    [InlineData(MigrationsSqlGenerationOptions.Default)]
    [InlineData(MigrationsSqlGenerationOptions.Idempotent)]
    public void The_migrations_are_T_SQL(MigrationsSqlGenerationOptions options) =>
        TSql.Parse(_db.GetService<IMigrator>().GenerateScript(options: options));

    [Fact]
    public void The_schema_is_a_valid_database()
    {
        using var model = new TSqlModel(SqlServerVersion.Sql160, new TSqlModelOptions());
        foreach (var batch in TSql.Batches(_db.Database.GenerateCreateScript()))
        {
            model.AddObjects(batch);
        }

        Assert.Empty(model.Validate().Where(message => message.MessageType is DacMessageType.Error).Select(message => message.Message));
        Assert.Equal(
            Tables().Select(table => table.Name).Order(StringComparer.Ordinal),
            model.GetObjects(DacQueryScopes.UserDefined, ModelSchema.Table).Select(table => table.Name.Parts[^1]).Order(StringComparer.Ordinal));
    }

    // Error 1785: a table must not be reached by deletions on two ways, nor reach itself.
    [Fact]
    public void No_deletion_reaches_a_table_on_two_ways()
    {
        var reached = Tables().Select(table => (table.Name, Reached: Cascades(table, [table.Name]).ToList())).ToList();

        Assert.Contains(reached, way => way.Name is "Orders" && way.Reached.Contains("OrderLines"));
        Assert.All(reached, way => Assert.Equal(way.Reached.Distinct(), way.Reached));
        Assert.All(reached, way => Assert.DoesNotContain(way.Name, way.Reached));
    }

    [Fact]
    public void Every_index_fits_and_holds_no_text_without_end()
    {
        var keys = Tables().SelectMany(table => Keys(table)).ToList();

        Assert.True(keys.Count > 30, "The walk has gone blind.");
        Assert.All(keys, key => Assert.DoesNotContain(key.Columns, column => column.StoreType.Contains("(max)", StringComparison.Ordinal)));
        Assert.All(keys, key => Assert.True(
            key.Columns.Sum(Bytes) <= (key.IsClustered ? ClusteredKeyBytes : IndexKeyBytes), $"{key.Name}: {key.Columns.Sum(Bytes)} bytes"));
    }

    [Fact]
    public void Every_text_is_compared_byte_by_byte_as_on_SQLite_whatever_collation_the_database_has()
    {
        var texts = Tables().SelectMany(table => table.Columns).Where(column => column.StoreType.Contains("char", StringComparison.Ordinal) && column.PropertyMappings.Any()).ToList();

        // A document (of a passkey) is compared with nothing.
        Assert.True(texts.Count > 150, "The walk has gone blind.");
        Assert.All(texts, column => Assert.Equal("Latin1_General_100_BIN2", column.Collation));
        Assert.Contains("[ExternalId] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL", _db.Database.GenerateCreateScript(), StringComparison.Ordinal);
    }

    private IEnumerable<ITable> Tables() => _db.GetService<IDesignTimeModel>().Model.GetRelationalModel().Tables;

    private static IEnumerable<string> Cascades(ITable table, IReadOnlyList<string> way) =>
        from key in table.ReferencingForeignKeyConstraints
        where key.OnDeleteAction is ReferentialAction.Cascade or ReferentialAction.SetNull or ReferentialAction.SetDefault
        from reached in way.Contains(key.Table.Name) ? [key.Table.Name] : Cascades(key.Table, [.. way, key.Table.Name]).Prepend(key.Table.Name)
        select reached;

    private static IEnumerable<IndexKey> Keys(ITable table) =>
    [
        .. table.UniqueConstraints.Select(constraint => new IndexKey(
            constraint.Name,
            constraint.Columns,
            constraint.MappedKeys.First().IsClustered() ?? constraint.GetIsPrimaryKey())),
        .. table.Indexes.Select(index => new IndexKey(index.Name, index.Columns, index.MappedIndexes.First().IsClustered() ?? false)),
    ];

    private static int Bytes(IColumnBase column)
    {
        var (name, length) = column.StoreType.Split('(', ')') is [var type, var size, ..] && int.TryParse(size, out var parsed)
            ? (type, parsed)
            : (column.StoreType, 0);
        return name switch
        {
            "nvarchar" or "nchar" => 2 * length,
            "varchar" or "char" or "varbinary" or "binary" => length,
            "uniqueidentifier" => 16,
            "bigint" or "datetime2" or "float" => 8,
            "int" => 4,
            "date" => 3,
            "bit" => 1,
            _ => throw new ArgumentOutOfRangeException(nameof(column), column.StoreType, "How many bytes is that?"),
        };
    }

    private sealed record IndexKey(string Name, IReadOnlyList<IColumnBase> Columns, bool IsClustered);
}
