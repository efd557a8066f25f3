using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
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
public sealed record RestaurantInfo(RestaurantId Id, string Code, string Name, TimeZoneInfo Zone, BusinessDay Day, string Currency);

/// <summary>The restaurants of this installation, read once and kept.</summary>
public sealed class RestaurantDirectory(IDbContextFactory<DeliveryDb> contexts)
{
    private ImmutableArray<RestaurantInfo> _all = [];

    /// <summary>All restaurants, by name. Empty until <see cref="ReadAsync"/> was called.</summary>
    public ImmutableArray<RestaurantInfo> All => _all;

    /// <summary>The restaurant that pages show until a person chooses another: the first.</summary>
    /// <exception cref="InvalidOperationException">The installation has no restaurant.</exception>
    public RestaurantInfo First => _all is [var first, ..] ? first : throw new InvalidOperationException("This installation has no restaurant yet.");

    /// <summary>The restaurant with this identity.</summary>
    public RestaurantInfo Get(RestaurantId id) => _all.First(restaurant => restaurant.Id == id);

    /// <summary>Reads the restaurants; at the start, and after a change of them.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var restaurants = await db.Restaurants.AsNoTracking().OrderBy(restaurant => restaurant.Name).ToListAsync(cancellationToken);
        _all = [.. restaurants.Select(r => new RestaurantInfo(r.Id, r.Code, r.Name, r.Zone, r.Day, r.Currency))];
    }
}
