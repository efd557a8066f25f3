using Microsoft.Extensions.Options;

namespace MiniDelivery.Web.Licensing;

/// <summary>Section <c>Licensing</c> of the settings.</summary>
public sealed class LicensingOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Licensing";

    /// <summary>Public keys (ES256) that licences may be signed with, each as PEM or as base64 of its SubjectPublicKeyInfo.</summary>
    public IList<string> PublicKeys { get; init; } = [];

    /// <summary>For how many days after the end intake goes on, 0 to 30.</summary>
    public int GraceDays { get; init; } = 7;
}

internal sealed class ValidateLicensingOptions : IValidateOptions<LicensingOptions>
{
    public ValidateOptionsResult Validate(string? name, LicensingOptions options)
    {
        var builder = new ValidateOptionsResultBuilder();
        if (options.GraceDays is < 0 or > 30)
        {
            builder.AddError("Licensing:GraceDays must be a number from 0 to 30.");
        }

        foreach (var (index, key) in options.PublicKeys.Index().Where(key => !LicenseKeys.IsPublic(key.Item)))
        {
            builder.AddError($"Licensing:PublicKeys:{index} must be a public key of P-256, as PEM or as the base64 that license keygen prints.");
        }

        return builder.Build();
    }
}
