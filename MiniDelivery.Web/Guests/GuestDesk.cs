using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Guests;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Live;
using MiniDelivery.Web.Orders;
using MiniDelivery.Web.Phones;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Guests;

/// <summary>One page of the guests.</summary>
/// <param name="Guests">Whoever ordered last comes first.</param>
/// <param name="HasMore">Whether there are others after them.</param>
public sealed record GuestPage(IReadOnlyList<KnownGuest> Guests, bool HasMore);

/// <summary>A guest with their orders.</summary>
/// <param name="Guest">The guest.</param>
/// <param name="Orders">The last ones, newest first.</param>
public sealed record GuestDetails(KnownGuest Guest, IReadOnlyList<BoardRow> Orders);

/// <summary>What is known of whoever ordered, as the card shows it.</summary>
/// <param name="Guest">The guest.</param>
/// <param name="PreviousAt">When the order before this one came in; null = it is the first.</param>
public sealed record GuestGlimpse(KnownGuest Guest, DateTimeOffset? PreviousAt);

/// <summary>What people see of guests and can do about them. Each method is one use case and one transaction.</summary>
public sealed class GuestDesk(IDbContextFactory<DeliveryDb> contexts, RestaurantDirectory restaurants, LiveSignal signal, TimeProvider time)
{
    /// <summary>Guests of one page.</summary>
    public const int PageSize = 50;

    /// <summary>Orders that are shown of one guest.</summary>
    public const int MostOrders = 50;

    private const int Tries = 5;

    /// <summary>A page of guests; null for who may not see them.</summary>
    /// <param name="search">Name or phone, however it is written; blank = all.</param>
    /// <param name="onlyBlocked">Only those «в чёрном списке».</param>
    /// <param name="page">From 1.</param>
    public async Task<GuestPage?> ListAsync(
        RestaurantId restaurant, string? search, bool onlyBlocked, int page, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.May(Permission.WorkWithOrders, restaurant))
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var guests = db.Guests.AsNoTracking().Where(guest => guest.RestaurantId == restaurant);
        if (onlyBlocked)
        {
            guests = guests.Where(guest => guest.Block != null);
        }

        foreach (var word in SearchWords.Of(search, restaurants.Get(restaurant).Country))
        {
            guests = guests.Where(guest => guest.SearchText.Contains(word));
        }

        var found = await guests.OrderByDescending(guest => guest.LastAt).ThenBy(guest => guest.Id)
            .Skip((page - 1) * PageSize).Take(PageSize + 1).ToListAsync(cancellationToken);
        return new GuestPage([.. found.Take(PageSize)], found.Count > PageSize);
    }

    /// <summary>One guest with the last orders; null when there is none, or for who may not see them.</summary>
    public async Task<GuestDetails?> ShowAsync(RestaurantId restaurant, Guid id, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.May(Permission.WorkWithOrders, restaurant))
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Guests.AsNoTracking().SingleOrDefaultAsync(guest => guest.Id == id && guest.RestaurantId == restaurant, cancellationToken) is { } guest
            ? new GuestDetails(guest, await OrdersAsync(db, guest, cancellationToken))
            : null;
    }

    /// <summary>The guest with this phone, however it is written, and the last orders; null when nobody is known by it.</summary>
    public async Task<GuestDetails?> FindAsync(RestaurantId restaurant, string phone, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        var key = PhoneText.Key(phone, restaurants.Get(restaurant).Country);
        if (key is "" || !by.May(Permission.WorkWithOrders, restaurant))
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Guests.AsNoTracking().SingleOrDefaultAsync(guest => guest.RestaurantId == restaurant && guest.PhoneKey == key, cancellationToken) is { } guest
            ? new GuestDetails(guest, await OrdersAsync(db, guest, cancellationToken))
            : null;
    }

    /// <summary>What is known of whoever ordered; null when nothing is.</summary>
    public async Task<GuestGlimpse?> GlimpseAsync(Order order, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(by);
        if (string.IsNullOrEmpty(order.PhoneKey) || !by.May(Permission.WorkWithOrders, order.RestaurantId))
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var guest = await db.Guests.AsNoTracking()
            .SingleOrDefaultAsync(found => found.RestaurantId == order.RestaurantId && found.PhoneKey == order.PhoneKey, cancellationToken);
        return guest is null
            ? null
            : new GuestGlimpse(guest, await db.Orders
                .Where(other => other.RestaurantId == order.RestaurantId && other.PhoneKey == order.PhoneKey && !other.IsTest && other.ReceivedAt < order.ReceivedAt)
                .MaxAsync(other => (DateTimeOffset?)other.ReceivedAt, cancellationToken));
    }

    /// <summary>Keeps what staff should know of a guest.</summary>
    public Task<Outcome> NoteAsync(RestaurantId restaurant, Guid id, string notes, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(restaurant, id, by, (_, guest, _) => guest.Note(notes, by), cancellationToken);

    /// <summary>«В чёрный список».</summary>
    public Task<Outcome> BlockAsync(RestaurantId restaurant, Guid id, string reason, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(restaurant, id, by, (db, guest, now) => Audited(db, guest, AuditActs.GuestBlocked, by, now, guest.Ban(reason, by, now)), cancellationToken);

    /// <summary>Takes a guest off the list.</summary>
    public Task<Outcome> UnblockAsync(RestaurantId restaurant, Guid id, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(restaurant, id, by, (db, guest, now) => Audited(db, guest, AuditActs.GuestUnblocked, by, now, guest.Pardon(by)), cancellationToken);

    private async Task<Outcome> ChangeAsync(
        RestaurantId restaurant, Guid id, Actor by, Func<DeliveryDb, KnownGuest, DateTimeOffset, Outcome> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.May(Permission.WorkWithOrders, restaurant))
        {
            return Outcome.Refused(Refusal.NotPermitted);
        }

        for (var left = Tries; ; left--)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            if (await db.Guests.SingleOrDefaultAsync(found => found.Id == id && found.RestaurantId == restaurant, cancellationToken) is not { } guest)
            {
                return Outcome.Refused(Refusal.GuestUnknown);
            }

            var outcome = change(db, guest, time.GetUtcNow());
            if (!outcome.IsDone)
            {
                return outcome;
            }

            try
            {
                await db.SaveChangesAsync(cancellationToken);
                signal.Ring();
                return outcome;
            }
            catch (DbUpdateConcurrencyException) when (left > 1)
            {
                // An order of theirs was counted at the same moment.
            }
        }
    }

    // The journal is kept longer than guests are: it must not remember whom it was about. Two digits tell one from another.
    private static Outcome Audited(DeliveryDb db, KnownGuest guest, string act, Actor by, DateTimeOffset now, Outcome outcome)
    {
        if (outcome.IsDone)
        {
            db.Audit(by, now, act, $"{AuditEntry.Masked}{guest.PhoneKey[^Math.Min(2, guest.PhoneKey.Length)..]}", restaurant: guest.RestaurantId);
        }

        return outcome;
    }

    private static async Task<IReadOnlyList<BoardRow>> OrdersAsync(DeliveryDb db, KnownGuest guest, CancellationToken cancellationToken) =>
    [
        .. (await BoardReader.ReadAsync(
            db,
            db.Orders.AsNoTracking().Where(order => order.RestaurantId == guest.RestaurantId && order.PhoneKey == guest.PhoneKey && !order.IsTest)
                .OrderByDescending(order => order.ReceivedAt).Take(MostOrders),
            cancellationToken)).OrderByDescending(row => row.ReceivedAt),
    ];
}
