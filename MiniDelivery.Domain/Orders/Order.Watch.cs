using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Till;

namespace MiniDelivery.Domain.Orders;

// What happens to the order at the till without us (RK7 protocol digest, section 10.4).
public sealed partial class Order
{
    /// <summary>Whether it is worth looking at what the till has: something is there, it is somebody's work, and nothing is promised.</summary>
    public bool IsWatched => Status.IsLive && Handoff is { IsAtRest: true };

    /// <summary>
    /// What the guest ordered beside what the till has; null while the till is not supposed to have the dishes yet, or does not know
    /// the order.
    /// </summary>
    public Difference? CompareWithTill() => Difference.Between(Status, Handoff, _lines, Total);

    /// <summary>
    /// The till was looked at. What it has is remembered; a person is told in the history only of what a person would want to know.
    /// While something is promised to the till nothing is learned: the till is just being told.
    /// </summary>
    /// <returns>Whether anything changed.</returns>
    public bool TillReports(TillOrder seen, DateTimeOffset now)
    {
        if (!IsWatched)
        {
            return false;
        }

        if (seen.IsVoided)
        {
            Handoff!.Sees(seen, now);
            Handoff.Drop();
            Cancellation ??= new Cancellation(CancelReason.VoidedAtTill, null, Actor.Till.Name, now);
            Enter(OrderStatus.Deleted, StepKind.TillVoided, Actor.Till, now);
            return true;
        }

        var before = Handoff!.Seen;
        if (!Handoff.Sees(seen, now))
        {
            return false;
        }

        Version++;
        foreach (var step in Steps(before, Handoff.Seen!))
        {
            Note(step, Actor.Till, now);
        }

        return true;
    }

    /// <summary>The till answers, and knows no such order: neither its list nor by guid nor by visit. A person must look.</summary>
    /// <returns>Whether anything changed.</returns>
    public bool TillHasLost(DateTimeOffset now)
    {
        if (!IsWatched || !Handoff!.Lost())
        {
            return false;
        }

        Note(StepKind.TillLost, Actor.Till, now);
        return true;
    }

    // Paying closes the order and prints its bill, too: that is one thing that happened, not three.
    private static IEnumerable<StepKind> Steps(TillSight? before, TillSight after)
    {
        if (before is { IsLost: true })
        {
            yield return StepKind.TillFound;
        }

        if (after.ChangedAt is not null && before?.ChangedAt is null)
        {
            yield return StepKind.TillChanged;
        }

        var isPaid = after.IsPaid && before is not { IsPaid: true };
        if (isPaid)
        {
            yield return StepKind.TillPaid;
        }

        if (after.IsFinished && before is not { IsFinished: true })
        {
            yield return StepKind.TillClosed;
        }
        else if (!isPaid && after.BilledAt is not null && before?.BilledAt is null)
        {
            yield return StepKind.TillBilled;
        }
    }
}
