using MiniDelivery.Domain.Access;

namespace MiniDelivery.Domain.Orders;

/// <summary>That a waiting order was heard: first by a terminal that sounded, then by a person who said so.</summary>
public sealed partial class Order
{
    // Two people at two screens press within a moment of each other: that is one acknowledgement.
    private static readonly TimeSpan _sameMoment = TimeSpan.FromSeconds(3);

    /// <summary>When a terminal first sounded for it, or a person first said that they hear; null = nobody can have heard it yet.</summary>
    public DateTimeOffset? FirstHeardAt { get; private set; }

    /// <summary>When a person last said that they hear it; null = nobody has, since it began to wait.</summary>
    public DateTimeOffset? AcknowledgedAt { get; private set; }

    /// <summary>A terminal sounds for it. Only the first time is remembered.</summary>
    public Outcome Hear(Actor by, DateTimeOffset now)
    {
        var refusal = MayHear(by);
        if (!refusal.IsDone || FirstHeardAt is not null)
        {
            return refusal;
        }

        FirstHeardAt = now;
        Note(StepKind.Heard, by, now);
        return Outcome.Done;
    }

    /// <summary>«Слышу»: a person knows of it. It is silent for a while, and rings again if nobody accepts it.</summary>
    public Outcome Acknowledge(Actor by, DateTimeOffset now)
    {
        var refusal = MayHear(by);
        if (!refusal.IsDone || now - AcknowledgedAt < _sameMoment)
        {
            return refusal;
        }

        FirstHeardAt ??= now;
        AcknowledgedAt = now;
        Note(StepKind.Acknowledged, by, now);
        return Outcome.Done;
    }

    private Outcome MayHear(Actor by) => (by.May(Permission.WorkWithOrders), Status) switch
    {
        (false, _) => Outcome.Refused(Refusal.NotPermitted),
        (_, OrderStatus.Waiting) => Outcome.Done,
        _ => Outcome.Refused(Refusal.StatusDoesNotAllow, _history[^1]),
    };
}
