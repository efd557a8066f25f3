using System.ComponentModel.DataAnnotations;
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
    [Range(0, 30, ErrorMessage = "Licensing:GraceDays must be a number from 0 to 30.")]
    public int GraceDays { get; init; } = 7;
}

// Source-generated: the attributes above become code, and a bad setting stops the start with its name.
[OptionsValidator]
internal sealed partial class ValidateLicensingOptions : IValidateOptions<LicensingOptions>;
