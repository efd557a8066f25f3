using System.Globalization;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Alerts;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Web.Escalation;

/// <summary>What happens in each restaurant when nobody accepts an order, as the database keeps it.</summary>
internal sealed class EscalationStore(IDbContextFactory<DeliveryDb> contexts, TimeProvider time)
{
    private const string None = "—";

    /// <summary>The settings; the usual ones while nobody has saved any.</summary>
    public async Task<EscalationSettings> ReadAsync(RestaurantId restaurant, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.EscalationSettings.AsNoTracking().SingleOrDefaultAsync(found => found.RestaurantId == restaurant, cancellationToken)
            ?? new EscalationSettings { RestaurantId = restaurant };
    }

    /// <summary>Keeps the settings and writes who changed what. False = somebody else has saved meanwhile.</summary>
    /// <param name="wanted">With the version that it was made from.</param>
    public async Task<bool> SaveAsync(EscalationSettings wanted, string restaurant, Actor by, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var stored = await db.EscalationSettings.SingleOrDefaultAsync(found => found.RestaurantId == wanted.RestaurantId, cancellationToken);
        var before = stored ?? new EscalationSettings { RestaurantId = wanted.RestaurantId };
        if (before.Version != wanted.Version)
        {
            return false;
        }

        var changed = wanted with { Version = wanted.Version + 1 };
        // Compared before the tracker takes the new values over: it writes them into the very object that was read.
        var parts = Parts(before).Zip(Parts(changed)).Where(pair => pair.First != pair.Second).ToList();
        if (stored is null)
        {
            db.Add(changed);
        }
        else
        {
            db.Entry(stored).CurrentValues.SetValues(changed);
        }

        db.Audit(
            by, time.GetUtcNow(), AuditActs.EscalationChanged, restaurant, Text(parts.Select(pair => pair.First)), Text(parts.Select(pair => pair.Second)), wanted.RestaurantId);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException error) when (error is DbUpdateConcurrencyException || error.IsDuplicate)
        {
            return false;
        }

        static string Text(IEnumerable<(string Name, string Value, bool IsSecret)> parts) => string.Join(
            "; ", parts.Select(part => $"{part.Name}: {(part.Value is "" ? None : part.IsSecret ? AuditEntry.Masked : part.Value)}"));
    }

    private static IEnumerable<(string Name, string Value, bool IsSecret)> Parts(EscalationSettings settings) =>
    [
        .. Enum.GetValues<EscalationRung>().Select(settings.For).Select(rung => (
            $"{rung.Rung}", rung.IsOn ? rung.AfterSeconds.ToString(CultureInfo.InvariantCulture) : "", false)),
        ("Quiet", settings is { QuietFrom: { } from, QuietUntil: { } until } ? $"{Clock(from)}–{Clock(until)}" : "", false),
        (nameof(settings.TelegramChat), settings.TelegramChat, false),
        (nameof(settings.TelegramToken), settings.TelegramToken, true),
        (nameof(settings.WebhookUrl), settings.WebhookUrl, false),
        (nameof(settings.WebhookKey), settings.WebhookKey, true),
        (nameof(settings.MailHost), settings.MailHost is "" ? "" : $"{settings.MailHost}:{settings.MailPort} {settings.MailSecurity}", false),
        (nameof(settings.MailUser), settings.MailUser, false),
        (nameof(settings.MailPassword), settings.MailPassword, true),
        (nameof(settings.MailFrom), settings.MailFrom, false),
        (nameof(settings.MailTo), settings.MailTo, false),
    ];

    private static string Clock(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);
}
