using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using MiniDelivery.Domain.Licensing;

namespace MiniDelivery.Web.Licensing;

/// <summary>Turns the compact JWS of a licence (RFC 7515, ES256) into a <see cref="License"/> when its signature is right.</summary>
public sealed class LicenseReader(IOptions<LicensingOptions> options)
{
    /// <summary>The issuer that a licence names (<c>iss</c>).</summary>
    public const string Issuer = "minidelivery";

    /// <summary>The licence; null when it is not one of ours: wrong form, wrong signature, wrong issuer, or it does not say for whom and how long.</summary>
    public async Task<License?> ReadAsync(string token)
    {
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(token.Trim(), new TokenValidationParameters
        {
            ValidIssuer = Issuer,
            ValidateAudience = false,
            // When it is in force is for the domain to say: a licence past its end still has its days of grace.
            ValidateLifetime = false,
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            IssuerSigningKeys = options.Value.PublicKeys.Select(LicenseKeys.Public),
        });
        return result is { IsValid: true, SecurityToken: JsonWebToken { Subject.Length: > 0 } jwt }
            && jwt.TryGetPayloadValue<string[]>("modules", out var modules)
            && jwt.TryGetPayloadValue<long>("nbf", out _)
            && jwt.TryGetPayloadValue<long>("exp", out _)
            ? new License(
                jwt.Id,
                jwt.Subject,
                jwt.TryGetPayloadValue<string>("name", out var name) ? name : "",
                modules,
                new DateTimeOffset(jwt.ValidFrom, TimeSpan.Zero),
                new DateTimeOffset(jwt.ValidTo, TimeSpan.Zero))
            : null;
    }
}

/// <summary>Keys that licences are signed and checked with: elliptic curve P-256.</summary>
internal static class LicenseKeys
{
    /// <summary>Reads a public key: PEM, or base64 of its SubjectPublicKeyInfo.</summary>
    /// <exception cref="FormatException">It is neither.</exception>
    public static ECDsaSecurityKey Public(string text)
    {
        var key = ECDsa.Create();
        if (text.Contains("-----BEGIN", StringComparison.Ordinal))
        {
            key.ImportFromPem(text);
        }
        else
        {
            key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(text.Trim()), out _);
        }

        return new ECDsaSecurityKey(key);
    }

    /// <summary>Whether a text is a public key of the curve that licences are signed with.</summary>
    public static bool IsPublic(string text)
    {
        try
        {
            return Public(text).KeySize is 256;
        }
        catch (Exception error) when (error is FormatException or ArgumentException or CryptographicException)
        {
            return false;
        }
    }

    /// <summary>Signs a licence.</summary>
    public static string Sign(License license, ECDsa privateKey) => new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
        new SecurityTokenDescriptor
        {
            Issuer = LicenseReader.Issuer,
            NotBefore = license.NotBefore.UtcDateTime,
            Expires = license.Expires.UtcDateTime,
            Claims = new Dictionary<string, object>
            {
                ["sub"] = license.RestaurantCode,
                ["name"] = license.Name,
                ["modules"] = license.Modules.ToArray(),
                ["jti"] = license.Id,
            },
            SigningCredentials = new SigningCredentials(new ECDsaSecurityKey(privateKey), SecurityAlgorithms.EcdsaSha256),
        });
}
