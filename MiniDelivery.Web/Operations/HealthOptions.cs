using Microsoft.Extensions.Options;

namespace MiniDelivery.Web.Operations;

/// <summary>Section <c>Health</c> of the settings.</summary>
public sealed class HealthOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Health";

    /// <summary>With less free room on a disk somebody should see to it.</summary>
    public int LowDiskMegabytes { get; init; } = 2048;

    /// <summary>With less free room orders may soon not be stored.</summary>
    public int FullDiskMegabytes { get; init; } = 512;
}

internal sealed class ValidateHealthOptions : IValidateOptions<HealthOptions>
{
    public ValidateOptionsResult Validate(string? name, HealthOptions options) => options switch
    {
        { FullDiskMegabytes: < 0 } => ValidateOptionsResult.Fail("Health:FullDiskMegabytes must not be less than 0."),
        { LowDiskMegabytes: var low, FullDiskMegabytes: var full } when low < full => ValidateOptionsResult.Fail("Health:LowDiskMegabytes must not be less than Health:FullDiskMegabytes."),
        _ => ValidateOptionsResult.Success,
    };
}
