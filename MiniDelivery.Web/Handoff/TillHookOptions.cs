using System.Net;
using Microsoft.Extensions.Options;

namespace MiniDelivery.Web.Handoff;

/// <summary>Section <c>TillHook</c> of the settings.</summary>
public sealed class TillHookOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "TillHook";

    /// <summary>Networks from which a till may call, as CIDR; empty = loopback and private networks.</summary>
    public IList<string> Networks { get; init; } = [];

    /// <summary>Whether a till may call from this address.</summary>
    public bool Allows(IPAddress? address)
    {
        if (address is null)
        {
            return false;
        }

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return (Networks is [] ? _private : Networks).Any(network => IPNetwork.Parse(network).Contains(plain));
    }

    private static readonly string[] _private =
        ["127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "fc00::/7", "fe80::/10"];
}

internal sealed class ValidateTillHookOptions : IValidateOptions<TillHookOptions>
{
    public ValidateOptionsResult Validate(string? name, TillHookOptions options)
    {
        var wrong = options.Networks.Where(network => !IPNetwork.TryParse(network, out _)).ToList();
        return wrong is []
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(wrong.Select(network => $"TillHook:Networks: \"{network}\" is not a network like 192.168.0.0/16."));
    }
}
