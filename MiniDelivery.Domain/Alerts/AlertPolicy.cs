using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;
using MiniDelivery.Domain.Till;

namespace MiniDelivery.Domain.Alerts;

/// <summary>What decides whether an order rings.</summary>
/// <param name="Id">Which order.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="IsOfStaff">Staff wrote it down themselves, so a person knows of it from the beginning.</param>
/// <param name="Status">Its state.</param>
/// <param name="Till">Where it stands at the till.</param>
/// <param name="IsCancelWanted">It is to be cancelled.</param>
/// <param name="ReceivedAt">When it came in.</param>
/// <param name="AcknowledgedAt">When a person last said that they hear it.</param>
public sealed record AlertOrder(
    OrderId Id,
    SourceId Source,
    bool IsOfStaff,
    OrderStatus Status,
    TillState Till,
    bool IsCancelWanted,
    DateTimeOffset ReceivedAt,
    DateTimeOffset? AcknowledgedAt);

/// <summary>Who must hear what, and when again. Pure.</summary>
public static class AlertPolicy
{
    /// <summary>
    /// Whether an order still asks for a person: nobody has accepted it, or the till refused it. While the till is at work for it,
    /// somebody has.
    /// </summary>
    public static bool AsksForSomebody(AlertOrder order) =>
        order is { Status: OrderStatus.Waiting, IsCancelWanted: false, Till: TillState.None or TillState.Refused };

    /// <summary>From when on an order rings: at once, or again some time after a person heard it and nobody accepted it.</summary>
    public static DateTimeOffset RingsFrom(AlertOrder order, AlertSettings settings) =>
        (order.AcknowledgedAt ?? (order.IsOfStaff ? order.ReceivedAt : null)) is { } heard
            ? heard.AddSeconds(settings.RepeatSeconds)
            : order.ReceivedAt;
}
