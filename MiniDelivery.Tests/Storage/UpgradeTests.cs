using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using MiniDelivery.Tests.Support;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Tests.Storage;

/// <summary>Whoever comes from any earlier version keeps every row, and the program reads it.</summary>
public sealed class UpgradeTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("minidelivery-");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task From_every_earlier_version_with_data()
    {
        var old = Path.Combine(_folder.FullName, "old.db");
        List<string> versions;
        await using (var db = Open(old, out _))
        {
            versions = [.. db.Database.GetMigrations()];
        }

        Assert.True(versions.Count > 25);
        foreach (var version in versions)
        {
            await using (var db = Open(old, out _))
            {
                await db.GetService<IMigrator>().MigrateAsync(version, Stop);
            }

            await UpgradeAsync(old, version);
        }
    }

    private async Task UpgradeAsync(string old, string version)
    {
        var file = Path.Combine(_folder.FullName, $"{version}.db");
        File.Copy(old, file);
        await using var db = Open(file, out var connection);
        await connection.OpenAsync(Stop);
        var tables = await FilledTables.FillAsync(connection, db);
        var before = await CountAsync(connection, tables);
        Assert.All(before, table => Assert.Equal(FilledTables.Rows, table.Value));

        await db.Database.MigrateAsync(Stop);

        var after = await CountAsync(connection, await TablesAsync(connection));
        Assert.All(before, table => Assert.True(after.GetValueOrDefault(table.Key) == table.Value, $"{table.Key} lost rows on the way from {version}."));
        Assert.True(await FilledTables.ReadAllAsync(db) >= tables.Count);
    }

    private static async Task<Dictionary<string, long>> CountAsync(SqliteConnection connection, IReadOnlyList<string> tables)
    {
        var counts = new Dictionary<string, long>();
        foreach (var table in tables)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT COUNT(*) FROM \"{table}\"";
            counts.Add(table, (long)(await command.ExecuteScalarAsync(Stop))!);
        }

        return counts;
    }

    private static async Task<List<string>> TablesAsync(SqliteConnection connection)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT name FROM sqlite_master WHERE {FilledTables.Ours}";
        await using var reader = await command.ExecuteReaderAsync(Stop);
        var names = new List<string>();
        while (await reader.ReadAsync(Stop))
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    // Nothing here need survive a power cut.
    private static SqliteDeliveryDb Open(string file, out SqliteConnection connection)
    {
        connection = new SqliteConnection($"Data Source={file};Pooling=False");
        return new SqliteDeliveryDb(new DbContextOptionsBuilder<SqliteDeliveryDb>()
            .UseSqlite(connection).AddInterceptors(_noFlush).UseApplicationServiceProvider(DesignTime.Services).Options);
    }

    private static readonly NoFlush _noFlush = new();
}
