using MiniDelivery.Domain.Orders;
using MiniDelivery.Domain.Restaurants;

namespace MiniDelivery.Domain.Webhooks;

/// <summary>How far an event has come on its way to one endpoint.</summary>
public enum DeliveryState
{
    /// <summary>To be sent.</summary>
    Due,

    /// <summary>An instance has claimed it; when its claim lapses it is due again.</summary>
    Sending,

    /// <summary>It was taken.</summary>
    Sent,

    /// <summary>Given up.</summary>
    Failed,

    /// <summary>Nobody wants it any more, or there is nothing left to send.</summary>
    Dropped,
}

/// <summary>Why an attempt failed.</summary>
public enum WebhookTrouble
{
    /// <summary>The address is of a private network or no https, and that is not allowed.</summary>
    AddressRefused,

    /// <summary>No connection, or it broke.</summary>
    Unreachable,

    /// <summary>The certificate is not valid for the address.</summary>
    Certificate,

    /// <summary>No answer in time.</summary>
    TimedOut,

    /// <summary>It answered with another address; those are not followed.</summary>
    Redirected,

    /// <summary>It answered 410.</summary>
    Gone,

    /// <summary>It answered with another error.</summary>
    Refused,

    /// <summary>The secret cannot be decrypted any more; it must be made anew.</summary>
    SecretLost,
}

/// <summary>One event for one endpoint: stored with the change that it tells of, then sent until it is taken.</summary>
public sealed class WebhookDelivery
{
    // Contract, section 2. The first attempt is made at once.
    private static readonly TimeSpan[] _waits =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
        TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    // So much of a wait may be added by chance: what failed together need not come back together.
    private const double Jitter = 0.1;

    private WebhookDelivery()
    {
    }

    /// <summary>How long bodies and answers are kept: they name guests.</summary>
    public static TimeSpan BodiesKept { get; } = TimeSpan.FromDays(30);

    /// <summary>How long is known that something was sent.</summary>
    public static TimeSpan Kept { get; } = TimeSpan.FromDays(90);

    /// <summary>Identity; of one order, in the order of its changes.</summary>
    public long Id { get; private init; }

    /// <summary>To where.</summary>
    public Guid EndpointId { get; private init; }

    /// <summary>Whose.</summary>
    public RestaurantId RestaurantId { get; private init; }

    /// <summary>Of which order; null = of the restaurant.</summary>
    public OrderId? OrderId { get; private init; }

    /// <summary>What is told, of <see cref="WebhookEvents"/>.</summary>
    public string Type { get; private init; } = "";

    /// <summary>The event, as receivers know it again: one whichever endpoint it goes to and however often.</summary>
    public string MessageId { get; private init; } = "";

    /// <summary>When it was stored.</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>The order's own address; null = the endpoint's.</summary>
    public string? CallbackUrl { get; private set; }

    /// <summary>What is sent; null = it was erased.</summary>
    public string? Body { get; private set; }

    /// <summary>Whether it waits for what was stored earlier of the same order. What a person sends again, and a ping, does not.</summary>
    public bool IsInTurn { get; private init; }

    /// <summary>Which delivery it repeats; null = none.</summary>
    public long? OriginalId { get; private init; }

    /// <summary>How far it has come.</summary>
    public DeliveryState State { get; private set; }

    /// <summary>When it is to be sent, or when the claim lapses.</summary>
    public DateTimeOffset DueAt { get; private set; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; private set; }

    /// <summary>When it came to its end; null = it has not.</summary>
    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>Whether it is still to be sent.</summary>
    public bool IsOpen => State is DeliveryState.Due or DeliveryState.Sending;

    /// <summary>Stores an event.</summary>
    /// <param name="order">Null = it is the restaurant's.</param>
    /// <param name="callbackUrl">Null = the endpoint's address.</param>
    public static WebhookDelivery Of(
        Guid endpoint, RestaurantId restaurant, OrderId? order, string type, string messageId, string body, string? callbackUrl, DateTimeOffset now) => new()
    {
        EndpointId = endpoint,
        RestaurantId = restaurant,
        OrderId = order,
        Type = type,
        MessageId = messageId,
        CreatedAt = now,
        CallbackUrl = callbackUrl,
        Body = body,
        IsInTurn = type is not WebhookEvents.Ping,
        DueAt = now,
    };

    /// <summary>The same once more, because a person wants it; null = its body was erased.</summary>
    public WebhookDelivery? Again(DateTimeOffset now) => Body is null ? null : new()
    {
        EndpointId = EndpointId,
        RestaurantId = RestaurantId,
        OrderId = OrderId,
        Type = Type,
        MessageId = MessageId,
        CreatedAt = now,
        CallbackUrl = CallbackUrl,
        Body = Body,
        OriginalId = OriginalId ?? Id,
        DueAt = now,
    };

    /// <summary>How long to wait after a failed attempt; null = it is given up.</summary>
    /// <param name="attempts">How often it was tried.</param>
    /// <param name="chance">From 0 to 1.</param>
    public static TimeSpan? WaitAfter(int attempts, double chance) =>
        attempts >= 1 && attempts <= _waits.Length ? _waits[attempts - 1] * (1 + (Jitter * chance)) : null;

    /// <summary>It was taken.</summary>
    public void HasArrived(DateTimeOffset now) => End(DeliveryState.Sent, now);

    /// <summary>It was not; it is tried again later, unless that was the last time.</summary>
    /// <param name="chance">From 0 to 1.</param>
    public void HasFailed(DateTimeOffset now, double chance)
    {
        if (WaitAfter(Attempts, chance) is { } wait)
        {
            (State, DueAt) = (DeliveryState.Due, now + wait);
        }
        else
        {
            End(DeliveryState.Failed, now);
        }
    }

    /// <summary>It cannot arrive any more.</summary>
    public void GiveUp(DateTimeOffset now) => End(DeliveryState.Failed, now);

    /// <summary>Nobody wants it any more.</summary>
    public void Drop(DateTimeOffset now)
    {
        if (IsOpen)
        {
            End(DeliveryState.Dropped, now);
        }
    }

    /// <summary>Erases whatever says who ordered. What is left tells that something was sent.</summary>
    public void Forget(DateTimeOffset now)
    {
        (Body, CallbackUrl) = (null, null);
        Drop(now);
    }

    private void End(DeliveryState state, DateTimeOffset now) => (State, DueAt, FinishedAt) = (state, now, now);
}

/// <summary>One attempt to deliver. Never altered, but that what was answered is erased in time.</summary>
public sealed class WebhookAttempt
{
    /// <summary>So much of an answer is kept.</summary>
    public const int LongestAnswer = 4000;

    /// <summary>Identity.</summary>
    public long Id { get; init; }

    /// <summary>Of which delivery.</summary>
    public required long DeliveryId { get; init; }

    /// <summary>Which of its attempts, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How long it took.</summary>
    public required int Milliseconds { get; init; }

    /// <summary>HTTP status; null = there was no answer.</summary>
    public int? Status { get; init; }

    /// <summary>What was wrong; null = it was taken.</summary>
    public WebhookTrouble? Trouble { get; init; }

    /// <summary>The beginning of what was answered; null = nothing, or it was erased.</summary>
    public string? Answer { get; set; }
}
