using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Alerts;

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

    /// <summary>Since when the terminals ring as loud as they can for it; null = they ring as ever.</summary>
    public DateTimeOffset? LouderSince { get; private set; }

    /// <summary>Nobody accepted it, and the next rung of the ladder is taken.</summary>
    public Outcome Escalate(EscalationRung rung, DateTimeOffset now)
    {
        if (Status is not OrderStatus.Waiting || Cancellation is not null || Handoff is { IsOpen: true })
        {
            return Outcome.Refused(Refusal.StatusDoesNotAllow, _history[^1]);
        }

        LouderSince ??= rung is EscalationRung.Louder ? now : null;
        Note(
            rung switch
            {
                EscalationRung.Louder => StepKind.EscalatedLouder,
                EscalationRung.Push => StepKind.EscalatedPush,
                EscalationRung.Telegram => StepKind.EscalatedTelegram,
                EscalationRung.Webhook => StepKind.EscalatedWebhook,
                EscalationRung.Mail => StepKind.EscalatedMail,
            },
            Actor.Program,
            now);
        return Outcome.Done;
    }

    /// <summary>An alarm could not be delivered, and is given up.</summary>
    public void HasNotReached(EscalationRung rung, DateTimeOffset now) => Note(StepKind.EscalationFailed, Actor.Program, now, rung.ToString());

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

    private Outcome MayHear(Actor by) => (by.May(Permission.WorkWithOrders, RestaurantId), Status) switch
    {
        (false, _) => Outcome.Refused(Refusal.NotPermitted),
        (_, OrderStatus.Waiting) => Outcome.Done,
        _ => Outcome.Refused(Refusal.StatusDoesNotAllow, _history[^1]),
    };
}
