using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Data;
using SQLitePCL;

namespace MiniDelivery.Tests.Storage;

/// <summary>
/// All migrations one after the other make the very database that the model means. SQLite changes a table by building it anew from what
/// the migration's Designer file remembers: a stale one would lose a column that another branch added, and no snapshot would show it.
/// </summary>
public sealed class MigratedSchemaTests
{
    // Of tables built by the migrations themselves, and of SQLite's own.
    private const string OurTables = "m.type = 'table' AND m.name NOT LIKE 'sqlite!_%' ESCAPE '!' AND m.name NOT LIKE '!_!_EF%' ESCAPE '!'";

    private static readonly CancellationToken _none = CancellationToken.None;

    private static readonly Sql160ScriptGenerator _writer = new(new SqlScriptGeneratorOptions { AlignColumnDefinitionFields = false });

    [Fact]
    public async Task On_SQLite_the_migrations_make_what_the_model_means()
    {
        var meant = await SqliteAsync(async db => await db.EnsureCreatedAsync(_none));
        var made = await SqliteAsync(db => db.MigrateAsync(_none));

        AreSame(meant, made);
    }

    [Fact]
    public void On_SQL_Server_the_migrations_make_what_the_model_means()
    {
        using var db = new SqlServerDesignTime().CreateDbContext([]);

        AreSame(SqlServer(db.Database.GenerateCreateScript()), SqlServer(db.GetService<IMigrator>().GenerateScript()));
    }

    // A column that was added to a table with rows keeps the value that those rows got; a default that the model has must be there.
    private static void AreSame(SortedDictionary<string, Part> meant, SortedDictionary<string, Part> made)
    {
        Assert.True(meant.Count > 400, $"The walk has gone blind: {meant.Count}.");
        Assert.Equal(
            meant.Select(part => $"{part.Key}: {part.Value.What} {part.Value.Default}"),
            made.Select(part => $"{part.Key}: {part.Value.What} {(meant.GetValueOrDefault(part.Key) is { Default: null } ? null : part.Value.Default)}"));
    }

    private static async Task<SortedDictionary<string, Part>> SqliteAsync(Func<DatabaseFacade, Task> make)
    {
        await using var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync(_none);
        await using var db = new SqliteDeliveryDb(
            new DbContextOptionsBuilder<SqliteDeliveryDb>().UseSqlite(connection).UseApplicationServiceProvider(DesignTime.Services).Options);
        await make(db.Database);

        var parts = new SortedDictionary<string, Part>(StringComparer.Ordinal);
        foreach (var column in await ReadAsync(
            $"SELECT m.name, c.name, c.type, c.\"notnull\", c.pk, c.hidden, c.dflt_value FROM sqlite_master m, pragma_table_xinfo(m.name) c WHERE {OurTables}"))
        {
            raw.sqlite3_table_column_metadata(connection.Handle, "main", column[0], column[1], out _, out string collation, out _, out _, out var counts);
            parts.Add($"{column[0]}.{column[1]}", new Part($"{string.Join(' ', column[2..6])} {collation} {counts}", column[6] is "" ? null : column[6]));
        }

        foreach (var index in await ReadAsync(
            $"""
            SELECT m.name, i.name, i."unique", i.origin, COALESCE((SELECT sql FROM sqlite_master WHERE name = i.name), ''),
                (SELECT group_concat(c.seqno || ' ' || COALESCE(c.name, '') || ' ' || c."desc" || ' ' || c.coll, ', ') FROM pragma_index_xinfo(i.name) c WHERE c.key = 1)
            FROM sqlite_master m, pragma_index_list(m.name) i WHERE {OurTables}
            """))
        {
            parts.Add($"{index[0]} index {index[1]}", new Part(string.Join(' ', index[2..]), null));
        }

        foreach (var key in await ReadAsync(
            $"""
            SELECT m.name, f."table", group_concat(f."from" || ' = ' || f."to", ', '), f.on_update, f.on_delete
            FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE {OurTables} GROUP BY m.name, f.id
            """))
        {
            parts.Add($"{key[0]} refers to {key[1]} by {key[2]}", new Part(string.Join(' ', key[3..]), null));
        }

        return parts;

        async Task<List<string[]>> ReadAsync(string sql)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await using var reader = await command.ExecuteReaderAsync(_none);
            var rows = new List<string[]>();
            while (await reader.ReadAsync(_none))
            {
                rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(column => reader.IsDBNull(column) ? "" : reader.GetString(column))]);
            }

            return rows;
        }
    }

    // What a script leaves behind, statement after statement. A kind of change that is not known here fails rather than passes unseen.
    private static SortedDictionary<string, Part> SqlServer(string sql)
    {
        var parts = new SortedDictionary<string, Part>(StringComparer.Ordinal);
        foreach (var statement in TSql.Parse(sql).Batches.SelectMany(batch => batch.Statements))
        {
            switch (statement)
            {
                case CreateTableStatement table:
                    Add(Name(table.SchemaObjectName), table.Definition);
                    break;
                case AlterTableAddTableElementStatement table:
                    Add(Name(table.SchemaObjectName), table.Definition);
                    break;
                case AlterTableDropTableElementStatement table:
                    foreach (var dropped in table.AlterTableDropTableElements)
                    {
                        Assert.True(parts.Remove($"{Name(table.SchemaObjectName)}.{dropped.Name.Value}") || parts.Remove($"{Name(table.SchemaObjectName)} {dropped.Name.Value}"));
                    }

                    break;
                case AlterTableAlterColumnStatement change:
                    Change(Name(change.SchemaObjectName), change);
                    break;
                case CreateIndexStatement index:
                    parts.Add($"{Name(index.OnName)} {index.Name.Value}", new Part(Text(index), null));
                    break;
                case DropIndexStatement indexes:
                    foreach (var dropped in indexes.DropIndexClauses.Cast<DropIndexClause>())
                    {
                        Assert.True(parts.Remove($"{Name(dropped.Object)} {dropped.Index.Value}"));
                    }

                    break;
                case BeginTransactionStatement or CommitTransactionStatement or InsertStatement or UpdateStatement or DeleteStatement:
                // The table of migrations itself, rows of fixed content, and changes of rows that must wait for their column.
                // The name of the default that a changed column had is looked up; it takes that away itself.
                case DeclareVariableStatement or SelectStatement:
                case IfStatement or ExecuteStatement { ExecuteSpecification.ExecutableEntity: ExecutableStringList }:
                    break;
                default:
                    Assert.Fail($"Nobody here knows what this does to the schema: {Text(statement)}");
                    break;
            }
        }

        return parts;

        // The server changes no column that a key or an index still holds (error 5074); its default goes, and is given anew after it.
        void Change(string table, AlterTableAlterColumnStatement change)
        {
            var column = change.ColumnIdentifier;
            Assert.DoesNotContain(parts, part => part.Key.StartsWith($"{table} ", StringComparison.Ordinal) && part.Value.What.Contains($"[{column.Value}]", StringComparison.Ordinal));
            var definition = new ColumnDefinition { ColumnIdentifier = column, DataType = change.DataType, Collation = change.Collation };
            definition.Constraints.Add(new NullableConstraintDefinition { Nullable = change.AlterTableAlterColumnOption is AlterTableAlterColumnOption.Null });
            Assert.True(parts.ContainsKey($"{table}.{column.Value}"));
            parts[$"{table}.{column.Value}"] = new Part(Text(definition), null);
        }

        void Add(string table, TableDefinition definition)
        {
            foreach (var column in definition.ColumnDefinitions)
            {
                var set = column.DefaultConstraint;
                column.DefaultConstraint = null;
                parts.Add($"{table}.{column.ColumnIdentifier.Value}", new Part(Text(column), set is null ? null : Text(set)));
            }

            foreach (var constraint in definition.TableConstraints)
            {
                if (constraint is DefaultConstraintDefinition { Column: { } column } set)
                {
                    parts[$"{table}.{column.Value}"] = parts[$"{table}.{column.Value}"] with { Default = $"DEFAULT {Text(set.Expression)}" };
                    continue;
                }

                parts.Add($"{table} {constraint.ConstraintIdentifier.Value}", new Part(Text(constraint), null));
            }
        }
    }

    private static string Name(SchemaObjectName name) => name.BaseIdentifier.Value;

    private static string Text(TSqlFragment fragment)
    {
        _writer.GenerateScript(fragment, out var text);
        return text;
    }

    private sealed record Part(string What, string? Default);
}
