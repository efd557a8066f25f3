using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Domain.Till;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Restaurants;
using MiniDelivery.Web.Rk7;

namespace MiniDelivery.Web.Tills;

/// <summary>What is kept of a till.</summary>
/// <param name="ChangedBy">Who saved it; null = it comes from the configuration.</param>
/// <param name="ChangedAt">When.</param>
/// <param name="IsPasswordLost">The stored password cannot be decrypted any more.</param>
public sealed record TillSettingsOrigin(string? ChangedBy, DateTimeOffset ChangedAt, bool IsPasswordLost);

/// <summary>
/// Every restaurant's till settings: in the database with their secrets encrypted, and decrypted in memory, where each request to a
/// till looks them up. Until a person has saved them on the page, the configuration is copied over them at each start: so a
/// development till on a changing port and settings in environment variables keep working.
/// </summary>
internal sealed class TillSettingsStore(
    IDbContextFactory<DeliveryDb> contexts,
    IDataProtectionProvider protection,
    IOptions<TillOptions> configuration,
    RestaurantDirectory restaurants,
    TimeProvider time,
    ILogger<TillSettingsStore> logger) : ITillOptionsSource
{
    private static readonly ValidateTillOptions _rules = new();

    // In the order of Parts.
    private static readonly string[] _names =
    [
        nameof(TillOptions.Url), nameof(TillOptions.User), nameof(TillOptions.Password), nameof(TillOptions.CertificateThumbprint),
        nameof(TillOptions.Timeout), nameof(TillOptions.LicenseAnchor), nameof(TillOptions.LicenseToken), .. Enum.GetNames<TillReferenceKind>(),
    ];

    private readonly IDataProtector _protector = protection.CreateProtector("MiniDelivery.TillSettings.v1");
    private readonly ConcurrentDictionary<RestaurantId, Kept> _kept = new();

    /// <inheritdoc/>
    public TillOptions For(RestaurantId restaurant) => _kept.GetValueOrDefault(restaurant) switch
    {
        null => new TillOptions(),
        { Faults: { } faults } => throw new OptionsValidationException(TillOptions.Section, typeof(TillOptions), faults),
        var kept => kept.Options,
    };

    /// <summary>The values as they are kept, secrets included: not for a page. Null = nothing was ever set.</summary>
    public TillValues? Values(RestaurantId restaurant) => _kept.GetValueOrDefault(restaurant)?.Options;

    /// <summary>Where the values come from; null = nothing was ever set.</summary>
    public TillSettingsOrigin? Origin(RestaurantId restaurant) => _kept.GetValueOrDefault(restaurant)?.Origin;

    /// <summary>Reads all settings, and copies the configuration where nobody has saved yet. At the start, before the first request.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        if (restaurants.All is not [])
        {
            await CopyConfigurationAsync(restaurants.Oldest, cancellationToken);
        }

        await ReadStoredAsync(cancellationToken);
    }

    /// <summary>Reads all settings as they are stored: another instance may have saved some.</summary>
    public async Task ReadStoredAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var settings in await db.TillSettings.AsNoTracking().ToListAsync(cancellationToken))
        {
            Keep(settings);
        }
    }

    /// <summary>Keeps what a person saved. From now on the page owns the settings.</summary>
    public async Task SaveAsync(RestaurantId restaurant, TillValues values, Actor by, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var settings = await FindOrAddAsync(db, restaurant, cancellationToken);
        var (old, now) = Differences(Decrypt(settings, out _), values);
        settings.Take(values, _protector.Protect, by.Name, time.GetUtcNow());
        db.Audit(by, settings.ChangedAt, AuditActs.TillSettingsChanged, restaurants.Get(restaurant).Name, old, now, restaurant);
        await db.SaveChangesAsync(cancellationToken);
        Keep(settings);
        Logs.Saved(logger, restaurant, by.Name);
    }

    private async Task CopyConfigurationAsync(RestaurantInfo restaurant, CancellationToken cancellationToken)
    {
        var configured = configuration.Value;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var settings = await FindOrAddAsync(db, restaurant.Id, cancellationToken);
        if (settings.IsOwnedByPage)
        {
            if (configured.IsConfigured && !IsSame(Decrypt(settings, out _), configured))
            {
                Logs.ConfigurationIgnored(logger, restaurant.Code, settings.ChangedBy);
            }

            return;
        }

        // An encryption differs each time; what is the same need not be written.
        if (settings.ChangedAt != default && IsSame(Decrypt(settings, out _), configured))
        {
            return;
        }

        settings.Take(configured, _protector.Protect, by: null, time.GetUtcNow());
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException error) when (error is DbUpdateConcurrencyException || error.IsDuplicate)
        {
            // Another instance starts at the same moment and has copied the same.
            Logs.CopiedElsewhere(logger, restaurant.Code);
        }
    }

    private static async Task<TillSettings> FindOrAddAsync(DeliveryDb db, RestaurantId restaurant, CancellationToken cancellationToken)
    {
        var settings = await db.TillSettings.SingleOrDefaultAsync(found => found.RestaurantId == restaurant, cancellationToken);
        if (settings is null)
        {
            settings = new TillSettings { RestaurantId = restaurant };
            db.Add(settings);
        }

        return settings;
    }

    private void Keep(TillSettings settings)
    {
        var options = Decrypt(settings, out var isPasswordLost);
        var result = _rules.Validate(null, options);
        _kept[settings.RestaurantId] = new Kept(
            options,
            new TillSettingsOrigin(settings.ChangedBy, settings.ChangedAt, isPasswordLost),
            result.Succeeded ? null : [.. result.Failures ?? []]);
    }

    private TillOptions Decrypt(TillSettings settings, out bool isPasswordLost)
    {
        var password = Decrypt(settings.PasswordSecret);
        var token = Decrypt(settings.LicenseTokenSecret);
        isPasswordLost = password is null;
        if (password is null || token is null)
        {
            Logs.SecretUnreadable(logger, settings.RestaurantId);
        }

        var options = new TillOptions { Password = password ?? "", LicenseToken = token ?? "" };
        settings.CopyPlainTo(options);
        return options;
    }

    // Null: the key is gone, as after a move of the database without its keys. Somebody must type the secret again; nothing else stops.
    private string? Decrypt(string secret)
    {
        if (secret is "")
        {
            return "";
        }

        try
        {
            return _protector.Unprotect(secret);
        }
        catch (CryptographicException error)
        {
            Logs.NotDecrypted(logger, error);
            return null;
        }
    }

    private static bool IsSame(TillValues one, TillValues other) => Parts(one).SequenceEqual(Parts(other));

    // Only what was changed, and of secrets only that they were.
    private static (string Old, string Now) Differences(TillValues before, TillValues after)
    {
        var changed = Named(before).Zip(Named(after)).Where(pair => pair.First != pair.Second).ToList();
        return (Text(changed.Select(pair => pair.First)), Text(changed.Select(pair => pair.Second)));

        static string Text(IEnumerable<(string Name, string Value, bool IsSecret)> parts) => string.Join(
            "; ", parts.Select(part => $"{part.Name}: {(part.Value is "" ? "—" : part.IsSecret ? AuditEntry.Masked : part.Value)}"));
    }

    private static IEnumerable<(string Name, string Value, bool IsSecret)> Named(TillValues values) =>
        Parts(values).Zip(_names, (value, name) => (name, value, name is nameof(TillValues.Password) or nameof(TillValues.LicenseToken)));

    private static IEnumerable<string> Parts(TillValues values)
    {
        var plain = new TillOptions();
        values.CopyPlainTo(plain);
        return
        [
            plain.Url, plain.User, values.Password, plain.CertificateThumbprint, plain.Timeout, plain.LicenseAnchor, values.LicenseToken,
            .. Enum.GetValues<TillReferenceKind>().Select(plain.CodeOf),
        ];
    }

    private sealed record Kept(TillOptions Options, TillSettingsOrigin Origin, IReadOnlyList<string>? Faults);
}

internal static partial class Logs
{
    [LoggerMessage(3401, LogLevel.Information, "The till settings of restaurant {Restaurant} were saved by {By}")]
    public static partial void Saved(ILogger logger, RestaurantId restaurant, string by);

    [LoggerMessage(3402, LogLevel.Information, "Section Till of the configuration is ignored: the till settings of restaurant {Restaurant} were saved on the page by {By}")]
    public static partial void ConfigurationIgnored(ILogger logger, string restaurant, string? by);

    [LoggerMessage(3403, LogLevel.Debug, "The till settings of restaurant {Restaurant} were copied by another instance")]
    public static partial void CopiedElsewhere(ILogger logger, string restaurant);

    [LoggerMessage(3404, LogLevel.Error, "The password or the licence token of the till of restaurant {Restaurant} cannot be decrypted; an administrator must enter it again")]
    public static partial void SecretUnreadable(ILogger logger, RestaurantId restaurant);

    [LoggerMessage(3405, LogLevel.Debug, "A secret cannot be decrypted")]
    public static partial void NotDecrypted(ILogger logger, Exception error);
}
