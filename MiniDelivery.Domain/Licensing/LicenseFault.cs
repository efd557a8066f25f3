namespace MiniDelivery.Domain.Licensing;

/// <summary>Why a licence cannot be installed at a restaurant.</summary>
public enum LicenseFault
{
    /// <summary>The text is no licence of ours: not whole, changed, or signed with a key that this installation does not trust.</summary>
    NotALicense,

    /// <summary>It was issued for another restaurant.</summary>
    OtherRestaurant,

    /// <summary>It permits something else than «Интернет заказы».</summary>
    OtherModule,

    /// <summary>It is not in force yet: installed now it would stop intake until then.</summary>
    NotYet,

    /// <summary>It has ended.</summary>
    Ended,
}

/// <summary>Decides whether a licence may be installed. Pure: the moment is given.</summary>
public static class LicenseFit
{
    /// <summary>What stands in the way; null = nothing.</summary>
    /// <param name="license">Null when its signature is wrong.</param>
    /// <param name="restaurantCode">Of the restaurant it is to be installed at.</param>
    public static LicenseFault? Fault(License? license, string restaurantCode, DateTimeOffset now) => license switch
    {
        null => LicenseFault.NotALicense,
        _ when license.RestaurantCode != restaurantCode => LicenseFault.OtherRestaurant,
        _ when !license.Modules.Contains(License.OnlineOrders) => LicenseFault.OtherModule,
        _ when now >= license.Expires => LicenseFault.Ended,
        _ when now < license.NotBefore => LicenseFault.NotYet,
        _ => null,
    };
}
