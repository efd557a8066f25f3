using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Web.Security;

/// <summary>
/// The keys that encrypt cookies and secrets are kept in the database, where every instance finds them, and are encrypted there with
/// something that is not in the database: whoever has only a copy of it can read neither.
/// </summary>
internal static class KeyProtection
{
    private const int KeyBits = 3072;

    public static void AddKeyProtection(this IServiceCollection services, IConfiguration configuration, string contentRoot)
    {
        var options = configuration.GetSection(KeyProtectionOptions.Section).Get<KeyProtectionOptions>() ?? new KeyProtectionOptions();
        var keys = services.AddDataProtection().SetApplicationName("MiniDelivery").PersistKeysToDbContext<DeliveryDb>();
        if (options.CertificatePath is { Length: > 0 } given)
        {
            keys.ProtectKeysWithCertificate(Load(Path.GetFullPath(given, contentRoot), options.CertificatePassword));
        }
        else if (OperatingSystem.IsWindows())
        {
            keys.ProtectKeysWithDpapi();
        }
        else
        {
            keys.ProtectKeysWithCertificate(LoadOrMakeOwn(Path.GetFullPath(options.KeyFile, contentRoot)));
        }
    }

    /// <summary>Refuses to begin where the keys of the other instances cannot be read: cookies and secrets would be lost to one or the other.</summary>
    /// <exception cref="InvalidOperationException">They are encrypted with another certificate.</exception>
    public static void RequireSharedKeys(this IServiceProvider services)
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        foreach (var key in services.GetRequiredService<IKeyManager>().GetAllKeys().Where(key => !key.IsRevoked && key.ExpirationDate > now))
        {
            try
            {
                _ = key.CreateEncryptor();
            }
            catch (CryptographicException error)
            {
                throw new InvalidOperationException(
                    "DataProtection:CertificatePath: the keys in the database are encrypted with another certificate than this instance has. "
                    + "Several instances (Redis:Configuration) need the same file. Where it is lost for good, empty the table DataProtectionKeys: "
                    + "people must then sign in and the till's password be typed again.",
                    error);
            }
        }
    }

    private static X509Certificate2 Load(string file, string? password)
    {
        try
        {
            var certificate = X509CertificateLoader.LoadPkcs12FromFile(file, password);
            return certificate.HasPrivateKey
                ? certificate
                : throw new SettingException($"DataProtection:CertificatePath: \"{file}\" has no private key.");
        }
        catch (Exception error) when (error is CryptographicException or IOException)
        {
            throw new SettingException(
                $"DataProtection:CertificatePath: \"{file}\" cannot be opened with DataProtection:CertificatePassword: {error.Message}", error);
        }
    }

    private static X509Certificate2 LoadOrMakeOwn(string file)
    {
        try
        {
            return LoadOrMake(file);
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"DataProtection:KeyFile: \"{file}\" can be neither read nor made: {error.Message}", error);
        }
    }

    // Two instances that start at once: the one that comes second takes what the first has made.
    private static X509Certificate2 LoadOrMake(string file)
    {
        if (!File.Exists(file))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            var made = $"{file}.{Guid.NewGuid():N}";
            Write(made, Make());
            try
            {
                File.Move(made, file, overwrite: false);
            }
            catch (IOException) when (File.Exists(file))
            {
                File.Delete(made);
            }
        }

        return X509CertificateLoader.LoadPkcs12FromFile(file, password: null);
    }

    // Its dates mean nothing: it signs nothing and is shown to nobody.
    private static byte[] Make()
    {
        using var key = RSA.Create(KeyBits);
        var request = new CertificateRequest("CN=MiniDelivery data protection", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, new DateTimeOffset(2199, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return certificate.Export(X509ContentType.Pkcs12);
    }

    private static void Write(string file, byte[] bytes)
    {
        using var stream = new FileStream(file, PrivateFile.New());
        stream.Write(bytes);
    }
}
