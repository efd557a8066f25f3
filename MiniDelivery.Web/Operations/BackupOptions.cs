using System.Globalization;
using Microsoft.Extensions.Options;

namespace MiniDelivery.Web.Operations;

/// <summary>Section <c>Backup</c> of the settings. For SQLite; a database server makes its own copies.</summary>
public sealed class BackupOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Backup";

    /// <summary>Where copies go, relative to the content root; empty = none are made by themselves.</summary>
    public string Folder { get; init; } = "";

    /// <summary>At what time of the machine's day, as 03:30.</summary>
    public string At { get; init; } = "03:30";

    /// <summary>How many copies are kept; the oldest is deleted for the next.</summary>
    public int Keep { get; init; } = 14;

    /// <summary><see cref="At"/> as a time; null = it is none.</summary>
    public TimeOnly? Time => TimeOnly.TryParseExact(At, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;
}

internal sealed class ValidateBackupOptions : IValidateOptions<BackupOptions>
{
    public ValidateOptionsResult Validate(string? name, BackupOptions options) => options switch
    {
        { Time: null } => ValidateOptionsResult.Fail("Backup:At must be a time of the day like 03:30."),
        { Keep: < 1 or > 1000 } => ValidateOptionsResult.Fail("Backup:Keep must be a number from 1 to 1000."),
        _ => ValidateOptionsResult.Success,
    };
}
