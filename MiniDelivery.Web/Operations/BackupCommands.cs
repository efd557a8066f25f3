using System.CommandLine;
using Microsoft.Extensions.Options;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Web.Operations;

/// <summary>
/// The commands <c>backup</c> and <c>restore</c>. They start nothing and change no schema: a copy is made just before an update, too, and
/// with whatever version is at hand.
/// </summary>
internal static class BackupCommands
{
    /// <summary>The first words that lead here.</summary>
    public static bool Are(string[] arguments) => arguments is ["backup" or "restore", ..];

    /// <summary>Carries out a command line; 0 = well.</summary>
    public static async Task<int> RunAsync(string[] arguments, IConfiguration configuration, string contentRoot, TextWriter output, TextWriter errors)
    {
        try
        {
            return await new RootCommand("MiniDelivery") { Make(configuration, contentRoot, output), PutBack(configuration, contentRoot, output) }
                .Parse(arguments).InvokeAsync(new InvocationConfiguration { Output = output, Error = errors, EnableDefaultExceptionHandler = false });
        }
        catch (BackupException error)
        {
            await errors.WriteLineAsync(error.Message);
            return 1;
        }
    }

    private static Command Make(IConfiguration configuration, string contentRoot, TextWriter output)
    {
        var folder = new Argument<string?>("folder") { Description = "Where to; Backup:Folder when absent", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("backup", "Copies the database while MiniDelivery works, opens the copy and counts its orders") { folder };
        command.SetAction((parsed, _) =>
        {
            // What is typed begins where it is typed, what is set where the installation has its own.
            var to = parsed.GetValue(folder) is { } typed ? Path.GetFullPath(typed)
                : Options(configuration).Folder is { Length: > 0 } known ? Path.GetFullPath(known, contentRoot)
                : throw new BackupException("Say where to: backup FOLDER, or set Backup:Folder.");
            var copy = Backup.Make(FileOf(configuration, contentRoot), to, TimeProvider.System.GetLocalNow());
            return output.WriteLineAsync(FormattableString.Invariant(
                $"{copy.File}: {copy.Orders} orders, {copy.Bytes} bytes, checked.\nKeep the file of DataProtection:KeyFile as well, and elsewhere: without it passwords of tills and keys of webhooks in the copy cannot be read."));
        });
        return command;
    }

    private static Command PutBack(IConfiguration configuration, string contentRoot, TextWriter output)
    {
        var file = new Argument<string>("file") { Description = "A copy that backup made" };
        var command = new Command("restore", "Puts a copy in the place of the database; refuses while MiniDelivery works, and keeps what was there") { file };
        command.SetAction((parsed, _) =>
        {
            var (orders, old) = Backup.Restore(Path.GetFullPath(parsed.GetRequiredValue(file)), FileOf(configuration, contentRoot), TimeProvider.System.GetLocalNow());
            return output.WriteLineAsync(FormattableString.Invariant(
                $"Restored: {orders} orders.{(old is null ? "" : $" What was there is kept as {old}.")}\nOrders that came after the copy are missing here and may be at the till: compare with it before accepting them again."));
        });
        return command;
    }

    private static BackupOptions Options(IConfiguration configuration) => configuration.GetSection(BackupOptions.Section).Get<BackupOptions>() ?? new BackupOptions();

    private static string FileOf(IConfiguration configuration, string contentRoot)
    {
        if (configuration.GetValue("Database:Provider", DatabaseProvider.Sqlite) is DatabaseProvider.SqlServer)
        {
            throw new BackupException(
                "Database:Provider is SqlServer: its own BACKUP makes the copies. For example, every night from a job of SQL Server Agent:\n"
                + "  BACKUP DATABASE MiniDelivery TO DISK = 'D:\\Backup\\MiniDelivery.bak' WITH CHECKSUM, COMPRESSION, INIT;\n"
                + "  RESTORE VERIFYONLY FROM DISK = 'D:\\Backup\\MiniDelivery.bak' WITH CHECKSUM;");
        }

        return DataSetup.SqliteFile(configuration.GetConnectionString(DataSetup.ConnectionName), contentRoot);
    }
}
