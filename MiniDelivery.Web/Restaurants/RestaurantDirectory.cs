using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Web.Data;

namespace MiniDelivery.Web.Restaurants;

/// <summary>What pages need to know of a restaurant. Immutable.</summary>
/// <param name="Id">Identity.</param>
/// <param name="Code">Short code.</param>
/// <param name="Name">As header and footer show it.</param>
/// <param name="Zone">Its time zone.</param>
/// <param name="Day">Its business day.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="IsActive">Whether it works.</param>
/// <param name="Country">ISO 3166-1 code of the country whose phones are written without their country code.</param>
public sealed record RestaurantInfo(
    RestaurantId Id, string Code, string Name, TimeZoneInfo Zone, BusinessDay Day, string Currency, bool IsActive = true, string Country = RestaurantRules.DefaultCountry)
{
    /// <summary>How long its orders usually take.</summary>
    public ServicePace Pace { get; init; }

    /// <summary>How its screens look to somebody who has chosen nothing yet.</summary>
    public Appearance Appearance { get; init; } = Appearance.Plain;
}

/// <summary>The restaurants of this installation, kept in memory; <see cref="RestaurantWatch"/> looks what other instances have stored.</summary>
public sealed class RestaurantDirectory(IDbContextFactory<DeliveryDb> contexts)
{
    private ImmutableArray<RestaurantInfo> _all = [];

    /// <summary>All restaurants, by name, those that do not work too. Empty until <see cref="ReadAsync"/> was called.</summary>
    public ImmutableArray<RestaurantInfo> All => _all;

    /// <summary>Those that work.</summary>
    public IEnumerable<RestaurantInfo> Active => _all.Where(restaurant => restaurant.IsActive);

    /// <summary>The restaurant that pages show: of those that work the one that was added first.</summary>
    /// <exception cref="InvalidOperationException">The installation has no restaurant.</exception>
    public RestaurantInfo First => Active.MinBy(restaurant => restaurant.Id.Value) ?? throw new InvalidOperationException("This installation has no restaurant yet.");

    /// <summary>The one that this installation began with: settings that name none are meant for it.</summary>
    /// <exception cref="InvalidOperationException">The installation has no restaurant.</exception>
    public RestaurantInfo Oldest => _all.MinBy(restaurant => restaurant.Id.Value) ?? throw new InvalidOperationException("This installation has no restaurant yet.");

    /// <summary>The restaurant with this identity.</summary>
    public RestaurantInfo Get(RestaurantId id) => _all.First(restaurant => restaurant.Id == id);

    /// <summary>The same; null = there is none.</summary>
    public RestaurantInfo? Find(RestaurantId id) => _all.FirstOrDefault(restaurant => restaurant.Id == id);

    /// <summary>Where a person works now, by name.</summary>
    public IReadOnlyList<RestaurantInfo> Of(Actor by)
    {
        ArgumentNullException.ThrowIfNull(by);
        return [.. Active.Where(restaurant => by.May(Permission.WorkWithOrders, restaurant.Id))];
    }

    /// <summary>Which restaurant a person's page shows: the terminal's, where they work there; else the first of theirs.</summary>
    /// <param name="wanted">The terminal's; null = there is no terminal.</param>
    public RestaurantInfo? For(Actor by, RestaurantId? wanted)
    {
        var own = Of(by);
        return own.FirstOrDefault(restaurant => restaurant.Id == wanted) ?? own.MinBy(restaurant => restaurant.Id.Value);
    }

    /// <summary>Reads the restaurants; at the start, and after a change of them. True = something is different now.</summary>
    public async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var restaurants = await db.Restaurants.AsNoTracking().ToListAsync(cancellationToken);
        var before = _all;
        _all = [.. restaurants.OrderBy(r => r.Name, StringComparer.CurrentCulture).Select(r => new RestaurantInfo(r.Id, r.Code, r.Name, r.Zone, r.Day, r.Currency, r.IsActive, r.Country) { Appearance = r.Appearance, Pace = r.Pace })];
        return !before.SequenceEqual(_all);
    }
}
