using System.Net;
using Microsoft.Extensions.Options;
using MiniDelivery.Web.Security;

namespace MiniDelivery.Web.Handoff;

/// <summary>Section <c>TillHook</c> of the settings.</summary>
public sealed class TillHookOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "TillHook";

    /// <summary>Networks from which a till may call, as CIDR; empty = loopback and private networks.</summary>
    public IList<string> Networks { get; init; } = [];

    /// <summary>Whether a till may call from this address.</summary>
    public bool Allows(IPAddress? address) => CallerNetworks.Have(Networks is [] ? CallerNetworks.Private : Networks.AsReadOnly(), address);
}

internal sealed class ValidateTillHookOptions : IValidateOptions<TillHookOptions>
{
    public ValidateOptionsResult Validate(string? name, TillHookOptions options) => CallerNetworks.Check("TillHook:Networks", options.Networks);
}
