using Microsoft.Extensions.Options;
using MiniDelivery.Web.Security;

namespace MiniDelivery.Web.Operations;

/// <summary>Section <c>Metrics</c> of the settings.</summary>
public sealed class MetricsOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Metrics";

    /// <summary>Networks, as CIDR, that may read <c>/metrics</c>; empty = this machine only.</summary>
    public IList<string> Networks { get; init; } = [];
}

internal sealed class ValidateMetricsOptions : IValidateOptions<MetricsOptions>
{
    public ValidateOptionsResult Validate(string? name, MetricsOptions options) => CallerNetworks.Check("Metrics:Networks", options.Networks);
}
