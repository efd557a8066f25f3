using MiniDelivery.Domain.Orders;

namespace MiniDelivery.Domain.Alerts;

/// <summary>How far a promised alarm has come.</summary>
public enum DispatchState
{
    /// <summary>To be sent.</summary>
    Due,

    /// <summary>An instance has claimed it; when its claim lapses it is due again.</summary>
    Sending,

    /// <summary>It was taken at the other end, or needed no sending.</summary>
    Sent,

    /// <summary>The order needed nobody any more.</summary>
    Dropped,

    /// <summary>Given up; the trouble says why.</summary>
    Failed,
}

/// <summary>One rung taken for one order: stored together with the step in its history, and only then sent.</summary>
public sealed class AlertDispatch
{
    /// <summary>How often at most a rung is tried.</summary>
    public const int MostAttempts = 8;

    /// <summary>Longest code of a trouble.</summary>
    public const int LongestTrouble = 40;

    /// <summary>For which order.</summary>
    public required OrderId OrderId { get; init; }

    /// <summary>Which rung; an order has each once.</summary>
    public required EscalationRung Rung { get; init; }

    /// <summary>How far it has come.</summary>
    public DispatchState State { get; set; }

    /// <summary>When it is to be sent, or when the claim lapses.</summary>
    public required DateTimeOffset DueAt { get; set; }

    /// <summary>When it was promised.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; set; }

    /// <summary>What went wrong last; null = nothing.</summary>
    public string? Trouble { get; set; }

    /// <summary>Promises a rung. A louder ring needs no sending: the terminals learn of it with their picture.</summary>
    public static AlertDispatch Promise(OrderId order, EscalationRung rung, DateTimeOffset now) => new()
    {
        OrderId = order,
        Rung = rung,
        State = rung is EscalationRung.Louder ? DispatchState.Sent : DispatchState.Due,
        DueAt = now,
        CreatedAt = now,
    };

    /// <summary>How long to wait after a failed attempt: 5 s, doubled each time, up to five minutes.</summary>
    /// <param name="attempts">How often it was tried.</param>
    public static TimeSpan WaitAfter(int attempts) => TimeSpan.FromSeconds(Math.Min(300, 5 * Math.Pow(2, Math.Max(0, attempts - 1))));
}
