using System.Globalization;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Intake;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Operations;

/// <summary>How long guests' data is kept, as administrators see it.</summary>
/// <param name="Version">Given back when it is saved.</param>
/// <param name="Months">For so many months; null = always.</param>
/// <param name="NextAt">When the next erasing begins; null = none will.</param>
/// <param name="RanAt">When the last one ended; null = there was none.</param>
/// <param name="RanOrders">How many orders it did.</param>
public sealed record RetentionView(int Version, int? Months, DateTimeOffset? NextAt, DateTimeOffset? RanAt, int RanOrders);

/// <summary>What is known of one guest.</summary>
/// <param name="Erasable">Orders whose data can be erased.</param>
/// <param name="InWork">Orders with which somebody still works.</param>
/// <param name="LastAt">When the last one came in; null = there is none.</param>
/// <param name="Unread">Bodies in the inbox that name the phone; they can be erased, too.</param>
public sealed record GuestTrace(int Erasable, int InWork, DateTimeOffset? LastAt, int Unread = 0);

/// <summary>What became of a guest's data.</summary>
/// <param name="Outcome">Whether it was permitted, and the phone one.</param>
/// <param name="Trace">What was erased, and what could not be yet; null = refused.</param>
public sealed record EraseAnswer(Outcome Outcome, GuestTrace? Trace);

/// <summary>What administrators do about guests' data: say how long it is kept, and erase one guest's on request.</summary>
public sealed class RetentionDesk(IDbContextFactory<DeliveryDb> contexts, RestaurantDirectory restaurants, InboxVault inbox, LiveSignal signal, TimeProvider time)
{
    /// <summary>Fewer digits are no phone: too many guests would have them.</summary>
    public const int LeastDigits = 7;

    private const int Tries = 5;

    /// <summary>How long data is kept; null for who may not see it.</summary>
    public async Task<RetentionView?> ShowAsync(RestaurantId restaurant, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.May(Permission.ChangeSettings, restaurant))
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.RetentionPlans.AsNoTracking().SingleOrDefaultAsync(found => found.RestaurantId == restaurant, cancellationToken) is { } plan
            ? new RetentionView(plan.Version, plan.Months, plan.Months is null ? null : plan.DueAt, plan.RanAt, plan.RanOrders)
            : new RetentionView(0, null, null, null, 0);
    }

    /// <summary>How many orders would lose their guest by now; null for who may not ask, and for a term that cannot be.</summary>
    public async Task<int?> PreviewAsync(RestaurantId restaurant, int months, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.May(Permission.ChangeSettings, restaurant) || !RetentionPlan.IsMonths(months))
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var before = RetentionPlan.Cutoff(restaurants.Get(restaurant).Day, months, time.GetUtcNow());
        return await GuestEraser.Aged(db, restaurant, before).CountAsync(cancellationToken);
    }

    /// <summary>Keeps how long. The first erasing is in the coming night.</summary>
    /// <param name="version">The version that the person was looking at.</param>
    /// <param name="months">Null = always.</param>
    public async Task<Outcome> SaveAsync(RestaurantId restaurant, int version, int? months, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.May(Permission.ChangeSettings, restaurant))
        {
            return Outcome.Refused(Refusal.NotPermitted);
        }

        if (!RetentionPlan.IsMonths(months))
        {
            return Outcome.Refused(Refusal.SettingsUnusable);
        }

        var info = restaurants.Get(restaurant);
        for (var left = Tries; ; left--)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var stored = await db.RetentionPlans.SingleOrDefaultAsync(found => found.RestaurantId == restaurant, cancellationToken);
            if ((stored?.Version ?? 0) != version)
            {
                return Outcome.Refused(Refusal.ChangedMeanwhile);
            }

            var now = time.GetUtcNow();
            var plan = stored ?? db.Add(new RetentionPlan { RestaurantId = restaurant }).Entity;
            var old = Text(plan.Months);
            plan.Keep(months, info.Day, now);
            db.Audit(by, now, AuditActs.RetentionChanged, info.Name, old, Text(months), restaurant);
            try
            {
                await db.SaveChangesAsync(cancellationToken);
                signal.Ring();
                return Outcome.Done;
            }
            catch (DbUpdateException error) when (left > 1 && (error is DbUpdateConcurrencyException || error.IsDuplicate))
            {
                // The night's work went on, or somebody was quicker: the versions tell which.
            }
        }
    }

    /// <summary>What there is of the guest with this phone.</summary>
    public async Task<EraseAnswer> FindGuestAsync(RestaurantId restaurant, string phone, Actor by, CancellationToken cancellationToken)
    {
        if (Refuse(restaurant, phone, by) is { } refusal)
        {
            return new EraseAnswer(Outcome.Refused(refusal), null);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var trace = await GuestEraser.TraceAsync(db, restaurants.Get(restaurant), phone, cancellationToken);
        return new EraseAnswer(
            Outcome.Done, trace with { Unread = (await GuestEraser.InboxOfGuestAsync(db, inbox, restaurants.Get(restaurant), phone, cancellationToken)).Count });
    }

    /// <summary>Erases all that is known of the guest with this phone, but for orders with which somebody still works. It cannot be undone.</summary>
    public async Task<EraseAnswer> EraseGuestAsync(RestaurantId restaurant, string phone, Actor by, CancellationToken cancellationToken)
    {
        if (Refuse(restaurant, phone, by) is { } refusal)
        {
            return new EraseAnswer(Outcome.Refused(refusal), null);
        }

        for (var left = Tries; ; left--)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var trace = await GuestEraser.TraceAsync(db, restaurants.Get(restaurant), phone, cancellationToken);
            var now = time.GetUtcNow();
            var erased = await GuestEraser.EraseAsync(db, await GuestEraser.OfGuestAsync(db, restaurants.Get(restaurant), phone, cancellationToken), now, cancellationToken);
            var unread = await GuestEraser.InboxOfGuestAsync(db, inbox, restaurants.Get(restaurant), phone, cancellationToken);
            db.RemoveRange(unread);
            if (erased + unread.Count > 0)
            {
                db.Audit(by, now, AuditActs.GuestErased, Masked(phone), now: (erased + unread.Count).ToString(CultureInfo.InvariantCulture), restaurant: restaurant);
            }

            try
            {
                await db.SaveChangesAsync(cancellationToken);
                return new EraseAnswer(Outcome.Done, trace with { Erasable = erased, Unread = unread.Count });
            }
            catch (DbUpdateConcurrencyException) when (left > 1)
            {
                // Somebody has just moved one of them: the rules look at it again.
            }
        }
    }

    private static Refusal? Refuse(RestaurantId restaurant, string phone, Actor by)
    {
        ArgumentNullException.ThrowIfNull(by);
        return !by.May(Permission.ChangeSettings, restaurant) ? Refusal.NotPermitted
            : phone.Count(char.IsAsciiDigit) < LeastDigits ? Refusal.SettingsUnusable
            : null;
    }

    // The journal must not remember whom it was about; two digits tell one request from another.
    private static string Masked(string phone) => $"{AuditEntry.Masked}{string.Concat(phone.Where(char.IsAsciiDigit))[^2..]}";

    private static string? Text(int? months) => months?.ToString(CultureInfo.InvariantCulture);
}
