using Microsoft.Extensions.Options;

namespace MiniDelivery.Web.Handoff;

/// <summary>The watch's part of section <c>Till</c>.</summary>
public sealed class TillWatchOptions
{
    /// <summary>Name of the section; the till's own settings share it.</summary>
    public const string Section = "Till";

    /// <summary>Seconds between two looks at the till's orders, 1–60. An idle look costs the till one "No changes".</summary>
    public int WatchSeconds { get; set; } = 5;

    /// <summary><see cref="WatchSeconds"/> as a time.</summary>
    public TimeSpan Every => TimeSpan.FromSeconds(WatchSeconds);

    /// <summary>How long a till stays with an instance that says nothing: several rounds, so that few of them renew it.</summary>
    public TimeSpan Lease => TimeSpan.FromSeconds(Math.Max(30, 6 * WatchSeconds));
}

internal sealed class ValidateTillWatchOptions : IValidateOptions<TillWatchOptions>
{
    public ValidateOptionsResult Validate(string? name, TillWatchOptions options) => options.WatchSeconds is >= 1 and <= 60
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail("Till:WatchSeconds must be whole seconds from 1 to 60.");
}
