using MiniDelivery.Domain.Access;
using MiniDelivery.Domain.Till;

namespace MiniDelivery.Domain.Orders;

/// <summary>That an order is accepted by a rule of its source and not by a person.</summary>
public sealed partial class Order
{
    /// <summary>When a rule accepted it; null = none did.</summary>
    public DateTimeOffset? AcceptedByRuleAt { get; private set; }

    /// <summary>Promises the till an empty order, as «Принять» does. Only just when it has come in: nobody can have touched it.</summary>
    /// <param name="rule">Which conditions let it through; the history says it.</param>
    public void AcceptByRule(string rule, DateTimeOffset now)
    {
        AcceptedByRuleAt = now;
        Handoff = Handoff.Promise(this, now);
        Note(StepKind.AutoAccepted, Actor.Program, now, rule);
    }
}
