using Microsoft.Extensions.Options;

namespace MiniDelivery.Web.Operations;

/// <summary>How lines are written to the console.</summary>
public enum LogForm
{
    /// <summary>To be read by people.</summary>
    Text,

    /// <summary>Compact JSON, one object a line, to be read by programs.</summary>
    Json,
}

/// <summary>Section <c>Logs</c> of the settings. What is written at all is said by section <c>Serilog</c>.</summary>
public sealed class LogsOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Logs";

    /// <summary>Where the files lie, relative to the content root; empty = there are none.</summary>
    public string Folder { get; init; } = "data/logs";

    /// <summary>How large a file may become before the next one begins; a day begins one, too.</summary>
    public int FileMegabytes { get; init; } = 20;

    /// <summary>How many files are kept; the oldest is deleted for the next.</summary>
    public int Files { get; init; } = 30;

    /// <summary>How the console's lines look; null = for people in Development, for programs elsewhere.</summary>
    public LogForm? Console { get; init; }
}

// By hand: what the generator makes of attributes forgets their messages, and with them the key.
internal sealed class ValidateLogsOptions : IValidateOptions<LogsOptions>
{
    public ValidateOptionsResult Validate(string? name, LogsOptions options)
    {
        var builder = new ValidateOptionsResultBuilder();
        if (options.FileMegabytes is < 1 or > 1024)
        {
            builder.AddError("Logs:FileMegabytes must be a number from 1 to 1024.");
        }

        if (options.Files is < 1 or > 1000)
        {
            builder.AddError("Logs:Files must be a number from 1 to 1000.");
        }

        return builder.Build();
    }
}
