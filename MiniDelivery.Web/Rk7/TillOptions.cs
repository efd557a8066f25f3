using Microsoft.Extensions.Options;
using MiniDelivery.Domain.Till;

namespace MiniDelivery.Web.Rk7;

/// <summary>
/// Where a till is, who we are there, and what its settings are called: as section <c>Till</c> of the configuration (contract,
/// section 6), or as a person saved them.
/// </summary>
internal sealed class TillOptions : TillValues
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Till";

    /// <summary>Whether there is a till at all.</summary>
    public bool IsConfigured => Url is not "";

    /// <summary>Where requests go.</summary>
    public Uri Endpoint
    {
        get
        {
            var url = new Uri(Url, UriKind.Absolute);
            return url.AbsolutePath.EndsWith(".xml", StringComparison.OrdinalIgnoreCase)
                ? url
                : new UriBuilder(url) { Path = url.AbsolutePath.TrimEnd('/') + "/rk7api/v0/xmlinterface.xml" }.Uri;
        }
    }

    /// <summary>The same values for the wire.</summary>
    public static TillOptions Of(TillValues values)
    {
        var options = new TillOptions { Password = values.Password, LicenseToken = values.LicenseToken };
        values.CopyPlainTo(options);
        return options;
    }
}

/// <summary>
/// Says what a restaurant's till is reached with. Asked at each request, so that a change needs no restart. Whoever keeps settings
/// elsewhere than in the configuration registers one of their own.
/// </summary>
internal interface ITillOptionsSource
{
    /// <summary>The settings of a restaurant's till.</summary>
    /// <exception cref="OptionsValidationException">They cannot be used.</exception>
    TillOptions For(Domain.Restaurants.RestaurantId restaurant);
}

/// <summary>The till that the configuration names is every restaurant's; there is one section, so there is one till.</summary>
internal sealed class ConfiguredTillOptions(IOptionsMonitor<TillOptions> options) : ITillOptionsSource
{
    public TillOptions For(Domain.Restaurants.RestaurantId restaurant) => options.CurrentValue;
}

/// <summary>Each message names the key to set.</summary>
internal sealed class ValidateTillOptions : IValidateOptions<TillOptions>
{
    public ValidateOptionsResult Validate(string? name, TillOptions options)
    {
        var faults = options.Faults().Select(Message).ToList();
        return faults is [] ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static string Message(TillFault fault) => $"{TillOptions.Section}:{fault.Field} " + fault switch
    {
        { Kind: TillFaultKind.Missing } => "is required: set the code that it has at the till.",
        { Field: TillField.Url } => "must be an absolute http or https address.",
        { Field: TillField.User } => "must not contain a colon.",
        { Field: TillField.CertificateThumbprint } => "must be a SHA-256 thumbprint: 64 hexadecimal digits.",
        { Field: TillField.Timeout } => "must be seconds or a time, more than 0 and at most 120 seconds.",
        _ => "must be a code of the till: digits only.",
    };
}
