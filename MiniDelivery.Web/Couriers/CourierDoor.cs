using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Couriers;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Live;

namespace MiniDelivery.Web.Couriers;

/// <summary>An order as its courier sees it. What they have delivered shows nothing of the guest any more.</summary>
/// <param name="Id">Identity.</param>
/// <param name="Number">«№».</param>
/// <param name="Guest">Who.</param>
/// <param name="Address">Where to; null = not said.</param>
/// <param name="Comment">What the guest wrote.</param>
/// <param name="PromisedAt">When it is wanted; null = as soon as possible.</param>
/// <param name="ToTake">What is to be taken in cash; zero = nothing.</param>
/// <param name="ChangeFrom">The note that the guest has ready; null = not said.</param>
/// <param name="Payment">How it is paid.</param>
/// <param name="IsCancelled">The guest does not want it any more, while the till has not let go yet: it is brought back.</param>
/// <param name="Dishes">What is in the bag.</param>
public sealed record CarriedOrder(
    OrderId Id,
    int Number,
    Guest Guest,
    Address? Address,
    string? Comment,
    DateTimeOffset? PromisedAt,
    Money ToTake,
    Money? ChangeFrom,
    Payment Payment,
    bool IsCancelled,
    IReadOnlyList<BoardDish> Dishes);

/// <summary>What a courier sees.</summary>
/// <param name="Name">The courier.</param>
/// <param name="Restaurant">For whom.</param>
/// <param name="Orders">On the way with them, the most urgent first.</param>
/// <param name="Delivered">How many they have brought in this shift.</param>
/// <param name="Owed">The cash that they have to hand in.</param>
public sealed record CourierPicture(string Name, RestaurantId Restaurant, IReadOnlyList<CarriedOrder> Orders, int Delivered, Money Owed);

/// <summary>
/// The courier's own way in. The link is exchanged for a cookie that no script can read; either opens until the shift ends, or the
/// next link is made.
/// </summary>
public sealed class CourierDoor(IDbContextFactory<DeliveryDb> contexts, IDataProtectionProvider protection, TimeProvider time)
{
    /// <summary>The cookie.</summary>
    public const string Cookie = "md-courier";

    private const int Tries = 5;

    private readonly IDataProtector _protector = protection.CreateProtector("MiniDelivery.Courier.v1");

    /// <summary>What the cookie is to say for a link that opens; null = it does not.</summary>
    public async Task<string?> ExchangeAsync(string link, CancellationToken cancellationToken) =>
        await OpenAsync(link, cancellationToken) is null ? null : _protector.Protect(link);

    /// <summary>What the courier of a cookie sees; null = the shift is over, or the cookie is not ours.</summary>
    public async Task<CourierPicture?> LookAsync(string? cookie, CancellationToken cancellationToken)
    {
        if (await CourierOfAsync(cookie, cancellationToken) is not { } courier)
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var carried = await db.Orders.AsNoTracking().Where(order => order.CourierId == courier.Id && order.Status == OrderStatus.OnTheWay).ToListAsync(cancellationToken);
        var owed = await db.Orders
            .Where(order => order.RestaurantId == courier.RestaurantId && order.IsCashOwed && order.CourierId == courier.Id)
            .Select(order => order.Total).ToListAsync(cancellationToken);
        var delivered = await db.Orders.CountAsync(
            order => order.CourierId == courier.Id && order.Status == OrderStatus.Archived && order.StatusChangedAt >= courier.OnShiftSince, cancellationToken);
        return new CourierPicture(
            courier.Name,
            courier.RestaurantId,
            [.. carried.OrderBy(order => order.PromisedAt ?? order.ReceivedAt).Select(Carried)],
            delivered,
            owed.Aggregate(Money.Zero, (sum, part) => sum + part));
    }

    /// <summary>«Доставлен». Said twice, it was delivered the first time. False = it is not theirs any more, or was cancelled.</summary>
    public async Task<bool> DeliverAsync(string? cookie, OrderId id, CancellationToken cancellationToken)
    {
        if (await CourierOfAsync(cookie, cancellationToken) is not { } courier)
        {
            return false;
        }

        for (var left = Tries; ; left--)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            if (await db.Orders.SingleOrDefaultAsync(found => found.Id == id && found.CourierId == courier.Id, cancellationToken) is not { } order)
            {
                return false;
            }

            if (!order.Deliver(courier, time.GetUtcNow()).IsDone)
            {
                return order.DeliveredAt is not null;
            }

            try
            {
                await db.SaveChangesAsync(cancellationToken);
                return true;
            }
            catch (DbUpdateConcurrencyException) when (left > 1)
            {
                // Somebody was quicker; the rules look at what they did.
            }
        }
    }

    private async Task<Courier?> CourierOfAsync(string? cookie, CancellationToken cancellationToken)
    {
        try
        {
            return cookie is null ? null : await OpenAsync(_protector.Unprotect(cookie), cancellationToken);
        }
        catch (CryptographicException)
        {
            return null; // Not ours, or of keys that are gone.
        }
    }

    private async Task<Courier?> OpenAsync(string link, CancellationToken cancellationToken)
    {
        var hash = Courier.HashOf(link);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await db.Couriers.AsNoTracking().FirstOrDefaultAsync(courier => courier.LinkHash == hash, cancellationToken);
        return found?.Opens(link, time.GetUtcNow()) is true ? found : null;
    }

    private static CarriedOrder Carried(Order order) => new(
        order.Id,
        order.Number,
        order.Guest,
        order.Address,
        order.Comment,
        order.PromisedAt,
        order.CashDue,
        order.Payment.ChangeFrom,
        order.Payment,
        order.Cancellation is not null,
        [.. order.Lines.OrderBy(line => line.Line).Select(line => new BoardDish(line.Name, line.Quantity, line.IsMapped))]);
}
