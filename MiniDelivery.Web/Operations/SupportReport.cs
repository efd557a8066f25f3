using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Alerts;
using MiniDelivery.Web.Data;
using MiniDelivery.Web.Handoff;
using MiniDelivery.Web.Licensing;
using MiniDelivery.Web.Restaurants;

namespace MiniDelivery.Web.Operations;

/// <summary>
/// What support asks first, as text to copy. It is sent to strangers, so it holds numbers, states and versions alone: no name, no phone,
/// no address, no secret, nothing that somebody typed. In English in every language: who reads it compares it with others.
/// </summary>
public sealed class SupportReport(
    IDbContextFactory<DeliveryDb> contexts,
    RestaurantDirectory restaurants,
    TillMonitor tills,
    LicenseWatch licenses,
    TerminalBook terminals,
    TimeProvider time)
{
    /// <summary>The report of one restaurant; null for who does not work there.</summary>
    public async Task<string?> WriteAsync(RestaurantId restaurant, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.May(Permission.WorkWithOrders, restaurant))
        {
            return null;
        }

        var text = new StringBuilder();
        var now = time.GetUtcNow();
        Say($"Written {now:u}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.ProcessArchitecture}");
        await TellDatabaseAsync(restaurant, Say, cancellationToken);
        if (restaurants.Find(restaurant) is { } info)
        {
            Say($"Restaurant: zone {info.Zone.Id}, currency {info.Currency}, country {info.Country}");
        }

        var license = licenses.For(restaurant);
        Say($"Licence: {license.State}, until {license.Expires:u}");
        Say(tills.For(restaurant) is { } till
            ? $"Till: {(till.IsWell ? "well" : till.Trouble?.Code ?? "unknown")} since {till.Since:u}, r_keeper {till.Info?.Version ?? "unknown"}, last answer {tills.LastAnswer(restaurant):u}, waiting for it {till.Queue}"
            : (FormattableString)$"Till: not asked yet");
        var known = terminals.All(restaurant);
        Say($"Terminals: {known.Count} known, {known.Count(terminal => terminal.IsOpen(now))} open, {known.Count(terminal => terminal.CanHear(now))} can hear");
        foreach (var (index, terminal) in known.Where(terminal => terminal.IsOpen(now)).Index())
        {
            Say($"  {index + 1}: sound {terminal.Sound}, volume {terminal.Volume}, visible {terminal.IsVisible}, shared {terminal.IsShared}, last beat {terminal.LastSeenAt:u}");
        }

        return text.ToString();

        void Say(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private async Task TellDatabaseAsync(RestaurantId restaurant, Action<FormattableString> say, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var done = (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).ToList();
        var missing = (await db.Database.GetPendingMigrationsAsync(cancellationToken)).Count();
        say($"Database: {db.Database.ProviderName}, migrations {done.Count}, last {done.LastOrDefault()}, missing {missing}");
        var orders = await db.Orders.Where(order => order.RestaurantId == restaurant)
            .GroupBy(order => order.Status).Select(group => new { Status = group.Key, Count = group.Count() }).ToListAsync(cancellationToken);
        say($"Orders: {string.Join(", ", Enum.GetValues<OrderStatus>().Select(status => $"{status} {orders.Find(found => found.Status == status)?.Count ?? 0}"))}");
        var sources = await db.Sources.CountAsync(source => source.RestaurantId == restaurant, cancellationToken);
        var couriers = await db.Couriers.CountAsync(courier => courier.RestaurantId == restaurant, cancellationToken);
        say($"Sources {sources}, couriers {couriers}, restaurants {await db.Restaurants.CountAsync(cancellationToken)}");
    }
}
