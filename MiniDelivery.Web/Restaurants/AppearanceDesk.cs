using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Web.Restaurants;

/// <summary>How a restaurant's screens look, as administrators see it.</summary>
/// <param name="Version">Of the restaurant; given back when it is saved.</param>
/// <param name="Appearance">How.</param>
public sealed record AppearanceView(int Version, Appearance Appearance);

/// <summary>What administrators say of how a restaurant's screens look.</summary>
public sealed class AppearanceDesk
{
    private const int Tries = 5;

    private readonly IDbContextFactory<DeliveryDb> _contexts;
    private readonly RestaurantWatch _watch;
    private readonly TimeProvider _time;

    internal AppearanceDesk(IDbContextFactory<DeliveryDb> contexts, RestaurantWatch watch, TimeProvider time) => (_contexts, _watch, _time) = (contexts, watch, time);

    /// <summary>How it looks; null for who may not change it.</summary>
    public async Task<AppearanceView?> ShowAsync(RestaurantId restaurant, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.May(Permission.ChangeSettings, restaurant))
        {
            return null;
        }

        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var stored = await db.Restaurants.AsNoTracking().SingleAsync(found => found.Id == restaurant, cancellationToken);
        return new AppearanceView(stored.Version, stored.Appearance);
    }

    /// <summary>Keeps how it looks; the mark is on every open page at once, the rest is for terminals that come.</summary>
    /// <param name="version">The version that the person was looking at.</param>
    public async Task<Outcome> SaveAsync(RestaurantId restaurant, int version, Appearance wanted, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(wanted);
        if (!by.May(Permission.ChangeSettings, restaurant))
        {
            return Outcome.Refused(Refusal.NotPermitted);
        }

        if (!wanted.IsUsable())
        {
            return Outcome.Refused(Refusal.SettingsUnusable);
        }

        for (var left = Tries; ; left--)
        {
            await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
            var stored = await db.Restaurants.SingleAsync(found => found.Id == restaurant, cancellationToken);
            if (stored.Version != version)
            {
                return Outcome.Refused(Refusal.ChangedMeanwhile);
            }

            db.Audit(by, _time.GetUtcNow(), AuditActs.AppearanceChanged, stored.Name, Text(stored.Appearance), Text(wanted), restaurant);
            stored.Appearance = wanted;
            stored.Version++;
            try
            {
                await db.SaveChangesAsync(cancellationToken);
                await _watch.ReadAsync(cancellationToken);
                return Outcome.Done;
            }
            catch (DbUpdateConcurrencyException) when (left > 1)
            {
                // An order took the next number, or somebody saved: the version tells which.
            }
        }
    }

    private static string Text(Appearance look) => $"language {look.Language ?? "-"}, theme {look.Theme?.ToString() ?? "-"}, mark {look.Mark?.ToString() ?? "-"}";
}
