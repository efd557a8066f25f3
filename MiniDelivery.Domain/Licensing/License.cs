namespace MiniDelivery.Domain.Licensing;

/// <summary>«Лицензия»: permits something for one restaurant until a day (contract, section 5). Its signature is checked before it becomes one of these.</summary>
/// <param name="Id">The licence's own number (<c>jti</c>).</param>
/// <param name="RestaurantCode">For which restaurant (<c>sub</c>).</param>
/// <param name="Name">To whom it was issued (<c>name</c>).</param>
/// <param name="Modules">What it permits.</param>
/// <param name="NotBefore">From when on.</param>
/// <param name="Expires">Until when.</param>
public sealed record License(
    string Id, string RestaurantCode, string Name, IReadOnlyList<string> Modules, DateTimeOffset NotBefore, DateTimeOffset Expires)
{
    /// <summary>The module «Интернет заказы».</summary>
    public const string OnlineOrders = "online-orders";
}

/// <summary>What a licence permits at one moment.</summary>
public enum LicenseState
{
    /// <summary>There is none, or it is not for this restaurant, this module, or not yet in force.</summary>
    Missing,

    /// <summary>In force.</summary>
    Valid,

    /// <summary>In force, and within 14 days of its end: everybody sees a banner.</summary>
    EndsSoon,

    /// <summary>Past its end, but intake still goes on for the days of grace, with a red banner.</summary>
    Grace,

    /// <summary>Past its end and past the grace: intake is refused.</summary>
    Expired,
}

/// <summary>Asks a licence what it permits. Pure: the moment is given.</summary>
/// <param name="State">What holds at that moment.</param>
/// <param name="Expires">The licence's end; null when there is none.</param>
public sealed record LicenseCheck(LicenseState State, DateTimeOffset? Expires)
{
    /// <summary>How long before the end the banner begins.</summary>
    public static TimeSpan Warning => TimeSpan.FromDays(14);

    /// <summary>Whether orders from outside are taken.</summary>
    public bool AllowsIntake => State is LicenseState.Valid or LicenseState.EndsSoon or LicenseState.Grace;

    /// <summary>Checks the module «Интернет заказы» of one restaurant.</summary>
    /// <param name="license">Null when there is none, or its signature is wrong.</param>
    /// <param name="grace">How long intake goes on after the end, 0 to 30 days.</param>
    public static LicenseCheck OnlineOrders(License? license, string restaurantCode, DateTimeOffset now, TimeSpan grace)
    {
        if (license is null
            || license.RestaurantCode != restaurantCode
            || !license.Modules.Contains(License.OnlineOrders)
            || now < license.NotBefore)
        {
            return new LicenseCheck(LicenseState.Missing, null);
        }

        var state = now switch
        {
            _ when now < license.Expires - Warning => LicenseState.Valid,
            _ when now < license.Expires => LicenseState.EndsSoon,
            _ when now < license.Expires + grace => LicenseState.Grace,
            _ => LicenseState.Expired,
        };
        return new LicenseCheck(state, license.Expires);
    }
}
