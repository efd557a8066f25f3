using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Tests.Support;

/// <summary>
/// A SQLite file with all the real migrations applied, made once in a run and copied for whoever needs a database: to apply them again
/// costs more than most tests do.
/// </summary>
internal static class MigratedFile
{
    private static readonly Lazy<Task<string>> _made = new(MakeAsync);

    /// <summary>Puts a copy there; its folder is made where there is none.</summary>
    public static async Task CopyToAsync(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Copy(await _made.Value, path);
    }

    /// <summary>Closes what pools of connections still hold open, as the end of a process does.</summary>
    public static void LetGo() => SqliteConnection.ClearAllPools();

    /// <summary>Deletes a copy, with what SQLite has put beside it.</summary>
    public static void Delete(string path)
    {
        LetGo(); // An open file cannot be deleted everywhere.
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path) + "*"))
        {
            File.Delete(file);
        }
    }

    private static async Task<string> MakeAsync()
    {
        var path = Path.Combine(Path.GetTempPath(), $"minidelivery-{Guid.NewGuid():N}.db");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete(path);
        await using (var services = new ServiceCollection().AddLogging().AddSqlite($"Data Source={path};Pooling=False", Path.GetTempPath()).BuildServiceProvider())
        {
            await using var db = await services.GetRequiredService<IDbContextFactory<DeliveryDb>>().CreateDbContextAsync();
            await db.Database.MigrateAsync();
        }

        // The last connection took the write-ahead log with it; a copy of the file alone would lack what is still in one.
        return File.Exists(path + "-wal") ? throw new InvalidOperationException($"{path} still has a write-ahead log.") : path;
    }
}
