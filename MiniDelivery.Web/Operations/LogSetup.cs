using System.Globalization;
using Microsoft.Extensions.Options;
using Serilog;
using Serilog.Configuration;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace MiniDelivery.Web.Operations;

internal static class LogSetup
{
    private const string Template = "{Timestamp:yyyy-MM-dd HH:mm:ss.fff zzz} [{Level:u3}] {Event} {SourceContext}: {Message:lj}{NewLine}{Exception}";

    /// <summary>The log: to the console, and to files with limits.</summary>
    public static void AddLogs(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<LogsOptions>().BindConfiguration(LogsOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<LogsOptions>, ValidateLogsOptions>();
        builder.Services.AddSingleton(provider => new LogFiles(
            provider.GetRequiredService<IOptions<LogsOptions>>(),
            provider.GetRequiredService<IHostEnvironment>(),
            provider.GetRequiredService<TimeProvider>(),
            Console.Error));
        // Serilog's static logger is left alone: two programs in one process would write into each other's files.
        builder.Services.AddSerilog(
            (provider, log) =>
            {
                var options = provider.GetRequiredService<IOptions<LogsOptions>>().Value;
                log.ReadFrom.Configuration(builder.Configuration).Enrich.With<EventNumber>();
                log.WriteTo.ConsoleAs(options.Console ?? (builder.Environment.IsDevelopment() ? LogForm.Text : LogForm.Json));
                var files = provider.GetRequiredService<LogFiles>();
                if (files.Folder is { } folder)
                {
                    log.WriteTo.Sink(new ClosedQuietly(
                        new LoggerConfiguration().MinimumLevel.Verbose().WriteTo.Fallible(to => to.FilesIn(folder, options), files).CreateLogger()));
                }
            },
            preserveStaticLogger: true);
    }

    private static void ConsoleAs(this LoggerSinkConfiguration to, LogForm form) => _ = form switch
    {
        LogForm.Json => to.Console(new RenderedCompactJsonFormatter()),
        LogForm.Text => to.Console(outputTemplate: "[{Timestamp:HH:mm:ss} {Level:u3}] {Event} {Message:lj}{NewLine}{Exception}", formatProvider: CultureInfo.InvariantCulture),
    };

    /// <summary>Files of limited size and number.</summary>
    internal static LoggerConfiguration FilesIn(this LoggerSinkConfiguration to, string folder, LogsOptions options) => to.File(
        Path.Combine(folder, "minidelivery-.log"),
        outputTemplate: Template,
        formatProvider: CultureInfo.InvariantCulture,
        rollingInterval: RollingInterval.Day,
        rollOnFileSizeLimit: true,
        fileSizeLimitBytes: options.FileMegabytes * 1024L * 1024,
        retainedFileCountLimit: options.Files);

    // The last lines that found no room are tried once more when the file is closed: that must not be how the program ends.
    private sealed class ClosedQuietly(Logger files) : ILogEventSink, IDisposable
    {
        public void Emit(LogEvent logEvent) => files.Write(logEvent);

        public void Dispose()
        {
            try
            {
                files.Dispose();
            }
            catch (IOException error)
            {
                System.Console.Error.WriteLine($"Logs:Folder: the last lines of the log could not be written: {error.Message}");
            }
        }
    }

    // { Id: 1101, Name: "NotStored" } becomes 1101: one number to look for, the same in files and in JSON.
    private sealed class EventNumber : ILogEventEnricher
    {
        public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
        {
            if (logEvent.Properties.TryGetValue("EventId", out var value) && value is StructureValue known)
            {
                logEvent.RemovePropertyIfPresent("EventId");
                if (known.Properties.FirstOrDefault(property => property.Name is "Id") is { Value: ScalarValue number })
                {
                    logEvent.AddOrUpdateProperty(new LogEventProperty("Event", number));
                }
            }
        }
    }
}
