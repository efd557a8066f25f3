using MiniDelivery.Web.Licensing;

namespace MiniDelivery.Web.Operations;

/// <summary>What the program does instead of serving, when its first word says so.</summary>
internal static class Commands
{
    /// <summary>Carries out a command; null = there is none, it shall serve.</summary>
    public static async Task<int?> RunAsync(string[] arguments, WebApplicationBuilder builder) => arguments switch
    {
        [LicenseCommands.Name, ..] => await LicenseCommands.RunAsync(arguments, Console.Out, Console.Error),
        [DatabaseCommands.Name, ..] => await DatabaseCommands.RunAsync(
            arguments, builder.Configuration, builder.Environment.ContentRootPath, Console.Out, Console.Error),
        _ when BackupCommands.Are(arguments) =>
            await BackupCommands.RunAsync(arguments, builder.Configuration, builder.Environment.ContentRootPath, Console.Out, Console.Error),
        _ => null,
    };
}
