using Microsoft.Extensions.Options;
using Serilog.Core;
using Serilog.Events;

namespace MiniDelivery.Web.Operations;

/// <summary>
/// Hears when a line could not be written to the log's files: a full disk, a folder taken away. Nobody waits for that, orders least of
/// all; it is said on the console and on «Состояние системы» until files can be written again.
/// </summary>
internal sealed class LogFiles(IOptions<LogsOptions> options, IHostEnvironment environment, TimeProvider time, TextWriter console) : ILoggingFailureListener
{
    private readonly Lock _lock = new();
    private DateTimeOffset? _failingSince;

    /// <summary>Where they lie; null = there are none.</summary>
    public string? Folder { get; } =
        options.Value.Folder is { Length: > 0 } folder ? Path.GetFullPath(folder, environment.ContentRootPath) : null;

    /// <summary>Since when lines are lost; null = none are.</summary>
    public DateTimeOffset? FailingSince
    {
        get
        {
            lock (_lock)
            {
                return _failingSince;
            }
        }
    }

    /// <inheritdoc/>
    public void OnLoggingFailed(object sender, LoggingFailureKind kind, string message, IReadOnlyCollection<LogEvent>? events, Exception? exception)
    {
        lock (_lock)
        {
            if (_failingSince is null)
            {
                _failingSince = time.GetUtcNow();
                // Said once, and not to the log: that is what does not work.
                console.WriteLine($"Logs:Folder: lines of the log cannot be written to {Folder} ({exception?.Message ?? message}). The program goes on without.");
            }
        }
    }

    /// <summary>After a failure: whether files can be written again. Asked now and then by who looks at the system's state.</summary>
    public void Try()
    {
        if (FailingSince is null || Folder is null)
        {
            return;
        }

        try
        {
            // With something in it: an empty file finds its place on a full disk, too.
            var trial = Path.Combine(Folder, $".trial-{Guid.NewGuid():N}");
            Directory.CreateDirectory(Folder);
            File.WriteAllText(trial, "trial");
            File.Delete(trial);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return;
        }

        lock (_lock)
        {
            _failingSince = null;
        }
    }
}
