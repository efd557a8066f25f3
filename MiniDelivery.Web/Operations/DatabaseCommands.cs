using System.CommandLine;
using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Web.Operations;

/// <summary>
/// The commands <c>database export | import</c> of the program: they carry an installation from one database to another, above all from
/// SQLite to SQL Server. They use the settings as the program does and start nothing else of it.
/// </summary>
internal static class DatabaseCommands
{
    /// <summary>The first word that leads here.</summary>
    public const string Name = "database";

    /// <summary>Carries out a command line; 0 = well.</summary>
    public static async Task<int> RunAsync(string[] arguments, IConfiguration configuration, string contentRoot, TextWriter output, TextWriter errors)
    {
        await using var services = new ServiceCollection().AddLogging()
            .AddDeliveryData(configuration, contentRoot).BuildServiceProvider();
        var contexts = services.GetRequiredService<IDbContextFactory<DeliveryDb>>();
        // Settings may stand before the file: --Database:Provider=SqlServer. (After a path of Unix they would be taken for its value.)
        var database = new Command(Name, "Carries an installation from one database to another") { Export(contexts, output), Import(contexts, output) };
        try
        {
            return await new RootCommand("MiniDelivery") { database }.Parse([.. arguments.Where(argument => !IsSetting(argument))]).InvokeAsync(
                new InvocationConfiguration { Output = output, Error = errors, EnableDefaultExceptionHandler = false });
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException or DbException)
        {
            // A file or a database that cannot be used is the caller's to put right: words, and not a stack.
            await errors.WriteLineAsync(error.Message);
            return 1;
        }
    }

    private static Command Export(IDbContextFactory<DeliveryDb> contexts, TextWriter output)
    {
        var file = new Argument<FileInfo>("file") { Description = "The file to write; it must not exist yet" };
        var command = new Command("export", "Writes the whole database into one file") { file };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var target = parsed.GetRequiredValue(file);
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            await using (var stream = new FileStream(target.FullName, PrivateFile.New()))
            {
                try
                {
                    await TellAsync(output, await PortableFile.WriteAsync(db, stream, cancellationToken));
                }
                catch
                {
                    target.Delete(); // Half a file is none.
                    throw;
                }
            }

            await output.WriteLineAsync(
                $"{target.FullName} holds guests' names, phones and addresses: only your account can read it; delete it when it is no longer needed. "
                + "Passwords of tills, bots and mail are encrypted in it as in the database: take the certificate along, separately "
                + "(DataProtection:KeyFile, by default data/keys/protection.pfx), or they must be typed again.");
        });
        return command;
    }

    private static Command Import(IDbContextFactory<DeliveryDb> contexts, TextWriter output)
    {
        var file = new Argument<FileInfo>("file") { Description = "A file that `database export` of the same version has written" };
        var command = new Command("import", "Reads such a file into an empty database; makes its tables first") { file };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            await using var stream = parsed.GetRequiredValue(file).OpenRead();
            await TellAsync(output, await PortableFile.ReadAsync(db, stream, cancellationToken));
        });
        return command;
    }

    private static bool IsSetting(string argument) => argument.StartsWith("--", StringComparison.Ordinal) && argument.Contains(':', StringComparison.Ordinal);

    private static async Task TellAsync(TextWriter output, IReadOnlyList<PortableCount> counts)
    {
        foreach (var (table, rows) in counts)
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{rows,10} {table}"));
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{counts.Sum(count => count.Rows),10} rows of {counts.Count} tables"));
    }
}
