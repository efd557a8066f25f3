using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting.WindowsServices;

namespace MiniDelivery.Web.Operations;

/// <summary>
/// Where the program lies and where an installation has its own things are two folders: the first is only read, and is exchanged with
/// every version. Relative paths of settings (<c>data/…</c>) begin in the second, the content root.
/// </summary>
internal static class Folders
{
    private const string SettingsFile = "appsettings.json";

    // What systemd calls the folder that it made for the service (StateDirectory=); several are joined by colons.
    private const string StateDirectory = "STATE_DIRECTORY";

    /// <summary>How the program is built: which folder is the installation's, and where its pages' files are.</summary>
    public static WebApplicationBuilder CreateBuilder(string[] arguments)
    {
        var given = Given(arguments);
        var own = given ?? Own();
        var ownPages = Path.Combine(own ?? "", "wwwroot");
        var pages = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = arguments,
            ContentRootPath = given is null ? own : null,
            WebRootPath = !Directory.Exists(ownPages) && Directory.Exists(pages) ? pages : null,
        });
        if (Path.TrimEndingDirectorySeparator(builder.Environment.ContentRootPath) != Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))
        {
            // The program's own settings come first, so that all others are said over them.
            builder.Configuration.Sources.Insert(0, new JsonConfigurationSource
            {
                FileProvider = new PhysicalFileProvider(AppContext.BaseDirectory), Path = SettingsFile, Optional = true,
            });
        }

        return builder;
    }

    // ASPNETCORE_CONTENTROOT, DOTNET_CONTENTROOT, --contentRoot: whoever says so has decided.
    private static string? Given(string[] arguments) => new ConfigurationBuilder()
        .AddEnvironmentVariables("DOTNET_").AddEnvironmentVariables("ASPNETCORE_").AddCommandLine(arguments).Build()[HostDefaults.ContentRootKey];

    // A service begins in / or in system32. Started by hand, the current folder is the project's; else all lies beside the program.
    private static string? Own() =>
        Environment.GetEnvironmentVariable(StateDirectory) is { Length: > 0 } state ? state.Split(':')[0]
        : WindowsServiceHelpers.IsWindowsService() ? Made(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "MiniDelivery"))
        : File.Exists(SettingsFile) ? null
        : AppContext.BaseDirectory;

    private static string Made(string folder) => Directory.CreateDirectory(folder).FullName;
}
