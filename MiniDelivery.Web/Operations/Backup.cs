using System.Globalization;
using Microsoft.Data.Sqlite;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Web.Operations;

/// <summary>A copy that was made and checked.</summary>
/// <param name="File">Where it lies.</param>
/// <param name="Orders">How many orders are in it.</param>
/// <param name="Bytes">How large it is.</param>
internal sealed record BackupCopy(string File, long Orders, long Bytes);

/// <summary>Why a copy cannot be made, or cannot be trusted; its words are for people.</summary>
internal sealed class BackupException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// Copies a SQLite database while the program works with it, checks copies by opening them, and puts one back. A copy is one file with
/// everything in it, its name says when; what is not whole has another name.
/// </summary>
internal static class Backup
{
    private const string Prefix = "minidelivery-";
    private const string Suffix = ".db";
    private const string Form = "yyyyMMdd-HHmmss";

    /// <summary>The file of a connection string.</summary>
    public static string FileOf(string connection) => Path.GetFullPath(new SqliteConnectionStringBuilder(connection).DataSource);

    /// <summary>Copies and checks.</summary>
    /// <exception cref="BackupException">It could not be made, or is not what it should be.</exception>
    public static BackupCopy Make(string database, string folder, DateTimeOffset now)
    {
        var file = Path.Combine(folder, $"{Prefix}{now.ToString(Form, CultureInfo.InvariantCulture)}{Suffix}");
        var part = $"{file}.part";
        try
        {
            Directory.CreateDirectory(folder);
            Begin(part);
            using (var from = Open(database, SqliteOpenMode.ReadOnly))
            using (var to = Open(part, SqliteOpenMode.ReadWrite))
            {
                from.BackupDatabase(to);
                // One file: a copy must not need a second one that somebody forgets to take along.
                Ask(to, "PRAGMA journal_mode=DELETE");
            }

            var orders = Check(part);
            File.Move(part, file, overwrite: true);
            return new BackupCopy(file, orders, new FileInfo(file).Length);
        }
        catch (Exception error) when (error is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new BackupException($"No copy could be made in {folder}: {error.Message}", error);
        }
        finally
        {
            Forget(part);
        }
    }

    /// <summary>Opens a copy, lets SQLite look at every page, and counts the orders.</summary>
    /// <exception cref="BackupException">It is no whole database of ours.</exception>
    public static long Check(string file)
    {
        try
        {
            using var copy = Open(file, SqliteOpenMode.ReadOnly);
            var said = Ask(copy, "PRAGMA integrity_check") as string;
            if (said is not "ok")
            {
                throw new BackupException($"{file} is damaged: {said}");
            }

            return (long)Ask(copy, "SELECT COUNT(*) FROM Orders")!;
        }
        catch (SqliteException error)
        {
            throw new BackupException($"{file} is no database of MiniDelivery: {error.Message}", error);
        }
    }

    /// <summary>When the last copy in a folder was made; null = there is none.</summary>
    public static DateTimeOffset? LastIn(string folder, TimeZoneInfo zone) => !Directory.Exists(folder) ? null : FilesIn(folder)
        .Select(file => DateTime.TryParseExact(
            Path.GetFileNameWithoutExtension(file)[Prefix.Length..], Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? at : (DateTime?)null)
        .Max() is { } last ? new DateTimeOffset(last, zone.GetUtcOffset(last)) : null;

    /// <summary>Deletes the oldest copies beyond so many.</summary>
    public static void Tidy(string folder, int keep)
    {
        foreach (var old in FilesIn(folder).OrderDescending(StringComparer.Ordinal).Skip(keep))
        {
            File.Delete(old);
        }
    }

    /// <summary>Puts a copy in the place of the database, and keeps what was there beside it.</summary>
    /// <returns>How many orders it has, and where the old database is now; null = there was none.</returns>
    /// <exception cref="BackupException">The copy is not whole, or a program works with the database.</exception>
    public static (long Orders, string? Old) Restore(string copy, string database, DateTimeOffset now)
    {
        if (!File.Exists(copy))
        {
            throw new BackupException($"There is no file {copy}.");
        }

        var orders = Check(copy);
        try
        {
            var part = $"{database}.part";
            Directory.CreateDirectory(Path.GetDirectoryName(database)!);
            Begin(part);
            File.Copy(copy, part, overwrite: true);
            string? old = null;
            if (File.Exists(database))
            {
                CloseFor(database);
                old = $"{database}.before-{now.ToString(Form, CultureInfo.InvariantCulture)}";
                File.Move(database, old);
            }

            File.Move(part, database);
            return (orders, old);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BackupException($"{copy} could not be put in the place of {database}: {error.Message}", error);
        }
    }

    // Leaving the write-ahead log needs to be the only one who has the database open, and writes what is in the log into the file.
    private static void CloseFor(string database)
    {
        try
        {
            using var alone = Open(database, SqliteOpenMode.ReadWrite);
            if (Ask(alone, "PRAGMA journal_mode=DELETE") is "delete")
            {
                return;
            }
        }
        catch (SqliteException error) when (error.SqliteErrorCode is 5 or 6)
        {
            throw new BackupException($"A program works with {database}. Stop MiniDelivery first; nothing was changed.", error);
        }
        catch (SqliteException)
        {
            // It is damaged: all the more reason to put it aside.
            return;
        }

        throw new BackupException($"A program works with {database}. Stop MiniDelivery first; nothing was changed.");
    }

    private static IEnumerable<string> FilesIn(string folder) => Directory.EnumerateFiles(folder, $"{Prefix}*{Suffix}");

    // Guests' names are in it: nobody else may read it at any moment. A run that was cut off may have left one.
    private static void Begin(string part)
    {
        Forget(part);
        new FileStream(part, PrivateFile.New()).Dispose();
    }

    private static void Forget(string part)
    {
        foreach (var suffix in (string[])["", "-wal", "-shm", "-journal"])
        {
            if (File.Exists(part + suffix))
            {
                File.Delete(part + suffix);
            }
        }
    }

    private static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false, DefaultTimeout = 5 }.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // The statements are ours, every one.
    private static object? Ask(SqliteConnection connection, string statement)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100
        command.CommandText = statement;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }
}
