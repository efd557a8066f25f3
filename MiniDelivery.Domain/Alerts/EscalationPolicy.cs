namespace MiniDelivery.Domain.Alerts;

/// <summary>What is known of an order and its restaurant at a moment.</summary>
/// <param name="Order">The order.</param>
/// <param name="Taken">The rungs that were taken for it.</param>
/// <param name="Reachable">The rungs that have somewhere to go at this moment: somebody has asked for notifications, a chat is named.</param>
/// <param name="NobodyHearsSince">Since when no terminal can make itself heard; null = one can.</param>
public sealed record EscalationSight(
    AlertOrder Order, IReadOnlyCollection<EscalationRung> Taken, IReadOnlyCollection<EscalationRung> Reachable, DateTimeOffset? NobodyHearsSince);

/// <summary>Which rungs of the ladder are due. Pure.</summary>
public static class EscalationPolicy
{
    /// <summary>
    /// The rungs to take now, the nearest first. A person who said that they hear begins the ladder anew. When nobody can hear, the
    /// first rung that leaves the house is due at once, the others as long after it as ever. Quiet hours hold back what leaves the
    /// house; an order that still waits when they end is told then.
    /// </summary>
    /// <param name="zone">The restaurant's zone: quiet hours are of its clock.</param>
    public static IReadOnlyList<EscalationRung> Due(EscalationSight sight, EscalationSettings settings, TimeZoneInfo zone, DateTimeOffset now)
    {
        if (!AlertPolicy.AsksForSomebody(sight.Order))
        {
            return [];
        }

        var ladder = Ladder(settings, sight.Reachable);
        var first = ladder.Where(rung => LeavesTheHouse(rung.Rung)).Select(rung => rung.AfterSeconds).DefaultIfEmpty().Min();
        var isQuiet = settings.IsQuiet(now, zone);
        return
        [
            .. from rung in ladder
               where !sight.Taken.Contains(rung.Rung)
               where !isQuiet || !LeavesTheHouse(rung.Rung)
               where DueAt(sight, rung, first) <= now
               select rung.Rung,
        ];
    }

    /// <summary>
    /// No rung is due for an order that has waited, or was heard, less long than this: nobody need read it. Null = no rung is ever due.
    /// </summary>
    /// <param name="reachable">As in <see cref="EscalationSight.Reachable"/>.</param>
    /// <param name="canAnybodyHear">A terminal can make itself heard.</param>
    public static TimeSpan? LeastWait(EscalationSettings settings, IReadOnlyCollection<EscalationRung> reachable, bool canAnybodyHear) => Ladder(settings, reachable) switch
    {
        [] => null,
        var ladder when !canAnybodyHear && ladder.Any(rung => LeavesTheHouse(rung.Rung)) => TimeSpan.Zero,
        [var nearest, ..] => TimeSpan.FromSeconds(nearest.AfterSeconds),
    };

    /// <summary>Whether a rung reaches people who are not at a terminal.</summary>
    public static bool LeavesTheHouse(EscalationRung rung) => rung is not EscalationRung.Louder;

    private static List<RungSettings> Ladder(EscalationSettings settings, IReadOnlyCollection<EscalationRung> reachable) =>
        [.. settings.Rungs.Where(rung => rung.IsOn && reachable.Contains(rung.Rung)).OrderBy(rung => rung.AfterSeconds).ThenBy(rung => rung.Rung)];

    private static DateTimeOffset DueAt(EscalationSight sight, RungSettings rung, int first)
    {
        var from = sight.Order.AcknowledgedAt ?? sight.Order.ReceivedAt;
        var usual = from.AddSeconds(rung.AfterSeconds);
        if (sight.NobodyHearsSince is not { } since || !LeavesTheHouse(rung.Rung))
        {
            return usual;
        }

        var unheard = (since > from ? since : from).AddSeconds(rung.AfterSeconds - first);
        return unheard < usual ? unheard : usual;
    }
}
