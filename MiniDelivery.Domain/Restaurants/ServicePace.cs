namespace MiniDelivery.Domain.Restaurants;

/// <summary>How long a restaurant usually needs: what its orders' clocks are set by.</summary>
/// <param name="CookingMinutes">From the order to the packed bag.</param>
/// <param name="TravelMinutes">From the packed bag to the guest's door.</param>
public readonly record struct ServicePace(int CookingMinutes, int TravelMinutes)
{
    /// <summary>Most minutes of either.</summary>
    public const int Longest = 240;

    /// <summary>Whether orders' clocks can be set by it.</summary>
    public bool IsUsable => CookingMinutes is >= 0 and <= Longest && TravelMinutes is >= 0 and <= Longest;
}
