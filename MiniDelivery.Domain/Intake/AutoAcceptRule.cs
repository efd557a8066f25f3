using MiniDelivery.Domain.Menu;
using MiniDelivery.Domain.Orders;

namespace MiniDelivery.Domain.Intake;

/// <summary>
/// Which orders of a source are accepted without anybody's doing. Off unless a person says otherwise; and never those that somebody
/// must look at: with a dish that the till's menu has not, or cannot sell now, or from a guest who is not wanted.
/// </summary>
public sealed record AutoAcceptRule
{
    /// <summary>No order is accepted by itself.</summary>
    public static AutoAcceptRule Off { get; } = new();

    /// <summary>Whether it is used at all.</summary>
    public bool IsOn { get; init; }

    /// <summary>Only for guests who have had an order before that was carried out.</summary>
    public bool IsForKnownGuests { get; init; } = true;

    /// <summary>The largest order, in kopecks; null = of any sum.</summary>
    public long? LargestMinor { get; init; }

    /// <summary>Which conditions let an order through, for its history; null = a person must accept it.</summary>
    /// <param name="menu">The till's menu; null = not known, so nothing can be said of the dishes.</param>
    public string? Allows(Order order, RestaurantMenu? menu, GuestStanding guest)
    {
        var isAllowed = IsOn
            && !order.IsTest
            && guest is not GuestStanding.Unwanted
            && (!IsForKnownGuests || guest is GuestStanding.Known)
            && (LargestMinor is null || order.Total.Minor <= LargestMinor)
            && menu is not null
            && order.Lines.All(line => line.IsMapped && menu.Find(line.MenuIdent!.Value) is { IsStopped: false });
        return isAllowed
            ? string.Join(';', new[]
            {
                IsForKnownGuests ? "known-guest" : null,
                LargestMinor is { } largest ? FormattableString.Invariant($"sum<={new Money(largest).Amount:0.##}") : null,
                "dishes",
                "hours",
            }.OfType<string>())
            : null;
    }
}

/// <summary>What is known of who ordered.</summary>
public enum GuestStanding
{
    /// <summary>Nothing was carried out for that phone yet.</summary>
    New,

    /// <summary>An order of that phone was carried out before.</summary>
    Known,

    /// <summary>Staff have noted not to serve that phone just so.</summary>
    Unwanted,
}
