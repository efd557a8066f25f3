using System.Globalization;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Licensing;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Web.Licensing;

/// <summary>The licence of a restaurant, to be shown.</summary>
/// <param name="License">What is installed; null = nothing, or nothing that can be trusted.</param>
/// <param name="Check">What it permits now.</param>
/// <param name="RestaurantCode">The code that a licence for this restaurant must name.</param>
public sealed record LicenseView(License? License, LicenseCheck Check, string RestaurantCode);

/// <summary>What came of installing a licence: installed when both are null.</summary>
/// <param name="Refusal">Why the person may not.</param>
/// <param name="Fault">What is wrong with the licence.</param>
public sealed record LicenseAnswer(Refusal? Refusal, LicenseFault? Fault);

/// <summary>«Настройки → Лицензия»: what administrators do with licences.</summary>
public sealed class LicenseDesk(IDbContextFactory<DeliveryDb> contexts, LicenseReader reader, LicenseWatch watch, TimeProvider time)
{
    /// <summary>Longest text that is looked at, characters; a licence has about 500.</summary>
    public const int LongestText = 16 * 1024;

    /// <summary>The licence; null for who may not see it.</summary>
    public async Task<LicenseView?> ShowAsync(RestaurantId restaurant, Actor by, CancellationToken cancellationToken)
    {
        if (!by.May(Permission.ChangeSettings, restaurant))
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var kept = await db.Restaurants.AsNoTracking().SingleAsync(found => found.Id == restaurant, cancellationToken);
        return new LicenseView(kept.LicenseToken is { } token ? await reader.ReadAsync(token) : null, watch.For(restaurant), kept.Code);
    }

    /// <summary>Installs a licence; it holds at once, here, and within half a minute on other instances.</summary>
    /// <param name="text">The compact JWS, as the vendor sent it; white space around and inside it does not matter.</param>
    public async Task<LicenseAnswer> InstallAsync(RestaurantId restaurant, string text, Actor by, CancellationToken cancellationToken)
    {
        if (!by.May(Permission.ChangeSettings, restaurant))
        {
            return new LicenseAnswer(Refusal.NotPermitted, null);
        }

        // A mail program breaks long lines.
        var token = text.Length <= LongestText ? string.Concat(text.Where(letter => !char.IsWhiteSpace(letter))) : "";
        var license = token is "" ? null : await reader.ReadAsync(token);
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var kept = await db.Restaurants.SingleAsync(found => found.Id == restaurant, cancellationToken);
        if (LicenseFit.Fault(license, kept.Code, now) is { } fault)
        {
            return new LicenseAnswer(null, fault);
        }

        var before = kept.LicenseToken is { } old ? await reader.ReadAsync(old) : null;
        kept.LicenseToken = token;
        db.Audit(by, now, AuditActs.LicenseInstalled, kept.Name, Said(before), Said(license), restaurant);
        await db.SaveChangesAsync(cancellationToken);
        await watch.ReadAsync(cancellationToken);
        return new LicenseAnswer(null, null);
    }

    private static string? Said(License? license) => license is null
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"{license.Id}, {license.NotBefore:dd.MM.yyyy}–{license.Expires:dd.MM.yyyy}");
}
