using System.Security.Cryptography;
using System.Text.Json;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Restaurants;

namespace MiniDelivery.Web.Demo;

/// <summary>
/// What the demo signs in with, made at the first start and kept beside the demo database, so that the console can say it at every
/// start. Development only; the folder is not in the repository.
/// </summary>
/// <param name="ApiKey">Key of the demo shop.</param>
/// <param name="Password">Password of the demo staff.</param>
/// <param name="LicenseKey">Private key (PEM) that the demo licence is signed with.</param>
public sealed record DemoSecrets(string ApiKey, string Password, string LicenseKey)
{
    private const string FileName = "demo.json";

    /// <summary>The public half of <see cref="LicenseKey"/>.</summary>
    public string LicensePublicKey()
    {
        using var key = Signer();
        return key.ExportSubjectPublicKeyInfoPem();
    }

    /// <summary>The key to sign the demo licence with.</summary>
    public ECDsa Signer()
    {
        var key = ECDsa.Create();
        key.ImportFromPem(LicenseKey);
        return key;
    }

    /// <summary>Reads them, or makes and keeps them; fixed ones of the settings go before.</summary>
    public static DemoSecrets Load(DemoOptions options, string contentRoot)
    {
        var file = Path.Combine(Path.GetFullPath(options.Folder, contentRoot), FileName);
        var kept = File.Exists(file) ? JsonSerializer.Deserialize<DemoSecrets>(File.ReadAllText(file))! : Make();
        if (!File.Exists(file))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, JsonSerializer.Serialize(kept));
        }

        return kept with { ApiKey = options.ApiKey ?? kept.ApiKey, Password = options.Password ?? kept.Password };
    }

    private static DemoSecrets Make()
    {
        using var license = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new DemoSecrets(
            Domain.Access.ApiKey.Issue(SourceId.New(), Scopes.All, DateTimeOffset.UnixEpoch).ShownOnce,
            RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz23456789", 12),
            license.ExportPkcs8PrivateKeyPem());
    }
}
